package store

import (
	"encoding/binary"
	"fmt"
	"iter"
	"time"

	"github.com/m-ld/mld-tui/replica/beside"
	"github.com/m-ld/mld-tui/replica/pack"
)

// LogBounds say how much of the log is kept. Zero fields mean the defaults.
type LogBounds struct {
	// Age is how long a record is kept: 90 days.
	Age time.Duration
	// Bytes is about how many bytes of records are kept: 256 MB.
	Bytes int64
}

func (b LogBounds) orDefaults() LogBounds {
	if b.Age <= 0 {
		b.Age = 90 * 24 * time.Hour
	}
	if b.Bytes <= 0 {
		b.Bytes = 256 << 20
	}
	return b
}

// logDrops is how many old records go at most for one new one.
const logDrops = 8

var (
	keyLogBytes = []byte("logbytes")
	// keyLogCut has the tick and the time of the last record that was dropped.
	keyLogCut = []byte("logcut")
	// keyLogMarker has the number of the last record of a snapshot.
	keyLogMarker = []byte("logmarker")
	// keyLogOwn has the number of the last record of this clone's own writes.
	keyLogOwn = []byte("logown")

	logKeys = [][]byte{keyLogBytes, keyLogCut, keyLogMarker, keyLogOwn}
)

// AppendUpdate adds a record to the log, with the shifts that it has, and drops
// what is beyond the log's bounds. It fills in
// its number, and what it comes after.
func (t *Tx) AppendUpdate(u *Update) error { return t.BeginUpdate(u)() }

// BeginUpdate is AppendUpdate, but for the adding, which is what it gives: what is pure of
// it is worked out meanwhile. Until then the record stays as it is, and no other is added.
func (t *Tx) BeginUpdate(u *Update) (add func() error) {
	isOwn := u.Self && u.Reason == ReasonLocal
	switch {
	case isOwn:
		u.Before = t.LastOwnUpdate()
	case u.Reason == ReasonSnapshot:
		u.Before = t.Marker()
	}
	packed := beside.Begin(len(u.Shifts), func() []byte { return packUpdate(u) })
	seq := t.log.Sequence() + 1
	own := beside.Begin(len(u.Shifts), func() indexing { return t.indexing(seq, t.store.indexOf(u)) })
	return func() error {
		if err := t.log.SetSequence(seq); err != nil {
			return err
		}
		u.Number = seq
		switch {
		case isOwn:
			t.putMetaUint(keyLogOwn, seq)
		case u.Reason == ReasonSnapshot:
			t.putMetaUint(keyLogMarker, seq)
		}
		index := own()
		if err := t.putIndexing(index); err != nil {
			return err
		}
		if err := t.putIndexing(t.indexing(seq, t.ownersOf(u, index.subjects))); err != nil {
			return err
		}
		b := sealed(tickKey(seq), packed())
		if err := t.log.Put(tickKey(seq), b); err != nil {
			return err
		}
		t.touchConflicts(u)
		return t.boundLog(len(b), u.Time)
	}
}

func (t *Tx) boundLog(added int, now time.Time) error {
	size := t.metaUint(keyLogBytes) + uint64(added)
	bounds := t.store.options.Log
	if size <= uint64(bounds.Bytes) && now.Sub(t.oldest) <= bounds.Age {
		t.putMetaUint(keyLogBytes, size)
		return nil
	}
	c := t.log.Cursor()
	for range logDrops {
		k, v := c.First()
		if k == nil {
			break
		}
		if _, at := readHead(v); size <= uint64(bounds.Bytes) && now.Sub(at) <= bounds.Age {
			t.oldest = at
			break
		}
		u, err := t.readUpdate(k, v)
		if err != nil {
			return err
		}
		size -= min(size, uint64(len(v)))
		if err := t.dropUpdate(binary.BigEndian.Uint64(k), u); err != nil {
			return err
		}
	}
	t.putMetaUint(keyLogBytes, size)
	return nil
}

// dropUpdate takes the oldest record out of the log.
func (t *Tx) dropUpdate(seq uint64, u *Update) error {
	if err := t.unindexUpdate(seq, u); err != nil {
		return err
	}
	if err := t.putCut(u.Tick, u.Time); err != nil {
		return err
	}
	if err := t.log.Delete(tickKey(seq)); err != nil {
		return err
	}
	return t.forgetSettled(u)
}

// putCut says that nothing is kept up to a tick and a time.
func (t *Tx) putCut(tick uint64, at time.Time) error {
	return t.meta.Put(keyLogCut, pack.AppendUint(pack.AppendUint(pack.AppendArray(nil, 2), tick), uint64(at.UnixMilli())))
}

// UpdatesAfter yields the records after a number, oldest first. A record that
// cannot be read ends it with a panic, which Guard makes an error of.
func (t *Tx) UpdatesAfter(seq uint64) iter.Seq2[uint64, *Update] {
	return func(yield func(uint64, *Update) bool) {
		c := t.log.Cursor()
		for k, v := c.Seek(tickKey(seq + 1)); k != nil; k, v = c.Next() {
			if !yield(binary.BigEndian.Uint64(k), t.mustRead(k, v)) {
				return
			}
		}
	}
}

func (t *Tx) mustRead(k, v []byte) *Update {
	u, err := t.readUpdate(k, v)
	if err != nil {
		panic(fmt.Sprint(err))
	}
	return u
}
