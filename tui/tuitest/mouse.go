package tuitest

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Click clicks on the first cell of a text on the screen, so many cells further to the
// right.
func (term *Terminal) Click(text string, further ...int) *Terminal {
	term.t.Helper()
	x, y := term.find(text)
	for _, n := range further {
		x += n
	}
	return term.Mouse(x, y, x, y)
}

// Mouse presses the left button at a cell, and lets it go at another.
func (term *Terminal) Mouse(fromX, fromY, toX, toY int) *Terminal {
	term.t.Helper()
	term.Hold(fromX, fromY)
	if fromX != toX || fromY != toY {
		term.Drag(toX, toY)
	}
	term.LetGo(toX, toY)
	return term.Settle()
}

// Hold presses the left button at a cell, Drag moves the mouse to another while it is held,
// and LetGo ends that. None of them waits.
func (term *Terminal) Hold(x, y int) {
	term.inputs.Add(1)
	term.screen.SendText(fmt.Sprintf("\x1b[<0;%d;%dM", x+1, y+1))
}

// Drag moves the mouse; see Hold.
func (term *Terminal) Drag(x, y int) {
	term.screen.SendText(fmt.Sprintf("\x1b[<32;%d;%dM", x+1, y+1))
}

// LetGo lets the button go; see Hold.
func (term *Terminal) LetGo(x, y int) {
	term.inputs.Add(1)
	term.screen.SendText(fmt.Sprintf("\x1b[<0;%d;%dm", x+1, y+1))
}

// Wheel turns the wheel over a text, so many steps down, or up below zero.
func (term *Terminal) Wheel(text string, steps int) *Terminal {
	term.t.Helper()
	x, y := term.find(text)
	button := 65
	if steps < 0 {
		button, steps = 64, -steps
	}
	for range steps {
		term.inputs.Add(1)
		term.screen.SendText(fmt.Sprintf("\x1b[<%d;%d;%dM", button, x+1, y+1))
	}
	return term.Settle()
}

// find is the first cell of a text on the screen.
func (term *Terminal) find(text string) (x, y int) {
	term.t.Helper()
	y = term.Row(text)
	if y < 0 {
		term.t.Fatalf("%q is not on the screen:\n%s", text, term.Screen())
	}
	before, _, _ := strings.Cut(strings.Split(term.Screen(), "\n")[y], text)
	return ansi.StringWidth(before), y
}
