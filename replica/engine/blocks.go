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
	e.state.GWC = gwc
	e.learn(time)
	e.refusal(store.RefusedRule, cloneOrigin(s.from),
		fmt.Sprintf("all that the processes %s write from now on: it says that they broke a rule", strings.Join(taken, ", ")))
	e.intake.buffer.lookAtAll()
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
