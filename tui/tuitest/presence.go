package tuitest

import (
	"slices"
	"time"

	"github.com/m-ld/mld-tui/replica"
)

// Announce keeps what is announced.
func (c *Clone) Announce(p replica.Presence, _ time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.announced = append(c.announced, p)
}

// Announced is all that was.
func (c *Clone) Announced() []replica.Presence {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.announced)
}

// Self is the clone itself.
func (*Clone) Self() replica.Peer { return replica.Peer{Process: "-"} }

// Compare asks nobody.
func (*Clone) Compare() {}

// NameOf is the name of the peer with the author's process, even if they are gone.
func (c *Clone) NameOf(a replica.Author) (name string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.peers {
		if p.Process == a.Process && p.Name != "" && !a.Self {
			return p.Name, true
		}
	}
	name, ok = c.named[a.Process]
	return name, ok && !a.Self
}

// SeatOf knows of no clone with several users.
func (*Clone) SeatOf(replica.Author) (seat uint64, ok bool) { return 0, false }
