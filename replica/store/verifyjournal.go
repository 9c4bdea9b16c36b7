package store

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// replay is what the operations of the journal come to, one after the other: whether
// a triple has a TID.
type replay map[held]word

// held is a triple, without the data beside it, with a TID.
type held struct {
	triple model.Triple
	tid    clock.TID
}

// word is what the journal says last of a TID.
type word uint8

const (
	wordGiven word = iota + 1
	wordTaken
	// wordEither: it was given after it was taken away. An operation that comes again,
	// after it was undone with others for an agreement, gives less than it says; one
	// of a clone that is at fault may name a TID before that is there.
	wordEither
)

func (r replay) add(op *operation.Operation) {
	each := func(all []operation.TripleTIDs, says word) {
		for _, tt := range all {
			tt.Triple.O.Data = ""
			for _, tid := range tt.TIDs {
				h := held{tt.Triple, tid}
				if was := r[h]; was == wordEither || was == wordTaken && says == wordGiven {
					r[h] = wordEither
				} else {
					r[h] = says
				}
			}
		}
	}
	each(op.Deletes, wordTaken)
	each(op.Inserts, wordGiven)
}

// data compares what the journal comes to with the data. Operations that an
// agreement has voided are not in the journal, and have left nothing in the data.
//
// Every TID has to come from the journal, or from before it. What was before it is
// not known, but from a TID that is no hash the time can be read: that must have been
// seen, and be no later than where the journal begins.
func (v *verifier) data(r replay, st State) {
	for h, says := range r {
		switch in := slices.Contains(v.TIDs(h.triple), h.tid); {
		case says == wordGiven && !in:
			v.fault("<%s> <%s> %s lacks the TID %s, which the journal gives it", h.triple.S, h.triple.P, h.triple.O.Key(), h.tid)
		case says == wordTaken && in:
			v.fault("<%s> <%s> %s has the TID %s, which the journal has taken away", h.triple.S, h.triple.P, h.triple.O.Key(), h.tid)
		}
	}
	whole := st.StartGWC.Equal(clock.GenesisGlobal())
	total, hashed := 0, 0
	before := make(map[clock.TID]string) // What is wrong with TIDs that are in no operation.
	var all Cursor
	for tt := range all.Next(v.Tx) {
		tt.Triple.O.Data = ""
		for _, tid := range tt.TIDs {
			total++
			if _, known := r[held{tt.Triple, tid}]; known {
				continue
			}
			wrong, known := before[tid]
			if !known {
				wrong = fromBefore(tid, st, whole)
				before[tid] = wrong
			}
			switch wrong {
			case "":
			case isHash:
				hashed++
			default:
				v.fault("<%s> <%s> %s has the TID %s, which is %s", tt.Triple.S, tt.Triple.P, tt.Triple.O.Key(), tid, wrong)
			}
		}
	}
	if hashed > 0 {
		v.unknown("%d of %d TIDs are of operations from before the journal, which begins after tick %d, and are hashes: "+
			"only another clone's file can tell whether they are right, by the same digest", hashed, total, st.Start)
	}
}

// isHash is said of a TID of which nothing can be told.
const isHash = "a hash"

// fromBefore tells what is wrong with a TID that is of no operation in the journal;
// nothing if it may be of one before that.
func fromBefore(tid clock.TID, st State, whole bool) string {
	time, readable, err := clock.TimeOf(tid)
	switch {
	case err != nil:
		return "none"
	case whole:
		return "of no operation"
	case !readable:
		return isHash
	case time.Ticks() > st.GWC.TicksOf(time):
		return "of an operation that this clone has not seen"
	case time.Ticks() > st.StartGWC.TicksOf(time):
		return "of no operation, though the journal reaches back to before it"
	}
	return ""
}

// operations compares the operations with the journal: each is an entry's, or one
// that came with a snapshot, under the TID of its time.
func (v *verifier) operations(codec operation.Codec, entries int) {
	n, all := 0, uint64(0)
	_ = v.ops.ForEach(func(k, _ []byte) error {
		all++
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
	if counted := v.metaUint(keyOperations); counted != all {
		v.fault("there are %d operations, and %d are counted", all, counted)
	}
	if n != entries {
		v.fault("the journal has %d entries, and %d operations", entries, n)
	}
}
