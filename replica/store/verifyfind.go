package store

import (
	"bytes"
	"encoding/binary"

	"go.etcd.io/bbolt"

	"github.com/m-ld/mld-tui/model"
)

// finding compares the lists by name and by recent change, and the index of words,
// with the triples and the log.
func (v *verifier) finding() {
	names, byName := 0, 0
	_ = v.subjects.ForEach(func(k, _ []byte) error {
		s := model.IRI(k)
		id := v.idOf(model.Ref(s))
		_, name := v.listed(s)
		if want := v.sortName(s, id); name != want {
			v.fault("<%s> is listed by the name %q, and is called %q", s, name, want)
		}
		names++
		if v.names.Get(nameKey(nil, name, s)) == nil {
			v.fault("<%s> is not in the list by name", s)
		}
		for _, class := range v.typesOf(id) {
			byName++
			if v.typeNames.Get(nameKey(appendID(nil, class), name, s)) == nil {
				v.fault("<%s> is not in the list of its type by name", s)
			}
		}
		for w := range textWords(v.store.idText(s)) {
			v.words[posting{w, id}]++
		}
		return nil
	})
	v.postings(map[*bbolt.Bucket]int{v.names: names, v.typeNames: byName})
	v.recents()
}

// postings compares the index of words with what texts and ids have, and the
// lengths of lists.
func (v *verifier) postings(lengths map[*bbolt.Bucket]int) {
	words := make(map[string]struct{})
	for p, n := range v.words {
		words[p.word] = struct{}{}
		if got, _ := binary.Uvarint(v.Tx.postings.Get(p.key())); got != n {
			v.fault("the word %q is in a subject %d times, and counted %d times", p.word, n, got)
		}
	}
	for w := range words {
		if !v.hasWord(w) {
			v.fault("the word %q is not among all words", w)
		}
	}
	lengths[v.Tx.postings], lengths[v.Tx.words] = len(v.words), len(words)
	for b, n := range lengths {
		if got := b.Stats().KeyN; got != n {
			v.fault("a list for finding has %d entries, and should have %d", got, n)
		}
	}
}

// recents compares the list by recent change with the log.
func (v *verifier) recents() {
	last := make(map[model.IRI]uint64)
	_ = v.log.ForEach(func(k, b []byte) error {
		if u, err := v.readUpdate(b); err == nil {
			subjects, _ := indexOf(u)
			for _, s := range subjects {
				last[s] = binary.BigEndian.Uint64(k)
			}
		}
		return nil
	})
	for s, seq := range last {
		if got := v.recent.Get(recentKey(seq, v.store.history(s))); !bytes.Equal(got, []byte(s)) {
			v.fault("<%s> is not in the list of recent changes", s)
		}
	}
	if got := v.recent.Stats().KeyN; got != len(last) {
		v.fault("%d subjects are listed as recently changed, and %d are", got, len(last))
	}
}
