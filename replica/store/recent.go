package store

import (
	"bytes"
	"encoding/binary"
	"time"

	"github.com/m-ld/mld-tui/model"
)

// The list of subjects by recent change has, for each subject of which the log
// tells, the number of the last record that touched it. Its key is that number and
// what identifies the subject; its value is the IRI, where the key has but a hash.

func recentKey(seq uint64, history []byte) []byte { return append(tickKey(seq), history...) }

// forgetRecent takes a subject out of the list, where it is for a record.
func (t *Tx) forgetRecent(seq uint64, history []byte) error {
	if at := recordOf(history, seq); bytes.Equal(t.history.Get(at), byPart) {
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

// lastTouched is the number of the last record that touched a subject; zero where none is
// kept.
func (t *Tx) lastTouched(s model.IRI) uint64 {
	return lastBefore(t.history.Cursor(), recordOf(t.store.history(s), t.log.Sequence()+1))
}

// lastBefore is the number of the last record of a subject before one, in its history.
func lastBefore(c *cursor, record []byte) uint64 {
	subject := record[:len(record)-8]
	for k, _ := c.Before(record); bytes.HasPrefix(k, subject); k, _ = c.Prev() {
		if len(k) == len(record) { // Else it is another, whose name begins so.
			return binary.BigEndian.Uint64(k[len(subject):])
		}
	}
	return 0
}

// HasHistory reports whether a record is kept that touched a subject.
func (t *Tx) HasHistory(s model.IRI) bool { return t.lastTouched(s) > 0 }

// TouchedAt is when a subject was last changed; zero where no record of it is kept.
func (t *Tx) TouchedAt(s model.IRI) time.Time {
	seq := t.lastTouched(s)
	if seq == 0 {
		return time.Time{}
	}
	_, at := readHead(t.log.Get(tickKey(seq)))
	return at
}
