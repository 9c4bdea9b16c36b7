package store

import (
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/find"
)

// Where a word was found counts, and how near it is.
var (
	worthInName = [find.Far]int{100, 80, 50, 30}
	worthInID   = [find.Far]int{60, 50, 30, 16}
	worthInText = [find.Far]int{40, 32, 20, 10}
)

// look tells whether a subject, which was not found yet, has all words that were
// typed, at least as near as a degree, and what it is worth.
func (f *finder) look(id termID, degree find.Nearness) (found Found, ok bool) {
	if _, seen := f.seen[id]; seen || id == 0 {
		return Found{}, false
	}
	s := f.term(id).IRI()
	if f.isPart(s, id) {
		return f.lookIn(id, degree)
	}
	if f.class != "" && !f.is(s, f.class) {
		return Found{}, false
	}
	found = Found{ID: s, Name: f.nameOf(s, id)}
	worth := make([]int, len(f.typed))
	missing := f.weigh(worth, found.Name, degree, worthInName)
	if missing > 0 {
		missing = f.weigh(worth, f.store.idText(s), degree, worthInID)
	}
	if missing > 0 {
		for i := range f.bySPO(id, 0) {
			o := f.term(i.o)
			text, ok := searched(o)
			if !ok || text == found.Name {
				continue
			}
			before := missing
			if missing = f.weigh(worth, text, nearness(o, degree), worthInText); missing < before {
				found.In, found.Property = text, f.term(i.p).IRI()
			}
			if missing == 0 {
				break
			}
		}
	}
	if missing > 0 {
		return Found{}, false
	}
	for _, w := range worth {
		found.score += w
	}
	found.score -= min(len(found.Name), 40) / 4
	if strings.HasPrefix(find.Fold(found.Name), f.typed[0]) {
		found.score += 20
	}
	f.seen[id] = struct{}{}
	f.found++
	return found, true
}

// lookIn is look for a part of another subject: that is found which it is part of, in
// the text of the part.
func (f *finder) lookIn(part termID, degree find.Nearness) (found Found, ok bool) {
	if f.whole != nil {
		return f.lookInPast(part, degree)
	}
	id, property := f.owner(part)
	if _, seen := f.seen[id]; seen || id == 0 {
		return Found{}, false
	}
	s := f.term(id).IRI()
	if f.class != "" && !f.is(s, f.class) {
		return Found{}, false
	}
	if found, ok = f.textOf(part, degree); !ok {
		return Found{}, false
	}
	found.ID, found.Name, found.Property = s, f.nameOf(s, id), f.term(property).IRI()
	f.seen[id] = struct{}{}
	f.found++
	return found, true
}

// lookInPast is lookIn for a file that has a part of a state of the past: the part and
// what it is part of need not be in the same.
func (f *finder) lookInPast(part termID, degree find.Nearness) (found Found, ok bool) {
	p := f.term(part).IRI()
	if _, seen := f.seen[part]; seen || f.whole.of(p) != f.Tx {
		return Found{}, false // As it is here, it was not then.
	}
	if found, ok = f.textOf(part, degree); !ok {
		return Found{}, false
	}
	s, property := f.whole.Owner(p)
	if s == "" || f.class != "" && !f.whole.of(s).is(s, f.class) {
		return Found{}, false
	}
	in := f.whole.of(s)
	found.ID, found.Property, found.Name = s, property, in.nameOf(s, in.idOf(model.Ref(s)))
	f.seen[part] = struct{}{}
	f.found++
	return found, true
}

// nameOf is what a subject is called where it is found: its label, else its id.
func (t *Tx) nameOf(s model.IRI, id termID) string {
	if label := t.label(id); label != "" {
		return label
	}
	return t.shortID(s)
}

// textOf is a text of a part that has all words.
func (f *finder) textOf(part termID, degree find.Nearness) (found Found, ok bool) {
	worth := make([]int, len(f.typed))
	for i := range f.bySPO(part, 0) {
		o := f.term(i.o)
		text, ok := searched(o)
		if !ok || f.weigh(worth, text, nearness(o, degree), worthInText) > 0 {
			continue
		}
		found = Found{In: text, inPart: true}
		for _, w := range worth {
			found.score += w
		}
		return found, true
	}
	return Found{}, false
}

// weigh looks for the words that are still missing in a text, and counts those that
// are missing then.
func (f *finder) weigh(worth []int, text string, degree find.Nearness, by [find.Far]int) (missing int) {
	if len(text) > maxTextBytes {
		text = text[:maxTextBytes]
	}
	for w := range find.Words(text) {
		for i, typed := range f.typed {
			if d := find.Near(typed, w); d <= degree && by[d] > worth[i] {
				worth[i] = by[d]
			}
		}
	}
	for _, n := range worth {
		if n == 0 {
			missing++
		}
	}
	return missing
}
