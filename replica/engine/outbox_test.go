package engine

import "testing"

// oneMisses makes three that have met, of which the first has gone, and lacks so many edits
// of the others; then those have gone as well.
func (c *couple) oneMisses(edits int) (one, two *part) {
	c.t.Helper()
	one, two, three := c.three(0)
	c.connect(one, false)
	for n := range edits { // In turn, so that nothing is fused.
		[]*part{two, three}[n%2].edit(n)
	}
	c.connect(two, false)
	c.connect(three, false)
	return one, two
}

// TestManyMissingGoOutInPortions: a clone that has much that the others lack gives it out as
// the relay takes it. A transport's queue takes 4,096 messages, and drops the connection
// beyond that, so that all at once would never get through. What is written meanwhile comes
// after it; and a relay that acknowledges nothing only makes it slow.
func TestManyMissingGoOutInPortions(t *testing.T) {
	const edits = 6000
	c := &couple{t: t, now: start}
	one, two := c.oneMisses(edits)
	most := 0
	c.watch = func(effects []Effect) {
		n := 0
		for _, effect := range effects {
			if _, ok := effect.(SendOperation); ok {
				n++
			}
		}
		most = max(most, n)
	}
	c.deaf = true
	c.connect(one, true)
	c.connect(two, true)
	two.edit(edits)
	if two.link.outbox.mark == 0 || one.digest() == two.digest() {
		t.Error("nothing waits for the relay")
	}
	c.pass(2 * portionTimeouts * two.cfg.NetworkTimeout)
	c.deaf = false
	c.pass((portionTimeouts + 1) * two.cfg.NetworkTimeout)
	if most > portionCount {
		t.Errorf("%d operations were sent at once", most)
	}
	if two.link.outbox.mark != 0 || one.digest() != two.digest() {
		t.Error("what was missing did not arrive")
	}
}
