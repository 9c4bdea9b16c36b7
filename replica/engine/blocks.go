package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/store"
)

// takeBlocks takes over, when a rev-up is through, which processes the helper has blocked:
// no journal tells of that, so it would not be known otherwise, and what others wrote who
// do know it would wait for ever. What such a process did before has come as well by then,
// unless it waits; then it is for later.
func (e *Engine) takeBlocks(s *stream) {
	var taken []string
	if s.gwc.AnyLt(e.state.Agreed) {
		return // It has not heard of the last agreement, which may void what they did.
	}
	gwc := e.state.GWC.WithBlocks(s.gwc, func(path string) bool {
		waits := func(w *waiting) bool { return placeOf(w.Time.Path(), true).path == path }
		may := e.mayBlock(path) && !slices.ContainsFunc(e.intake.buffer.all(), waits)
		if may {
			taken = append(taken, path)
		}
		return may
	})
	if len(taken) == 0 {
		return
	}
	time, err := e.state.Time.JoinGlobal(gwc)
	if err != nil || e.write() == nil {
		return
	}
	e.setBlocks(gwc)
	e.learn(time)
	e.refusal(store.RefusedRule, cloneOrigin(s.from),
		fmt.Sprintf("all that the processes %s write from now on: it says that they broke a rule", strings.Join(taken, ", ")))
	e.intake.buffer.lookAtAll()
}

// setBlocks has the clone know of more blocked processes, and keep in mind what it has seen
// of them: an agreement may void what they did.
func (e *Engine) setBlocks(gwc clock.Global) {
	all := func(string, uint64, bool) bool { return true }
	e.state.Unblocked = e.state.GWC.WithoutBlocks(e.state.Unblocked, all)
	e.state.GWC = gwc
}

// unblock goes back to before those processes were blocked that had not broken a rule by
// what an agreement knows: that is void. They go on, and whoever takes the agreement follows
// them, be it that it has heard of the breach before, or after, or never. (The reference
// goes on to refuse them where it has heard before, and differs from the others.)
func (e *Engine) unblock(tx *store.Tx, r *rewound, agreement clock.Tree) (err error) {
	r.gwc = e.state.GWC.WithoutBlocks(e.state.Unblocked, func(path string, ticks uint64, told bool) bool {
		lacks := agreement.TicksAt(path) <= ticks
		switch {
		case lacks && told:
			r.unblocked = append(r.unblocked, path)
		case lacks && agreement.TicksAt(path) < ticks:
			err = errNoHistory // It was others who blocked it.
		}
		return lacks
	})
	if len(r.unblocked) == 0 {
		return err
	}
	r.time = e.state.Time.Over(r.gwc)
	for tid := range r.gwc.TIDs { // What they write next may be fused with what they did before.
		if _, ok := tx.Operation(tid); !ok && tid != clock.GenesisTID && tid != clock.BlockedTID {
			return errNoHistory
		}
	}
	return err
}

// mayBlock reports whether a process is neither this clone's nor one that it was forked
// from.
func (e *Engine) mayBlock(path string) bool { return !strings.HasPrefix(e.state.Time.Path(), path) }

// blockedBefore is what the clone knows of blocked processes when it takes a snapshot: it
// goes on to refuse them, though the snapshot may be of somebody who has not heard what
// they did; unless there was an agreement, which may void that.
func (e *Engine) blockedBefore(res control.Response) clock.Global {
	if !e.has || e.isNews(res.Agreed) {
		return clock.GenesisGlobal()
	}
	return e.state.GWC
}
