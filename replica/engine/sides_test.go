package engine

import (
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/store"
)

// TestWhoIsApartDoesNotComeBackForItsOwnSide: of clones that fit each other, each finds in
// its own time that another side precedes. Who has found it stays silent, though there is
// still one of its own side that has not: else each would come back for another, and wake
// those that are silent already.
func TestWhoIsApartDoesNotComeBackForItsOwnSide(t *testing.T) {
	c := together(t, 6)
	one, other := c.parts[:3], c.parts[3:]
	for _, side := range [][]*part{one, other} {
		for _, p := range c.parts {
			c.connect(p, false)
		}
		for _, p := range side {
			c.connect(p, true)
			p.writesMuch()
		}
	}
	for _, p := range c.parts {
		c.connect(p, false)
		p.steps = 0
	}
	c.emptying = true // All are present before they hear of each other.
	for _, p := range c.parts {
		c.connect(p, true)
	}
	c.emptying = false
	one[0].handle(Presence{})
	c.pass(time.Hour)
	if other[0].present {
		one, other = other, one
	}
	for _, p := range one {
		p.is(false, false, true)
	}
	for _, p := range other {
		if p.is(true, false, false); p.steps != 2 {
			t.Errorf("%s has come and gone %d times", p.cfg.ID, p.steps)
		}
	}
	c.verify()
}

// TestSomebodyComesWhoFitsBothSides: it brings those who precede what they lacked, so that
// nobody is apart any more.
func TestSomebodyComesWhoFitsBothSides(t *testing.T) {
	c := together(t, 2)
	one, two := c.parts[0], c.parts[1]
	three := c.add(store.LogBounds{}, 0) // It keeps what two will write.
	c.connect(three, true)
	c.pass(10 * time.Second)
	c.connect(one, false)
	two.writesMuch()
	c.divide(one)
	c.connect(one, true)
	c.connect(two, true)
	c.pass(10 * time.Second)
	one.is(false, true, true)
	two.is(true, false, false)
	c.connect(three, true)
	c.pass(5 * time.Second)
	for _, p := range c.parts {
		if p.is(false, false, true); p.digest() != one.digest() {
			t.Errorf("%s differs", p.cfg.ID)
		}
	}
	c.verify()
}
