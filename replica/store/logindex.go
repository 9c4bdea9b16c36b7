package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"iter"
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// The log is indexed by subject. A key is what identifies the subject, then the
// number of the record; its value has two short hashes for each triple of the
// subject that the record touched, so that the history of one property, or of one
// value, does not read the others' records. Where a record has changed a part of a
// subject, and not the subject, the value is one byte: it tells only when the subject
// was changed, and is there for as long as that was the last time.

// hashSize is the bytes of the hash of a property, or of a property and a value.
const hashSize = 4

// history identifies a subject in the index.
func (s *Store) history(subject model.IRI) []byte {
	return bytes.Clone(lookupKey(s.appendTerm(nil, model.Ref(subject))))
}

// recordOf is the key of a record that touched what identifies a subject.
func recordOf(history []byte, seq uint64) []byte {
	return binary.BigEndian.AppendUint64(append(make([]byte, 0, len(history)+8), history...), seq)
}

func hashOf(parts ...string) uint32 {
	const offset, prime = 2166136261, 16777619 // FNV-1a
	h := uint32(offset)
	for _, part := range parts {
		for i := range len(part) {
			h = (h ^ uint32(part[i])) * prime
		}
		h *= prime // A zero ends each part.
	}
	return h
}

func hashTriple(t model.Triple) uint32 {
	return hashOf(string(t.P), t.O.Value, string(t.O.Datatype))
}

// subjectIndex is what the index has of an update, in the order of the subjects.
type subjectIndex []indexedSubject

type indexedSubject struct {
	subject model.IRI
	history []byte // what identifies it
	value   []byte
}

// of is the value of a subject; ok is false where the update has not touched it.
func (x subjectIndex) of(s model.IRI) (value []byte, ok bool) {
	at, ok := slices.BinarySearchFunc(x, s, func(one indexedSubject, s model.IRI) int { return cmp.Compare(one.subject, s) })
	if !ok {
		return nil, false
	}
	return x[at].value, true
}

func (s *Store) indexOf(u *Update) (index subjectIndex) {
	for rest := u.Shifts; len(rest) > 0; {
		subject, n := rest[0].Triple.S, 1
		for n < len(rest) && rest[n].Triple.S == subject { // Mostly those of a subject follow each other.
			n++
		}
		v := make([]byte, 0, 2*hashSize*n)
		for _, shift := range rest[:n] {
			v = binary.BigEndian.AppendUint32(v, hashOf(string(shift.Triple.P)))
			v = binary.BigEndian.AppendUint32(v, hashTriple(shift.Triple))
		}
		index = append(index, indexedSubject{subject, s.history(subject), v})
		rest = rest[n:]
	}
	slices.SortStableFunc(index, func(a, b indexedSubject) int { return cmp.Compare(a.subject, b.subject) })
	n := 0
	for _, one := range index {
		if n > 0 && index[n-1].subject == one.subject {
			index[n-1].value = append(index[n-1].value, one.value...)
			continue
		}
		index[n] = one
		n++
	}
	return index[:n]
}

// indexing is what a record puts into the index.
type indexing struct {
	subjects            subjectIndex
	inHistory, inRecent pairs
	// before are the records that touched the subjects last before; zero for none.
	before []uint64
}

// indexing works out what a record puts into the index for some subjects. It only reads,
// and that only the index.
func (t *Tx) indexing(seq uint64, subjects subjectIndex) (in indexing) {
	in = indexing{subjects, make(pairs, 0, len(subjects)), make(pairs, 0, len(subjects)), make([]uint64, 0, len(subjects))}
	c := bucket{t.history.Bucket, new(int)}.Cursor() // Steps are counted by who goes on meanwhile.
	for _, one := range subjects {
		at := recordOf(one.history, seq)
		in.before = append(in.before, lastBefore(c, at))
		in.inHistory.add(at, one.value)
		in.inRecent.add(recentKey(seq, one.history), t.store.iriKey(nil, one.subject))
	}
	return in
}

func (t *Tx) putIndexing(in indexing) error {
	for n, one := range in.subjects {
		if before := in.before[n]; before > 0 {
			if err := t.forgetRecent(before, one.history); err != nil {
				return err
			}
		}
	}
	return t.putEach(filling{t.history, in.inHistory}, filling{t.recent, in.inRecent})
}

// byPart is in the index for a subject of which a part was changed.
var byPart = []byte{0}

func (t *Tx) unindexUpdate(seq uint64, u *Update) error {
	for _, one := range t.store.indexOf(u) {
		if err := t.history.Delete(recordOf(one.history, seq)); err != nil {
			return err
		}
	}
	return t.untouch(seq)
}

// HistoryOf yields the numbers of the records that touch what a pattern selects,
// before a number, from the newest back; zero for all. The pattern has a subject,
// and may have a property, and then a value. Now and then there is one that does
// not touch it.
func (t *Tx) HistoryOf(p model.Pattern, before uint64) iter.Seq[uint64] {
	if before == 0 || before > t.log.Sequence() {
		before = t.log.Sequence() + 1 // Not more: subjects whose names go on come after it.
	}
	wanted, at := uint32(0), 0
	switch {
	case p.P != "" && !p.O.IsZero():
		wanted, at = hashTriple(model.Triple(p)), hashSize
	case p.P != "":
		wanted = hashOf(string(p.P))
	}
	prefix := t.store.history(p.S)
	return func(yield func(uint64) bool) {
		c := t.history.Cursor()
		bound := recordOf(prefix, before)
		for k, v := c.Before(bound); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Prev() {
			if len(k) != len(bound) {
				continue // Another subject, whose name begins so.
			}
			if p.P != "" && !hasHash(v, wanted, at) {
				continue
			}
			if !yield(binary.BigEndian.Uint64(k[len(prefix):])) {
				return
			}
		}
	}
}

func hasHash(v []byte, wanted uint32, at int) bool {
	for ; len(v) >= 2*hashSize; v = v[2*hashSize:] {
		if binary.BigEndian.Uint32(v[at:]) == wanted {
			return true
		}
	}
	return false
}

// updates compares the log with what is said of it, and with its index.
func (v *verifier) updates() {
	var size uint64
	var last, marker, own, n uint64
	_ = v.log.ForEach(func(k, b []byte) error {
		seq := binary.BigEndian.Uint64(k)
		if last != 0 && seq != last+1 {
			v.fault("the log goes from record %d to %d", last, seq)
		}
		last = seq
		size += uint64(len(b))
		u, err := v.readUpdate(k, b)
		if err != nil {
			v.fault("record %d of the log: %v", seq, err)
			return nil
		}
		if u.Reason == ReasonSnapshot {
			if marker != 0 && u.Before != marker {
				v.fault("record %d of the log follows the snapshot %d, not %d", seq, marker, u.Before)
			}
			marker = seq
		}
		if u.Self && u.Reason == ReasonLocal {
			if u.Before >= seq || own != 0 && u.Before != own {
				v.fault("record %d of the log follows this clone's own record %d, not %d", seq, own, u.Before)
			}
			own = seq
		}
		index := v.store.indexOf(u)
		n += uint64(len(index))
		for _, one := range index {
			if !bytes.Equal(v.history.Get(recordOf(one.history, seq)), one.value) {
				v.fault("record %d of the log is not in the history of <%s>", seq, one.subject)
			}
		}
		return nil
	})
	for what, pair := range map[string][2]uint64{
		"the log has %d bytes, and %d are counted":                  {size, v.metaUint(keyLogBytes)},
		"the log has %d entries of subjects, and its index %d":      {n, v.indexed()},
		"the last record of the log is %d, and is said to be %d":    {orElse(last, v.LastUpdate()), v.LastUpdate()},
		"the log's last snapshot is at %d, and is said to be at %d": {orElse(marker, v.Marker()), v.Marker()},
		"the log's last own record is %d, and is said to be at %d":  {orElse(own, v.LastOwnUpdate()), v.LastOwnUpdate()},
	} {
		if pair[0] != pair[1] {
			v.fault(what, pair[0], pair[1])
		}
	}
	if v.Marker() >= v.FirstUpdate() && marker == 0 || v.LastOwnUpdate() >= v.FirstUpdate() && own == 0 {
		v.fault("the log says of records that are not there")
	}
}

// indexed counts what the index has of records, but for those that only changed a part.
func (v *verifier) indexed() (n uint64) {
	_ = v.history.ForEach(func(_, b []byte) error {
		if !bytes.Equal(b, byPart) {
			n++
		}
		return nil
	})
	return n
}

// orElse is n, or, where nothing was found, what else it may be.
func orElse(n, otherwise uint64) uint64 {
	if n == 0 {
		return otherwise
	}
	return n
}
