package engine

import (
	"testing"

	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/pack"
)

// heldBytesOf is what is really held of messages that came during a recovery.
func heldBytesOf(held [][]byte) (bytes int) {
	for _, payload := range held {
		bytes += len(payload)
	}
	return bytes
}

// TestWhatIsHeldIsBounded: while a clone recovers, others can send it what they like. It
// holds only so much, and gets what it dropped by another recovery.
func TestWhatIsHeldIsBounded(t *testing.T) {
	known := []any{0.0, []any{0.0}}
	for name, c := range map[string]struct {
		payload []byte
		count   int
	}{
		"by bytes": {ofSize(known, 4<<20), maxHeld/(4<<20) + 3},
		"by count": {ofSize(known, 1), maxHeldCount + 3},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVictim(t)
			before, at := v.names(), v.state.Time
			l := v.meet("a", "honest")
			l.offers()
			for range c.count {
				v.do(Operation{Payload: c.payload})
				in := &v.intake
				if bytes := heldBytesOf(in.held[max(0, len(in.held)-1):]); in.heldBytes > maxHeld || len(in.held) > maxHeldCount || bytes == 0 {
					t.Fatalf("%d are held, of %d bytes", len(in.held), in.heldBytes)
				}
			}
			if in := &v.intake; heldBytesOf(in.held) != in.heldBytes || !in.overflown {
				t.Fatalf("%d bytes are held, and %d counted (overflown: %t)", heldBytesOf(in.held), in.heldBytes, in.overflown)
			}
			effects := l.tells("updates", control.Notification{Complete: true})
			for v.intake.next != 0 {
				effects = append(effects, v.do(Timer{Token: v.intake.next})...)
			}
			if !v.Status().Outdated {
				t.Error("it takes itself for whole, though it has dropped operations")
			}
			v.goesOn(before, at, effects)
		})
	}
}

// ofSize is a message of a time, with so many bytes of content.
func ofSize(at []any, bytes int) []byte {
	b := pack.AppendUint(pack.AppendArray(nil, 7), operation.Version)
	b = pack.AppendValue(pack.AppendUint(b, 0), at)
	b = pack.AppendValue(pack.AppendBytes(b, make([]byte, bytes)), []any{1.0})
	b = pack.AppendNil(pack.AppendNil(b))
	return operation.NewMessage(0, &operation.Encoded{Packed: b}, nil).Payload
}

// TestWhatWaitsIsBounded: operations whose causes never come take only so much memory;
// when it is full they are dropped, and others are asked for what is missing.
func TestWhatWaitsIsBounded(t *testing.T) {
	for name, c := range map[string]struct{ size, count int }{
		"by bytes": {4 << 20, maxHeld / (4 << 20)},
		"by count": {1, maxBuffered + 1},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVictim(t)
			l := v.meet("honest")
			l.offers()
			l.tells("updates", control.Notification{Complete: true})
			if !v.intake.attached {
				t.Fatal("it has not recovered")
			}
			var effects []Effect
			for i := range c.count {
				if b := &v.intake.buffer; i > 0 && b.len() != i {
					t.Fatalf("of %d, %d wait", i, b.len())
				}
				// A fork of the guest's has seen what another fork has not done yet.
				effects = v.do(Operation{Payload: ofSize([]any{2.0, []any{[]any{float64(i + 1)}, 9.0}}, c.size)})
			}
			if b := &v.intake.buffer; b.len() != 0 || b.bytes != 0 {
				t.Errorf("%d wait, of %d bytes", b.len(), b.bytes)
			}
			if in := &v.intake; in.attached || in.current || len(in.held) > 1 {
				t.Errorf("attached: %t, current: %t, held: %d", in.attached, in.current, len(in.held))
			}
			effects = append(effects, v.wait()...)
			sent[SendRequest](t, effects)
		})
	}
}
