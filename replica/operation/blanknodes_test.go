package operation

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/replica/pack"
)

// blankNames are the names of the blank nodes in a packed operation.
func blankNames(t *testing.T, packed []byte) []string {
	t.Helper()
	e, err := codec.Parse(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := decodeContent(e.update, e.encoding)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`_:[-A-Za-z0-9_.]+`).FindAllString(string(pack.AppendValue(nil, content)), -1)
}

// TestBlankNodesOfOneName: each process of the reference numbers blank nodes from the start,
// and where it cuts or fuses operations in which some have the same names, it loses deletes
// or inserts; what it then passes on lacks them, too. Here nothing is lost, and what is
// written of it has no name that the reference gives, nor one twice; with such names the
// reference loses nothing either.
func TestBlankNodesOfOneName(t *testing.T) {
	type blankCase struct {
		Operations  [][]byte
		Wrong       []byte
		Read, Right spec
	}
	var vectors struct{ Cut, Fuse []blankCase }
	readVectors(t, "blanknodes.json", &vectors)
	check := func(kind string, cases []blankCase, how func(...*Operation) (*Operation, error)) {
		for i, c := range cases {
			var ops []*Operation
			var theirs []string
			for _, packed := range c.Operations {
				op, err := decode(packed)
				if err != nil {
					t.Fatal(err)
				}
				ops = append(ops, op)
				theirs = append(theirs, blankNames(t, packed)...)
			}
			got, err := how(ops...)
			if err != nil {
				t.Fatal(err)
			}
			if text(got) != text(c.Right.operation(t)) {
				t.Errorf("%s %d:\n got %s\nwant %s", kind, i, text(got), text(c.Right.operation(t)))
			}
			// What was lost elsewhere cannot be brought back; it is read as the reference reads it.
			if wrong, err := decode(c.Wrong); err != nil || text(wrong) != text(c.Read.operation(t)) || text(wrong) == text(got) {
				t.Errorf("%s %d: what the reference makes of it is read as\n    %s, %v\nnot %s", kind, i, text(wrong), err, text(c.Read.operation(t)))
			}
			ours := blankNames(t, codec.Encode(got).Packed)
			for n, name := range ours {
				if !strings.Contains(name, ".") || slices.Contains(theirs, name) || slices.Contains(ours[:n], name) {
					t.Errorf("%s %d: %q is among %q", kind, i, name, ours)
				}
			}
		}
	}
	check("cut", vectors.Cut, func(ops ...*Operation) (cut *Operation, err error) {
		cut = ops[0]
		for _, seen := range ops[1:] {
			if cut, err = Cut(cut, seen); err != nil {
				return nil, err
			}
		}
		return cut, nil
	})
	check("fuse", vectors.Fuse, func(ops ...*Operation) (*Operation, error) { return Fuse(ops...), nil })
	if len(vectors.Cut) == 0 || len(vectors.Fuse) == 0 {
		t.Error("there are no cases")
	}
}
