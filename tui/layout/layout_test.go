package layout_test

import (
	"testing"

	"github.com/m-ld/mld-tui/tui/layout"
)

// At every size and in every state, each cell of the window belongs to exactly
// one part.
func TestEveryCellOnce(t *testing.T) {
	for w := layout.MinWidth; w < 220; w += 3 {
		for h := layout.MinHeight; h < 70; h++ {
			for _, s := range []layout.State{
				{Focus: layout.Subjects, Side: layout.Subject},
				{Focus: layout.Subject, Side: layout.Subject},
				{Focus: layout.Changes, Side: layout.Changes},
				{Focus: layout.Subjects},
				{Focus: layout.Subject, Side: layout.Subject, Left: 1, Right: 1, Below: 1, Low: 1},
				{Focus: layout.Subject, Side: layout.Subject, Left: 500, Right: 500, Below: 500, Low: 500},
				{Focus: layout.Subject, Side: layout.Subject, Left: 500},
				{Focus: layout.Subject, Side: layout.Subject, Right: 500},
			} {
				check(t, layout.Compute(w, h, s), w, h, s)
			}
		}
	}
}

func check(t *testing.T, l layout.Layout, w, h int, s layout.State) {
	t.Helper()
	parts := append([]layout.Rect{l.Status, l.Footer, l.Tabs}, l.Panes[:]...)
	cells := 0
	for i, a := range parts {
		if a.IsZero() {
			continue
		}
		cells += a.W * a.H
		if a.X < 0 || a.Y < 0 || a.X+a.W > w || a.Y+a.H > h {
			t.Fatalf("%dx%d %v: %v is not in the window", w, h, s, a)
		}
		for _, b := range parts[i+1:] {
			if !b.IsZero() && a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
				t.Fatalf("%dx%d %v: %v and %v overlap", w, h, s, a, b)
			}
		}
	}
	if cells != w*h {
		t.Fatalf("%dx%d %v: %d cells are used", w, h, s, cells)
	}
	if r := l.Panes[layout.Subject]; l.Mode >= layout.Two && !r.IsZero() && r.W < 32 {
		t.Fatalf("%dx%d %v: the subject is %d wide", w, h, s, r.W)
	}
	if l.Panes[s.Focus].IsZero() && s.Focus == s.Side {
		t.Fatalf("%dx%d %v: the pane with the focus is not shown", w, h, s)
	}
}

func TestModes(t *testing.T) {
	for _, test := range []struct {
		w, h int
		want layout.Mode
	}{
		{160, 50, layout.Three},
		{120, 30, layout.Three},
		{80, 24, layout.Two},
		{80, 50, layout.Tall},
		{40, 12, layout.One},
		{39, 12, layout.TooSmall},
		{40, 11, layout.TooSmall},
		{0, 0, layout.TooSmall},
	} {
		if got := layout.Compute(test.w, test.h, layout.State{Side: layout.Subject}).Mode; got != test.want {
			t.Errorf("%dx%d is laid out in mode %d, not %d", test.w, test.h, got, test.want)
		}
	}
}

func TestAt(t *testing.T) {
	l := layout.Compute(120, 30, layout.State{})
	for p, r := range l.Panes {
		if got, ok := l.At(r.X+1, r.Y+1); !ok || got != layout.Pane(p) {
			t.Errorf("in pane %d, At finds %d, %t", p, got, ok)
		}
	}
	if p, ok := l.At(0, 0); ok {
		t.Errorf("on the status line, At finds pane %d", p)
	}
}
