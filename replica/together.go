package replica

import (
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/presence"
)

// Presence is what a user tells the others of themself: see package presence.
type Presence = presence.Presence

// Announce tells the other clones who is here, and where they are; now, and when
// others come or the connection does. It goes out at most five times a second, as
// what was announced last. It is never stored, and says nothing of who writes.
// Announce returns at once.
func (r *Replica) Announce(p Presence) {
	r.mu.Lock()
	r.board.Announce(p, time.Now())
	r.mu.Unlock()
	r.wake()
}

// Peers are the other clones that are present, with what they announced.
func (r *Replica) Peers() []Peer {
	r.mu.Lock()
	defer r.mu.Unlock()
	peers := make([]Peer, len(r.others))
	for i, id := range r.others {
		seen := r.board.Seen(id)
		peers[i] = Peer{
			ID: id, Name: seen.Name, Subject: seen.Subject, Property: seen.Property, Process: seen.Process, Active: seen.Active,
		}
	}
	return peers
}

// NameOf is what the author of an update called themself with their presence, since
// this clone was opened; ok is false where they did not, and for this clone itself.
// A principal says more, where there is one: nobody vouches for this name.
func (r *Replica) NameOf(a Author) (name string, ok bool) {
	if a.Self {
		return "", false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.board.Name(a.Process)
}

// wake has the clone's goroutine look for what is to be told.
func (r *Replica) wake() {
	select {
	case r.announced <- struct{}{}:
	default: // It will.
	}
}

// together takes what tells of presence from a batch of events, and gives the rest
// to the engine.
func (r *Replica) together(batch []engine.Event) []engine.Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	rest := batch[:0]
	for _, ev := range batch {
		switch ev := ev.(type) {
		case engine.Connected:
			r.board.Connected()
		case engine.Disconnected:
			r.board.Disconnected()
		case engine.Presence:
			r.board.Present(ev.IDs)
		case engine.Notify:
			if ev.ChannelID != presence.Channel {
				break
			}
			changed, err := r.board.Heard(ev.From, ev.Payload, time.Now())
			if err != nil {
				r.cfg.Logger.Debug("what a clone says of its presence makes no sense", "id", ev.From, "error", err)
			}
			r.moved = r.moved || changed
			continue
		case engine.Acknowledged:
			if presence.IsAck(ev.Ack) {
				r.board.Acknowledged(ev.Ack)
				continue
			}
		}
		rest = append(rest, ev)
	}
	return rest
}

// tell sends what is due of this clone's presence. The timer is the one that it
// gave before; nil at first.
func (r *Replica) tell(e *engine.Engine, timer *time.Timer) *time.Timer {
	if r.transport == nil {
		return nil
	}
	r.mu.Lock()
	due, wait := r.board.Due(time.Now(), func() string {
		t, _ := e.Time()
		return t.Path()
	})
	r.mu.Unlock()
	for _, notify := range due {
		if err := r.transport.Send(notify); err != nil {
			r.cfg.Logger.Debug("presence was not told", "error", err)
			r.mu.Lock()
			r.board.Acknowledged(notify.Ack) // Nothing will.
			r.mu.Unlock()
		}
	}
	switch {
	case wait == 0:
	case timer == nil:
		timer = time.AfterFunc(wait, r.wake)
	default:
		timer.Reset(wait)
	}
	return timer
}
