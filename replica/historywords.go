package replica

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// Word is one of the words by which updates are selected. It may be several, with
// spaces between them, which then must be there just so.
type Word struct {
	Text string
	// Tags are those of processes whose writer is called so, which only they who have
	// met them know (see Author.Tag).
	Tags []string
}

// Mentions reports whether an update has all words of the query: in a value, in the name
// of what a value refers to, of a property or of a subject, or in that of its author.
// The name of a subject is what the function says, and what its IRI has beyond the base.
func (q HistoryQuery) Mentions(by Author, shifts []Shift, base model.IRI, called func(model.IRI) string) bool {
	return !slices.ContainsFunc(q.Words, func(w Word) bool {
		w.Text = strings.ToLower(w.Text)
		return !w.writes(by) && !slices.ContainsFunc(shifts, func(s Shift) bool { return w.in(s.Triple, base, called) })
	})
}

func (w Word) writes(by Author) bool {
	if by.Principal == "" {
		return slices.Contains(w.Tags, by.Tag())
	}
	return w.within(LastPart(by.Principal))
}

// within reports whether a text has the word, which is in small letters.
func (w Word) within(s string) bool { return s != "" && strings.Contains(strings.ToLower(s), w.Text) }

func (w Word) in(t model.Triple, base model.IRI, called func(model.IRI) string) bool {
	subject := func(id model.IRI) bool {
		return w.within(strings.TrimPrefix(string(id), string(base))) || w.within(called(id))
	}
	switch {
	case w.within(LastPart(t.P)), subject(t.S):
		return true
	case t.P == model.RDFType && t.O.IsRef():
		return w.within(LastPart(t.O.IRI()))
	case t.O.IsRef():
		return subject(t.O.IRI())
	default:
		return w.within(t.O.Value)
	}
}

// callers gives the names of subjects, each of which is looked for once.
func callers(tx *store.Tx) func(model.IRI) string {
	known := make(map[model.IRI]string)
	return func(id model.IRI) string {
		name, ok := known[id]
		if !ok {
			name = tx.Label(id)
			known[id] = name
		}
		return name
	}
}
