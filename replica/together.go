package replica

import (
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/presence"
)

// Presence is what a user tells the others of themself: see package presence.
type Presence = presence.Presence

// Turn says from when on which user of a clone wrote: see package presence.
type Turn = presence.Turn

// View is what a user's screen lists, and of when.
type View = presence.View

// MarkOf is what Presence says of a value: the mark of a term's Key, or of the IRI of the slot of
// an item.
func MarkOf(value string) string { return presence.MarkOf(value) }

// Announce tells the others who is here, where they are, and how long ago they did
// something; now, and when others come or the connection does. It goes out at most
// five times a second, as what was announced last. It is never stored, and says
// nothing of who writes. Announce returns at once.
func (r *Replica) Announce(p Presence, idle time.Duration) { r.announce(0, r.cfg.Session, p, idle) }

// Peers are the others who are present: the users of the other clones, one peer for
// a clone without any, and those who share this clone, after them.
func (r *Replica) Peers() []Peer { return r.peers(0) }

// Self is this clone and its user as the others have them, but for what Announce told.
func (r *Replica) Self() Peer { return r.self(0, r.cfg.Session) }

func (r *Replica) self(seat uint64, session string) Peer {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Peer{ID: r.cfg.ID, Seat: seat, Session: session, Process: r.path}
}

// Seat is the place of one more user of this clone, beside that of Announce. It is
// taken when they announce something first.
type Seat struct {
	r       *Replica
	n       uint64
	session string
}

// Seat makes a place for one more user, who writes in a session.
func (r *Replica) Seat(session string) *Seat {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seats++
	return &Seat{r, r.seats, session}
}

// Announce is Replica.Announce for this user.
func (s *Seat) Announce(p Presence, idle time.Duration) { s.r.announce(s.n, s.session, p, idle) }

// Peers is Replica.Peers for this user.
func (s *Seat) Peers() []Peer { return s.r.peers(s.n) }

// Self is Replica.Self for this user.
func (s *Seat) Self() Peer { return s.r.self(s.n, s.session) }

// Leave tells the others that the user is not there any more.
func (s *Seat) Leave() {
	s.r.mu.Lock()
	s.r.board.Leave(s.n)
	s.r.moved = true
	s.r.mu.Unlock()
	s.r.wake()
}

func (r *Replica) announce(seat uint64, session string, p Presence, idle time.Duration) {
	r.mu.Lock()
	if r.board.Announce(seat, session, p, idle, time.Now()) {
		r.moved = true // Who shares the clone sees it.
	}
	r.mu.Unlock()
	r.wake()
}

func (r *Replica) peers(seat uint64) []Peer {
	r.mu.Lock()
	defer r.mu.Unlock()
	var peers []Peer
	for _, id := range r.others {
		users, process := r.board.Seen(id)
		for _, u := range users {
			peers = append(peers, peerOf(id, process, u))
		}
		if len(users) == 0 {
			peers = append(peers, Peer{ID: id, Process: process})
		}
	}
	for _, u := range r.board.Own(seat) {
		p := peerOf(r.cfg.ID, r.path, u)
		p.Beside = true
		peers = append(peers, p)
	}
	return peers
}

func peerOf(id, process string, u presence.Seen) Peer {
	return Peer{
		ID: id, Seat: u.Seat, Session: u.Session, Turn: u.Turn, Name: u.Name, Subject: u.Subject, Property: u.Property, Value: u.Value, Editing: u.Editing, View: u.View,
		Process: process, Active: u.Active, Since: u.Since,
	}
}

// Names are the names of all processes that NameOf knows, by their paths, and the turns
// that SeatOf goes by, with a number that rises when there is another.
func (r *Replica) Names() (of map[string]string, turns map[string][]Turn, version uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.board.Names()
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

// SeatOf is the seat of the user of another clone who is the author of an update, as far as
// the clone has told which of several it was.
func (r *Replica) SeatOf(a Author) (seat uint64, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.board.SeatOf(a.Process, a.Ticks)
}

// wake has the clone's goroutine look for what is to be told.
func (r *Replica) wake() {
	select {
	case r.announced <- struct{}{}:
	default: // It will.
	}
}

// together takes an event that tells of presence; it reports whether the engine is to
// have it all the same.
func (r *Replica) together(ev engine.Event) bool {
	switch ev := ev.(type) {
	case engine.Write, engine.Undo, engine.Operation, engine.Timer: // Most are.
		return true
	case engine.Acknowledged:
		if !presence.IsAck(ev.Ack) {
			return true
		}
	case engine.Notify:
		if ev.ChannelID != presence.Channel && ev.ChannelID != compareChannel {
			return true
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch ev := ev.(type) {
	case engine.Connected:
		r.board.Connected()
	case engine.Disconnected:
		r.board.Disconnected()
	case engine.Presence:
		r.board.Present(ev.IDs)
	case engine.Request:
		r.board.Asked(ev.From)
	case engine.Notify:
		if ev.ChannelID == compareChannel {
			if err := r.compare.hear(ev.From, ev.Payload); err != nil {
				r.cfg.Logger.Debug("what a clone says of its data makes no sense", "id", ev.From, "error", err)
			}
			return false
		}
		changed, err := r.board.Heard(ev.From, ev.Payload, time.Now())
		if err != nil {
			r.cfg.Logger.Debug("what a clone says of its presence makes no sense", "id", ev.From, "error", err)
		}
		r.moved = r.moved || changed
		return false
	case engine.Acknowledged:
		r.board.Acknowledged(ev.Ack)
		return false
	}
	return true
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
		if path := t.Path(); path != r.path {
			r.path, r.moved = path, true
		}
		return r.path
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
