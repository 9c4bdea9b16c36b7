package store

import (
	"strings"

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
	found = Found{ID: s, Name: f.label(id)}
	if found.Name == "" {
		found.Name = f.shortID(s)
	}
	worth := make([]int, len(f.typed))
	missing := f.weigh(worth, found.Name, degree, worthInName)
	if missing > 0 {
		missing = f.weigh(worth, f.store.idText(s), degree, worthInID)
	}
	if missing > 0 {
		for k := range (prefixes{f.spo}).each(appendID(nil, id)) {
			i := readSPO(k)
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
	id, property := f.owner(part)
	if _, seen := f.seen[id]; seen || id == 0 {
		return Found{}, false
	}
	s := f.term(id).IRI()
	if f.class != "" && !f.is(s, f.class) {
		return Found{}, false
	}
	worth := make([]int, len(f.typed))
	for k := range (prefixes{f.spo}).each(appendID(nil, part)) {
		o := f.term(readSPO(k).o)
		text, ok := searched(o)
		if !ok || f.weigh(worth, text, nearness(o, degree), worthInText) > 0 {
			continue
		}
		found = Found{ID: s, Name: f.label(id), In: text, Property: f.term(property).IRI()}
		if found.Name == "" {
			found.Name = f.shortID(s)
		}
		for _, w := range worth {
			found.score += w
		}
		f.seen[id] = struct{}{}
		f.found++
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
