package store

import (
	"encoding/binary"
	"iter"
	"sort"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/pack"
)

// Update is the record of a number; nil if it is not kept.
func (t *Tx) Update(seq uint64) (*Update, error) {
	k := tickKey(seq)
	v := t.log.Get(k)
	if v == nil {
		return nil, nil
	}
	return t.readUpdate(k, v)
}

// UpdateHead is Update, but for what became of triples: it costs little of a large record.
func (t *Tx) UpdateHead(seq uint64) (*Update, error) {
	k := tickKey(seq)
	v := t.log.Get(k)
	if v == nil {
		return nil, nil
	}
	u, _, ok := openUpdate(k, v)
	if !ok {
		return nil, t.brokenUpdate()
	}
	return u, nil
}

// LatestOf yields the last records that touch what a pattern selects, as HistoryOf does: so
// many at most, with their numbers. It ends before one that cannot be read. They are not to be
// changed: of a large one many are asked about, and it is read once.
func (t *Tx) LatestOf(p model.Pattern, most int) iter.Seq2[uint64, *Update] {
	return t.latestBefore(p, 0, most)
}

func (t *Tx) latestBefore(p model.Pattern, before uint64, most int) iter.Seq2[uint64, *Update] {
	return func(yield func(uint64, *Update) bool) {
		left := most
		for number := range t.HistoryOf(p, before) {
			if left--; left < 0 {
				return
			}
			u, err := t.updateOnce(number)
			if err != nil || u == nil || !yield(number, u) {
				return
			}
		}
	}
}

// maxLatest is how many records a transaction remembers.
const maxLatest = 8

// updateOnce is Update, but remembers what it has read.
func (t *Tx) updateOnce(seq uint64) (*Update, error) {
	if u := t.latest[seq]; u != nil {
		return u, nil
	}
	u, err := t.Update(seq)
	if err != nil || u == nil {
		return nil, err
	}
	if t.latest == nil || len(t.latest) >= maxLatest {
		t.latest = make(map[uint64]*Update)
	}
	t.latest[seq] = u
	return u, nil
}

// UpdateBytes is how large a record is; zero if it is not kept.
func (t *Tx) UpdateBytes(seq uint64) int { return len(t.log.Get(tickKey(seq))) }

// UpdateNumbersBefore yields the numbers of the records before one, from the newest
// back; zero for all.
func (t *Tx) UpdateNumbersBefore(seq uint64) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		if seq == 0 || seq > t.LastUpdate() {
			seq = t.LastUpdate() + 1
		}
		for first := t.FirstUpdate(); seq > first; {
			if seq--; !yield(seq) {
				return
			}
		}
	}
}

// LastUpdate is the number of the newest record; zero if there is none.
func (t *Tx) LastUpdate() uint64 { return t.log.Sequence() }

// FirstUpdate is the number of the oldest record that is kept; one more than
// that of the newest if none is.
func (t *Tx) FirstUpdate() uint64 {
	k, _ := t.log.Cursor().First()
	if k == nil {
		return t.log.Sequence() + 1
	}
	return binary.BigEndian.Uint64(k)
}

// LastOwnUpdate is the number of the newest record of what somebody wrote through
// this clone; zero if there is none. It may not be kept.
func (t *Tx) LastOwnUpdate() uint64 { return t.metaUint(keyLogOwn) }

// Marker is the number of the newest record of a snapshot, before which the log
// does not lead to the present; zero if there is none.
func (t *Tx) Marker() uint64 { return t.metaUint(keyLogMarker) }

// Cut tells the last record that was dropped; ok is false if all are kept.
func (t *Tx) Cut() (tick uint64, at time.Time, ok bool) {
	a, ok := decodeArray(t.meta.Get(keyLogCut), 2)
	if !ok {
		return 0, time.Time{}, false
	}
	tick, _ = pack.Int(a[0])
	millis, _ := pack.Int(a[1])
	return tick, time.UnixMilli(int64(millis)), true
}

// UpdateAtTick is the number of the last record up to a tick of this clone's;
// where there is none that is kept, the number before that of the first.
func (t *Tx) UpdateAtTick(tick uint64) uint64 {
	return t.place(func(at uint64, _ time.Time) bool { return at <= tick })
}

// UpdateAtTime is the number of the last record up to a time by this computer's
// clock; where there is none that is kept, the number before that of the first.
// Where that clock was put back, it is one of those that fit.
func (t *Tx) UpdateAtTime(when time.Time) uint64 {
	when = when.Truncate(time.Millisecond)
	return t.place(func(_ uint64, at time.Time) bool { return !at.After(when) })
}

// place looks for the last record that is in time. Ticks may begin anew with a
// snapshot, so it looks after that first.
func (t *Tx) place(inTime func(tick uint64, at time.Time) bool) uint64 {
	first, last := t.FirstUpdate(), t.LastUpdate()
	is := func(seq uint64) bool { return inTime(readHead(t.log.Get(tickKey(seq)))) }
	if marker := t.Marker(); marker >= first {
		if is(marker) {
			first = marker
		} else {
			last = marker - 1
		}
	}
	n := sort.Search(int(last+1-first), func(i int) bool { return !is(first + uint64(i)) })
	return first + uint64(n) - 1
}
