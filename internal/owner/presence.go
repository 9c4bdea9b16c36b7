package owner

import (
	"context"
	"errors"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/presence"
)

// whereabouts is what a user tells the others.
type whereabouts struct {
	Name     string    `json:"name,omitempty"`
	Subject  model.IRI `json:"subject,omitempty"`
	Property model.IRI `json:"property,omitempty"`
	Editing  bool      `json:"editing,omitempty"`
	// Value is that where they are; a program of before says nothing of it.
	Value string `json:"value,omitempty"`
	// View is what their screen lists; a program of before says nothing of it.
	View replica.View `json:"view,omitzero"`
	// Idle is how long ago they did something, in milliseconds.
	Idle int64 `json:"idle,omitempty"`
}

// announce tells the others who is at the client, which takes a seat for them. Those
// who attach without a word, as scripts do, are nobody.
func announce(_ context.Context, c *session, r request) (any, error) {
	if r.Presence == nil {
		return nil, errors.New("what to announce is missing")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	seat := c.seat.Load()
	if seat == nil {
		seat = c.server.clone.Seat(replica.SessionOf(c.ctx))
		c.seat.Store(seat)
	}
	p := r.Presence
	seat.Announce(replica.Presence{Name: p.Name, Subject: p.Subject, Property: p.Property, Value: p.Value, Editing: p.Editing, View: p.View},
		time.Duration(p.Idle)*time.Millisecond)
	return nil, nil
}

// compare asks the others what their data is, and tells how the link is doing now: what
// they answer comes with a status.
func compare(_ context.Context, c *session, _ request) (any, error) {
	c.server.clone.Compare()
	return c.server.clone.Link(), nil
}

// Compare is Replica.Compare; and Link tells of now, after it.
func (c *Client) Compare() {
	ctx, cancel := context.WithTimeout(context.Background(), announceTimeout)
	defer cancel()
	a, err := c.ask(ctx, request{Type: "compare"}, nil)
	var link replica.Link
	if decode(a, err, &link) != nil {
		return // Who is gone, or of another version, compares nothing.
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state.Link = link
}

// announceTimeout is how long an owner may take to hear who is here.
const announceTimeout = 5 * time.Second

// Announce tells the others who is here, where they are, and how long ago they did
// something, until the client leaves. Of announcements that are under way together,
// none is known to be the last.
func (c *Client) Announce(p replica.Presence, idle time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), announceTimeout)
	defer cancel()
	w := whereabouts{p.Name, p.Subject, p.Property, p.Editing, p.Value, p.View, idle.Milliseconds()}
	_, _ = c.ask(ctx, request{Type: "announce", Presence: &w}, nil) // Who is gone needs no answer.
}

// Self is who is at the client, as the others have them.
func (c *Client) Self() replica.Peer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.Self
}

// NameOf is Replica.NameOf, as far as the owner has told.
func (c *Client) NameOf(a replica.Author) (name string, ok bool) {
	if a.Self {
		return "", false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	name, ok = c.names[presence.Stem(a.Process)]
	return name, ok
}

// SeatOf is Replica.SeatOf, as far as the owner has told.
func (c *Client) SeatOf(a replica.Author) (seat uint64, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return presence.SeatAt(c.turns[presence.Stem(a.Process)], a.Ticks)
}
