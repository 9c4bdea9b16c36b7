package operation

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/pack"
)

func TestReadLists(t *testing.T) {
	slot := func(id string) pack.Map { return pack.Map{{Key: "@id", Value: id}} }
	subject := func(list any) pack.Map { return pack.Map{{Key: "@id", Value: "l"}, {Key: "@list", Value: list}} }
	at := func(index, id string) model.Triple {
		return model.Triple{
			S: "http://test.m-ld.org/l", P: model.IRI("data:application/mld-li," + index), O: model.Ref(model.IRI("http://test.m-ld.org/" + id)),
		}
	}
	for name, c := range map[string]struct {
		list any
		want []model.Triple
	}{
		"one":     {pack.Map{{Key: "3", Value: slot("a")}}, []model.Triple{at("3", "a")}},
		"several": {pack.Map{{Key: "1", Value: []any{slot("a"), nil, slot("b")}}}, []model.Triple{at("1,0", "a"), at("1,2", "b")}},
		"array":   {[]any{slot("a"), slot("b")}, []model.Triple{at("0", "a"), at("1", "b")}},
		"bad":     {pack.Map{{Key: "x", Value: slot("a")}}, nil},
		"naked":   {[]any{"a"}, nil},
	} {
		var got []model.Triple
		err := NewCodec("test.m-ld.org").read(subject(c.list), func(s statement) error {
			got = append(got, model.Triple{S: s.s, P: s.p, O: s.o})
			return nil
		})
		if (err != nil) != (c.want == nil) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(c.want, got); err == nil && diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
