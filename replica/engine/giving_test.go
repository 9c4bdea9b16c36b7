package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/control"
)

// asksFor sends a request to the victim, and gives its response.
func (v *victim) asksFor(from string, req control.Request) (SendReply, control.Response) {
	v.t.Helper()
	reply := sent[SendReply](v.t, v.do(Request{From: from, MessageID: "q " + from, Payload: req.Encode()}))
	res, err := control.ParseResponse(reply.Payload)
	if err != nil || res.Rejected != 0 {
		v.t.Fatalf("%s gets %+v, %v", from, res, err)
	}
	return reply, res
}

// takesUp acknowledges a response, and all that then comes, until meanwhile is called,
// with the first of it; it gives the notifications.
func (v *victim) takesUp(from string, reply SendReply, meanwhile func()) (all []control.Notification) {
	v.t.Helper()
	queue := v.do(Reply{From: from, MessageID: "a " + from, SentMessageID: reply.MessageID, Payload: control.Ack})
	for len(queue) > 0 {
		n, ok := queue[0].(SendNotify)
		queue = queue[1:]
		if !ok {
			continue
		}
		note, err := control.ParseNotification(n.Payload)
		if err != nil || note.Err != "" {
			v.t.Fatalf("%s gets %+v, %v", from, note, err)
		}
		if all = append(all, note); len(all) == 1 {
			meanwhile()
		}
		queue = append(queue, v.do(Acknowledged{Ack: n.Ack})...)
		queue = append(queue, v.do(looks(v.Engine)...)...)
	}
	return all
}

// TestWhatComesDuringARevUpIsForwarded: what is written and what comes from others
// while a rev-up is given is part of it. Protocol page, section 6.
func TestWhatComesDuringARevUpIsForwarded(t *testing.T) {
	v := newVictim(t)
	for i := range giveMost {
		if _, err := insert(v.Engine, noise(i)); err != nil {
			t.Fatal(err)
		}
	}
	newcomer, _ := v.asksFor("newcomer", control.Request{Snapshot: true, NewClock: true})
	v.takesUp("newcomer", newcomer, func() {})
	reply, _ := v.asksFor("late", control.Request{Time: mustTree(t, []any{0.0, []any{0.0}}), Fused: true})
	notes := v.takesUp("late", reply, func() {
		if _, err := insert(v.Engine, "meanwhile"); err != nil {
			t.Fatal(err)
		}
		v.do(Operation{Payload: guestOperation(t, []any{2.0, []any{1.0}}, 0, nil)})
	})
	got := 0
	for i, note := range notes {
		if note.Complete {
			if i != len(notes)-1 {
				t.Errorf("it ends after %d of %d parts", i, len(notes))
			}
			break
		}
		m, err := v.codec.ParseMessage(note.Next)
		if err != nil {
			t.Fatal(err)
		}
		got += int(m.Time.Ticks() - m.From + 1) // Some are fused.
	}
	if want := 2 + giveMost + 2; got != want {
		t.Errorf("%d operations are given, not %d", got, want)
	}
}

// TestOnlyWhoTakesFusionsIsGivenThem: to a clone of the reference, whose requests do not say
// that it does, each operation is given as it is in the journal.
func TestOnlyWhoTakesFusionsIsGivenThem(t *testing.T) {
	v := newVictim(t)
	const edits = 50
	for i := range edits {
		if _, err := insert(v.Engine, fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	for fused, want := range map[bool]int{false: 2 + edits + 1, true: 1 + 1} {
		reply, _ := v.asksFor("late", control.Request{Time: mustTree(t, []any{0.0, []any{0.0}}), Fused: fused})
		if got := len(v.takesUp("late", reply, func() {})); got != want {
			t.Errorf("where fusions are taken: %t, it comes in %d parts, not %d", fused, got, want)
		}
	}
}

// TestWhatCameAndWentIsGiven: who comes back hears of a value that came and went meanwhile,
// though all that one process wrote could be one operation.
func TestWhatCameAndWentIsGiven(t *testing.T) {
	v := newVictim(t)
	name := func(s string) []model.Triple {
		return []model.Triple{{S: "http://test.m-ld.org/fred", P: "http://test.m-ld.org/#name", O: model.String(s)}}
	}
	for _, p := range []model.Patch{{Inserts: name("Fred")}, {Deletes: name("Fred"), Inserts: name("Flintstone")}} {
		if _, err := patch(v.Engine, p); err != nil {
			t.Fatal(err)
		}
	}
	reply, _ := v.asksFor("late", control.Request{Time: mustTree(t, []any{0.0, []any{0.0}}), Fused: true})
	if got, want := len(v.takesUp("late", reply, func() {})), 2+2+1; got != want {
		t.Errorf("it comes in %d parts, not %d", got, want)
	}
}

// TestAClockIsGivenOnce: one that was offered and not taken up is given to the next
// newcomer, and to no other; nor is one that was.
func TestAClockIsGivenOnce(t *testing.T) {
	v := newVictim(t)
	v.wait() // The guest has not taken up its own.
	ask := control.Request{Snapshot: true, NewClock: true}
	_, idle := v.asksFor("idle", ask)
	v.wait()
	taken := make(map[string]string)
	for i := range 4 {
		name := fmt.Sprint("newcomer", i)
		reply, res := v.asksFor(name, ask)
		path := res.Clock.Path()
		if i == 0 && path != idle.Clock.Path() {
			t.Errorf("the first is %s, though %s is free", path, idle.Clock.Path())
		}
		if other := taken[path]; other != "" {
			t.Errorf("%s is %s, as is %s", name, path, other)
		}
		taken[path] = name
		v.takesUp(name, reply, func() {})
		v.wait()
	}
}

// TestPartsOfASnapshotAreWhatOthersTake: of few triples, for a JavaScript clone applies each
// part in one go, and of few bytes, for its relay takes a megabyte.
func TestPartsOfASnapshotAreWhatOthersTake(t *testing.T) {
	v := newVictim(t)
	const small, large, length = 600, 200, 9_000
	random := rand.New(rand.NewPCG(1, 2))
	var p model.Patch
	for i := range small + large {
		text := make([]byte, 5)
		if i >= small {
			text = make([]byte, length)
		}
		for n := range text { // It can hardly be compressed.
			text[n] = byte('!' + random.IntN('~'-'!'))
		}
		s := model.IRI(fmt.Sprintf("http://test.m-ld.org/s%03d", i))
		p.Inserts = append(p.Inserts, model.Triple{S: s, P: "http://test.m-ld.org/#name", O: model.String(string(text))})
		if len(p.Inserts) == 50 {
			if _, err := patch(v.Engine, p); err != nil {
				t.Fatal(err)
			}
			p.Inserts = nil
		}
	}
	reply, _ := v.asksFor("newcomer", control.Request{Snapshot: true, NewClock: true})
	most, total := 0, 0
	for _, note := range v.takesUp("newcomer", reply, func() {}) {
		if note.Complete {
			continue
		}
		datum, err := v.codec.ParseDatum(note.Next)
		if err != nil || datum.Operation != nil {
			continue // It is of the journal, or one of the latest operations.
		}
		most, total = max(most, len(datum.Triples)), total+len(datum.Triples)
		if len(datum.Triples) > 250 || len(note.Next) > 100_000 {
			t.Errorf("a part has %d triples, and %d bytes", len(datum.Triples), len(note.Next))
		}
	}
	if most != 250 || total < small+large {
		t.Errorf("%d triples come in parts of at most %d", total, most)
	}
}
