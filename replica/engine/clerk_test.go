package engine

import (
	"math/rand/v2"
	"testing"

	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/store"
)

// A clone takes a snapshot that lacks what it wrote itself, for that is in its journal.
// While the snapshot comes, its clerk may not cut that away; after it, it does.
func TestWhatIsToGoOnTopOfASnapshotIsNotCut(t *testing.T) {
	for name, ends := range map[string][]Event{
		"it is through": {
			Notify{From: "giver", ChannelID: "data", Payload: control.Notification{Complete: true}.Encode()},
			Notify{From: "giver", ChannelID: "updates", Payload: control.Notification{Complete: true}.Encode()},
		},
		"it fails": {Notify{From: "giver", ChannelID: "data", Payload: control.Notification{Err: "the giver has gone"}.Encode()}},
	} {
		t.Run(name, func(t *testing.T) {
			c := newStoryClone(t, storyStep{Clone: "me", Do: "genesis"})
			c.e.cfg.MaxJournal = 1
			c.e.begin()
			if _, err := c.e.newClock(); err != nil {
				t.Fatal(err)
			}
			c.e.commit()
			before := c.e.state.GWC
			if _, err := insert(c.e, "written"); err != nil {
				t.Fatal(err)
			}
			effects := c.handle(Connected{}, Presence{IDs: []string{"giver"}})
			effects = c.answer(effects, control.Response{UpdatesAddress: "giver"})
			c.answer(effects, control.Response{
				Snapshot: true, GWC: before, Clock: c.e.state.Time, Agreed: c.e.state.Agreed, DataAddress: "data", UpdatesAddress: "updates",
			})
			c.handle(Timer{Token: c.e.clerk.timer})
			for _, ev := range ends {
				c.handle(ev)
			}
			c.looks(func(tx *store.Tx) {
				if n := tx.CountSubjects(""); n != 1 || tx.JournalBytes() == 0 {
					t.Errorf("a clone that wrote of 1 subject has %d, and %d bytes of journal", n, tx.JournalBytes())
				}
			})
			c.handle(Timer{Token: c.e.clerk.timer})
			c.looks(func(tx *store.Tx) {
				if n := tx.JournalBytes(); n != 0 {
					t.Errorf("the journal is not cut afterwards: it has %d bytes", n)
				}
			})
		})
	}
}

// looks reads what the clone's file holds.
func (c *storyClone) looks(read func(tx *store.Tx)) {
	c.t.Helper()
	if err := c.e.Store().View(func(tx *store.Tx) error { read(tx); return nil }); err != nil {
		c.t.Fatal(err)
	}
}

// looks are the timers of a clone that looks on in its journal for what it gives.
func looks(e *Engine) (events []Event) {
	for _, g := range e.giving.byReply {
		if g.looking != 0 {
			events = append(events, Timer{Token: g.looking})
		}
	}
	return events
}

// noise is long, and cannot be compressed.
func noise(seed int) string {
	random := rand.New(rand.NewPCG(uint64(seed), 1))
	text := make([]byte, 1000)
	for i := range text {
		text[i] = byte('a' + random.IntN(26))
	}
	return string(text)
}

// A clone gives a rev-up, and meanwhile the clerk cuts what is still to be given of it.
// The other must hear that it did not get all.
func TestWhatIsCutWhileItIsGivenIsNotPassedOver(t *testing.T) {
	c := newStoryClone(t, storyStep{Clone: "me", Do: "genesis"})
	c.e.begin()
	theirs, err := c.e.newClock()
	if err != nil {
		t.Fatal(err)
	}
	c.e.commit()
	c.handle(Connected{}, Presence{IDs: []string{"asker"}})
	c.whole()
	for i := range giveMost {
		if _, err := insert(c.e, noise(i)); err != nil {
			t.Fatal(err)
		}
	}
	_, reply := c.response(c.handle(Request{From: "asker", MessageID: "m", Payload: control.Request{Time: theirs}.Encode()}))
	var given []SendNotify
	take := func(effects []Effect) {
		for _, effect := range effects {
			if n, ok := effect.(SendNotify); ok {
				given = append(given, n)
			}
		}
	}
	take(c.handle(Reply{From: "asker", MessageID: "ack", SentMessageID: reply.MessageID, Payload: control.Ack}))
	c.e.cfg.MaxJournal = 1
	for c.e.clerk.timer != 0 {
		c.handle(Timer{Token: c.e.clerk.timer})
	}
	for i := 0; i < len(given); i++ {
		take(c.handle(Acknowledged{Ack: given[i].Ack}))
		take(c.handle(looks(c.e)...))
	}
	last, err := control.ParseNotification(given[len(given)-1].Payload)
	if err != nil {
		t.Fatal(err)
	}
	if operations := len(given) - 1; last.Err != errCut.Error() {
		t.Errorf("a rev-up ends after %d operations of %d with %+v", operations, giveMost, last)
	}
}
