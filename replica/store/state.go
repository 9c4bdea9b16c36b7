package store

import (
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
}

var keyState = []byte("state")

// State reads the state; ok is false in a new file.
func (t *Tx) State() (st State, ok bool, err error) {
	b := t.meta.Get(keyState)
	if b == nil {
		return State{}, false, nil
	}
	v, err := pack.Decode(b)
	a, isArray := v.([]any)
	if err != nil || !isArray || len(a) != 6 {
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
	return st, true, nil
}

// PutState saves the state.
func (t *Tx) PutState(st State) error {
	b := st.Time.AppendMsgPack(pack.AppendArray(nil, 6))
	b = st.Agreed.AppendMsgPack(st.GWC.AppendMsgPack(b))
	b = pack.AppendString(pack.AppendUint(b, st.Start), st.Unsupported)
	return t.meta.Put(keyState, st.StartGWC.AppendMsgPack(b))
}
