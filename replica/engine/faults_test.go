package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
)

// Tests that this engine has no fault that the reference has, and sets none off; the
// whole list is in the README of package compliance.

// TestSnapshotsHaveAClock, be it asked for or not: the reference fails without.
func TestSnapshotsHaveAClock(t *testing.T) {
	for _, newClock := range []bool{false, true} {
		v := newVictim(t)
		before := v.state.Time
		effects := v.do(Request{From: "asker", MessageID: "m", Payload: control.Request{Snapshot: true, NewClock: newClock}.Encode()})
		res, err := control.ParseResponse(sent[SendReply](t, effects).Payload)
		if err != nil || res.Clock.IsZero() {
			t.Errorf("new clock %t: %+v, %v", newClock, res, err)
		}
		if forked := v.state.Time.Forks() != before.Forks(); forked != newClock {
			t.Errorf("new clock %t: forked: %t", newClock, forked)
		}
	}
}

// TestNewcomersThatRetryForkOnce: a newcomer of the reference whose stream fails asks
// again at once, many times; a clock that it did not take up is given to the next.
func TestNewcomersThatRetryForkOnce(t *testing.T) {
	v := newVictim(t)
	before := v.state.Time.Forks()
	for i := range 100 {
		v.do(Request{From: "newcomer", MessageID: fmt.Sprint(i), Payload: control.Request{Snapshot: true, NewClock: true}.Encode()})
		v.wait() // It never takes up the offer.
	}
	if forks := v.state.Time.Forks() - before; forks != 1 {
		t.Errorf("the clock has forked %d times", forks)
	}
}

// TestWritesDoNotWaitForRecovery: they are committed at once, and are published when
// it is known what the helper has.
func TestWritesDoNotWaitForRecovery(t *testing.T) {
	v := newVictim(t)
	l := v.meet("helper")
	effects, err := insert(v.Engine, "meanwhile")
	if err != nil || v.rec == nil {
		t.Fatalf("written during a recovery: %v", err)
	}
	if len(operations(effects)) != 0 {
		t.Error("it is published while nobody may take it")
	}
	behind, err := v.state.GWC.Set(mustAt(t, v.state.Time, v.state.Time.Ticks()-1))
	if err != nil {
		t.Fatal(err)
	}
	effects = l.replies(control.Response{GWC: behind, UpdatesAddress: "updates"}.Encode())
	if n := len(operations(effects)); n != 1 {
		t.Errorf("%d operations are published to a helper that lacks one", n)
	}
	if effects, err = insert(v.Engine, "then"); err != nil || len(operations(effects)) != 1 {
		t.Errorf("the next is published %d times, %v", len(operations(effects)), err)
	}
}

func mustAt(t *testing.T, c clock.Tree, ticks uint64) clock.Tree {
	t.Helper()
	at, err := c.At(ticks)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestHelpersAreHelped: a silo of the reference takes no broadcast before somebody is
// present and has answered its rev-up. So this clone is present as soon as a helper
// has accepted it, and answers the very one that is helping it.
func TestHelpersAreHelped(t *testing.T) {
	v := newVictim(t)
	v.do(Disconnected{}, Connected{})
	l := v.meet("silo")
	effects := l.offers()
	announced := false
	for _, effect := range effects {
		if p, ok := effect.(SendPresent); ok && p.Present {
			announced = true
		}
	}
	if !announced {
		t.Error("it is not present while it is helped")
	}
	ask := control.Request{Time: mustTree(t, []any{0.0, []any{0.0}})}
	res, err := control.ParseResponse(sent[SendReply](t, v.do(Request{From: "silo", MessageID: "m", Payload: ask.Encode()})).Payload)
	if err != nil || res.Rejected != 0 || res.GWC.IsZero() {
		t.Errorf("the helper gets %+v, %v", res, err)
	}
}

func mustTree(t *testing.T, v any) clock.Tree {
	t.Helper()
	tree, err := clock.TreeFromValue(v)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestEditsStayOnTopOfASnapshot: what the others lack is applied again, and sent.
func TestEditsStayOnTopOfASnapshot(t *testing.T) {
	v := newVictim(t)
	behind := v.state.GWC
	before := v.names()
	if _, err := insert(v.Engine, "unsent"); err != nil {
		t.Fatal(err)
	}
	cannot := control.Response{UpdatesAddress: "x"}.Encode()
	l := v.asks(v.meet("helper").replies(cannot))
	if !l.asked.Snapshot {
		t.Fatalf("it asks for %+v", l.asked)
	}
	l.replies(control.Response{
		Snapshot: true, GWC: behind, Clock: v.state.Time, Agreed: clock.Genesis(), DataAddress: "data", UpdatesAddress: "updates",
	}.Encode())
	fred := []operation.TripleTIDs{{Triple: named("fred"), TIDs: []clock.TID{"kQE=", "kgIA"}}}
	l.tells("data", control.Notification{Next: testCodec.EncodeTriples(fred)})
	effects := l.tells("data", control.Notification{Complete: true})
	l.tells("updates", control.Notification{Complete: true})
	now := v.names()
	if len(now) != len(before)+1 || !strings.Contains(strings.Join(now, " "), "unsent") {
		t.Errorf("it holds %v, after %v", now, before)
	}
	if len(operations(effects)) != 1 {
		t.Errorf("%d operations are sent again", len(operations(effects)))
	}
}

// TestWhatIsTooBigIsRefused: relays drop the connection of who sends more than a
// megabyte, and clones refuse what unpacks to too much.
func TestWhatIsTooBigIsRefused(t *testing.T) {
	v := newVictim(t)
	v.cfg.MaxMessage = 1_000_000
	write := func(triples ...model.Triple) (err error) {
		v.do(Write{
			Change: func(model.Graph) (model.Patch, error) { return model.Patch{Inserts: triples}, nil },
			Done:   func(_ Written, e error) { err = e },
		})
		return err
	}
	many := make([]model.Triple, 70_000)
	for i := range many {
		many[i] = model.Triple{S: "http://test.m-ld.org/x", P: "http://test.m-ld.org/#p", O: model.Number(float64(i))}
	}
	if err := write(many...); err == nil || !strings.Contains(err.Error(), "in several parts") {
		t.Errorf("70,000 triples: %v", err)
	}
	if err := write(many[:1000]...); err != nil {
		t.Error(err)
	}
}

// TestLongHistoriesAreBroken: the reference fuses the whole past of a process when it
// gives a snapshot, as far as it can be fused, and overflows its stack.
func TestLongHistoriesAreBroken(t *testing.T) {
	v := newVictim(t)
	longest, current := 0, 0
	var last *operation.Encoded
	for i := range 70 {
		many := make([]model.Triple, 1000)
		for j := range many {
			many[j] = model.Triple{S: "http://test.m-ld.org/x", P: "http://test.m-ld.org/#p", O: model.Number(float64(1000*i + j))}
		}
		effects := v.do(Write{
			Change: func(model.Graph) (model.Patch, error) { return model.Patch{Inserts: many}, nil },
			Done: func(_ Written, err error) {
				if err != nil {
					t.Error(err)
				}
			},
		})
		m, err := testCodec.ParseMessage(sent[SendOperation](t, effects).Payload)
		if err != nil {
			t.Fatal(err)
		}
		if last != nil && !operation.Contiguous(last, m.Encoded) {
			current = 0
		}
		last = m.Encoded
		current += 1000
		longest = max(longest, current)
	}
	if longest > maxInARow+1000 {
		t.Errorf("%d triples can be fused to one another", longest)
	}
	if faults, err := v.Store().Verify(); err != nil || len(faults) > 0 {
		t.Errorf("the file is not sound: %q, %v", faults, err)
	}
}

// operations are those of the effects that publish one.
func operations(effects []Effect) (out []SendOperation) {
	for _, effect := range effects {
		if op, ok := effect.(SendOperation); ok {
			out = append(out, op)
		}
	}
	return out
}
