package replica

import (
	"context"
	"fmt"

	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/history"
)

// Undone tells what putting an update back came to: what it did, and in Left what it
// left as it is, and why.
type Undone = engine.Undone

// Left is a triple of which an update is not put back.
type Left = history.Left

// Undo puts back, as a new operation, the last change that was made through this
// clone and is not undone, in this process or another: what is still its own to put
// back, and nothing that others did since. The rule is that of history.Revert. Each
// further Undo goes one change further back. A change that was made in parts (see Add) is
// put back in as many operations; others may see it half gone, and where it is interrupted,
// another Undo puts back the rest.
//
// The error has a sentence for people where there is nothing to undo, or where it is
// not known any more what the change did. That nothing is left to be put back is no
// error: see Undone.Left.
//
// Where there are sessions (see Config), it is the last change that was made in the same one.
// If there is none, nothing is done, and Undone.Earlier is the number of what was changed last
// in another: WithEarlier puts that back.
func (r *Replica) Undo(ctx context.Context) (Undone, error) {
	return r.undoAll(ctx, engine.UndoLast)
}

// Redo puts back the last Undo, by the same rule. There is nothing to redo when
// something else was changed through this clone since.
func (r *Replica) Redo(ctx context.Context) (Undone, error) {
	return r.undoAll(ctx, engine.RedoLast)
}

// Revert puts back the update of a number (see Entry), whoever made it, by the same
// rule. It is a change like others, which Undo puts back.
func (r *Replica) Revert(ctx context.Context, number uint64) (Undone, error) {
	return r.undo(ctx, engine.Undo{What: engine.UndoUpdate, Number: number})
}

// undoAll undoes, or redoes, a change with all its parts.
func (r *Replica) undoAll(ctx context.Context, what engine.Undoing) (all Undone, err error) {
	all, err = r.undo(ctx, engine.Undo{What: what, Number: EarlierOf(ctx)})
	if err != nil {
		return Undone{}, err
	}
	for more := all.More && all.Of != 0; more; {
		part, err := r.undo(ctx, engine.Undo{What: what, Of: all.Of})
		if err != nil {
			return all, fmt.Errorf("only a part of it was put back: %w", err)
		}
		if more = part.More; part.Number != 0 {
			all.Number, all.Tick, all.Updated = part.Number, part.Tick, all.Updated || part.Updated
			all.Shifts, all.Left = append(all.Shifts, part.Shifts...), append(all.Left, part.Left...)
		}
	}
	return all, nil
}

func (r *Replica) undo(ctx context.Context, ev engine.Undo) (Undone, error) {
	type result struct {
		undone Undone
		err    error
	}
	results := make(chan result, 1)
	ev.Principal, ev.Session = PrincipalOf(ctx), SessionOf(ctx)
	ev.Done = func(u Undone, err error) { results <- result{u, err} }
	select {
	case r.events <- ev:
	case <-r.done:
		return Undone{}, errClosed()
	case <-ctx.Done():
		return Undone{}, ctx.Err()
	}
	select {
	case res := <-results:
		return res.undone, res.err
	case <-r.done:
		return Undone{}, errClosed()
	case <-ctx.Done():
		return Undone{}, ctx.Err()
	}
}
