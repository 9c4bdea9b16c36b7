package engine

import (
	"bytes"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/pack"
	"github.com/m-ld/mld-tui/replica/store"
)

// attributed is an operation of the guest with what it is signed with.
func attributed(t *testing.T) (payload, attr []byte) {
	t.Helper()
	attr = pack.AppendString(pack.AppendString(pack.AppendMap(nil, 2), "pid"), "http://test.m-ld.org/guest")
	attr = pack.AppendBytes(pack.AppendString(attr, "sig"), []byte{1, 2, 3})
	op := &operation.Operation{From: 1, Time: mustTree(t, []any{2.0, []any{1.0}})}
	op.Inserts = operation.Plain(op.Time.TID(), []model.Triple{named("signed")})
	return operation.NewMessage(0, testCodec.Encode(op), attr).Payload, attr
}

// isAttributed makes sure that the guest's operation is among messages as it was sent.
func isAttributed(t *testing.T, where string, messages [][]byte, payload []byte) {
	t.Helper()
	for _, m := range messages {
		if bytes.Equal(m, payload) {
			return
		}
	}
	t.Errorf("%s, of %d messages none is the guest's, signed", where, len(messages))
}

// TestAttributionStays: who an operation is said to be from, and the signature of that,
// go wherever the operation goes: to the journal, to who asks for what was missed, and to
// whoever is found to lack it, be it behind by a rev-up or by a snapshot. Protocol page,
// sections 4, 9 and 13.
func TestAttributionStays(t *testing.T) {
	payload, attr := attributed(t)
	v := newVictim(t)
	v.do(Operation{Payload: payload})
	err := v.Store().View(func(tx *store.Tx) error {
		entry, err := tx.EntryBefore(1 << 40)
		if err == nil && !bytes.Equal(entry.Attr, attr) {
			t.Errorf("the journal has the attribution %x, not %x", entry.Attr, attr)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	reply, _ := v.asksFor("late", control.Request{Time: mustTree(t, []any{0.0, []any{0.0}})})
	var given [][]byte
	for _, note := range v.takesUp("late", reply, func() {}) {
		given = append(given, note.Next)
	}
	isAttributed(t, "in a rev-up", given, payload)

	behind, err := clock.GlobalFromValue([]any{0.0, []any{[]any{0.0, "kA=="}, []any{0.0, "kA=="}}})
	if err != nil {
		t.Fatal(err)
	}
	l := v.meet("helper")
	isAttributed(t, "to a helper that lacks it", payloads(l.replies(control.Response{GWC: behind, UpdatesAddress: "updates"}.Encode())), payload)
}

// TestAttributionStaysOnTopOfASnapshot that lacks the operation.
func TestAttributionStaysOnTopOfASnapshot(t *testing.T) {
	v := newVictim(t)
	behind := v.state.GWC
	payload, attr := attributed(t)
	v.do(Operation{Payload: payload})
	l := v.asks(v.meet("helper").replies(control.Response{UpdatesAddress: "x"}.Encode()))
	if !l.asked.Snapshot {
		t.Fatalf("it asks for %+v", l.asked)
	}
	l.replies(control.Response{
		Snapshot: true, GWC: behind, Clock: v.state.Time, Agreed: clock.Genesis(), DataAddress: "data", UpdatesAddress: "updates",
	}.Encode())
	effects := l.tells("data", control.Notification{Complete: true})
	isAttributed(t, "on top of a snapshot", payloads(effects), payload)
	err := v.Store().View(func(tx *store.Tx) error {
		entry, err := tx.EntryAfter(0)
		if err == nil && (entry == nil || !bytes.Equal(entry.Attr, attr)) {
			t.Errorf("the new journal has %+v", entry)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// payloads are those of the operations that effects publish.
func payloads(effects []Effect) (out [][]byte) {
	for _, op := range operations(effects) {
		out = append(out, op.Payload)
	}
	return out
}
