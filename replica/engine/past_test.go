package engine

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// withPast is a clone that took a snapshot, in which the guest's latest operation came,
// of its tick 5.
func withPast(t *testing.T) (v *victim, past *operation.Encoded) {
	t.Helper()
	v = newVictim(t)
	at := mustTree(t, []any{2.0, []any{5.0}})
	past = testCodec.Encode(&operation.Operation{
		From: 5, Time: at, Inserts: operation.Plain(at.TID(), []model.Triple{named("guest")}),
	})
	gwc, err := v.state.GWC.Set(at)
	if err != nil {
		t.Fatal(err)
	}
	l := v.asks(v.meet("helper").replies(control.Response{UpdatesAddress: "x"}.Encode()))
	l.replies(control.Response{
		Snapshot: true, GWC: gwc, Clock: v.state.Time, Agreed: clock.Genesis(), DataAddress: "data", UpdatesAddress: "updates",
	}.Encode())
	l.tells("data", control.Notification{Next: testCodec.EncodeOperation(past)})
	l.tells("data", control.Notification{Complete: true})
	l.tells("updates", control.Notification{Complete: true})
	return v, past
}

// hasPast reports whether an operation is in a snapshot that the clone gives, and the
// clone has it at all.
func (v *victim) hasPast(past *operation.Encoded) (given, kept bool) {
	v.t.Helper()
	reply, _ := v.asksFor("newcomer", control.Request{Snapshot: true, NewClock: true})
	for _, note := range v.takesUp("newcomer", reply, func() {}) {
		if note.Complete {
			continue
		}
		if d, err := testCodec.ParseDatum(note.Next); err == nil && d.Operation != nil && d.Operation.Time.TID() == past.Time.TID() {
			given = true
		}
	}
	err := v.Store().View(func(tx *store.Tx) error {
		_, kept = tx.Operation(past.Time.TID())
		return nil
	})
	if err != nil {
		v.t.Fatal(err)
	}
	return given, kept
}

// TestThePastOfAProcessIsKeptWhileAForkHasNotMovedOn: the latest operation of a process,
// as it came with a snapshot, is forgotten when the process has moved on, so that the
// file does not grow; but not while it is the latest of one that was forked from it,
// for a snapshot must hold the latest of every process. Protocol page, sections 6 and 9.
func TestThePastOfAProcessIsKeptWhileAForkHasNotMovedOn(t *testing.T) {
	left := func(ticks float64) []any { return []any{2.0, []any{5.0, []any{ticks}, 0.0}} }
	right := func(ticks float64) []any { return []any{2.0, []any{5.0, 0.0, []any{ticks}}} }
	for name, c := range map[string]struct {
		times []any // of the operations that then come; each leaves ticks out
		stays bool
	}{
		"nothing comes":            {nil, true},
		"the process goes on":      {[]any{[]any{2.0, []any{9.0}}}, false},
		"one of two forks goes on": {[]any{left(4)}, true},
		"the other fork goes on":   {[]any{right(4)}, true},
		"both forks go on":         {[]any{left(4), right(4)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			v, past := withPast(t)
			for _, at := range c.times {
				v.do(Operation{Payload: guestOperation(t, at, 5, nil)})
				if tree := mustTree(t, at); v.state.GWC.TicksOf(tree) != tree.Ticks() {
					t.Fatalf("%v is not taken\n%s", at, &v.log)
				}
			}
			if given, kept := v.hasPast(past); given != c.stays || kept != c.stays {
				t.Errorf("in a snapshot: %t, in the file: %t", given, kept)
			}
			if faults, err := v.Store().Verify(); err != nil || len(faults) > 0 {
				t.Errorf("the file is not sound: %q, %v", faults, err)
			}
		})
	}
}
