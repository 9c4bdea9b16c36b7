package store

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/find"
)

// Where words find less than a handful, what was typed may be letters of several words:
// the words of a text without their spaces, or letters of a name or an id, such as its
// initials.

// The bounds of what is found so.
const (
	// handful is what is enough to look no further.
	handful = 5
	// maxScattered is how many names, of those that have the letters, are compared.
	maxScattered = 50
	// leastLetters are so many that they may mean something.
	leastLetters = 3
)

// joined finds the subjects that have two words, one behind the other, of which both
// together were typed as one.
func (f *finder) joined() (portion []Found) {
	if len(f.typed) != 1 {
		return nil
	}
	typed := f.typed[0]
	for at := leastLetters; at <= len(typed)-leastLetters && !f.over(); at++ {
		f.typed = []string{typed[:at], typed[at:]}
		if f.popularity(f.typed[:1]) == 0 {
			continue
		}
		for _, found := range f.join(f.beginnings(), find.Begins) {
			switch id := f.shortID(found.ID); {
			case hasJoined(found.In, typed) || hasJoined(found.Name, typed):
			case hasJoined(id, typed):
				found.In, found.Property = id, ""
			default: // It has them apart.
				delete(f.seen, f.idOf(model.Ref(found.ID)))
				f.found--
				continue
			}
			portion = append(portion, found)
		}
	}
	f.typed = []string{typed}
	return portion
}

func hasJoined(text, letters string) bool {
	return strings.Contains(strings.Join(slices.Collect(find.Words(text)), ""), letters)
}

// scattered finds the subjects whose names or ids have the letters that were typed, in
// their order. It goes through all names, as far as they count for their order, and
// compares those whose letters are closest together.
func (f *finder) scattered() (portion []Found) {
	letters := strings.Join(f.typed, "")
	if len(letters) < leastLetters || strings.Trim(letters, "0123456789") == "" {
		return nil
	}
	for _, s := range f.closest(letters) {
		id := f.idOf(model.Ref(s))
		if _, seen := f.seen[id]; seen || id == 0 {
			continue
		}
		found := Found{ID: s, Name: f.nameOf(s, id)}
		score, _, ok := find.Match(letters, found.Name)
		if !ok {
			if score, _, ok = find.Match(letters, f.shortID(s)); !ok {
				continue
			}
			found.In = f.shortID(s)
		}
		found.score = score
		f.seen[id] = struct{}{}
		f.found++
		portion = append(portion, found)
	}
	return portion
}

// closest are the subjects whose names or ids have letters closest together, and, of
// those alike, the first by name.
func (f *finder) closest(letters string) (all []model.IRI) {
	l, ok := f.listing(ByName, f.class)
	if !ok {
		return nil
	}
	type candidate struct {
		spread int
		key    []byte
	}
	var best []candidate
	n := 0
	c := l.bucket.Cursor()
	for k, _ := c.Seek(l.prefix); k != nil && bytes.HasPrefix(k, l.prefix); k, _ = c.Next() {
		if n++; n%1024 == 0 && f.stopped() {
			return nil
		}
		k = k[len(l.prefix):]
		name, id, _ := bytes.Cut(k, []byte{0})
		if len(id) == 0 {
			continue
		}
		// Nobody looks for a piece of an id that was made by chance.
		if bytes.HasPrefix(name, []byte(unnamed)) {
			continue
		}
		if bytes.Contains(id[1:], []byte(generated[1:])) {
			id = id[:1]
		}
		spread, ok := find.Scattered(letters, name)
		if d, inID := find.Scattered(letters, id[1:]); inID && (!ok || d < spread) {
			spread, ok = d, true
		}
		if !ok || len(best) == maxScattered && spread >= best[len(best)-1].spread {
			f.more = f.more || ok
			continue
		}
		at, _ := slices.BinarySearchFunc(best, spread+1, func(a candidate, d int) int { return cmp.Compare(a.spread, d) })
		if len(best) == maxScattered {
			best, f.more = best[:maxScattered-1], true
		}
		best = slices.Insert(best, at, candidate{spread, k}) // Keys last as long as the transaction.
	}
	for _, b := range best {
		all = append(all, l.subject(b.key, nil))
	}
	return all
}
