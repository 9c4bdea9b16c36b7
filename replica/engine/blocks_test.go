package engine

import (
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
)

// newJudge is a victim that does not allow a name, and has blocked the guest for it at its
// tick 3, after a name of the tick 1.
func newJudge(t *testing.T) *victim {
	t.Helper()
	v := newVictim(t)
	v.cfg.Constraints = []Constraint{forbidding("forbidden")}
	v.do(Operation{Payload: guestNames(t, 1, 0, "lawful")}, Operation{Payload: guestNames(t, 3, 1, "forbidden")})
	if tid, _ := v.state.GWC.TID(mustTree(t, guestAt(3))); tid != clock.BlockedTID {
		t.Fatalf("the guest is not blocked: %s", tid)
	}
	return v
}

func guestAt(tick float64) []any { return []any{2.0, []any{tick}} }

func guestNames(t *testing.T, tick float64, prev uint64, name string) []byte {
	t.Helper()
	return guestOperation(t, guestAt(tick), prev, func(op *operation.Operation) {
		op.Inserts = operation.Plain(op.Time.TID(), []model.Triple{named(name)})
	})
}

func (v *victim) hasName(name string) bool {
	return slices.ContainsFunc(v.names(), func(held string) bool { return strings.HasPrefix(held, name+"[") })
}

// TestWhatFollowsBlockedOperationsIsTaken: others may not keep the rule, and write what
// comes after what was refused here. The reference waits for that for ever.
func TestWhatFollowsBlockedOperationsIsTaken(t *testing.T) {
	v := newJudge(t)
	v.do(Request{From: "third", MessageID: "q", Payload: control.Request{Snapshot: true, NewClock: true}.Encode()})
	if path := v.state.Time.Path(); path != "ll" {
		t.Fatalf("the victim is %s", path)
	}
	at := []any{[]any{2.0, 0.0, []any{1.0}}, 70.0} // The third has seen much of the guest.
	v.do(Operation{Payload: guestOperation(t, at, 2, func(op *operation.Operation) {
		op.Inserts = operation.Plain(op.Time.TID(), []model.Triple{named("third")})
	})})
	if n := v.intake.buffer.len(); n != 0 || !v.hasName("third") || v.hasName("forbidden") || !v.hasName("lawful") {
		t.Errorf("it holds %q, and %d wait", v.names(), n)
	}
}

// TestOwnOperationsDoNotFollowABlockDirectly: it is a cause more, by which clones that
// fuse by ticks would mix up operations.
func TestOwnOperationsDoNotFollowABlockDirectly(t *testing.T) {
	v := newVictim(t)
	v.cfg.Constraints = []Constraint{forbidding("forbidden")}
	before := v.state.GWC.TicksOf(v.state.Time)
	v.do(Operation{Payload: guestNames(t, 3, 0, "forbidden")})
	effects, err := insert(v.Engine, "next")
	if err != nil {
		t.Fatal(err)
	}
	m, err := testCodec.ParseMessage(sent[SendOperation](t, effects).Payload)
	if err != nil || m.From <= before+1 {
		t.Errorf("after the tick %d comes %d, %v", before, m.From, err)
	}
}

// TestBlocksOutliveASnapshot of somebody who has not heard of the reason.
func TestBlocksOutliveASnapshot(t *testing.T) {
	v := newJudge(t)
	behind, err := v.state.GWC.Set(mustTree(t, guestAt(1)))
	if err != nil {
		t.Fatal(err)
	}
	l := v.asks(v.meet("helper").replies(control.Response{UpdatesAddress: "x"}.Encode()))
	l.replies(control.Response{
		Snapshot: true, GWC: behind, Clock: v.state.Time, Agreed: clock.Genesis(), DataAddress: "data", UpdatesAddress: "updates",
	}.Encode())
	l.tells("data", datum("lawful"))
	l.tells("data", control.Notification{Complete: true})
	l.tells("updates", control.Notification{Complete: true})
	if tid, _ := v.state.GWC.TID(mustTree(t, guestAt(3))); tid != clock.BlockedTID {
		t.Errorf("the guest is free: %s", tid)
	}
	v.do(Operation{Payload: guestNames(t, 4, 3, "more")})
	if v.hasName("more") {
		t.Errorf("it holds %q", v.names())
	}
}

// TestARuleSeesWhatWasThereAlready: it is to say the same of an operation on every clone,
// whether or not another had inserted the same triple before.
func TestARuleSeesWhatWasThereAlready(t *testing.T) {
	v := newVictim(t)
	v.do(Operation{Payload: guestNames(t, 1, 0, "forbidden")}) // There is no rule yet.
	v.cfg.Constraints = []Constraint{forbidding("forbidden")}
	before := v.names()
	v.do(Operation{Payload: guestNames(t, 3, 1, "forbidden")})
	if tid, _ := v.state.GWC.TID(mustTree(t, guestAt(3))); tid != clock.BlockedTID || !slices.Equal(v.names(), before) {
		t.Errorf("the guest is at %s, and it holds %q, before %q", tid, v.names(), before)
	}
}
