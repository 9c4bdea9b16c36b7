package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/find"
)

// The words of ids and texts are indexed: which subjects have a word, and, as those
// are kept in the order of the words, which words there are, to look through for
// those that are like another. It is counted how many times a subject has a word, once for
// each text, so that it goes with the last of them.
//
// The subjects of a word are kept in portions, of those whose ids are the same but for
// the last byte. A portion has that byte of each subject, in order, and then its
// count. So a word that many have takes little room, and adding a subject to it does not
// grow with those that it has.

// The bounds of what is indexed of one text.
const (
	maxTextWords = 200
	maxTextBytes = 16 << 10
)

// posting is a word of a subject.
type posting struct {
	word    string
	subject termID
}

// portion is the key of the portion of a posting.
func (p posting) portion() []byte {
	b := make([]byte, 0, len(p.word)+1+4)
	return appendID(append(append(b, p.word...), 0), p.subject>>8)
}

func comparePostings(a, b posting) int {
	if c := strings.Compare(a.word, b.word); c != 0 {
		return c
	}
	return cmp.Compare(a.subject, b.subject)
}

// counted is a subject of a portion: the last byte of its id, and how many times it
// has the word.
type counted struct {
	last  byte
	times uint64
}

// readPortion yields what is in a portion, until where it is broken.
func readPortion(v []byte) iter.Seq[counted] {
	return func(yield func(counted) bool) {
		for len(v) > 1 {
			n, size := binary.Uvarint(v[1:])
			if size <= 0 || !yield(counted{v[0], n}) {
				return
			}
			v = v[1+size:]
		}
	}
}

func packPortion(all []counted) []byte {
	b := make([]byte, 0, 2*len(all))
	for _, c := range all {
		b = binary.AppendUvarint(append(b, c.last), c.times)
	}
	return b
}

// hasPosting reports whether a subject has a word.
func (t *Tx) hasPosting(p posting) bool {
	for c := range readPortion(t.postings.Get(p.portion())) {
		if c.last == byte(p.subject) {
			return true
		}
	}
	return false
}

// subjectsOf yields the subjects that have a word, and how many times.
func (t *Tx) subjectsOf(word string) iter.Seq2[termID, uint64] {
	return func(yield func(termID, uint64) bool) {
		prefix := append([]byte(word), 0)
		for k, v := range (prefixes{t.postings}).each(prefix) {
			rest := onlyID(k[len(prefix):])
			for c := range readPortion(v) {
				if !yield(rest<<8|termID(c.last), c.times) {
					return
				}
			}
		}
	}
}

// words yields the words that there are and that begin with a text, in order; each is
// only good until the next.
func (t *Tx) words(beginning string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		c := t.postings.Cursor()
		k, _ := c.Seek([]byte(beginning))
		for k != nil && bytes.HasPrefix(k, []byte(beginning)) {
			word, _, _ := bytes.Cut(k, []byte{0})
			if !yield(word) {
				return
			}
			// Most words have one portion; those of others are not gone through.
			n := len(word)
			if k, _ = c.Next(); len(k) > n && k[n] == 0 && bytes.HasPrefix(k, word) {
				k, _ = c.Seek(append(bytes.Clone(word), 1))
			}
		}
	}
}

// indexed reports whether the words of a term are indexed: those of texts, of
// whatever datatype but those that are no words.
func indexed(o model.Term) bool {
	switch o.Datatype {
	case model.XSDInteger, model.XSDDouble, model.XSDBoolean, model.XSDBase64:
		return false
	}
	return o.IsLiteral()
}

// textWords are the words of a text, each once.
func textWords(text string) map[string]struct{} {
	if len(text) > maxTextBytes {
		text = text[:maxTextBytes]
	}
	words := make(map[string]struct{})
	for w := range find.Words(text) {
		if w == "" {
			continue
		}
		if words[w] = struct{}{}; len(words) == maxTextWords {
			break
		}
	}
	return words
}

func (e *edits) noteText(o model.Term, s termID, delta int) {
	if !indexed(o) {
		return
	}
	for w := range textWords(o.Value) {
		e.words[posting{w, s}] += delta
	}
}

func (e *edits) noteIRI(s model.IRI, id termID, delta int) {
	for w := range textWords(e.store.idText(s)) {
		e.words[posting{w, id}] += delta
	}
}

// idText is what of an IRI has words: not what all of the domain begin with.
func (s *Store) idText(iri model.IRI) string {
	for _, base := range []model.IRI{s.domain.Vocab(), s.domain.Base(), "http://", "https://", "urn:"} {
		if rest, ok := strings.CutPrefix(string(iri), string(base)); ok {
			return rest
		}
	}
	return string(iri)
}

// putWords changes postings, in the order of their keys, each portion once.
func (t *Tx) putWords(deltas map[posting]int) error {
	sorted := slices.SortedFunc(maps.Keys(deltas), comparePostings)
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n].word == sorted[0].word && sorted[n].subject>>8 == sorted[0].subject>>8 {
			n++
		}
		key := sorted[0].portion()
		portion := slices.Collect(readPortion(t.postings.Get(key)))
		for _, p := range sorted[:n] {
			portion = count(portion, p.subject, deltas[p])
		}
		sorted = sorted[n:]
		var err error
		if len(portion) > 0 {
			err = t.postings.Put(key, packPortion(portion))
		} else {
			err = t.postings.Delete(key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// count changes how many times a subject of a portion has its word.
func count(all []counted, subject termID, delta int) []counted {
	at, found := slices.BinarySearchFunc(all, byte(subject), func(c counted, last byte) int { return cmp.Compare(c.last, last) })
	switch {
	case delta == 0:
	case !found:
		all = slices.Insert(all, at, counted{byte(subject), uint64(delta)})
	case all[at].times+uint64(delta) == 0:
		all = slices.Delete(all, at, at+1)
	default:
		all[at].times += uint64(delta)
	}
	return all
}
