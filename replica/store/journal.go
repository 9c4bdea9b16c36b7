package store

import (
	"encoding/binary"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/pack"
)

// Entry is one operation in the journal, at the local tick at which it was
// applied. Protocol page, section 9.
type Entry struct {
	// Tick is the local tick.
	Tick uint64
	// Prev is the process's public tick before the operation, and PrevTID the
	// operation then.
	Prev    uint64
	PrevTID clock.TID
	// TID is the operation's.
	TID clock.TID
	// Operation is the packed operation, as it was received or published.
	Operation []byte
	// Attr is the packed attribution of the message.
	Attr []byte
	// Removed are the triples with the TIDs that it really removed, for undoing.
	Removed []operation.TripleTIDs
}

func tickKey(tick uint64) []byte { return binary.BigEndian.AppendUint64(nil, tick) }

// PutEntry adds an entry to the journal.
func (t *Tx) PutEntry(e *Entry) error {
	b := pack.AppendArray(nil, 3)
	b = pack.AppendString(b, string(e.TID))
	b = pack.AppendBytes(b, e.Attr)
	b = pack.AppendArray(b, len(e.Removed))
	for _, r := range e.Removed {
		b = appendTriple(pack.AppendArray(b, 2), r.Triple)
		b = pack.AppendBytes(b, packTIDs(r.TIDs))
	}
	b = sealed(tickKey(e.Tick), b)
	if err := t.journal.Put(tickKey(e.Tick), b); err != nil {
		return err
	}
	t.countJournal(e, len(b))
	op := pack.AppendUint(pack.AppendArray(make([]byte, 0, len(e.Operation)+64), 4), e.Tick)
	op = pack.AppendString(pack.AppendUint(op, e.Prev), string(e.PrevTID))
	return t.putOperation(e.TID, pack.AppendBytes(op, e.Operation))
}

// DeleteEntry takes an entry out of the journal, with its operation.
func (t *Tx) DeleteEntry(e *Entry) error {
	t.countJournal(e, -len(t.journal.Get(tickKey(e.Tick))))
	if err := t.journal.Delete(tickKey(e.Tick)); err != nil {
		return err
	}
	return t.DeleteOperation(e.TID)
}

var keyJournalBytes = []byte("journalbytes")

// JournalBytes is how much the journal holds.
func (t *Tx) JournalBytes() uint64 { return t.metaUint(keyJournalBytes) }

// countJournal counts an entry in, or, with a negative size, out.
func (t *Tx) countJournal(e *Entry, size int) {
	n := t.JournalBytes()
	if size >= 0 {
		n += uint64(size + len(e.Operation))
	} else {
		n -= min(n, uint64(-size+len(e.Operation)))
	}
	t.putMetaUint(keyJournalBytes, n)
}

var keyFused = []byte("fused")

// Fused is the local tick up to which the journal's entries stay as they are; those
// after it may still be fused.
func (t *Tx) Fused() uint64 { return t.metaUint(keyFused) }

// PutFused saves what Fused tells.
func (t *Tx) PutFused(tick uint64) { t.putMetaUint(keyFused, tick) }

// CountEntries counts the entries after a local tick, up to most.
func (t *Tx) CountEntries(tick uint64, most int) (n int) {
	c := t.journal.Cursor()
	for k, _ := c.Seek(tickKey(tick + 1)); k != nil && n < most; k, _ = c.Next() {
		n++
	}
	return n
}

// PutPast keeps an operation that came with a snapshot: it is not in the journal,
// but later fusions are cut by it.
func (t *Tx) PutPast(tid clock.TID, packed []byte) error {
	op := pack.AppendUint(pack.AppendArray(nil, 4), 0)
	op = pack.AppendString(pack.AppendUint(op, 0), "")
	return t.putOperation(tid, pack.AppendBytes(op, packed))
}

// IsPast reports whether an operation is kept that is not in the journal.
func (t *Tx) IsPast(tid clock.TID) bool {
	b, ok := unsealed([]byte(tid), t.ops.Get([]byte(tid)))
	if !ok {
		return false
	}
	r := pack.NewReader(b)
	if _, ok, _ = r.Array(); !ok {
		return false
	}
	tick, err := r.Uint()
	return err == nil && tick == 0
}

// DeleteOperation forgets an operation that is not in the journal.
func (t *Tx) DeleteOperation(tid clock.TID) error {
	if t.ops.Get([]byte(tid)) == nil {
		return nil
	}
	t.putMetaUint(keyOperations, t.metaUint(keyOperations)-1)
	return t.ops.Delete([]byte(tid))
}

// keyOperations has the number of operations, those of the journal and others.
var keyOperations = []byte("operations")

func (t *Tx) putOperation(tid clock.TID, packed []byte) error {
	if t.ops.Get([]byte(tid)) == nil {
		t.putMetaUint(keyOperations, t.metaUint(keyOperations)+1)
	}
	return t.ops.Put([]byte(tid), sealed([]byte(tid), packed))
}

// Operation is what is known of an operation.
type Operation struct {
	// Tick is its local tick in the journal; zero if it is not there.
	Tick uint64
	// Prev and PrevTID are as in Entry.
	Prev    uint64
	PrevTID clock.TID
	Packed  []byte
}

// Operation finds an operation; ok is false where it is not known.
func (t *Tx) Operation(tid clock.TID) (op Operation, ok bool) {
	b, ok := unsealed([]byte(tid), t.ops.Get([]byte(tid)))
	if !ok {
		return Operation{}, false
	}
	a, ok := decodeArray(b, 4)
	if !ok {
		return Operation{}, false
	}
	op.Tick, _ = pack.Int(a[0])
	op.Prev, _ = pack.Int(a[1])
	prevTID, _ := a[2].(string)
	op.PrevTID = clock.TID(prevTID)
	op.Packed, ok = a[3].([]byte)
	return op, ok
}

// EntryAfter is the first entry after a local tick; nil if there is none.
func (t *Tx) EntryAfter(tick uint64) (*Entry, error) {
	k, v := t.journal.Cursor().Seek(tickKey(tick + 1))
	return t.entry(k, v)
}

// EntryBefore is the last entry before a local tick; nil if there is none.
func (t *Tx) EntryBefore(tick uint64) (*Entry, error) {
	return t.entry(t.journal.Cursor().Before(tickKey(tick)))
}

func (t *Tx) entry(k, v []byte) (*Entry, error) {
	if k == nil {
		return nil, nil
	}
	e := &Entry{Tick: binary.BigEndian.Uint64(k)}
	v, ok := unsealed(k, v)
	if !ok {
		return nil, damaged(t.store.path, "an entry of its journal is not what was written")
	}
	a, ok := decodeArray(v, 3)
	if !ok {
		return nil, damaged(t.store.path, "an entry of its journal cannot be read")
	}
	tid, _ := a[0].(string)
	e.TID = clock.TID(tid)
	e.Attr, _ = a[1].([]byte)
	removed, _ := a[2].([]any)
	for _, r := range removed {
		pair, ok := r.([]any)
		if !ok || len(pair) != 2 {
			return nil, damaged(t.store.path, "an entry of its journal cannot be read")
		}
		triple, ok := readTriple(pair[0])
		tids, okTIDs := pair[1].([]byte)
		if !ok || !okTIDs {
			return nil, damaged(t.store.path, "an entry of its journal cannot be read")
		}
		e.Removed = append(e.Removed, operation.TripleTIDs{Triple: triple, TIDs: readTIDs(tids)})
	}
	op, ok := t.Operation(e.TID)
	if !ok {
		return nil, damaged(t.store.path, "an operation of its journal is missing, or is not what was written")
	}
	e.Prev, e.PrevTID, e.Operation = op.Prev, op.PrevTID, op.Packed
	return e, nil
}

func decodeArray(b []byte, n int) ([]any, bool) {
	v, err := pack.Decode(b)
	a, ok := v.([]any)
	return a, err == nil && ok && len(a) == n
}

// appendTriple appends a triple that stands for itself, without the file's terms.
func appendTriple(b []byte, t model.Triple) []byte {
	b = pack.AppendString(pack.AppendArray(b, 5), string(t.S))
	b = pack.AppendString(b, string(t.P))
	b = pack.AppendString(b, t.O.Value)
	b = pack.AppendString(b, string(t.O.Datatype)) // Empty for a reference.
	return pack.AppendBytes(b, []byte(t.O.Data))
}

func readTriple(v any) (t model.Triple, ok bool) {
	a, isArray := v.([]any)
	if !isArray || len(a) != 5 {
		return model.Triple{}, false
	}
	var parts [4]string
	for i := range parts {
		if parts[i], ok = a[i].(string); !ok {
			return model.Triple{}, false
		}
	}
	data, ok := a[4].([]byte)
	t = model.Triple{S: model.IRI(parts[0]), P: model.IRI(parts[1])}
	if parts[3] == "" {
		t.O = model.Ref(model.IRI(parts[2]))
	} else {
		t.O = model.Literal(parts[2], model.IRI(parts[3]))
		t.O.Data = string(data)
	}
	return t, ok
}
