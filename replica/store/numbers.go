package store

import (
	"bytes"
	"iter"
	"regexp"
	"strconv"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/find"
)

// Numbers have no words, and so no room in the index of them: they are found among the
// terms, which are in order, and their subjects by the triples.

// searched is what of a value can be found, as people see it; ok is false for what
// nobody looks for.
func searched(o model.Term) (text string, ok bool) {
	if isNumber(o) {
		v, err := strconv.ParseFloat(o.Value, 64)
		return model.FormatNumber(v), err == nil
	}
	return o.Value, indexed(o)
}

func isNumber(o model.Term) bool {
	return o.Datatype == model.XSDInteger || o.Datatype == model.XSDDouble
}

// nearness is how near a word of a value has to be: another number is not like it.
func nearness(o model.Term, degree find.Nearness) find.Nearness {
	if isNumber(o) {
		return min(degree, find.Begins)
	}
	return degree
}

var number = regexp.MustCompile(`^-?[0-9]{1,20}(\.[0-9]{1,20})?$`)

// numbered finds the subjects that have a number which begins with one that is typed,
// and besides what else is typed.
func (f *finder) numbered() (portion []Found) {
	looks := 0
	for field := range strings.FieldsSeq(f.text) {
		if !number.MatchString(field) {
			continue
		}
		for id := range f.numbers(field) {
			for i := range f.byOSP(id, 0) {
				if looks++; looks > maxLooks || f.found >= maxFound || looks%32 == 0 && f.stopped() {
					f.more = true
					return portion
				}
				if found, ok := f.look(i.s, find.Begins); ok {
					portion = append(portion, found)
				}
			}
		}
	}
	return portion
}

// numbers yields the numbers that begin with what is typed: first that itself.
func (f *finder) numbers(typed string) iter.Seq[termID] {
	return func(yield func(termID) bool) {
		n := 0
		for _, from := range numberKeys(typed) {
			c := f.termIDs.Cursor()
			for k, v := c.Seek(from); k != nil && bytes.HasPrefix(k, from); k, v = c.Next() {
				if n++; n > maxLooks {
					f.more = true
					return
				}
				shown, ok := searched(f.store.readTerm(k))
				if ok && strings.HasPrefix(shown, typed) && !yield(onlyID(v)) {
					return
				}
			}
		}
	}
}

// numberKeys are what the keys of the numbers begin with of which some begin with what is
// typed: integers are kept as they are written, doubles with one digit before the point.
func numberKeys(typed string) (keys [][]byte) {
	if !strings.Contains(typed, ".") {
		keys = append(keys, append([]byte{tagInteger}, typed...))
	}
	sign, digits := "", strings.Replace(typed, ".", "", 1)
	if rest, ok := strings.CutPrefix(digits, "-"); ok {
		sign, digits = "-", rest
	}
	if digits = strings.TrimLeft(digits, "0"); digits != "" {
		keys = append(keys, []byte(string(tagDouble)+sign+digits[:1]+"."+digits[1:]))
	}
	return keys
}
