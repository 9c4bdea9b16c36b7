package store

import (
	"encoding/binary"
	"fmt"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

// State is what a clone is, but for its data.
type State struct {
	// Time is the clone's own clock, internal ticks included.
	Time clock.Tree
	// GWC is the latest operation seen of every process.
	GWC clock.Global
	// Agreed is the time of the last agreement.
	Agreed clock.Tree
	// Start is the local tick after which the journal is whole, and StartGWC
	// what the data held then: who has not seen that cannot be revved up.
	Start    uint64
	StartGWC clock.Global
	// Unsupported says why this clone cannot take part in full: the domain uses
	// something that this version does not know. Empty if it can.
	Unsupported string
	// Standing says whether the file is what the clone has come to.
	Standing Standing
	// Voided is the local tick until which agreements may have voided operations of
	// this clone's own.
	Voided uint64
	// Apart says why the clone is apart from those who were present last: each has edits
	// that the other lacks, and that no journal has any more. Empty if it is not.
	Apart string
	// Unblocked is GWC with the processes that are blocked as they were before that, as far
	// as it was this clone that blocked them; zero if there are none.
	Unblocked clock.Global
	// Unsent counts the operations that the clone has made since it last sent others all that
	// they lacked.
	Unsent uint64
}

// Standing says whether a file is what its clone has come to.
type Standing uint8

// The standings of a file.
const (
	// Sound: nothing speaks against it.
	Sound Standing = iota
	// Doubtful: one of the pages that say which commit is the last was damaged. The
	// last commit may be missing.
	Doubtful
	// Copied: others hold operations of this clone's own process that it has never
	// made. The file is an old copy, or is used twice.
	Copied
	// Broken: what the file says of itself, its clocks among it, is not what was
	// written.
	Broken
)

var (
	keyState    = []byte("state")
	keyStanding = []byte("standing")
	keyUnsent   = []byte("unsent")
)

// State reads the state; ok is false in a new file.
func (t *Tx) State() (st State, ok bool, err error) {
	b := t.meta.Get(keyState)
	if b == nil {
		return State{}, false, nil
	}
	v, err := pack.Decode(b)
	a, isArray := v.([]any)
	if err != nil || !isArray || len(a) < 6 {
		return State{}, false, damaged(t.store.path, "its state cannot be read")
	}
	if st.Time, err = clock.TreeFromValue(a[0]); err == nil {
		if st.GWC, err = clock.GlobalFromValue(a[1]); err == nil {
			if st.Agreed, err = clock.TreeFromValue(a[2]); err == nil {
				st.StartGWC, err = clock.GlobalFromValue(a[5])
			}
		}
	}
	if err != nil {
		return State{}, false, damaged(t.store.path, fmt.Errorf("its clocks: %w", err))
	}
	st.Start, _ = pack.Int(a[3])
	st.Unsupported, _ = a[4].(string)
	if len(a) > 6 {
		st.Apart, _ = a[6].(string)
	}
	if len(a) > 7 {
		if st.Unblocked, err = clock.GlobalFromValue(a[7]); err != nil {
			return State{}, false, damaged(t.store.path, fmt.Errorf("its clocks: %w", err))
		}
	}
	st.Standing, st.Voided = t.standing()
	st.Unsent = t.metaUint(keyUnsent)
	return st, true, nil
}

// PutState saves the state.
func (t *Tx) PutState(st State) error {
	fields := 7
	if !st.Unblocked.IsZero() {
		fields++
	}
	b := st.Time.AppendMsgPack(pack.AppendArray(nil, fields))
	b = st.Agreed.AppendMsgPack(st.GWC.AppendMsgPack(b))
	b = pack.AppendString(pack.AppendUint(b, st.Start), st.Unsupported)
	b = pack.AppendString(st.StartGWC.AppendMsgPack(b), st.Apart)
	if !st.Unblocked.IsZero() {
		b = st.Unblocked.AppendMsgPack(b)
	}
	if err := t.meta.Put(keyState, b); err != nil {
		return err
	}
	if t.metaUint(keyUnsent) != st.Unsent { // Mostly it stays zero, and costs nothing.
		t.putMetaUint(keyUnsent, st.Unsent)
	}
	return t.putStanding(st.Standing, st.Voided)
}

func (t *Tx) standing() (s Standing, voided uint64) {
	if b := t.meta.Get(keyStanding); len(b) > 1 {
		s = Standing(b[0])
		voided, _ = binary.Uvarint(b[1:])
	}
	return s, voided
}

func (t *Tx) putStanding(s Standing, voided uint64) error {
	if wasStanding, wasVoided := t.standing(); s == wasStanding && voided == wasVoided {
		return nil
	}
	return t.meta.Put(keyStanding, binary.AppendUvarint([]byte{byte(s)}, voided))
}

// Trust says that the file is what its clone has come to, though it was doubtful. It
// reports whether it was; a file that others contradict stays as it is.
func (s *Store) Trust() (wasDoubtful bool, err error) {
	err = s.Update(func(tx *Tx) error {
		standing, voided := tx.standing()
		if wasDoubtful = standing == Doubtful; !wasDoubtful {
			return nil
		}
		return tx.putStanding(Sound, voided)
	})
	return wasDoubtful, err
}
