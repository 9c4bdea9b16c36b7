package store

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/find"
)

// Found is a subject that answers to what was typed.
type Found struct {
	ID   model.IRI
	Name string // its label, else what its id has beyond the base
	// In is the text in which it was found, where that is neither the name nor the
	// id, and Property what has that text.
	In       string
	Property model.IRI
	score    int
	inPart   bool // In is a text of a part of the subject
}

// The bounds of one search.
const (
	// maxFound is how many subjects are found at most.
	maxFound = 200
	// maxLikely bounds the words that are tried for one that is typed, in each
	// degree of nearness.
	maxLikely = 400
	// maxLooks bounds the subjects that are looked at in each degree.
	maxLooks = 3000
)

// finder is one search.
type finder struct {
	*Tx
	class   model.IRI
	text    string
	typed   []string
	stopped func() bool
	seen    map[termID]struct{}
	found   int
	more    bool
	// whole is what parts are of, where that is not for this file alone to say.
	whole *Then
}

// Find yields the subjects that have all words of a text, or words like them, in
// their ids, in their texts, or at the beginning of their numbers: in portions, the best first and each portion sorted.
// Where these are less than a handful, there follow those that have words which were
// typed without their space, and those whose names or ids have the letters in their order.
// A class selects subjects of one rdf:type. It ends early when stopped says so. At
// most 200 are found; more reports, afterwards, whether there may be others.
func (t *Tx) Find(text string, class model.IRI, stopped func() bool) (portions iter.Seq[[]Found], more func() bool) {
	return t.findIn(nil, text, class, stopped)
}

// findIn is Find, of the file as it is, or as a part of a state of the past.
func (t *Tx) findIn(whole *Then, text string, class model.IRI, stopped func() bool) (portions iter.Seq[[]Found], more func() bool) {
	f := &finder{
		Tx: t, class: class, text: text, typed: slices.Collect(find.Words(text)), stopped: stopped, seen: make(map[termID]struct{}), whole: whole,
	}
	return f.portions, func() bool { return f.more }
}

func (f *finder) portions(yield func([]Found) bool) {
	if len(f.typed) == 0 {
		return
	}
	give := func(portion []Found) bool {
		slices.SortStableFunc(portion, func(a, b Found) int {
			if c := cmp.Compare(b.score, a.score); c != 0 {
				return c
			}
			return strings.Compare(a.Name, b.Name)
		})
		return len(portion) == 0 || yield(portion)
	}
	// First whose name begins with what is typed, and who has words that do: these
	// are found by their place. Then the words that are like it, for which all words
	// are looked through, once.
	if !give(f.named()) || f.over() || !give(f.numbered()) || f.over() {
		return
	}
	likely := f.beginnings()
	if !give(f.join(likely, find.Begins)) || f.over() {
		return
	}
	f.lookThrough(likely)
	for _, degree := range []find.Nearness{find.Inside, find.Like} {
		if !give(f.join(likely, degree)) || f.over() {
			return
		}
	}
	for _, further := range []func() []Found{f.joined, f.scattered} {
		if f.found >= handful || !give(further()) || f.over() {
			return
		}
	}
}

func (f *finder) over() bool { return f.stopped() || f.found >= maxFound }

// likely are the words of the file that one that was typed may mean, by nearness.
type likely [find.Far][]string

// named finds the subjects whose name begins with the text.
func (f *finder) named() (portion []Found) {
	text := find.SortKey(strings.Join(f.typed, " "))
	c := f.names.Cursor()
	for k, _ := c.Seek([]byte(text)); k != nil && bytes.HasPrefix(k, []byte(text)); k, _ = c.Next() {
		if f.stopped() || len(portion) >= maxFound/4 {
			break
		}
		_, s := f.store.readName(k)
		if found, ok := f.look(f.idOf(model.Ref(s)), find.Begins); ok {
			portion = append(portion, found)
		}
	}
	return portion
}

// beginnings are the words that are typed, and those that begin with them.
func (f *finder) beginnings() []likely {
	all := make([]likely, len(f.typed))
	for i, typed := range f.typed {
		for word := range f.words(typed) {
			degree := find.Near(typed, string(word))
			if all[i][degree] = append(all[i][degree], string(word)); len(all[i][degree]) >= maxLikely {
				f.more = true
				break
			}
		}
	}
	return all
}

// lookThrough adds the words that have what is typed inside, or are like it.
func (f *finder) lookThrough(all []likely) {
	n := 0
	for word := range f.words("") {
		if n++; n%1024 == 0 && f.stopped() {
			return
		}
		for i, typed := range f.typed {
			degree := find.Near(typed, string(word))
			if degree != find.Inside && degree != find.Like {
				continue
			}
			if len(all[i][degree]) < maxLikely {
				all[i][degree] = append(all[i][degree], string(word))
			} else {
				f.more = true
			}
		}
	}
}

// join finds the subjects that have, for every word that was typed, one that is as
// near as a degree. It goes through the subjects of the word that the fewest have.
func (f *finder) join(all []likely, degree find.Nearness) (portion []Found) {
	best, least := -1, 0
	for i := range all {
		n := 0
		for d := range degree + 1 {
			n += f.popularity(all[i][d])
		}
		if n == 0 {
			return nil
		}
		if best < 0 || n < least || n == least && len(f.typed[i]) > len(f.typed[best]) {
			best, least = i, n
		}
	}
	others := f.fewOthers(all, best, degree)
	looks := 0
	for d := range degree + 1 {
		for _, word := range all[best][d] {
			for id := range f.subjectsOf(word) {
				if looks++; looks > maxLooks || f.found >= maxFound || looks%32 == 0 && f.stopped() {
					f.more = true
					return portion
				}
				if !f.hasOneOfEach(others, id) {
					continue
				}
				if found, ok := f.look(id, degree); ok {
					portion = append(portion, found)
				}
			}
		}
	}
	return portion
}

// fewOthers are the words that the others that were typed may mean, where they are
// few: then their postings tell sooner than the texts whether a subject has one.
func (f *finder) fewOthers(all []likely, but int, degree find.Nearness) (others [][]string) {
	const few = 16
	for i := range all {
		var words []string
		for d := range degree + 1 {
			words = append(words, all[i][d]...)
		}
		if i != but && len(words) <= few {
			others = append(others, words)
		}
	}
	return others
}

func (f *finder) hasOneOfEach(others [][]string, id termID) bool {
	for _, words := range others {
		if !slices.ContainsFunc(words, func(w string) bool { return f.hasPosting(posting{w, id}) }) {
			return false
		}
	}
	return true
}

// popularity is about how many subjects have one of some words: enough to tell rare
// words from others.
func (f *finder) popularity(words []string) (n int) {
	const enough = 5000
	for _, w := range words {
		for range f.subjectsOf(w) {
			if n++; n >= enough {
				return n
			}
		}
	}
	return n
}
