package engine

import (
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
)

// told are the operations among effects that go to all.
func (v *victim) told(effects []Effect) (all []clock.TID) {
	v.t.Helper()
	for _, effect := range effects {
		if s, ok := effect.(SendOperation); ok {
			all = append(all, v.tid(s.Payload))
		}
	}
	return all
}

func (v *victim) tid(payload []byte) clock.TID {
	v.t.Helper()
	m, err := v.codec.ParseMessage(payload)
	if err != nil {
		v.t.Fatal(err)
	}
	return m.TID()
}

// helps a clone of the reference by a rev-up, and gives what it is given.
func (v *victim) helps(id string) (given []clock.TID) {
	v.t.Helper()
	reply, _ := v.asksFor(id, control.Request{Time: mustTree(v.t, []any{0.0, []any{0.0}})})
	notes := v.takesUp(id, reply, func() {})
	for _, note := range notes[:len(notes)-1] {
		given = append(given, v.tid(note.Next))
	}
	if !notes[len(notes)-1].Complete {
		v.t.Fatalf("it does not end: %+v", notes)
	}
	return given
}

// TestWhatWaitedIsToldToWhoWasHelped: while an operation waits for its causes here, a clone
// of the reference is helped, which did not hear the operation. So it is told when it is
// applied; the reference gives such operations, too. Protocol page, section 6.
func TestWhatWaitedIsToldToWhoWasHelped(t *testing.T) {
	v := newVictim(t)
	payloads, _ := guests(t, 1)
	v.do(Operation{Payload: payloads[1]})
	if v.intake.buffer.len() != 1 {
		t.Fatal("it does not wait")
	}
	if given := v.helps("late"); len(given) != 2 {
		t.Fatalf("it is given %v", given)
	}
	told := v.told(v.do(Operation{Payload: payloads[0]}))
	if !slices.Contains(told, v.tid(payloads[1])) {
		t.Errorf("it is told %v", told)
	}
	if again := v.told(v.do(Operation{Payload: payloads[0]})); len(again) > 0 {
		t.Errorf("it is told %v once more", again)
	}
}

// TestWhatIsRecoveredIsToldToWhoWasHelped: a clone that recovers itself helps one of the
// reference, and gets only then what that lacks as well: by its own recovery, and by what was
// held meanwhile.
func TestWhatIsRecoveredIsToldToWhoWasHelped(t *testing.T) {
	v := newVictim(t)
	payloads, _ := guests(t, 1)
	l := v.meet("a", "b")
	l.offers()
	v.do(Operation{Payload: payloads[1]})
	if given := v.helps("late"); len(given) != 2 {
		t.Fatalf("it is given %v", given)
	}
	told := v.told(l.tells("updates", control.Notification{Next: payloads[0]}))
	if len(told) > 0 {
		t.Errorf("before it is whole, it tells %v", told)
	}
	told = v.told(l.tells("updates", control.Notification{Complete: true}))
	for i, payload := range payloads {
		if !slices.Contains(told, v.tid(payload)) {
			t.Errorf("operation %d is not told, only %v", i, told)
		}
	}
}

// TestWhoLacksNothingIsToldNothing: whom a clone helps that is whole, or who asks others as
// well afterwards, as our clones do, is told nothing more than all are.
func TestWhoLacksNothingIsToldNothing(t *testing.T) {
	payloads, _ := guests(t, 1)
	t.Run("the helper is whole", func(t *testing.T) {
		v := newVictim(t)
		v.helps("late")
		if told := v.told(v.do(Operation{Payload: payloads[0]}, Operation{Payload: payloads[1]})); len(told) > 0 {
			t.Errorf("it is told %v", told)
		}
	})
	t.Run("it asks others as well", func(t *testing.T) {
		v := newVictim(t)
		v.do(Operation{Payload: payloads[1]})
		reply, _ := v.asksFor("late", control.Request{Time: mustTree(t, []any{0.0, []any{0.0}}), Fused: true})
		v.takesUp("late", reply, func() {})
		if told := v.told(v.do(Operation{Payload: payloads[0]})); len(told) > 0 {
			t.Errorf("it is told %v", told)
		}
	})
}
