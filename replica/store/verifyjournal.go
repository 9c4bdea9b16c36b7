package store

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// replay is what the operations of the journal come to, one after the other: whether
// a triple has a TID.
type replay map[held]bool

// held is a triple, without the data beside it, with a TID.
type held struct {
	triple model.Triple
	tid    clock.TID
}

func (r replay) add(op *operation.Operation) {
	each := func(all []operation.TripleTIDs, has bool) {
		for _, tt := range all {
			tt.Triple.O.Data = ""
			for _, tid := range tt.TIDs {
				r[held{tt.Triple, tid}] = has
			}
		}
	}
	each(op.Deletes, false)
	each(op.Inserts, true)
}

// data compares what the journal comes to with the data. Where the journal begins
// with the domain, every TID has to come from it.
func (v *verifier) data(r replay, st State) {
	for h, has := range r {
		switch in := slices.Contains(v.TIDs(h.triple), h.tid); {
		case has && !in:
			v.fault("<%s> <%s> %s lacks the TID %s, which the journal gives it", h.triple.S, h.triple.P, h.triple.O.Key(), h.tid)
		case in && !has:
			v.fault("<%s> <%s> %s has the TID %s, which the journal has taken away", h.triple.S, h.triple.P, h.triple.O.Key(), h.tid)
		}
	}
	if !st.StartGWC.Equal(clock.GenesisGlobal()) {
		return
	}
	var all Cursor
	for tt := range all.Next(v.Tx) {
		tt.Triple.O.Data = ""
		for _, tid := range tt.TIDs {
			if !r[held{tt.Triple, tid}] {
				v.fault("<%s> <%s> %s has the TID %s, which is of no operation", tt.Triple.S, tt.Triple.P, tt.Triple.O.Key(), tid)
			}
		}
	}
}

// operations compares the operations with the journal: each is an entry's, or one
// that came with a snapshot, under the TID of its time.
func (v *verifier) operations(codec operation.Codec, entries int) {
	n := 0
	_ = v.ops.ForEach(func(k, _ []byte) error {
		record, ok := v.Operation(clock.TID(k))
		if !ok {
			v.fault("the operation %s cannot be read", k)
			return nil
		}
		if record.Tick != 0 {
			if n++; v.journal.Get(tickKey(record.Tick)) == nil {
				v.fault("the operation %s is said to be in the journal at tick %d, and is not", k, record.Tick)
			}
			return nil
		}
		op, err := codec.Parse(record.Packed)
		if err == nil {
			_, err = codec.Decode(op)
		}
		if err != nil {
			v.fault("the operation %s, from before the journal: %v", k, err)
		} else if tid := op.Time.TID(); tid != clock.TID(k) {
			v.fault("the operation %s has the TID %s", k, tid)
		}
		return nil
	})
	if n != entries {
		v.fault("the journal has %d entries, and %d operations", entries, n)
	}
}
