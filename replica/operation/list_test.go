package operation

import (
	"bytes"
	"strings"
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

// Among the stories of the reference is a list that it sends without positions, and
// with a hole, on which other clones of it close. What is made of it is whole, and is
// passed on without a hole.
func TestListsOfTheReferenceArePassedOnWhole(t *testing.T) {
	var stories struct {
		Lists []struct{ Messages []struct{ Bytes []byte } }
	}
	readVectors(t, "suset.json", &stories)
	found := 0
	for _, story := range stories.Lists {
		for _, m := range story.Messages {
			message, err := codec.ParseMessage(m.Bytes)
			if err != nil {
				t.Fatal(err)
			}
			op, err := codec.Decode(message.Encoded)
			if err != nil {
				t.Fatal(err)
			}
			if !op.HasIndexes() {
				continue
			}
			found++
			passed := codec.Encode(op)
			if bytes.Contains(passed.Packed, []byte("@list")) {
				t.Errorf("%q is passed on", passed.Packed)
			}
			again, err := codec.Decode(passed)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(op.Inserts, again.Inserts); diff != "" {
				t.Errorf("it is passed on as another (-it +what is passed on)\n%s", diff)
			}
			for _, i := range again.Inserts {
				if strings.HasPrefix(i.Triple.O.Value, "_:") || i.Triple.O.IsZero() {
					t.Errorf("%v is passed on", i)
				}
			}
		}
	}
	if found == 0 {
		t.Error("there is no such list")
	}
}
