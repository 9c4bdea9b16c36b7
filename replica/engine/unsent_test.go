package engine

import (
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/store"
)

// TestUnsentEditsAreCounted: what is written while others are not there is counted, however
// often the clone is opened meanwhile, until they have been sent it.
func TestUnsentEditsAreCounted(t *testing.T) {
	c := &couple{t: t, now: start}
	one := c.add(store.LogBounds{}, 0)
	unsent := func(p *part, want int) {
		t.Helper()
		if got := p.Status().Unsent; got != want {
			t.Errorf("%d edits are unsent, not %d", got, want)
		}
	}
	one.edit(0)
	c.connect(one, true)
	one.edit(1)
	unsent(one, 0) // Nobody has joined the domain.
	two := c.add(store.LogBounds{}, 0)
	c.connect(two, true)
	c.pass(10 * time.Second)
	one.edit(2)
	two.edit(3)
	unsent(one, 0)
	unsent(two, 0)
	c.connect(two, false)
	two.edit(4)
	two.edit(5)
	unsent(two, 2)
	two.reopen()
	unsent(two, 2)
	two.edit(6)
	unsent(two, 3)
	one.edit(7) // Nobody else is there.
	unsent(one, 1)
	c.connect(two, true)
	c.pass(10 * time.Second)
	unsent(two, 0)
	unsent(one, 0)
	two.edit(8)
	unsent(two, 0)
	two.reopen()
	unsent(two, 0)
	if one.digest() != two.digest() {
		t.Error("they are not the same")
	}
}

// TestWhatWaitsForTheRelayIsUnsent: of much that others lack, all counts until the last of it
// has gone out.
func TestWhatWaitsForTheRelayIsUnsent(t *testing.T) {
	const edits = 3 * portionCount
	c := &couple{t: t, now: start}
	one, two := c.oneMisses(edits)
	two.edit(edits)
	c.deaf = true
	c.connect(one, true)
	c.connect(two, true)
	if two.link.outbox.mark == 0 || two.Status().Unsent == 0 {
		t.Errorf("%d edits are unsent while some wait for the relay, as of %d", two.Status().Unsent, two.link.outbox.mark)
	}
	c.deaf = false
	c.pass((portionTimeouts + 10) * two.cfg.NetworkTimeout)
	if got := two.Status().Unsent; got != 0 || one.digest() != two.digest() {
		t.Errorf("%d edits are unsent in the end", got)
	}
}
