package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"iter"
	"math"
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

// shiftedPosting is a change of how many times a subject has a word.
type shiftedPosting struct {
	posting
	delta int
}

func (s shiftedPosting) compareTo(p posting) int { return comparePostings(s.posting, p) }

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
	times := uint64(0)
	for c := range readPortion(t.postings.Get(p.portion())) {
		if c.last == byte(p.subject) {
			times = c.times
		}
	}
	late := t.besideWords()
	if n, found := slices.BinarySearchFunc(late, p, shiftedPosting.compareTo); found {
		times += uint64(late[n].delta)
	}
	return times > 0
}

// subjectsOf yields the subjects that have a word, and how many times.
func (t *Tx) subjectsOf(word string) iter.Seq2[termID, uint64] {
	return func(yield func(termID, uint64) bool) {
		late := t.besideWords()
		n, _ := slices.BinarySearchFunc(late, posting{word: word}, shiftedPosting.compareTo)
		// before yields those that are only beside the index, before a subject.
		before := func(id termID) bool {
			for ; n < len(late) && late[n].word == word && late[n].subject < id; n++ {
				if late[n].delta > 0 && !yield(late[n].subject, uint64(late[n].delta)) {
					return false
				}
			}
			return true
		}
		prefix := append([]byte(word), 0)
		for k, v := range (prefixes{t.postings}).each(prefix) {
			rest := onlyID(k[len(prefix):])
			for c := range readPortion(v) {
				id := rest<<8 | termID(c.last)
				if !before(id) {
					return
				}
				times := c.times
				if n < len(late) && late[n].posting == (posting{word, id}) {
					times += uint64(late[n].delta)
					n++
				}
				if times > 0 && !yield(id, times) {
					return
				}
			}
		}
		before(math.MaxUint64)
	}
}

// words yields the words that there are and that begin with a text, in order, and now and
// then one that no subject has any more; each is only good until the next.
func (t *Tx) words(beginning string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		late := t.besideWords()
		n, _ := slices.BinarySearchFunc(late, posting{word: beginning}, shiftedPosting.compareTo)
		// before yields those that are beside the index, before a word.
		before := func(next []byte, isLast bool) bool {
			for n < len(late) && strings.HasPrefix(late[n].word, beginning) && (isLast || late[n].word <= string(next)) {
				word, isNew := late[n].word, isLast || late[n].word < string(next)
				for n < len(late) && late[n].word == word {
					n++
				}
				if isNew && !yield([]byte(word)) {
					return false
				}
			}
			return true
		}
		c := t.postings.Cursor()
		k, _ := c.Seek([]byte(beginning))
		for k != nil && bytes.HasPrefix(k, []byte(beginning)) {
			word, _, _ := bytes.Cut(k, []byte{0})
			if !before(word, false) || !yield(word) {
				return
			}
			// Most words have one portion; those of others are not gone through.
			n := len(word)
			if k, _ = c.Next(); len(k) > n && k[n] == 0 && bytes.HasPrefix(k, word) {
				k, _ = c.Seek(append(bytes.Clone(word), 1))
			}
		}
		before(nil, true)
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

// textWords yields the words of a text, each once.
func textWords(text string) iter.Seq[string] {
	if len(text) > maxTextBytes {
		text = text[:maxTextBytes]
	}
	return func(yield func(string) bool) {
		var few [16]string
		seen := few[:0]
		for w := range find.Words(text) {
			if w == "" || slices.Contains(seen, w) {
				continue
			}
			if seen = append(seen, w); !yield(w) || len(seen) == maxTextWords {
				return
			}
		}
	}
}

// appendWords appends the changes that texts make.
func (e *edits) appendWords(all []shiftedPosting) []shiftedPosting {
	all = slices.Grow(all, 2*len(e.texts))
	for _, n := range e.texts {
		for w := range textWords(n.text) {
			all = append(all, shiftedPosting{posting{w, n.subject}, n.delta})
		}
	}
	return all
}

func (e *edits) noteIRI(s model.IRI, id termID, delta int) {
	for w := range textWords(e.store.idText(s)) {
		*e.words = append(*e.words, shiftedPosting{posting{w, id}, delta})
	}
}

// idText is what of an IRI has words: not what all of the domain begin with.
func (s *Store) idText(iri model.IRI) string {
	for _, base := range []string{s.vocab, s.base, "http://", "https://", "urn:"} {
		if rest, ok := strings.CutPrefix(string(iri), base); ok {
			return rest
		}
	}
	return string(iri)
}

// putWords changes postings, in the order of their keys, each portion once.
func (t *Tx) putWords(inOrder []shiftedPosting) error {
	for rest := inOrder; len(rest) > 0; {
		first := rest[0]
		n := 1
		for n < len(rest) && rest[n].subject>>8 == first.subject>>8 && rest[n].word == first.word {
			n++
		}
		if err := t.putPortion(first.portion(), rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

func (t *Tx) putPortion(key []byte, changes []shiftedPosting) error {
	was := t.postings.Get(key)
	portion := t.portion[:0]
	for c := range readPortion(was) {
		portion = append(portion, c)
	}
	for _, c := range changes {
		portion = count(portion, c.subject, c.delta)
	}
	t.portion = portion
	// While another is in the place of a text, a count may go and come back.
	portion = slices.DeleteFunc(portion, func(c counted) bool { return c.times == 0 })
	switch packed := packPortion(portion); {
	case len(packed) == 0 && was == nil, bytes.Equal(packed, was):
		return nil
	case len(packed) == 0:
		return t.postings.Delete(key)
	default:
		return t.postings.Put(key, packed)
	}
}

// count changes how many times a subject of a portion has its word.
func count(all []counted, subject termID, delta int) []counted {
	at, found := slices.BinarySearchFunc(all, byte(subject), func(c counted, last byte) int { return cmp.Compare(c.last, last) })
	if !found {
		all = slices.Insert(all, at, counted{last: byte(subject)})
	}
	all[at].times += uint64(delta)
	return all
}
