package relay

import (
	"slices"
	"sync"

	"github.com/m-ld/mld-tui/net/socketio"
)

// domain is where clones meet. Its lock is held only to look up and to queue,
// never while anything is written, so a slow client holds up nobody; and
// it makes all members see changes of presence in the same order.
type domain struct {
	name     string
	sessions int // guarded by the relay's lock

	mu      sync.Mutex
	members map[string]*session
}

func (d *domain) presence() parcel {
	ids := []string{}
	for id, s := range d.members {
		if s.present {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return pack(socketio.Message{Event: socketio.EventPresence, Presence: ids}.Packet().Frames()...)
}

// tell queues for all members but one, and returns those who are too slow.
func (d *domain) tell(p parcel, but *session) (slow []*session) {
	for _, s := range d.members {
		if s == but {
			continue
		}
		s.relay.counters.messagesOut.Add(1)
		if !s.out.put(p) {
			slow = append(slow, s)
		}
	}
	return slow
}

func dropSlow(slow []*session) {
	for _, s := range slow {
		s.end(ReasonSlow, nil)
	}
}

// join makes the session a member, greets it, and tells it who is present. An
// older session of the same clone is replaced.
func (d *domain) join(s *session, welcome parcel) {
	d.mu.Lock()
	older := d.members[s.id]
	d.members[s.id] = s
	fits := s.out.put(welcome) && s.out.put(d.presence())
	s.relay.counters.messagesOut.Add(1)
	var slow []*session
	if older != nil && older.present {
		older.present = false
		slow = d.tell(d.presence(), s)
	}
	d.mu.Unlock()
	if older != nil {
		older.end(ReasonReplaced, nil)
	}
	if !fits {
		slow = append(slow, s)
	}
	dropSlow(slow)
}

func (d *domain) leave(s *session) {
	d.mu.Lock()
	if d.members[s.id] != s {
		d.mu.Unlock()
		return
	}
	delete(d.members, s.id)
	var slow []*session
	if s.present {
		s.present = false
		slow = d.tell(d.presence(), nil)
	}
	d.mu.Unlock()
	dropSlow(slow)
}

// setPresent records what a clone says of itself. A session that has been
// replaced or has ended has no say.
func (d *domain) setPresent(s *session, present bool) {
	d.mu.Lock()
	if d.members[s.id] != s || s.present == present {
		d.mu.Unlock()
		return
	}
	s.present = present
	slow := d.tell(d.presence(), nil)
	d.mu.Unlock()
	dropSlow(slow)
}

// broadcast gives an operation to everyone else.
func (d *domain) broadcast(from *session, p parcel) {
	d.mu.Lock()
	slow := d.tell(p, from)
	d.mu.Unlock()
	dropSlow(slow)
}

func (d *domain) member(id string) *session {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.members[id]
}
