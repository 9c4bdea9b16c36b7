package presence

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
)

const (
	// Interval is the least time between two rounds of messages: five a second.
	Interval = 200 * time.Millisecond
	// refresh is how often others are told that a user who stays in one place is
	// still active.
	refresh = 20 * time.Second
	// MaxOthers is how many other clones are told and heard.
	MaxOthers = 64
	// nobody is a seat that is never taken.
	nobody = math.MaxUint32
	// ackBit marks the acknowledgements of presence: the engine counts its own
	// from one.
	ackBit = 1 << 63
)

// Board is what a clone knows of the presence of users, its own and those of others.
type Board struct {
	id string
	// own are the clone's users, each in a seat of their own; the version counts
	// what there was to tell of them.
	own     map[uint64]*user
	version uint64
	wrote   []Turn // through this clone, of late

	listed bool
	others map[string]*other
	// guests are clones that are not listed, and are to be told once.
	guests    map[string]bool
	names     names
	lastRound time.Time
	lastAck   uint64
}

// user is one of the clone's own.
type user struct {
	Presence

	session string // in which they write
	// active is when they did something, since when they came to their subject, and told
	// when the version was raised for them.
	active, since, told time.Time
}

// other is another clone.
type other struct {
	// told is the version that was sent to it, and ack what the relay is to
	// acknowledge before the next one is; zero for none.
	told, ack uint64
	// heard: it has said something since the clone was connected.
	heard bool
	// process is the path of its process in the tree clock; empty where it did not
	// say so.
	process string
	says    []Seen
}

// Seen is a user of a clone, as last heard.
type Seen struct {
	Presence

	// Seat tells the users of one clone apart.
	Seat uint64
	// Session is in which they write; of another clone's it is not told.
	Session string
	// Turn is since which tick of the clone's process they have been the one who writes; zero
	// while they are not.
	Turn uint64
	// Active is when they did something last, and Since when they came to their
	// subject, by this clone's time.
	Active, Since time.Time
}

// NewBoard makes the board of a clone.
func NewBoard(id string) *Board {
	return &Board{
		id: id, own: make(map[uint64]*user), others: make(map[string]*other), guests: make(map[string]bool),
		names: names{of: make(map[string]string), turns: make(map[string][]Turn)},
	}
}

// Announce sets what the user in a seat tells, who did something last so long ago, and
// writes in a session. That they are active where they were is told now and then.
func (b *Board) Announce(seat uint64, session string, p Presence, idle time.Duration, now time.Time) (changed bool) {
	p = p.clean()
	u := b.own[seat]
	if u == nil {
		u = &user{session: session}
		b.own[seat] = u
		changed = true
	}
	if changed || p.Subject != u.Subject {
		u.since = now
	}
	changed = changed || p != u.Presence
	active := now.Add(-max(idle, 0))
	woke := active.After(u.active) && active.Sub(u.told) >= refresh
	if active.After(u.active) {
		u.active = active
	}
	u.Presence = p
	if changed || woke {
		u.told = now
		b.version++
	}
	return changed || woke
}

// Leave takes a user away.
func (b *Board) Leave(seat uint64) {
	if b.own[seat] != nil {
		delete(b.own, seat)
		b.version++
	}
}

// Own are the clone's users, but for the one in a seat.
func (b *Board) Own(but uint64) []Seen {
	var seen []Seen
	for _, seat := range slices.Sorted(maps.Keys(b.own)) {
		if u := b.own[seat]; seat != but {
			seen = append(seen, Seen{u.Presence, seat, u.session, turn(b.wrote, seat), u.active, u.since})
		}
	}
	return seen
}

// Retell has what was announced told again, for the clone's process is another now.
func (b *Board) Retell() {
	if b.version > 0 {
		b.version++
	}
}

// Connected takes note of a new connection: nobody was told or heard on it yet.
func (b *Board) Connected() {
	b.listed = false
	clear(b.guests)
	for _, o := range b.others {
		o.told, o.ack, o.heard = 0, 0, false
	}
}

// Disconnected takes note of the end of a connection. Who was there is remembered:
// they are most likely there when the next one is made.
func (b *Board) Disconnected() { b.listed = false }

// Present takes the list of the clones that are present. Who is not among them has
// left.
func (b *Board) Present(ids []string) {
	b.listed = false
	present := make(map[string]bool)
	for _, id := range ids {
		b.listed = b.listed || id == b.id
		present[id] = id != b.id
	}
	for id := range b.others {
		if !present[id] {
			delete(b.others, id)
		}
	}
	for _, id := range ids {
		if present[id] && b.others[id] == nil && len(b.others) < MaxOthers {
			b.others[id] = new(other)
		}
	}
}

// Asked takes note that a clone asks for help. While it has no data it is not listed, but is
// told who helps.
func (b *Board) Asked(from string) {
	if b.others[from] == nil && from != b.id && len(b.guests) < MaxOthers {
		b.guests[from] = true
	}
}

// Heard takes a message of another clone; changed tells whether there is something
// new to see.
func (b *Board) Heard(from string, payload []byte, now time.Time) (changed bool, err error) {
	o := b.others[from]
	if o == nil {
		return false, nil
	}
	m, err := parse(payload)
	if err != nil {
		return false, err
	}
	if m.ask {
		o.told = 0
	}
	o.heard = true
	was := o.says
	o.process, o.says = m.process, nil
	for _, u := range m.users {
		o.says = append(o.says, Seen{u.Presence, u.seat, "", turn(m.wrote, u.seat), now.Add(-u.idle), now.Add(-u.stay)})
	}
	if i := slices.IndexFunc(o.says, func(s Seen) bool { return s.Name != "" }); i >= 0 && m.process != "" {
		b.names.set(m.process, o.says[i].Name)
	}
	if m.process != "" {
		b.names.took(m.process, m.wrote)
	}
	return !slices.Equal(o.says, was), nil
}

// IsAck reports whether an acknowledgement is of a message of presence.
func IsAck(ack uint64) bool { return ack&ackBit != 0 }

// Acknowledged takes note that the relay has dealt with a message, be it that it
// refused it: what is told next may go, and what was told is not repeated.
func (b *Board) Acknowledged(ack uint64) {
	for _, o := range b.others {
		if o.ack == ack {
			o.ack = 0
		}
	}
}

// Due is what is to be sent now, and how long to wait before asking again; zero for
// until something happens. The process is the path of the clone's own.
func (b *Board) Due(now time.Time, process func() string) (due []engine.SendNotify, wait time.Duration) {
	if b.version == 0 || !b.listed {
		return nil, 0
	}
	var to []string
	for id, o := range b.others {
		if o.told < b.version && o.ack == 0 {
			to = append(to, id)
		}
	}
	for id := range b.guests {
		if b.others[id] == nil { // Else it was just told.
			to = append(to, id)
		}
	}
	if len(to) == 0 {
		return nil, 0
	}
	if wait = Interval - now.Sub(b.lastRound); wait > 0 && wait <= Interval {
		return nil, wait
	}
	b.lastRound = now
	slices.Sort(to)
	m := message{wrote: b.wrote}
	for _, u := range b.Own(nobody) {
		if len(m.users) < maxUsers {
			m.users = append(m.users, said{u.Seat, u.Presence, now.Sub(u.Active), now.Sub(u.Since)})
		}
	}
	if path := process(); isPath(path) {
		m.process = path
	}
	clear(b.guests)
	for _, id := range to {
		b.lastAck++
		ack := ackBit | b.lastAck
		m.ask = false
		if o := b.others[id]; o != nil {
			o.told, o.ack = b.version, ack
			m.ask = !o.heard
		}
		due = append(due, engine.SendNotify{To: id, ChannelID: Channel, Payload: m.encode(), Ack: ack})
	}
	return due, 0
}

// Seen are the users of another clone, as last heard, and the path of its process in
// the tree clock; none where it has said nothing, or is not present.
func (b *Board) Seen(id string) (users []Seen, process string) {
	if o := b.others[id]; o != nil {
		return o.says, o.process
	}
	return nil, ""
}

// Name is what the user of a process called themself, if they ever did.
func (b *Board) Name(process string) (name string, ok bool) {
	return b.names.get(process)
}

// SeatOf is the seat of who wrote at a tick of a process, as far as it was told.
func (b *Board) SeatOf(process string, tick uint64) (seat uint64, ok bool) {
	return SeatAt(b.names.turns[Stem(process)], tick)
}

// Names are all names, and all turns, by process without the letters that it gets by
// forking, and a number that rises when there is another.
func (b *Board) Names() (of map[string]string, turns map[string][]Turn, version uint64) {
	return maps.Clone(b.names.of), maps.Clone(b.names.turns), b.names.version
}
