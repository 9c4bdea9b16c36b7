package main

import (
	"fmt"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// dragAndPress drags a divider, and presses a key meanwhile.
func (m *monkey) dragAndPress() {
	key := m.keys[m.random.IntN(len(m.keys))]
	m.drag(func() {
		m.note(key)
		m.person.PressOnly(key)
	})
}

// drag takes hold of a divider, if there is one in sight, and moves it here and there; the
// button may be let go where nobody sees it.
func (m *monkey) drag(meanwhile func()) {
	number, along := []string{"2", "3", "4"}[m.random.IntN(3)], 1+m.random.IntN(20)
	x, y := m.random.IntN(spacious.w), m.random.IntN(spacious.h)
	letGo := m.random.IntN(4) > 0
	switch left, top, ok := corner(m.person.Screen(), number); {
	case !ok:
	case number == "4" || number == "3" && left == 0: // It is above the pane.
		x, y = left+along, top-1
	default:
		x, y = left, top+along
	}
	m.note(fmt.Sprint("drag from ", x, " ", y))
	m.person.Hold(x, y)
	for range 1 + m.random.IntN(3) {
		x, y = m.random.IntN(spacious.w), m.random.IntN(spacious.h)
		m.note(fmt.Sprint("to ", x, " ", y))
		m.person.Drag(x, y)
		meanwhile()
	}
	if letGo {
		m.person.LetGo(x, y)
	}
}

// dividers are where the lines between panes are: the columns of the second and third, the
// row of the fourth. All are there in a spacious window.
type dividers struct{ left, right, below int }

func (m *monkey) dividers(p *tuitest.Terminal) (d dividers) {
	screen := p.Screen()
	d.left, _, _ = corner(screen, "2")
	d.right, _, _ = corner(screen, "3")
	_, d.below, _ = corner(screen, "4")
	return d
}

// put drags the dividers to where they are to be, one after the other: the first may push
// the second.
func (m *monkey) put(p *tuitest.Terminal, to dividers) {
	m.t.Helper()
	if at := m.dividers(p); at.left != to.left {
		p.Mouse(at.left, 3, to.left, 3)
	}
	if at := m.dividers(p); at.right != to.right {
		p.Mouse(at.right, 3, to.right, 3)
	}
	if at := m.dividers(p); at.below != to.below {
		p.Mouse(at.left+1, at.below-1, at.left+1, to.below-1)
	}
	if at := m.dividers(p); at != to {
		m.fail("dividers that were dragged to %v are at %v", to, at)
	}
}
