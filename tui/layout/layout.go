// Package layout says where everything is on the screen: a pure function from
// the size of the window and the state of the panes to rectangles.
package layout

// Pane is one of the three parts of the screen that can have the focus.
type Pane uint8

// The panes, from left to right.
const (
	Subjects Pane = iota
	Subject
	Changes
)

// Rect is a rectangle of cells; a zero Rect is not on the screen.
type Rect struct{ X, Y, W, H int }

// IsZero reports whether the rectangle is not on the screen.
func (r Rect) IsZero() bool { return r.W == 0 || r.H == 0 }

// Contains reports whether a cell is in the rectangle.
func (r Rect) Contains(x, y int) bool {
	return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H
}

// Mode is how many panes are side by side.
type Mode uint8

// The modes.
const (
	// TooSmall: there is no room for anything but a word.
	TooSmall Mode = iota
	// One pane at a time, with tabs.
	One
	// Two: the subjects, and beside them the chosen subject or the changes.
	Two
	// Tall is Two with the changes below.
	Tall
	// Three panes.
	Three
)

// The smallest window in which there is more than a word.
const (
	MinWidth  = 40
	MinHeight = 12
)

// The sizes from which a mode is used.
const (
	twoWidth   = 76
	threeWidth = 112
	tallHeight = 40
)

// State is what the layout depends on besides the size.
type State struct {
	Focus Pane
	// Side is the pane that is shown beside the subjects where there is room
	// for two: Subject or Changes.
	Side Pane
}

// Layout is where everything is.
type Layout struct {
	Mode Mode
	W, H int
	// Status is the line at the top, Footer the line at the bottom.
	Status, Footer Rect
	// Tabs is the line that names the panes of which only one is shown; zero
	// where all are.
	Tabs Rect
	// Panes, by their number.
	Panes [3]Rect
	// Body is all between status and footer.
	Body Rect
}

// Compute lays out a window of w by h cells.
func Compute(w, h int, s State) Layout {
	l := Layout{W: w, H: h}
	if w < MinWidth || h < MinHeight {
		return l
	}
	l.Status = Rect{0, 0, w, 1}
	l.Footer = Rect{0, h - 1, w, 1}
	l.Body = Rect{0, 1, w, h - 2}
	switch {
	case w >= threeWidth:
		l.Mode = Three
		left := clamp(w*28/100, 30, 48)
		right := clamp(w*30/100, 34, 60)
		l.columns(left, w-left-right, right)
	case w >= twoWidth && h >= tallHeight:
		l.Mode = Tall
		left := clamp(w*38/100, 28, 44)
		below := h / 3
		top := l.Body.H - below
		l.Panes[Subjects] = Rect{0, 1, left, top}
		l.Panes[Subject] = Rect{left, 1, w - left, top}
		l.Panes[Changes] = Rect{0, 1 + top, w, below}
	case w >= twoWidth:
		l.Mode = Two
		left := clamp(w*38/100, 28, 44)
		side := s.Side
		if side == Subjects {
			side = Subject
		}
		l.Panes[Subjects] = Rect{0, 1, left, l.Body.H}
		l.Panes[side] = Rect{left, 1, w - left, l.Body.H}
	default:
		l.Mode = One
		l.Tabs = Rect{0, 1, w, 1}
		l.Panes[s.Focus] = Rect{0, 2, w, l.Body.H - 1}
	}
	return l
}

func (l *Layout) columns(a, b, c int) {
	y, h := l.Body.Y, l.Body.H
	l.Panes[Subjects] = Rect{0, y, a, h}
	l.Panes[Subject] = Rect{a, y, b, h}
	l.Panes[Changes] = Rect{a + b, y, c, h}
}

// At finds the pane at a cell; ok is false where there is none.
func (l Layout) At(x, y int) (Pane, bool) {
	for p, r := range l.Panes {
		if !r.IsZero() && r.Contains(x, y) {
			return Pane(p), true
		}
	}
	return 0, false
}

func clamp(v, low, high int) int { return min(max(v, low), high) }
