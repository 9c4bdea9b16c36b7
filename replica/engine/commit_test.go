package engine

import (
	"errors"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/store"
)

var errDisk = errors.New("no space left on device")

// disk is a store's commits, which a test lets fail.
type disk struct {
	// fails: the next commit is not even tried; halfway: it is, and then it is not
	// known what came of it.
	fails, halfway bool
	commits        int
}

func (d *disk) commit(commit func() error) error {
	if d.fails {
		return errDisk
	}
	d.commits++
	err := commit()
	if d.halfway {
		err = errors.Join(err, errDisk)
	}
	return err
}

// published are the effects that tell others, or followers, that something was
// done.
func published(effects []Effect) []Effect {
	return slices.DeleteFunc(slices.Clone(effects), func(effect Effect) bool {
		switch effect.(type) {
		case SetTimer, StatusChanged, WriteDone, Closed:
			return true
		}
		return false
	})
}

// TestNothingIsPublishedThatIsNotSaved: when a commit fails, its writer hears of
// it, nothing else is told of it, and the next goes on from what was there before.
func TestNothingIsPublishedThatIsNotSaved(t *testing.T) {
	d := &disk{}
	e := newEngineOn(t, d.commit)
	e.Handle(Connected{}, Presence{})
	effects, err := insert(e, "fred")
	if err != nil {
		t.Fatal(err)
	}
	sent[SendOperation](t, effects)
	sent[Updated](t, effects)
	before, _ := e.Time()

	d.fails = true
	effects, err = insert(e, "wilma")
	if err == nil || !errors.Is(err, errDisk) {
		t.Errorf("a write that was not saved is told as %v", err)
	}
	if out := published(effects); len(out) > 0 {
		t.Errorf("what was not saved was published: %v", out)
	}
	effects = e.Handle(Request{
		From: "other", MessageID: "q", Payload: control.Request{Snapshot: true, NewClock: true}.Encode(),
	})
	if out := published(effects); len(out) > 0 {
		t.Errorf("a clock that was not saved was given away: %v", out)
	}
	e.Handle(Operation{Payload: later(t, []any{1.0, []any{}, 1.0})})
	if now, _ := e.Time(); !now.Equal(before) || e.closed {
		t.Errorf("the clock went from %d to %d", before.Ticks(), now.Ticks())
	}

	d.fails = false
	if effects, err = insert(e, "barney"); err != nil {
		t.Fatalf("with room again: %v", err)
	}
	sent[SendOperation](t, effects)
	if now, _ := e.Time(); now.Ticks() != before.Ticks()+1 {
		t.Errorf("the clock went from %d to %d", before.Ticks(), now.Ticks())
	}
	if faults, err := e.Store().Verify(); err != nil || len(faults) > 0 {
		t.Errorf("the file is broken: %q, %v", faults, err)
	}
}

// TestTimersOutliveAFailedCommit: what was to be done later is still done.
func TestTimersOutliveAFailedCommit(t *testing.T) {
	d := &disk{}
	e := newEngineOn(t, d.commit)
	e.Handle(Connected{}, Presence{})
	d.fails = true
	effects, _ := insert(e, "fred")
	timer := sent[SetTimer](t, effects)
	d.fails = false
	for _, name := range []string{"wilma", "barney"} {
		if _, err := insert(e, name); err != nil {
			t.Fatal(err)
		}
	}
	e.Handle(Timer{Token: timer.Token})
	if err := e.Store().View(func(tx *store.Tx) error {
		entry, err := tx.EntryAfter(0)
		if err == nil && entry.Tick != 2 {
			t.Errorf("the journal begins with tick %d: its two entries are not fused", entry.Tick)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

// TestUncertainCommitStopsTheClone: where it is not known whether a commit counts,
// nothing more can be built on it; when the file is opened again, it tells.
func TestUncertainCommitStopsTheClone(t *testing.T) {
	d := &disk{}
	e := newEngineOn(t, d.commit)
	e.Handle(Connected{}, Presence{})
	d.halfway = true
	effects, err := insert(e, "fred")
	if !errors.Is(err, errDisk) {
		t.Errorf("the writer is told %v", err)
	}
	if out := published(effects); len(out) > 0 {
		t.Errorf("it was published: %v", out)
	}
	if closed := sent[Closed](t, effects); !errors.Is(closed.Err, errDisk) {
		t.Errorf("the clone closes with %v", closed.Err)
	}
}

// answering is a rule that answers what comes from others with an edit of its own.
type answering struct{}

func (answering) Check(*Interim) error { return nil }

func (answering) Apply(u *Interim) error {
	u.Assert(model.Patch{Inserts: []model.Triple{named("answer")}})
	return nil
}

// TestResolutionsArePublishedWhenTheyAreSaved: what a rule adds to another's operation
// is an operation of this clone's own, and goes out when both are on disk. Before, it may
// come to nothing, and then its tick stands for something else.
func TestResolutionsArePublishedWhenTheyAreSaved(t *testing.T) {
	d := &disk{}
	e := newEngineOn(t, d.commit)
	e.cfg.Constraints = []Constraint{answering{}}
	e.Handle(Connected{}, Presence{})
	e.Handle(Request{
		From: "guest", MessageID: "q", Payload: control.Request{Snapshot: true, NewClock: true}.Encode(),
	})
	before, _ := e.Time()
	comes := Operation{Payload: guestOperation(t, []any{0.0, []any{1.0}}, 0, nil)}

	d.fails = true
	if out := operations(e.Handle(comes)); len(out) > 0 {
		t.Errorf("what was not saved was published: %v", out)
	}
	if now, _ := e.Time(); !now.Equal(before) {
		t.Errorf("the clock went from %d to %d", before.Ticks(), now.Ticks())
	}

	d.fails = false
	effects := e.Handle(comes)
	m, err := testCodec.ParseMessage(sent[SendOperation](t, effects).Payload)
	if err != nil {
		t.Fatal(err)
	}
	if now, _ := e.Time(); m.Time.Ticks() != before.Ticks()+2 || !m.Time.Equal(now) {
		t.Errorf("the answer is of tick %d after %d, and the clock is at %d", m.Time.Ticks(), before.Ticks(), now.Ticks())
	}
}

// TestWhatTheClerkHasCutIsGone: the clerk cuts the journal, and the disk fails, but only
// when that has reached the file. What the clone has made, others still know of.
func TestWhatTheClerkHasCutIsGone(t *testing.T) {
	d := &disk{}
	e := newEngineOn(t, d.commit)
	e.Handle(Connected{}, Presence{})
	forks := Request{From: "other", MessageID: "q", Payload: control.Request{Snapshot: true, NewClock: true}.Encode()}
	e.Handle(forks) // Not that it is a domain of one.
	for _, name := range []string{"fred", "wilma"} {
		if _, err := insert(e, name); err != nil {
			t.Fatal(err)
		}
	}
	seen := e.state.GWC
	e.cfg.MaxJournal = 1
	d.halfway = true
	if e.Handle(Timer{Token: e.clerk.timer}); e.closed {
		t.Error("it is closed by what changes nothing that others see")
	}
	d.halfway = false
	e.begin()
	if !e.judge(seen) {
		t.Error("it takes its file for an old copy, since it does not find what it made")
	}
	e.commit()
	if faults, err := e.Store().Verify(); err != nil || len(faults) > 0 {
		t.Errorf("the file is broken: %q, %v", faults, err)
	}
}
