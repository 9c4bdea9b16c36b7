package store

import (
	"encoding/binary"
	"errors"
)

// late is what a transaction puts once, at its commit, and not with each of the
// operations that share it: what each of them changes.
type late struct {
	// numbers are those of the meta bucket, by key; a place for each, so that it is changed
	// without making its key anew.
	numbers map[string]*uint64
	// counts are changes of the numbers of subjects, by key.
	counts map[string]int
	// digest is that of the data; nil where it is as in the file.
	digest *Digest
	// words are changes of the index of words; see latewords.go.
	words []shiftedPosting
	// conflicts are the keys of properties that may be in conflict now, or no more.
	conflicts map[string]struct{}
	// err is what has failed so far.
	err error
}

func (t *Tx) putLate() error {
	errs := []error{t.putWaitingWords(), t.putWaitingTriples(), t.settleConflicts()} // They are counted, too.
	for key, n := range t.late.numbers {
		errs = append(errs, t.meta.Put([]byte(key), binary.AppendUvarint(nil, *n)))
	}
	if t.late.digest != nil {
		errs = append(errs, t.meta.Put(keyDigest, t.late.digest.bytes()))
	}
	errs = append(errs, t.putCounts(), t.late.err)
	t.late = late{}
	return errors.Join(errs...)
}

// metaUint is a number of the meta bucket; zero where there is none.
func (t *Tx) metaUint(key []byte) uint64 {
	if n := t.late.numbers[string(key)]; n != nil {
		return *n
	}
	n, _ := binary.Uvarint(t.meta.Get(key))
	return n
}

func (t *Tx) putMetaUint(key []byte, n uint64) {
	if known := t.late.numbers[string(key)]; known != nil {
		*known = n
		return
	}
	if t.late.numbers == nil {
		t.late.numbers = make(map[string]*uint64)
	}
	first := n
	t.late.numbers[string(key)] = &first
}
