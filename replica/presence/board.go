package presence

import (
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
	// ackBit marks the acknowledgements of presence: the engine counts its own
	// from one.
	ackBit = 1 << 63
)

// Board is what a clone knows of the presence of users, its own and that of others.
type Board struct {
	id string
	// mine is what the user announced, in the version that counts what there was
	// to tell; zero for nothing.
	mine    Presence
	version uint64
	// active is when the user did something, and spoke when the version was raised.
	active, spoke time.Time

	listed    bool
	others    map[string]*other
	names     names
	lastRound time.Time
	lastAck   uint64
}

// other is another clone.
type other struct {
	// told is the version that was sent to it, and ack what the relay is to
	// acknowledge before the next one is; zero for none.
	told, ack uint64
	// heard: it has said something since the clone was connected.
	heard bool
	says  Seen
}

// Seen is what another clone said last.
type Seen struct {
	Presence

	// Process is the path of its process in the tree clock; empty where it did not
	// say so.
	Process string
	// Active is when its user did something last, by this clone's time; zero where
	// it has said nothing.
	Active time.Time
}

// NewBoard makes the board of a clone.
func NewBoard(id string) *Board {
	return &Board{id: id, others: make(map[string]*other), names: names{of: make(map[string]string)}}
}

// Announce sets what the user tells. That a user is active where they were is told
// now and then.
func (b *Board) Announce(p Presence, now time.Time) {
	p = p.clean()
	b.active = now
	if b.version == 0 || p != b.mine || now.Sub(b.spoke) >= refresh {
		b.mine, b.spoke = p, now
		b.version++
	}
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
	o.says = Seen{m.Presence, m.process, now.Add(-m.idle)}
	if m.process != "" && m.Name != "" {
		b.names.set(m.process, m.Name)
	}
	return o.says != was, nil
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
	if len(to) == 0 {
		return nil, 0
	}
	if wait = Interval - now.Sub(b.lastRound); wait > 0 && wait <= Interval {
		return nil, wait
	}
	b.lastRound = now
	slices.Sort(to)
	m := message{Presence: b.mine, idle: now.Sub(b.active)}
	if path := process(); isPath(path) {
		m.process = path
	}
	for _, id := range to {
		o := b.others[id]
		b.lastAck++
		o.told, o.ack = b.version, ackBit|b.lastAck
		m.ask = !o.heard
		due = append(due, engine.SendNotify{To: id, ChannelID: Channel, Payload: m.encode(), Ack: o.ack})
	}
	return due, 0
}

// Seen is what a clone said last; the zero value if it has said nothing, or is not
// present.
func (b *Board) Seen(id string) Seen {
	if o := b.others[id]; o != nil {
		return o.says
	}
	return Seen{}
}

// Name is what the user of a process called themself, if they ever did.
func (b *Board) Name(process string) (name string, ok bool) {
	return b.names.get(process)
}
