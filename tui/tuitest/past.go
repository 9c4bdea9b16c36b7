package tuitest

import (
	"context"
	"fmt"
	"slices"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
)

// asOf is how a clone's past is looked at; nil where it cannot be.
func asOf(c tui.Clone) func(context.Context, replica.Moment) (tui.Past, error) {
	switch c := c.(type) {
	case *Clone:
		return c.AsOf
	case *replica.Replica:
		return func(ctx context.Context, m replica.Moment) (tui.Past, error) {
			p, err := c.AsOf(ctx, m)
			if err != nil {
				return nil, err
			}
			return p, nil
		}
	default:
		return nil
	}
}

// past is what a Clone was: another that nobody changes.
type past struct {
	*Clone

	moment replica.Moment
	of     *Clone
}

// AsOf is the data as it was at a moment since the beginning of the log.
func (c *Clone) AsOf(_ context.Context, m replica.Moment) (tui.Past, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := &past{Clone: NewClone(c.domain, c.now), of: c}
	for _, ts := range c.triples {
		for t := range ts {
			p.Load(t)
		}
	}
	n := len(c.log)
	for ; n > 0; n-- {
		u := c.log[n-1]
		if m.Time.IsZero() && u.Tick <= m.Tick || !m.Time.IsZero() && !u.Time.After(m.Time) {
			p.moment = replica.Moment{Tick: u.Tick, Time: u.Time}
			break
		}
		if u.Reason == replica.ReasonSnapshot {
			return nil, fmt.Errorf("what the data was then is %w: all came from another clone since", replica.ErrNotKept)
		}
		for _, t := range u.Inserts {
			delete(p.triples[t.S], t)
			p.dropID(t.S)
		}
		p.Load(slices.Clone(u.Deletes)...)
	}
	c.pasts++
	return p, nil
}

// Moment is when the data became what this is.
func (p *past) Moment() replica.Moment { return p.moment }

// Close lets go of it.
func (p *past) Close() error {
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	p.of.pasts--
	return nil
}

// Pasts is how many moments are being looked at.
func (c *Clone) Pasts() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pasts
}
