package owner

import (
	"context"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/history"
)

// undone is what an undo or a redo came to.
type undone struct {
	Tick    uint64  `json:"tick"`
	Updated bool    `json:"updated"`
	Number  uint64  `json:"number"`
	Earlier uint64  `json:"earlier,omitempty"`
	Shifts  []shift `json:"shifts,omitempty"`
	Left    []left  `json:"left,omitempty"`
}

type left struct {
	triple

	Inserted bool          `json:"inserted,omitempty"`
	Why      history.Cause `json:"why"`
}

func exactUndone(u replica.Undone) undone {
	out := undone{Tick: u.Tick, Updated: u.Updated, Number: u.Number, Earlier: u.Earlier, Shifts: exactShifts(u.Shifts)}
	for _, l := range u.Left {
		out.Left = append(out.Left, left{exact([]model.Triple{l.Triple})[0], l.Inserted, l.Why})
	}
	return out
}

func (u undone) undone() replica.Undone {
	out := replica.Undone{Written: replica.Written{Tick: u.Tick, Updated: u.Updated}, Number: u.Number, Earlier: u.Earlier, Shifts: shifts(u.Shifts)}
	for _, l := range u.Left {
		out.Left = append(out.Left, replica.Left{Triple: triples([]triple{l.triple})[0], Inserted: l.Inserted, Why: l.Why})
	}
	return out
}

func undo(ctx context.Context, c *session, r request) (any, error) {
	u, err := c.server.clone.Undo(replica.WithEarlier(ctx, r.Number))
	return exactUndone(u), err
}

func redo(ctx context.Context, c *session, r request) (any, error) {
	u, err := c.server.clone.Redo(replica.WithEarlier(ctx, r.Number))
	return exactUndone(u), err
}

func revert(ctx context.Context, c *session, r request) (any, error) {
	u, err := c.server.clone.Revert(ctx, r.Number)
	return exactUndone(u), err
}

// Undo puts back the last change that was made through the clone.
func (c *Client) Undo(ctx context.Context) (replica.Undone, error) {
	return c.putBack(ctx, request{Type: "undo", Number: replica.EarlierOf(ctx)})
}

// Redo puts back the last undo.
func (c *Client) Redo(ctx context.Context) (replica.Undone, error) {
	return c.putBack(ctx, request{Type: "redo", Number: replica.EarlierOf(ctx)})
}

// Revert puts back the update of a number, whoever made it.
func (c *Client) Revert(ctx context.Context, number uint64) (replica.Undone, error) {
	return c.putBack(ctx, request{Type: "revert", Number: number})
}

func (c *Client) putBack(ctx context.Context, what request) (replica.Undone, error) {
	var u undone
	a, err := c.ask(ctx, what, nil)
	err = decode(a, err, &u)
	return u.undone(), err
}
