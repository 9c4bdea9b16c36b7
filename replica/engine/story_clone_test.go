package engine

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// storyClone is a clone of this engine that takes part in a story.
type storyClone struct {
	t     *testing.T
	e     *Engine
	where string
	// helped: it has offered a rev-up when it was last asked.
	helped bool
}

func newStoryClone(t *testing.T, step storyStep) *storyClone {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "data.mld"), store.Options{Domain: "test.m-ld.org", NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	e, _, err := Open(s, Config{
		ID: step.Clone, Domain: "test.m-ld.org", Genesis: step.Do == "genesis", Principal: step.Options.Principal,
		NetworkTimeout: time.Second, MaxMessage: 1 << 20,
		Now: time.Now, NewID: func() string { n++; return fmt.Sprint(step.Clone, n) }, Rand: rand.New(rand.NewPCG(1, 2)),
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		e.Close()
		_ = e.Store().Close()
	})
	return &storyClone{t: t, e: e}
}

func (c *storyClone) at(i int, do string) { c.where = fmt.Sprintf("step %d, %s %s", i, c.e.cfg.ID, do) }

// handle gives events, closes what was replaced, and gives the other effects.
func (c *storyClone) handle(events ...Event) (out []Effect) {
	for _, effect := range c.e.Handle(events...) {
		switch effect := effect.(type) {
		case Replaced:
			_ = effect.Old.Close()
		case WriteDone:
			effect.Call()
		case Closed:
			c.t.Fatalf("%s: closed: %v", c.where, effect.Err)
		default:
			out = append(out, effect)
		}
	}
	return out
}

func (c *storyClone) message(b []byte) *operation.Message {
	c.t.Helper()
	m, err := c.e.codec.ParseMessage(b)
	if err != nil {
		c.t.Fatalf("%s: %v", c.where, err)
	}
	return m
}

func (c *storyClone) operation(m *operation.Message) *operation.Operation {
	c.t.Helper()
	op, err := c.e.codec.Decode(m.Encoded)
	if err != nil {
		c.t.Fatalf("%s: %v", c.where, err)
	}
	return op
}

// write makes a transaction, and compares the message with that of the reference.
func (c *storyClone) write(s *story, step storyStep) {
	c.t.Helper()
	c.setTime(step.Before)
	if step.Message == nil {
		c.transact(step)
		return
	}
	want := c.message(s.Messages[*step.Message].Bytes)
	wantOp := c.operation(want)
	if step.Agree != nil || len(wantOp.Deletes)+len(wantOp.Inserts) == 0 {
		c.commit(want) // We make no agreements, and publish nothing that is empty.
		return
	}
	effects := c.transact(step)
	i := slices.IndexFunc(effects, func(e Effect) bool { _, ok := e.(SendOperation); return ok })
	if i < 0 {
		c.t.Fatalf("%s: nothing was published", c.where)
	}
	got := c.message(effects[i].(SendOperation).Payload)
	gotOp := c.operation(got)
	switch {
	case got.Prev != want.Prev || got.From != want.From || !got.Time.Equal(want.Time) || got.Principal != want.Principal:
		c.t.Errorf("%s: publishes %d to %x after %d, not %d to %x after %d", c.where,
			got.From, got.Time.AppendMsgPack(nil), got.Prev, want.From, want.Time.AppendMsgPack(nil), want.Prev)
	case pairsText(gotOp.Deletes) != pairsText(wantOp.Deletes):
		c.t.Errorf("%s: deletes\n%s\nnot\n%s", c.where, pairsText(gotOp.Deletes), pairsText(wantOp.Deletes))
	case pairsText(gotOp.Inserts) != pairsText(wantOp.Inserts):
		c.t.Errorf("%s: inserts\n%s\nnot\n%s", c.where, pairsText(gotOp.Inserts), pairsText(wantOp.Inserts))
	}
}

// setTime spends the ticks that the reference has spent on nothing.
func (c *storyClone) setTime(before any) {
	c.t.Helper()
	want, err := clock.TreeFromValue(before)
	if err != nil {
		c.t.Fatal(err)
	}
	if c.e.state.Time, err = c.e.state.Time.At(want.Ticks()); err != nil || !c.e.state.Time.Equal(want) {
		c.t.Errorf("%s: the time is %x, not %x (%v)", c.where, c.e.state.Time.AppendMsgPack(nil), want.AppendMsgPack(nil), err)
	}
}

func (c *storyClone) transact(step storyStep) []Effect {
	c.t.Helper()
	c.e.link.publishing = true
	return c.handle(Write{
		Change: func(model.Graph) (model.Patch, error) {
			return model.Patch{Deletes: storyTriples(step.Delete), Inserts: storyTriples(step.Insert)}, nil
		},
		Done: func(_ Written, err error) {
			if err != nil {
				c.t.Errorf("%s: %v", c.where, err)
			}
		},
	})
}

// commit makes an operation as if the clone had written it.
func (c *storyClone) commit(m *operation.Message) {
	c.t.Helper()
	op := c.operation(m)
	e := c.e
	e.begin()
	tx := e.write()
	cs := newChanges(tx)
	r := record{message: m, tick: m.Time.Ticks(), reason: store.ReasonLocal}
	r.update = cs.during(func() { r.removed = cs.apply(op) })
	if _, err := e.journal(tx, cs, r); err != nil {
		c.t.Fatalf("%s: %v", c.where, err)
	}
	e.state.Time = m.Time
	if op.Agreed != nil {
		e.state.Agreed = m.Time
	}
	e.commit()
}

// receive takes a message, and compares what becomes of it.
func (c *storyClone) receive(s *story, step storyStep, faulty bool) {
	c.t.Helper()
	c.setTime(step.Before)
	c.e.intake.attached = true
	c.e.begin()
	o := c.e.receive(c.message(s.Messages[*step.Message].Bytes))
	c.e.commit()
	got := map[outcome]string{accepted: "accepted", buffered: "buffered", disordered: "disordered", unbased: "disordered"}[o]
	if got != step.Outcome && !faulty {
		c.t.Errorf("%s: message %d is %q, not %s", c.where, *step.Message, got, step.Outcome)
	}
	if n := len(c.e.intake.buffer); n != step.Buffered && !faulty {
		c.t.Errorf("%s: %d messages wait, not %d", c.where, n, step.Buffered)
	}
}

// giveSnapshot asks for a snapshot, and compares it with that of the reference.
func (c *storyClone) giveSnapshot(want storySnapshot) {
	c.t.Helper()
	c.whole()
	req := control.Request{Snapshot: true, NewClock: want.Clock != nil}
	effects := c.handle(Request{From: "asker", MessageID: "m", Payload: req.Encode()})
	res, reply := c.response(effects)
	if want.Clock != nil && !sameClock(res.Clock, want.Clock) {
		c.t.Errorf("%s: gives the clock %x, not %v", c.where, res.Clock.AppendMsgPack(nil), want.Clock)
	}
	if !sameGlobal(res.GWC, want.Gwc) || !sameClock(res.Agreed, want.Agreed) {
		c.t.Errorf("%s: gives a snapshot at %x, not %v", c.where, res.GWC.AppendMsgPack(nil), want.Gwc)
	}
	var got, wanted []operation.TripleTIDs
	for _, n := range c.stream(reply) {
		if n.ChannelID == res.DataAddress {
			got = append(got, c.datum(c.notification(n).Next).Triples...)
		}
	}
	for _, d := range want.Data {
		if d.Operation == nil {
			wanted = append(wanted, c.datum(storyDatum(d.Inserts, d.Encoding, nil)).Triples...)
		}
	}
	if pairsText(got) != pairsText(wanted) {
		c.t.Errorf("%s: gives\n%s\nnot\n%s", c.where, pairsText(got), pairsText(wanted))
	}
}

// whole makes the clone one that knows of nothing that it is missing.
func (c *storyClone) whole() { c.e.intake.attached, c.e.intake.puzzles = true, 0 }

func (c *storyClone) notification(n SendNotify) control.Notification {
	c.t.Helper()
	note, err := control.ParseNotification(n.Payload)
	if err != nil || note.Err != "" {
		c.t.Fatalf("%s: %v %s", c.where, err, note.Err)
	}
	return note
}

func (c *storyClone) datum(b []byte) operation.Datum {
	c.t.Helper()
	if b == nil {
		return operation.Datum{} // The end of the stream.
	}
	d, err := c.e.codec.ParseDatum(b)
	if err != nil {
		c.t.Fatalf("%s: %v", c.where, err)
	}
	return d
}

// response is the first response among effects, and its message.
func (c *storyClone) response(effects []Effect) (control.Response, SendReply) {
	c.t.Helper()
	for _, effect := range effects {
		if reply, ok := effect.(SendReply); ok {
			res, err := control.ParseResponse(reply.Payload)
			if err != nil || res.Rejected != 0 {
				c.t.Fatalf("%s: rejected with %d, %v", c.where, res.Rejected, err)
			}
			return res, reply
		}
	}
	c.t.Fatalf("%s: no response", c.where)
	return control.Response{}, SendReply{}
}

// stream accepts an offer, and takes all that follows.
func (c *storyClone) stream(reply SendReply) (out []SendNotify) {
	c.t.Helper()
	effects := c.handle(Reply{From: reply.To, MessageID: "ack", SentMessageID: reply.MessageID, Payload: control.Ack})
	for len(effects) > 0 {
		n, ok := effects[0].(SendNotify)
		effects = effects[1:]
		if ok {
			out = append(out, n)
			effects = append(effects, c.handle(Acknowledged{Ack: n.Ack})...)
		}
	}
	return out
}

// getSnapshot takes the snapshot that the reference gave.
func (c *storyClone) getSnapshot(s storySnapshot) {
	c.t.Helper()
	c.handle(Disconnected{})
	effects := c.handle(Connected{}, Presence{IDs: []string{"giver"}})
	if s.Clock == nil { // It has a clock, and asks for a rev-up first.
		effects = c.answer(effects, control.Response{UpdatesAddress: "giver"})
	}
	res := control.Response{Snapshot: true, GWC: c.global(s.Gwc), DataAddress: "data", UpdatesAddress: "updates"}
	res.Agreed, res.Clock = c.tree(s.Agreed), c.e.state.Time
	if s.Clock != nil {
		res.Clock = c.tree(s.Clock)
	}
	c.answer(effects, res)
	notify := func(channel string, n control.Notification) {
		c.handle(Notify{From: "giver", ChannelID: channel, Payload: n.Encode()})
	}
	for _, d := range s.Data {
		notify("data", control.Notification{Next: storyDatum(d.Inserts, d.Encoding, d.Operation)})
	}
	notify("updates", control.Notification{Complete: true})
	notify("data", control.Notification{Complete: true})
	if !c.e.intake.current {
		c.t.Errorf("%s: the clone is not current after a snapshot", c.where)
	}
}

// answer answers the request among effects.
func (c *storyClone) answer(effects []Effect, res control.Response) []Effect {
	c.t.Helper()
	for _, effect := range effects {
		if req, ok := effect.(SendRequest); ok {
			return c.handle(Reply{From: "giver", MessageID: "r", SentMessageID: req.MessageID, Payload: res.Encode()})
		}
	}
	c.t.Fatalf("%s: it asks for nothing", c.where)
	return nil
}

// giveRevup asks for a rev-up; who can, must give what the asker lacks.
func (c *storyClone) giveRevup(step storyStep, faulty bool) {
	c.t.Helper()
	c.whole()
	req := control.Request{Time: c.tree(step.To)}
	res, reply := c.response(c.handle(Request{From: "asker", MessageID: "m", Payload: req.Encode()}))
	c.helped = !res.GWC.IsZero()
	switch {
	case faulty:
		return
	case c.helped != (step.Gwc != nil):
		c.t.Errorf("%s: offers a rev-up: %t", c.where, c.helped)
		return
	case !c.helped:
		return
	case !sameGlobal(res.GWC, step.Gwc):
		c.t.Errorf("%s: is at %x, not %v", c.where, res.GWC.AppendMsgPack(nil), step.Gwc)
	}
	has := c.global(step.Gwc)
	for _, n := range c.stream(reply) {
		if note := c.notification(n); !note.Complete && has.AnyLt(c.message(note.Next).Time) {
			c.t.Errorf("%s: gives what it does not have", c.where)
		}
	}
}

// fuse lets the clerk do all its work.
func (c *storyClone) fuse() {
	c.e.begin()
	c.e.administer()
	c.e.commit()
}

func (c *storyClone) tree(v any) clock.Tree {
	c.t.Helper()
	tree, err := clock.TreeFromValue(v)
	if err != nil {
		c.t.Fatal(err)
	}
	return tree
}

func (c *storyClone) global(v any) clock.Global {
	c.t.Helper()
	gwc, err := clock.GlobalFromValue(v)
	if err != nil {
		c.t.Fatal(err)
	}
	return gwc
}

// triples is all that the clone holds.
func (c *storyClone) triples() (out []operation.TripleTIDs) {
	c.t.Helper()
	err := c.e.Store().View(func(tx *store.Tx) error {
		var cursor store.Cursor
		for tt := range cursor.Next(tx) {
			out = append(out, tt)
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return out
}

// check compares the clone with that of the reference. Own ticks that the
// reference has spent on nothing are left out of account.
func (c *storyClone) check(want *storyState) {
	c.t.Helper()
	var wanted []operation.TripleTIDs
	for _, t := range want.Triples {
		wanted = append(wanted, operation.TripleTIDs{Triple: t.triple(), TIDs: t.TIDs})
	}
	if got := c.triples(); pairsText(got) != pairsText(wanted) {
		c.t.Errorf("%s: holds\n%s\nnot\n%s", c.where, pairsText(got), pairsText(wanted))
	}
	if !sameGlobal(c.e.state.GWC, want.Gwc) {
		c.t.Errorf("%s: the global clock is %x, not %v", c.where, c.e.state.GWC.AppendMsgPack(nil), want.Gwc)
	}
	if !sameClock(c.e.state.Agreed, want.Agreed) {
		c.t.Errorf("%s: agreed is %x, not %v", c.where, c.e.state.Agreed.AppendMsgPack(nil), want.Agreed)
	}
	time := c.tree(want.Time)
	if ours, err := c.e.state.Time.At(time.Ticks()); err != nil || !ours.Equal(time) {
		c.t.Errorf("%s: the time is %x, not %v", c.where, c.e.state.Time.AppendMsgPack(nil), want.Time)
	}
}
