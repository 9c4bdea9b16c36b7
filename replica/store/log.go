package store

import (
	"encoding/binary"
	"iter"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

// Update is one record of the log of updates: what really changed, when, by whom
// and why. The journal is no history, for it is fused; the log is.
type Update struct {
	Tick             uint64
	TID              clock.TID
	Time             time.Time
	Reason           Reason
	Principal        model.IRI
	Process          string
	Self             bool
	Deletes, Inserts []model.Triple
}

// The bounds of the log. What is older, or beyond the bytes, is dropped.
const (
	logAge   = 90 * 24 * time.Hour
	logBytes = 256 << 20
	// logDrops is how many old records go at most for one new one.
	logDrops = 8
)

var keyLogBytes = []byte("logbytes")

// AppendUpdate adds a record to the log, and drops what is beyond its bounds.
func (t *Tx) AppendUpdate(u *Update) error {
	seq, err := t.log.NextSequence()
	if err != nil {
		return err
	}
	b := pack.AppendUint(pack.AppendArray(nil, 9), u.Tick)
	b = pack.AppendString(b, string(u.TID))
	b = pack.AppendUint(b, uint64(u.Time.UnixMilli()))
	b = pack.AppendUint(b, uint64(u.Reason))
	b = pack.AppendString(b, string(u.Principal))
	b = pack.AppendString(b, u.Process)
	b = pack.AppendBool(b, u.Self)
	for _, triples := range [][]model.Triple{u.Deletes, u.Inserts} {
		b = pack.AppendArray(b, len(triples))
		for _, triple := range triples {
			b = appendTriple(b, triple)
		}
	}
	if err := t.log.Put(tickKey(seq), b); err != nil {
		return err
	}
	return t.boundLog(len(b), u.Time)
}

func (t *Tx) boundLog(added int, now time.Time) error {
	size, _ := binary.Uvarint(t.meta.Get(keyLogBytes))
	size += uint64(added)
	c := t.log.Cursor()
	for range logDrops {
		k, v := c.First()
		if k == nil {
			break
		}
		if u, err := t.readUpdate(v); size <= logBytes && (err != nil || now.Sub(u.Time) <= logAge) {
			break
		}
		size -= min(size, uint64(len(v)))
		if err := c.Delete(); err != nil {
			return err
		}
	}
	return t.meta.Put(keyLogBytes, binary.AppendUvarint(nil, size))
}

// Updates yields the records of the log from the newest back, with their
// sequence numbers.
func (t *Tx) Updates() iter.Seq2[uint64, *Update] {
	return func(yield func(uint64, *Update) bool) {
		c := t.log.Cursor()
		for k, v := c.Last(); k != nil; k, v = c.Prev() {
			u, err := t.readUpdate(v)
			if err != nil || !yield(binary.BigEndian.Uint64(k), u) {
				return
			}
		}
	}
}

func (t *Tx) readUpdate(b []byte) (*Update, error) {
	a, ok := decodeArray(b, 9)
	if !ok {
		return nil, damaged(t.store.path, "a record of its log cannot be read")
	}
	u := &Update{}
	u.Tick, _ = pack.Int(a[0])
	tid, _ := a[1].(string)
	u.TID = clock.TID(tid)
	millis, _ := pack.Int(a[2])
	u.Time = time.UnixMilli(int64(millis))
	reason, _ := pack.Int(a[3])
	u.Reason = Reason(reason)
	principal, _ := a[4].(string)
	u.Principal = model.IRI(principal)
	u.Process, _ = a[5].(string)
	u.Self, _ = a[6].(bool)
	u.Deletes, u.Inserts = readTriples(a[7]), readTriples(a[8])
	return u, nil
}

func readTriples(v any) []model.Triple {
	a, _ := v.([]any)
	triples := make([]model.Triple, 0, len(a))
	for _, e := range a {
		if t, ok := readTriple(e); ok {
			triples = append(triples, t)
		}
	}
	return triples
}

// LastUpdate is the sequence number of the newest record; zero if there is none.
func (t *Tx) LastUpdate() uint64 { return t.log.Sequence() }

// UpdatesAfter yields the records after a sequence number, oldest first.
func (t *Tx) UpdatesAfter(seq uint64) iter.Seq2[uint64, *Update] {
	return func(yield func(uint64, *Update) bool) {
		c := t.log.Cursor()
		for k, v := c.Seek(tickKey(seq + 1)); k != nil; k, v = c.Next() {
			u, err := t.readUpdate(v)
			if err != nil || !yield(binary.BigEndian.Uint64(k), u) {
				return
			}
		}
	}
}
