package operation

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

// hostileMessage is the message of an operation with any content, zipped as far as
// it can be.
func hostileMessage(content []byte, fusion bool, encodings ...any) []byte {
	if len(encodings) == 2 {
		content = pack.Gzip(content)
	}
	time := clock.Genesis().Tick().Tick()
	from := uint64(2)
	if fusion {
		from = 1
	}
	b := pack.AppendUint(pack.AppendArray(nil, 7), Version)
	b = time.AppendMsgPack(pack.AppendUint(b, from))
	b = pack.AppendValue(pack.AppendBytes(b, content), encodings)
	return NewMessage(0, &Encoded{Packed: pack.AppendNil(pack.AppendNil(b))}, nil).Payload
}

// content is deletes and inserts of hostile making.
func content(deletes, inserts any) []byte {
	return pack.AppendValue(nil, []any{deletes, inserts})
}

// many is what f makes, n times.
func many(n int, f func(i int) any) []any {
	out := make([]any, n)
	for i := range out {
		out[i] = f(i)
	}
	return out
}

func reify(i int, tids any) any {
	return pack.Map{
		{Key: "@id", Value: fmt.Sprint("_:", i)},
		{Key: "s", Value: "x"},
		{Key: "p", Value: "#p"},
		{Key: "o", Value: float64(i)},
		{Key: "tid", Value: tids},
	}
}

// TestDecodingIsBounded: a message of at most a megabyte, whatever it holds, takes
// bounded memory and time. What is zipped well may take more of both than what is
// not.
func TestDecodingIsBounded(t *testing.T) {
	none := pack.Map{}
	packed, zipped := []any{1.0}, []any{1.0, 2.0}
	deep := any(1.0)
	for range 9_000 {
		deep = pack.Map{{Key: "p", Value: deep}}
	}
	for name, c := range map[string]struct {
		content  []byte
		encoding []any
	}{
		"many reifications":    {content(many(9_000, func(i int) any { return reify(i, "x") }), none), packed},
		"one with many TIDs":   {content(reify(0, many(200_000, func(i int) any { return fmt.Sprint(i) })), none), packed},
		"subjects in subjects": {content(none, deep), packed},
		"many small subjects":  {content(none, many(100_000, func(int) any { return none })), packed},
		"lists": {content(none, pack.Map{{Key: "@id", Value: "l"}, {Key: "@list", Value: many(200_000, func(i int) any {
			return float64(i)
		})}}), packed},
		"sets in sets":             {content(none, pack.Map{{Key: "@set", Value: []any{deep}}}), packed},
		"a bomb of reifications":   {content(many(90_000, func(i int) any { return reify(i, "x") }), none), zipped},
		"a bomb of subjects":       {content(none, many(1_000_000, func(int) any { return none })), zipped},
		"a bomb of statements":     {content(none, pack.Map{{Key: "p", Value: many(1_000_000, func(int) any { return 1.0 })}}), zipped},
		"a bomb of text":           {content(none, pack.Map{{Key: "p", Value: strings.Repeat("x", 15<<20)}}), zipped},
		"a bomb of bad text":       {content(none, pack.Map{{Key: "p", Value: strings.Repeat("\xff", 5<<20)}}), zipped},
		"a bomb in a bomb":         {pack.Gzip(content(none, strings.Repeat("x", 15<<20))), []any{1.0, 2.0, 2.0}},
		"zipped without end":       {content(none, none), append([]any{1.0}, many(100_000, func(int) any { return 2.0 })...)},
		"a text of JSON, deep":     {content(none, pack.Map{{Key: "p", Value: pack.Map{{Key: "@value", Value: strings.Repeat("[", 900_000)}, {Key: "@type", Value: string(model.RDFJSON)}}}}), packed},
		"JSON, deep, with an id":   {content(none, pack.Map{{Key: "p", Value: pack.Map{{Key: "@value", Value: deep}, {Key: "@type", Value: "@json"}, {Key: "@id", Value: "x"}}}}), packed},
		"names that are no names":  {content(none, pack.Map{{Key: strings.Repeat(":", 900_000), Value: strings.Repeat("%", 1000)}}), packed},
		"a number of many figures": {content(none, pack.Map{{Key: "p", Value: pack.Map{{Key: "@value", Value: strings.Repeat("9", 900_000)}, {Key: "@type", Value: string(model.XSDInteger)}}}}), packed},
		"a double of many figures": {content(none, pack.Map{{Key: "p", Value: pack.Map{{Key: "@value", Value: strings.Repeat("9", 900_000)}, {Key: "@type", Value: string(model.XSDDouble)}}}}), packed},
	} {
		t.Run(name, func(t *testing.T) {
			for _, fusion := range []bool{false, true} {
				payload := hostileMessage(c.content, fusion, c.encoding...)
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				began := time.Now()
				if m, err := codec.ParseMessage(payload); err == nil {
					if o, err := codec.Decode(m.Encoded); err == nil {
						codec.Encode(o)
					}
				}
				took := time.Since(began)
				runtime.ReadMemStats(&after)
				memory := (after.TotalAlloc - before.TotalAlloc) >> 20
				if memory > 128 || took > 20*time.Second {
					t.Errorf("%d MB and %v for %d bytes", memory, took, len(payload))
				}
			}
		})
	}
}
