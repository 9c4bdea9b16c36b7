package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/find"
)

// The words of ids and texts are indexed: which subjects have a word (postings),
// and which words there are at all (words), to look through for those that are like
// another. A posting counts how many times its subject has the word, once for each text, so
// that it goes with the last of them.

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

func (p posting) key() []byte {
	b := make([]byte, 0, len(p.word)+1+idSize)
	return appendID(append(append(b, p.word...), 0), p.subject)
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

// putWords changes postings, in the order of their keys, and keeps the list of all
// words.
func (t *Tx) putWords(deltas map[posting]int) error {
	sorted := slices.SortedFunc(maps.Keys(deltas), func(a, b posting) int {
		if c := strings.Compare(a.word, b.word); c != 0 {
			return c
		}
		return cmp.Compare(a.subject, b.subject)
	})
	var errs []error
	for _, p := range sorted {
		if deltas[p] == 0 {
			continue
		}
		key := p.key()
		was, _ := binary.Uvarint(t.postings.Get(key))
		switch now := was + uint64(deltas[p]); now {
		case 0:
			errs = append(errs, t.postings.Delete(key))
			if !(prefixes{t.postings}).has(key[:len(p.word)+1]) {
				errs = append(errs, t.words.Delete([]byte(p.word)))
			}
		default:
			errs = append(errs, t.postings.Put(key, binary.AppendUvarint(nil, now)))
			if was == 0 && !t.hasWord(p.word) {
				errs = append(errs, t.words.Put([]byte(p.word), nil))
			}
		}
	}
	return errors.Join(errs...)
}

func (t *Tx) hasWord(word string) bool {
	k, _ := t.words.Cursor().Seek([]byte(word))
	return string(k) == word
}
