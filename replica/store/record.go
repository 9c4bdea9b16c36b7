package store

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

// Update is one record of the log of updates: what really changed, when, by whom
// and why. The journal is no history, for it is fused; the log is.
type Update struct {
	// Number is that of the record.
	Number    uint64
	Tick      uint64
	TID       clock.TID
	Time      time.Time
	Reason    Reason
	Principal model.IRI
	// Process is the path of the process that wrote it and, of a snapshot, of the one that gave
	// it; empty where that is not told, as in records of earlier versions.
	Process string
	// From and Ticks are the first and the last tick of the process that the
	// operation covers; zero where none is told of, as in records of earlier versions.
	From, Ticks uint64
	Self        bool
	// Session is in which session of a user it was written through this clone; empty where
	// that is not told, as by scripts and in records of earlier versions.
	Session string
	// Shifts are what became of each triple, in the order in which the update
	// touched them.
	Shifts []Shift
	// Undoes is the number of the record that this one put back; zero for none.
	Undoes uint64
	// Stacked: it was an undo or a redo of the last of this clone's own changes,
	// not a change by itself.
	Stacked bool
	// PartOf is, of a change that goes on with an earlier one of this clone's own, such as a
	// part of an import, the tick of the first of them: they are undone together. Zero for
	// others, the first included.
	PartOf uint64
	// Before is, of what somebody wrote through this clone, the number of the
	// record before of that kind, and of a snapshot, that of the snapshot before;
	// zero for none, and in other records.
	Before uint64
	// Deletes and Inserts are the triples of the shifts that really went and
	// came. They are not saved: who reads an update is given them. See Sum.
	Deletes, Inserts []model.Triple
}

// Shift is what an update did to one triple.
type Shift struct {
	Triple model.Triple
	// Was and Is: the triple was there before the update, and is after it.
	Was, Is bool
	// Removed and Added are the TIDs that it lost and gained; none where it is
	// derived by a constraint.
	Removed, Added []clock.TID
}

// Gone and Come tell what followers see of a shift.
func (s Shift) Gone() bool { return s.Was && !s.Is }

// Come reports whether the triple was not there before.
func (s Shift) Come() bool { return s.Is && !s.Was }

// Visible reports whether followers are told of an update: only who asserts what
// is there already does what nobody sees.
func (u *Update) Visible() bool {
	return u.Reason == ReasonSnapshot || u.Reason == ReasonBlocked ||
		slices.ContainsFunc(u.Shifts, func(s Shift) bool { return s.Was != s.Is })
}

// Sum works out Deletes and Inserts, for who was not given them.
func (u *Update) Sum() {
	come := 0
	for _, s := range u.Shifts {
		if s.Come() {
			come++
		}
	}
	u.Deletes, u.Inserts = nil, slices.Grow([]model.Triple(nil), come)
	for _, s := range u.Shifts {
		switch {
		case s.Gone():
			u.Deletes = append(u.Deletes, s.Triple)
		case s.Come():
			u.Inserts = append(u.Inserts, s.Triple)
		}
	}
}

// A record begins with its tick and its time, in milliseconds of the Unix time, so
// that a place in the log is found without reading what the records touch.
const headSize = 16

func packHead(u *Update) []byte {
	b := binary.BigEndian.AppendUint64(nil, u.Tick)
	return binary.BigEndian.AppendUint64(b, uint64(u.Time.UnixMilli()))
}

func readHead(b []byte) (tick uint64, at time.Time) {
	if len(b) < headSize {
		return 0, time.Time{}
	}
	return binary.BigEndian.Uint64(b), time.UnixMilli(int64(binary.BigEndian.Uint64(b[8:])))
}

const (
	recordParts = 12
	// Records had earlierParts before they told of sessions, and earliestParts before they
	// told which ticks they cover.
	earlierParts  = 11
	earliestParts = 9
	shiftParts    = 4
)

// What the flags of a shift say.
const (
	flagWas = 1 << iota
	flagIs
	// flagOwn: the only TID that it gained is the update's own.
	flagOwn
)

func packUpdate(u *Update) []byte {
	size := 256 // About what it takes, so that it is not moved while it grows.
	for _, s := range u.Shifts {
		if size > squeezeAtOnce {
			break
		}
		t := s.Triple
		size += len(t.S) + len(t.P) + len(t.O.Value) + len(t.O.Datatype) + len(t.O.Data) + 16*(2+len(s.Removed)+len(s.Added))
	}
	b := pack.AppendString(pack.AppendArray(append(make([]byte, 0, size), packHead(u)...), recordParts), string(u.TID))
	b = pack.AppendUint(b, uint64(u.Reason))
	b = pack.AppendString(b, string(u.Principal))
	b = pack.AppendString(b, u.Process)
	b = pack.AppendBool(b, u.Self)
	b = pack.AppendUint(b, u.Undoes)
	if u.PartOf != 0 {
		b = pack.AppendUint(b, u.PartOf) // Earlier versions take this for no.
	} else {
		b = pack.AppendBool(b, u.Stacked)
	}
	b = pack.AppendUint(b, u.Before)
	b = pack.AppendUint(b, u.From)
	b = pack.AppendUint(b, u.Ticks)
	b = pack.AppendString(b, u.Session)
	b = pack.AppendArray(b, len(u.Shifts))
	var out squeezer
	for _, s := range u.Shifts {
		if len(b) >= squeezeAtOnce {
			b = out.take(b)
		}
		flags, added := uint64(0), s.Added
		if s.Was {
			flags |= flagWas
		}
		if s.Is {
			flags |= flagIs
		}
		if len(added) == 1 && added[0] == u.TID {
			flags, added = flags|flagOwn, nil
		}
		b = appendTriple(pack.AppendArray(b, shiftParts), s.Triple)
		b = pack.AppendUint(b, flags)
		b = pack.AppendBytes(b, packTIDs(s.Removed))
		b = pack.AppendBytes(b, packTIDs(added))
	}
	return out.end(b)
}

func (t *Tx) readUpdate(k, b []byte) (*Update, error) {
	u, rest, ok := openUpdate(k, b)
	if !ok {
		return nil, t.brokenUpdate()
	}
	v, err := rest.Value()
	shifts, ok := v.([]any)
	if err != nil || !ok || rest.End() != nil {
		return nil, t.brokenUpdate()
	}
	u.Shifts = make([]Shift, len(shifts))
	for i, v := range shifts {
		if u.Shifts[i], ok = readShift(v, u.TID); !ok {
			return nil, t.brokenUpdate()
		}
	}
	u.Sum()
	return u, nil
}

func (t *Tx) brokenUpdate() error {
	return damaged(t.store.path, "a record of its log cannot be read")
}

// openUpdate reads a record as far as its shifts, which come last.
func openUpdate(k, b []byte) (u *Update, shifts *pack.Reader, ok bool) {
	if b, ok = unsealed(k, b); !ok || len(b) < headSize {
		return nil, nil, false
	}
	body, err := unsqueeze(b[headSize:])
	if err != nil {
		return nil, nil, false
	}
	shifts = pack.NewReader(body)
	n, ok, err := shifts.Array()
	if err != nil || !ok || n != recordParts && n != earlierParts && n != earliestParts {
		return nil, nil, false
	}
	a := make([]any, n-1)
	for i := range a {
		if a[i], err = shifts.Value(); err != nil {
			return nil, nil, false
		}
	}
	u = &Update{Number: binary.BigEndian.Uint64(k)}
	u.Tick, u.Time = readHead(b)
	tid, _ := a[0].(string)
	u.TID = clock.TID(tid)
	reason, _ := pack.Int(a[1])
	u.Reason = Reason(reason)
	principal, _ := a[2].(string)
	u.Principal = model.IRI(principal)
	u.Process, _ = a[3].(string)
	u.Self, _ = a[4].(bool)
	u.Undoes, _ = pack.Int(a[5])
	if u.Stacked, ok = a[6].(bool); !ok {
		u.PartOf, _ = pack.Int(a[6])
	}
	u.Before, _ = pack.Int(a[7])
	if n >= earlierParts {
		u.From, _ = pack.Int(a[8])
		u.Ticks, _ = pack.Int(a[9])
	}
	if n == recordParts {
		u.Session, _ = a[10].(string)
	}
	return u, shifts, true
}

func readShift(v any, own clock.TID) (s Shift, ok bool) {
	a, ok := v.([]any)
	if !ok || len(a) != shiftParts {
		return Shift{}, false
	}
	if s.Triple, ok = readTriple(a[0]); !ok {
		return Shift{}, false
	}
	flags, _ := pack.Int(a[1])
	s.Was, s.Is = flags&flagWas != 0, flags&flagIs != 0
	removed, okRemoved := a[2].([]byte)
	added, okAdded := a[3].([]byte)
	s.Removed, s.Added = readTIDs(removed), readTIDs(added)
	if flags&flagOwn != 0 {
		s.Added = []clock.TID{own}
	}
	return s, okRemoved && okAdded
}
