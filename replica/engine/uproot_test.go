package engine

import (
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
)

// threeClones are clones of a domain as a story makes them, so far.
func threeClones(t *testing.T, name string, steps int) (s story, a, b, c *storyClone) {
	t.Helper()
	stories := readStories(t)
	s = stories[slices.IndexFunc(stories, func(s story) bool { return s.Name == name })]
	clones := make(map[string]*storyClone)
	for i, step := range s.Steps[:steps] {
		if clones[step.Clone] == nil {
			clones[step.Clone] = newStoryClone(t, step)
		}
		clones[step.Clone].do(i, &s, step, clones, false)
	}
	return s, clones["a"], clones["b"], clones["c"]
}

const blocking = "an agreement that does not know who is blocked"

// sends is what a clone writes, as it is sent.
func (c *storyClone) sends(step storyStep) []byte {
	c.t.Helper()
	return sent[SendOperation](c.t, c.transact(step)).Payload
}

// takes gives a clone a message.
func (c *storyClone) takes(payload []byte) {
	c.t.Helper()
	c.whole()
	c.run(func() {
		if o := c.e.receive(c.message(payload)); o != accepted {
			c.t.Errorf("%s: the outcome is %d", c.e.cfg.ID, o)
		}
	})
}

// An agreement knows more of a process that this clone has blocked than it lets count
// as seen. That does not make it news: else whatever was written since would be taken
// for void with the next snapshot.
func TestAnAgreementThatIsKnownIsNoNews(t *testing.T) {
	s, a, b, c := threeClones(t, blocking, 8) // a has blocked b.
	more := b.sends(storyStep{Insert: s.Steps[8].Insert})
	c.takes(s.Messages[1].Bytes)
	c.takes(more)
	agreement := c.sends(storyStep{Insert: s.Steps[10].Insert, Agree: true})
	a.takes(more)
	if known := a.message(agreement).Time; !a.e.isNews(known) {
		t.Error("it is said to be known before it comes")
	}
	a.takes(agreement)
	if known := a.message(agreement).Time; a.e.isNews(known) {
		t.Error("it is news after it was applied")
	}
}

// Others fuse an agreement with what its process did next, and another agreement voids
// that. The first does not speak for it; and who had both in one piece cannot void the
// one without the other.
func TestAnAgreementDoesNotSpeakForWhatCameAfterIt(t *testing.T) {
	s, a, b, c := threeClones(t, blocking, 6)
	first := a.sends(storyStep{Insert: s.Steps[8].Insert, Agree: true})
	after := a.sends(storyStep{Insert: s.Steps[10].Insert})
	b.takes(first)
	second := b.sends(storyStep{Insert: s.Steps[6].Insert, Agree: true})
	m := c.message(first)
	fusion := operation.Fuse(c.operation(m), c.operation(c.message(after)))
	fused := operation.NewMessage(m.Prev, c.e.codec.Encode(fusion), nil).Payload

	c.takes(first)
	c.takes(second)
	want := c.values()
	c.takes(fused)
	if got := c.values(); !slices.Equal(got, want) {
		t.Errorf("it holds %q, not %q", got, want)
	}

	_, _, _, c = threeClones(t, blocking, 6)
	c.takes(fused)
	want = c.values()
	c.whole()
	c.run(func() { c.outcome = c.e.receive(c.message(second)) })
	c.untouched(want...)
}

// A clone asks for another clock, because a snapshot shows that its own is void; but
// who offered it goes, and the next knows nothing of the agreement. Then its own clock
// is as good as ever, and what it wrote knows what it holds.
func TestAClockIsKeptWhereNothingVoidsIt(t *testing.T) {
	s, _, b, c := threeClones(t, "what is to be voided came with a snapshot", 8)
	before := c.e.state.Time
	c.handle(Disconnected{})
	asks := c.handle(Connected{}, Presence{IDs: []string{"one", "two"}})
	answer := func(res control.Response) {
		t.Helper()
		req := sent[SendRequest](t, asks)
		asks = c.handle(Reply{From: req.To, MessageID: "r", SentMessageID: req.MessageID, Payload: res.Encode()})
	}
	answer(control.Response{UpdatesAddress: "one"}) // No rev-up.
	answer(control.Response{UpdatesAddress: "two"})
	void, data := s.Snapshots[2], s.Snapshots[1]
	answer(control.Response{
		Snapshot: true, GWC: c.global(void.Gwc), Agreed: c.tree(void.Agreed), Clock: c.tree(s.Snapshots[0].Clock), DataAddress: "data", UpdatesAddress: "updates",
	})
	gone := sent[SendRequest](t, asks).To
	other := map[string]string{"one": "two", "two": "one"}[gone]
	asks = c.handle(Presence{IDs: []string{other}})
	b.e.begin()
	clock, err := b.e.newClock()
	b.e.commit()
	if err != nil {
		t.Fatal(err)
	}
	answer(control.Response{
		Snapshot: true, GWC: c.global(data.Gwc), Agreed: c.tree(data.Agreed), Clock: clock, DataAddress: "data", UpdatesAddress: "updates",
	})
	for _, d := range data.Data {
		c.handle(Notify{From: other, ChannelID: "data", Payload: control.Notification{Next: storyDatum(d.Inserts, d.Encoding, d.Operation)}.Encode()})
	}
	for _, channel := range []string{"data", "updates"} {
		c.handle(Notify{From: other, ChannelID: channel, Payload: control.Notification{Complete: true}.Encode()})
	}
	if now := c.e.state.Time; now.Path() != before.Path() || now.AnyLt(before) || !c.e.intake.current {
		t.Errorf("it is %s at %x, and was %s", now.Path(), now.AppendMsgPack(nil), before.Path())
	}
}

// The last agreement seems to know, by its count, what was written by a process that was
// forked from what the first has voided. The snapshot has no place for that.
func TestWhatWasForkedFromWhatIsVoidGoesWithASnapshot(t *testing.T) {
	c := newStoryClone(t, storyStep{Clone: "me", Do: "genesis"})
	c.e.begin()
	agreeing, err := c.e.newClock()
	if err != nil {
		t.Fatal(err)
	}
	process, err := c.e.newClock()
	if err != nil {
		t.Fatal(err)
	}
	c.e.commit()
	before := c.e.state.GWC
	process, err = process.At(5)
	if err != nil {
		t.Fatal(err)
	}
	_, forked := process.Fork()
	op := func(time clock.Tree, prev uint64) []byte {
		name := model.Triple{S: "http://test.m-ld.org/a", P: "http://test.m-ld.org/#name", O: model.Integer(int64(time.Ticks()))}
		o := &operation.Operation{From: time.Ticks(), Time: time, Inserts: operation.Plain(time.TID(), []model.Triple{name})}
		return operation.NewMessage(prev, c.e.codec.Encode(o), nil).Payload
	}
	c.takes(op(process, 0))
	c.takes(op(forked.Tick(), 5))

	far, err := process.At(10)
	if err != nil {
		t.Fatal(err)
	}
	if agreeing, err = agreeing.Join(far); err != nil {
		t.Fatal(err)
	}
	agreed := agreeing.Tick()
	gwc, err := before.Set(agreed)
	if err != nil {
		t.Fatal(err)
	}
	effects := c.handle(Connected{}, Presence{IDs: []string{"giver"}})
	effects = c.answer(effects, control.Response{UpdatesAddress: "giver"})
	c.answer(effects, control.Response{
		Snapshot: true, GWC: gwc, Clock: agreed, Agreed: agreed, DataAddress: "data", UpdatesAddress: "updates",
	})
	for _, channel := range []string{"data", "updates"} {
		c.handle(Notify{From: "giver", ChannelID: channel, Payload: control.Notification{Complete: true}.Encode()})
	}
	if got := c.values(); len(got) != 0 || !c.e.intake.current {
		t.Errorf("it holds %q, current: %t", got, c.e.intake.current)
	}
}
