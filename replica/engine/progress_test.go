package engine

import (
	"iter"
	"testing"

	"github.com/m-ld/mld-tui/model"
)

// drain yields what waits for a clone, until there is nothing.
func (c *seat) drain() iter.Seq[Event] {
	return func(yield func(Event) bool) {
		for len(c.inbox) > 0 {
			ev := c.inbox[0]
			c.inbox = c.inbox[1:]
			if !yield(ev) {
				return
			}
		}
	}
}

// dueAtOnce are events of the timers that wait for nothing but their turn.
func (c *seat) dueAtOnce() {
	var later []SetTimer
	for _, timer := range c.timers {
		if timer.After == 0 {
			c.inbox = append(c.inbox, Timer{Token: timer.Token})
		} else {
			later = append(later, timer)
		}
	}
	c.timers = later
}

// However much of a snapshot waits to be taken, it is taken in small parts: between them
// local writes have their turn, and it is told how far it has come, of how much.
func TestASnapshotIsTakenInSmallParts(t *testing.T) {
	const people, most = 4000, 4000 // Of 20,000 triples.
	p := newPub(t)
	giver := p.open("giver", t.TempDir()+"/giver.mld", true)
	var patch model.Patch
	for i := range people {
		patch.Inserts = append(patch.Inserts, person(i)...)
	}
	p.carryOut(giver, giver.e.Handle(Write{
		Change: func(model.Graph) (model.Patch, error) { return patch, nil },
		Done: func(_ Written, err error) {
			if err != nil {
				t.Error(err)
			}
		},
	}))
	p.come(giver)
	taker := p.open("taker", t.TempDir()+"/taker.mld", false)
	taker.online = true
	taker.inbox = append(taker.inbox, Connected{})
	p.tellPresence()

	parts := 0
	var last Recovered
	for {
		giver.dueAtOnce()
		for ev := range giver.drain() {
			p.carryOut(giver, giver.e.Handle(ev))
			giver.dueAtOnce()
		}
		if taker.dueAtOnce(); len(taker.inbox) == 0 {
			break
		}
		p.carryOut(taker, taker.e.HandleSome(taker.drain()))
		got := taker.e.Exchange().Getting
		if got.From == "" {
			continue
		}
		parts++
		if got.AllSubjects != people {
			t.Fatalf("the giver says that there are %d subjects", got.AllSubjects)
		}
		if n := got.Triples - last.Triples; n < 0 || n > most {
			t.Fatalf("%d triples were taken in one go: from %d to %d", n, last.Triples, got.Triples)
		}
		if got.Subjects < last.Subjects || got.Subjects > people || got.Triples > 0 && got.Subjects < got.Triples/5 {
			t.Fatalf("%d subjects have come with %d triples, after %d", got.Subjects, got.Triples, last.Subjects)
		}
		last = got
	}
	if parts < 5 {
		t.Errorf("it was told %d times how much has come", parts)
	}
	if x := taker.e.Exchange(); x.Last.Subjects != people || x.Last.Triples != len(patch.Inserts) || x.Getting.From != "" {
		t.Errorf("in the end it tells %+v", x)
	}
}
