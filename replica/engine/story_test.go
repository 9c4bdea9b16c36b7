package engine

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/pack"
)

// A story was recorded from clones of the reference, step by step; see the README
// beside the vectors. Stories with lists and constraints are told in package
// constraint.
type story struct {
	Name, Fault string
	Messages    []struct {
		From  string
		Prev  uint64
		Bytes []byte
	}
	Snapshots []storySnapshot
	Steps     []storyStep
}

type storyStep struct {
	Clone, Do string
	Options   struct {
		Principal model.IRI
		Forbids   string
	}
	Insert, Delete   []storyTriple
	Agree            any
	Message          *int
	Messages         []int
	Snapshot         int
	Before, To, Gwc  any
	Outcome          string
	Buffered         int
	After            *storyState
	Updates, Journal json.RawMessage
}

type storyState struct {
	Time, Gwc, Agreed any
	Triples           []storyTriple
}

type storySnapshot struct {
	Clock, Gwc, Agreed any
	Data               []struct {
		Inserts   []byte
		Encoding  []any
		Operation []any
	}
}

type storyTriple struct {
	S, P model.IRI
	O    struct {
		IRI      string
		Value    string
		Datatype model.IRI
	}
	TIDs []clock.TID
}

func (t storyTriple) triple() model.Triple {
	o := model.Ref(model.IRI(t.O.IRI))
	if t.O.IRI == "" {
		o = model.Literal(t.O.Value, t.O.Datatype)
	}
	return model.Triple{S: t.S, P: t.P, O: o}
}

func storyTriples(list []storyTriple) (out []model.Triple) {
	for _, t := range list {
		out = append(out, t.triple())
	}
	return out
}

func readStories(t *testing.T) []story {
	t.Helper()
	var all struct{ Scripted, Random, Voiding, Several, Fusions, Recoveries, Blocking []story }
	for _, name := range []string{"suset", "agreements"} {
		data, err := os.ReadFile("../testdata/vectors/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &all); err != nil {
			t.Fatal(err)
		}
	}
	if len(all.Scripted) < 20 || len(all.Random) < 5 || len(all.Voiding) < 4 || len(all.Blocking) < 2 {
		t.Fatal("there are no stories")
	}
	return slices.Concat(all.Scripted, all.Random, all.Voiding, all.Several, all.Fusions, all.Recoveries, all.Blocking)
}

// TestStoriesOfTheReference tells the stories with clones of this engine: each is
// given the messages and snapshots of the reference, and must hold the same
// triples, TIDs and clocks after every step; what it writes and gives itself must
// be the same, too.
func TestStoriesOfTheReference(t *testing.T) {
	for _, s := range readStories(t) {
		t.Run(s.Name, func(t *testing.T) {
			clones := make(map[string]*storyClone)
			fault := s.fault(t)
			for i, step := range s.Steps {
				faulty := fault != nil && i == len(s.Steps)-fault.fromEnd
				c := clones[step.Clone]
				if c == nil {
					c = newStoryClone(t, step)
					clones[step.Clone] = c
				}
				c.do(i, &s, step, clones, faulty)
				if faulty {
					fault.check(c, &s, step)
					return
				}
				if step.After != nil {
					c.check(step.After)
				}
			}
		})
	}
}

// storyFault is a fault of the reference that this engine must not have: where in
// a story it shows, counted from the end, and what must be so there. What follows
// comes of the fault, and is not told.
type storyFault struct {
	fromEnd int
	check   func(c *storyClone, s *story, step storyStep)
}

// fault is the fault of a story; nil for none.
func (s *story) fault(t *testing.T) *storyFault {
	t.Helper()
	if s.Fault == "" {
		return nil
	}
	for words, fault := range storyFaults {
		if strings.Contains(s.Fault, words) {
			return &fault
		}
	}
	t.Fatalf("a fault of the reference that is not checked: %s", s.Fault)
	return nil
}

// fromJSON is a value of JSON as it would come from the wire.
func fromJSON(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = fromJSON(v[i])
		}
		return out
	case map[string]any:
		if text, ok := v["$bytes"].(string); ok {
			b, err := base64.StdEncoding.DecodeString(text)
			if err != nil {
				panic(err)
			}
			return b
		}
		m := pack.Map{}
		for k, e := range v {
			m = append(m, pack.Entry{Key: k, Value: fromJSON(e)})
		}
		return m
	default:
		return v
	}
}

// storyDatum is a part of a snapshot as it is sent.
func storyDatum(inserts []byte, encoding, op []any) []byte {
	if op != nil {
		return append(pack.AppendString(pack.AppendMap(nil, 1), "operation"), pack.AppendValue(nil, fromJSON(op))...)
	}
	b := pack.AppendBytes(pack.AppendString(pack.AppendMap(nil, 2), "inserts"), inserts)
	return pack.AppendValue(pack.AppendString(b, "encoding"), encoding)
}

// pairsText is triples with their TIDs as sorted text.
func pairsText(tts []operation.TripleTIDs) string {
	var lines []string
	for _, tt := range tts {
		tids := slices.Clone(tt.TIDs)
		slices.Sort(tids)
		for _, tid := range tids {
			lines = append(lines, string(tt.Triple.S)+" "+string(tt.Triple.P)+" "+tt.Triple.O.Key()+" "+string(tid))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func sameClock(got clock.Tree, want any) bool {
	tree, err := clock.TreeFromValue(want)
	return err == nil && got.Equal(tree)
}

func sameGlobal(got clock.Global, want any) bool {
	gwc, err := clock.GlobalFromValue(want)
	return err == nil && bytes.Equal(got.AppendMsgPack(nil), gwc.AppendMsgPack(nil))
}
