package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// The first byte of a term's key says what it is.
const (
	tagIRI     = 'I'
	tagBase    = 'B' // an IRI under the domain's base
	tagVocab   = 'V' // an IRI in the domain's vocabulary
	tagString  = 'S'
	tagInteger = 'N'
	tagDouble  = 'D'
	tagBoolean = 'T'
	tagOther   = 'L' // a literal with its datatype before it
)

var tagOf = map[model.IRI]byte{
	model.XSDString: tagString, model.XSDInteger: tagInteger, model.XSDDouble: tagDouble, model.XSDBoolean: tagBoolean,
}

var datatypeOf = map[byte]model.IRI{
	tagString: model.XSDString, tagInteger: model.XSDInteger, tagDouble: model.XSDDouble, tagBoolean: model.XSDBoolean,
}

// appendTerm appends what identifies a term.
func (s *Store) appendTerm(b []byte, t model.Term) []byte {
	if t.IsRef() {
		if rest, ok := strings.CutPrefix(t.Value, s.vocab); ok {
			return append(append(b, tagVocab), rest...)
		}
		if rest, ok := strings.CutPrefix(t.Value, s.base); ok {
			return append(append(b, tagBase), rest...)
		}
		return append(append(b, tagIRI), t.Value...)
	}
	if tag, ok := tagOf[t.Datatype]; ok {
		return append(append(b, tag), t.Value...)
	}
	b = binary.AppendUvarint(append(b, tagOther), uint64(len(t.Datatype)))
	return append(append(b, t.Datatype...), t.Value...)
}

func (s *Store) readTerm(b []byte) model.Term {
	rest := string(b[1:])
	switch tag := b[0]; tag {
	case tagVocab:
		return model.Ref(model.IRI(s.vocab + rest))
	case tagBase:
		return model.Ref(model.IRI(s.base + rest))
	case tagIRI:
		return model.Ref(model.IRI(rest))
	case tagOther:
		n, size := binary.Uvarint(b[1:])
		rest = rest[size:]
		return model.Literal(rest[n:], model.IRI(rest[:n]))
	default:
		return model.Literal(rest, datatypeOf[tag])
	}
}

// maxTermKey is the longest key that is kept as it is; longer ones are hashed.
const maxTermKey = 256

// lookupKey is the key of a term in the index by term.
func lookupKey(key []byte) []byte {
	if len(key) <= maxTermKey {
		return key
	}
	sum := sha256.Sum256(key)
	return append([]byte{0xff}, sum[:]...)
}

// idOf finds the id of a term; zero if the file does not have it.
func (t *Tx) idOf(term model.Term) termID {
	var buf [maxTermKey]byte
	return t.lookUp(lookupKey(t.store.appendTerm(buf[:0], term)))
}

// lookUp finds the id of a term by its key; zero if the file does not have it.
func (t *Tx) lookUp(key []byte) termID {
	if id, ok := t.ids[string(key)]; ok {
		return id
	}
	if t.lookups == nil {
		t.lookups = t.termIDs.Cursor()
	}
	var id termID
	if k, v := t.lookups.Seek(key); bytes.Equal(k, key) {
		id = onlyID(v)
	}
	if t.tx.Writable() && len(t.ids) < maxIDs { // Who writes looks the same up again and again.
		t.remember(string(key), id)
	}
	return id
}

func (t *Tx) remember(key string, id termID) {
	if t.ids == nil {
		t.ids = make(map[string]termID)
	}
	t.ids[key] = id
}

// IRIs yields, in order, the IRIs that begin with a prefix and are of the data, in
// any place of a triple. Those under the domain's base are left out, and those of over
// 255 bytes, for they are kept in another way.
func (t *Tx) IRIs(prefix model.IRI) iter.Seq[model.IRI] {
	return func(yield func(model.IRI) bool) {
		from := append([]byte{tagIRI}, prefix...)
		c := t.termIDs.Cursor()
		for k, _ := c.Seek(from); bytes.HasPrefix(k, from); k, _ = c.Next() {
			if !yield(model.IRI(k[1:])) {
				return
			}
		}
	}
}

// recent is an IRI that was looked up last, and its id: the same is often wanted
// again.
type recent struct {
	iri model.IRI
	id  termID
}

func (r *recent) idOf(t *Tx, iri model.IRI) termID {
	if r.iri != iri {
		*r = recent{iri, t.idOf(model.Ref(iri))}
	}
	return r.id
}

// term is the term of an id.
func (t *Tx) term(id termID) model.Term {
	if term, ok := t.known[id]; ok {
		return term
	}
	record := t.terms.Get(appendID(nil, id))
	if record == nil {
		panic(fmt.Sprintf("%s is damaged: it has no term %d", t.store.path, id))
	}
	key, data := cutTerm(record)
	term := t.store.readTerm(key)
	term.Data = string(data[:max(0, len(data)-sealSize)])
	if len(t.known) < maxKnown {
		t.known[id] = term
	}
	return term
}

// cutTerm reads what identifies a term off the front of its record; behind it, where
// it has any, are its data and their checksum.
func cutTerm(record []byte) (key, data []byte) {
	n, size := binary.Uvarint(record)
	return record[size : size+int(n)], record[size+int(n):]
}

// forget forgets a term that no triple has any more.
func (t *Tx) forget(id termID) error {
	prefix := appendID(nil, id)
	term := t.term(id)
	delete(t.known, id)
	t.lastS, t.lastP = recent{}, recent{}
	if err := t.terms.Delete(prefix); err != nil {
		return err
	}
	if t.store.names(term) {
		if err := t.naming.Delete(prefix); err != nil {
			return err
		}
	}
	lookup := lookupKey(t.store.appendTerm(nil, term))
	delete(t.ids, string(lookup))
	return t.termIDs.Delete(lookup)
}
