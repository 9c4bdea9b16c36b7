package store

import (
	"bytes"
	"time"

	"github.com/m-ld/mld-tui/model"
)

// The list of subjects by recent change has, for each subject of which the log
// tells, the number of the last record that touched it. Its key is that number and
// what identifies the subject; its value is the IRI, where the key has but a hash.

func recentKey(seq uint64, history []byte) []byte { return append(tickKey(seq), history...) }

// touch moves the subjects of an update to the head of the list. The update is in
// the log already, and in its index.
func (t *Tx) touch(seq uint64, subjects []model.IRI) error {
	for _, s := range subjects {
		if before := t.lastTouched(s, seq); before > 0 {
			if err := t.forgetRecent(before, t.store.history(s)); err != nil {
				return err
			}
		}
		if err := t.recent.Put(recentKey(seq, t.store.history(s)), t.store.iriKey(nil, s)); err != nil {
			return err
		}
	}
	return nil
}

// forgetRecent takes a subject out of the list, where it is for a record.
func (t *Tx) forgetRecent(seq uint64, history []byte) error {
	if at := append(bytes.Clone(history), tickKey(seq)...); bytes.Equal(t.history.Get(at), byPart) {
		if err := t.history.Delete(at); err != nil {
			return err
		}
	}
	return t.recent.Delete(recentKey(seq, history))
}

// untouch drops what is in the list for a record that is not kept any more.
func (t *Tx) untouch(seq uint64) error {
	c := t.recent.Cursor()
	for k, _ := c.Seek(tickKey(seq)); k != nil && bytes.HasPrefix(k, tickKey(seq)); k, _ = c.Seek(tickKey(seq)) {
		if err := t.forgetRecent(seq, bytes.Clone(k[len(tickKey(seq)):])); err != nil {
			return err
		}
	}
	return nil
}

// LastTouched is the number of the last record that touched a subject; zero where
// none is kept.
func (t *Tx) LastTouched(s model.IRI) uint64 { return t.lastTouched(s, 0) }

// lastTouched is LastTouched of the records before a number; zero for all.
func (t *Tx) lastTouched(s model.IRI, before uint64) uint64 {
	for seq := range t.HistoryOf(model.Pattern{S: s}, before) {
		return seq
	}
	return 0
}

// TouchedAt is when a subject was last changed; zero where no record of it is kept.
func (t *Tx) TouchedAt(s model.IRI) time.Time {
	seq := t.LastTouched(s)
	if seq == 0 {
		return time.Time{}
	}
	_, at := readHead(t.log.Get(tickKey(seq)))
	return at
}
