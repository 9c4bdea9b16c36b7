package store

import (
	"encoding/binary"
	"slices"
)

// Changes of the index of words wait, until they are many; see waiting.go. Unlike
// triples, they are not taken back: what takes a word from a subject is one more change,
// and who reads adds up what there is.

// The bounds of the changes that wait: usually in the file, which a reader may have to
// sort, and in memory, from one Put to the next.
const (
	maxWaitingWords = 8192
	maxLateWords    = 1 << 14
)

// besideWords are the changes that wait, in order and each of another posting, for who
// reads; who writes has them put in place.
func (t *Tx) besideWords() []shiftedPosting {
	if t.tx.Writable() {
		t.settleWords()
		return nil
	}
	if !t.hasLate {
		t.lateWords = t.store.words.read(t.waitingWords(), func(all []shiftedPosting, after uint64) []shiftedPosting {
			return summed(slices.Concat(all, t.waitingWordsAfter(after)))
		})
		t.hasLate = true
	}
	return t.lateWords
}

// summed puts changes in order, and makes one of those of a posting.
func summed(all []shiftedPosting) []shiftedPosting {
	slices.SortFunc(all, func(a, b shiftedPosting) int { return comparePostings(a.posting, b.posting) })
	n := 0
	for _, s := range all {
		if n > 0 && all[n-1].posting == s.posting {
			all[n-1].delta += s.delta
			continue
		}
		if n > 0 && all[n-1].delta == 0 {
			n--
		}
		all[n] = s
		n++
	}
	if n > 0 && all[n-1].delta == 0 {
		n--
	}
	return all[:n]
}

func (t *Tx) waitingWordsAfter(seq uint64) (all []shiftedPosting) {
	for k, v := range t.waitingWords().after(seq) {
		some, ok := readWaitingWords(unsealed(k, v))
		if !ok {
			notAsWritten()
		}
		all = append(all, some...)
	}
	return all
}

// A record has each word with the number of its changes, and of each of those the subject
// and by how much.

func packWaitingWords(inOrder []shiftedPosting) (b []byte) {
	for rest := inOrder; len(rest) > 0; {
		word, n := rest[0].word, 1
		for n < len(rest) && rest[n].word == word {
			n++
		}
		b = append(binary.AppendUvarint(b, uint64(len(word))), word...)
		b = binary.AppendUvarint(b, uint64(n))
		for _, s := range rest[:n] {
			b = binary.AppendVarint(appendID(b, s.subject), int64(s.delta))
		}
		rest = rest[n:]
	}
	return b
}

func readWaitingWords(b []byte, ok bool) (all []shiftedPosting, _ bool) {
	number := func() uint64 {
		n, size := binary.Uvarint(b)
		if size <= 0 {
			ok, b = false, nil
			return 0
		}
		b = b[size:]
		return n
	}
	for ok && len(b) > 0 {
		size := number()
		if size > uint64(len(b)) {
			return nil, false
		}
		word := string(b[:size])
		b = b[size:]
		for n := number(); ok && n > 0; n-- {
			s := shiftedPosting{posting: posting{word: word}}
			s.subject, b = cutID(b)
			delta, size := binary.Varint(b)
			if s.subject == 0 || size <= 0 {
				return nil, false
			}
			s.delta, b = int(delta), b[size:]
			all = append(all, s)
		}
	}
	return all, ok
}

// putWaitingWords has the changes of this commit wait, or, where they become too many,
// puts them in place.
func (t *Tx) putWaitingWords() error {
	all := t.late.words
	if len(all) <= maxWaitingWords { // Who has to put so many in place, or to read them, sorts them.
		all = summed(all)
	}
	t.late.words = all[:0]
	if len(all) == 0 {
		return nil
	}
	if !t.waitingWords().mayWait(len(all), maxWaitingWords) {
		t.late.words = all
		t.settleWords()
		return nil
	}
	return t.waitingWords().put(len(all), packWaitingWords(all))
}

// settleWords puts all changes that wait into the index. An error is kept for the commit.
func (t *Tx) settleWords() {
	all := summed(append(t.waitingWordsAfter(0), t.late.words...))
	t.late.words = t.late.words[:0]
	if len(all) == 0 {
		return
	}
	t.failed(t.putWords(all))
	t.failed(t.waitingWords().clear())
}
