package engine

import (
	"slices"

	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
)

// giveSnapshot asks for a snapshot, and compares it with that of the reference.
func (c *storyClone) giveSnapshot(want storySnapshot) {
	c.t.Helper()
	c.whole()
	req := control.Request{Snapshot: true, NewClock: want.Clock != nil}
	effects := c.handle(Request{From: "asker", MessageID: "m", Payload: req.Encode()})
	res, reply := c.response(effects)
	if want.Clock != nil && !c.sameTime(res.Clock, c.tree(want.Clock)) {
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
func (c *storyClone) getSnapshot(s storySnapshot, giver *storyClone) {
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
	effects = c.answer(effects, res)
	if slices.ContainsFunc(effects, func(e Effect) bool { _, ok := e.(SendRequest); return ok }) { // It needs another clock.
		giver.e.begin()
		res.Clock, _ = giver.e.newClock()
		giver.e.commit()
		c.answer(effects, res)
	}
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
