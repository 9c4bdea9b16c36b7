package store

import (
	"bytes"
	"encoding/binary"

	"github.com/m-ld/mld-tui/model"
)

// finding compares the lists by name and by recent change, and the index of words,
// with the triples and the log.
func (v *verifier) finding() {
	names, byName := 0, 0
	_ = v.subjects.ForEach(func(k, _ []byte) error {
		s := v.store.readIRI(k)
		id := v.idOf(model.Ref(s))
		_, name := v.listed(s)
		if want := v.sortName(s, id); name != want {
			v.fault("<%s> is listed by the name %q, and is called %q", s, name, want)
		}
		for w := range textWords(v.store.idText(s)) {
			v.words[posting{w, id}]++
		}
		if name == partName {
			return nil
		}
		names++
		if v.names.Get(v.store.nameKey(nil, name, s)) == nil {
			v.fault("<%s> is not in the list by name", s)
		}
		for _, class := range v.typesOf(id) {
			byName++
			if v.typeNames.Get(v.store.nameKey(appendID(nil, class), name, s)) == nil {
				v.fault("<%s> is not in the list of its type by name", s)
			}
		}
		return nil
	})
	v.postings(map[bucket]int{v.names: names, v.typeNames: byName})
	v.recents()
}

// postings compares the index of words, with the changes that wait, with what texts and
// ids have, and the lengths of lists.
func (v *verifier) postings(lengths map[bucket]int) {
	found, last := make(map[posting]uint64, len(v.words)), posting{}
	_ = v.Tx.postings.ForEach(func(k, value []byte) error {
		word, rest, _ := bytes.Cut(k, []byte{0})
		n := 0
		for c := range readPortion(value) {
			p := posting{string(word), onlyID(rest)<<8 | termID(c.last)}
			if comparePostings(last, p) >= 0 || !bytes.Equal(p.portion(), k) {
				v.fault("the subjects of the word %q are not in order", p.word)
			}
			found[p], last = c.times, p
			n++
		}
		if n == 0 {
			v.fault("the word %q is kept without a subject", word)
		}
		return nil
	})
	v.lateWords(found)
	for p, times := range found {
		if got := v.words[p]; got != times {
			v.fault("the word %q is in a subject %d times, and counted %d times", p.word, got, times)
		}
	}
	if len(found) != len(v.words) {
		v.fault("%d words of subjects are listed, and should be %d", len(found), len(v.words))
	}
	for b, n := range lengths {
		if got := b.Stats().KeyN; got != n {
			v.fault("a list for finding has %d entries, and should have %d", got, n)
		}
	}
}

// lateWords makes the changes of the index of words that wait.
func (v *verifier) lateWords(of map[posting]uint64) {
	n := 0
	for k, b := range v.waitingWords().after(0) {
		some, ok := readWaitingWords(unsealed(k, b))
		if n += len(some); !ok {
			v.fault("the words that wait to be put in the index are not what was written")
		}
		for _, s := range some {
			if of[s.posting] += uint64(s.delta); of[s.posting] == 0 {
				delete(of, s.posting)
			}
		}
	}
	if got := v.waitingWords().total(); got != n {
		v.fault("%d changes of words wait to be put in the index, and %d are counted", n, got)
	}
}

// recents compares the list by recent change with the log.
func (v *verifier) recents() {
	last := make(map[string]uint64) // by what identifies subjects
	_ = v.log.ForEach(func(k, b []byte) error {
		if u, err := v.readUpdate(k, b); err == nil {
			for _, one := range v.store.indexOf(u) {
				last[string(one.history)] = binary.BigEndian.Uint64(k)
			}
		}
		return nil
	})
	_ = v.history.ForEach(func(k, b []byte) error {
		if bytes.Equal(b, byPart) {
			s, seq := string(k[:len(k)-8]), binary.BigEndian.Uint64(k[len(k)-8:])
			if last[s] >= seq || v.log.Get(tickKey(seq)) == nil {
				v.fault("record %d of the log is not the last to change a part of a subject, or not there", seq)
			}
			last[s] = seq
		}
		return nil
	})
	for s, seq := range last {
		got := v.recent.Get(recentKey(seq, []byte(s)))
		if len(got) == 0 || !bytes.Equal(v.store.history(v.store.readIRI(got)), []byte(s)) {
			v.fault("a subject that record %d of the log has changed is not in the list of recent changes", seq)
		}
	}
	if got := v.recent.Stats().KeyN; got != len(last) {
		v.fault("%d subjects are listed as recently changed, and %d are", got, len(last))
	}
}
