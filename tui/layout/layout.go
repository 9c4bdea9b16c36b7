// Package layout says where everything is on the screen: a pure function from
// the size of the window and the state of the panes to rectangles.
package layout

// Pane is one of the parts of the screen that can have the focus.
type Pane uint8

// The panes, by the number that goes to them.
const (
	Subjects Pane = iota
	Subject
	Changes
	// Referrers is what refers to the subject, beneath it.
	Referrers
)

// Panes is how many there are.
const Panes = 4

// order is how the eye goes through them.
var order = [Panes]Pane{Subjects, Subject, Referrers, Changes}

// Next is the pane after another, as the eye goes; before it where by is -1.
func (l Layout) Next(p Pane, by int) Pane {
	if !l.Tabs.IsZero() { // They are in the order of their numbers.
		return (p + Pane(by+Panes)) % Panes
	}
	for i, o := range order {
		if o == p {
			return order[(i+by+Panes)%Panes]
		}
	}
	return Subjects
}

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
	// TooSmall: there is no room for anything but a card of the chosen subject.
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

// The smallest window in which there is more than a card.
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
	// for two: Subject, with Referrers, or Changes.
	Side Pane
	// Left, Right and Below are how wide the subjects and the changes are, and how
	// high the referrers, where a person has chosen that; Low is how high the changes
	// are where they are below all. Else they are zero.
	Left, Right, Below, Low int
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
	Panes [Panes]Rect
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
		left := chosen(s.Left, clamp(w*28/100, 30, 48), w-minSide-minMiddle)
		right := chosen(s.Right, clamp(w*30/100, 34, 60), w-left-minMiddle)
		l.Panes[Subjects] = Rect{0, 1, left, l.Body.H}
		l.subject(Rect{left, 1, w - left - right, l.Body.H}, s)
		l.Panes[Changes] = Rect{w - right, 1, right, l.Body.H}
	case w >= twoWidth && h >= tallHeight:
		l.Mode = Tall
		left := chosen(s.Left, clamp(w*38/100, 28, 44), w-minMiddle)
		below := h / 3
		if s.Low > 0 {
			below = clamp(s.Low, minBelow, l.Body.H-minTop)
		}
		top := l.Body.H - below
		l.Panes[Subjects] = Rect{0, 1, left, top}
		l.subject(Rect{left, 1, w - left, top}, s)
		l.Panes[Changes] = Rect{0, 1 + top, w, below}
	case w >= twoWidth:
		l.Mode = Two
		left := chosen(s.Left, clamp(w*38/100, 28, 44), w-minMiddle)
		l.Panes[Subjects] = Rect{0, 1, left, l.Body.H}
		beside := Rect{left, 1, w - left, l.Body.H}
		if s.Side == Changes {
			l.Panes[Changes] = beside
		} else {
			l.subject(beside, s)
		}
	default:
		l.Mode = One
		l.Tabs = Rect{0, 1, w, 1}
		l.Panes[s.Focus] = Rect{0, 2, w, l.Body.H - 1}
	}
	return l
}

// Shorten is the layout with so many rows less at the end of the body, which what is below has
// in that while; as many as each pane there can do without.
func (l Layout) Shorten(rows int) Layout {
	for i, r := range l.Panes {
		if !r.IsZero() && r.Y+r.H == l.Body.Y+l.Body.H {
			l.Panes[i].H = max(leastPane, r.H-rows)
		}
	}
	return l
}

// The least that a pane has where a person chooses.
const (
	minSide   = 20
	minMiddle = 32
	minBelow  = 4
	leastPane = 3
	minTop    = 16
)

// chosen is what a person has chosen, else what is usual: within bounds, for another may
// have been chosen that leaves less.
func chosen(n, usual, most int) int {
	if n == 0 {
		n = usual
	}
	return clamp(n, minSide, max(minSide, most))
}

// subject divides a rectangle between the subject and what refers to it; where it is
// low, one of them has it all.
func (l *Layout) subject(r Rect, s State) {
	const lowest = 16
	switch below := clamp(r.H/4, 5, 12); {
	case r.H < lowest && s.Focus == Referrers:
		l.Panes[Referrers] = r
	case r.H < lowest:
		l.Panes[Subject] = r
	default:
		if s.Below > 0 {
			below = clamp(s.Below, minBelow, r.H-8)
		}
		l.Panes[Subject] = Rect{r.X, r.Y, r.W, r.H - below}
		l.Panes[Referrers] = Rect{r.X, r.Y + r.H - below, r.W, below}
	}
}

// Divider is a line between panes that can be dragged.
type Divider uint8

// The dividers.
const (
	NoDivider Divider = iota
	LeftDivider
	RightDivider
	BelowDivider
	LowDivider
)

// Grip is where a divider is held: at its first cell, or so many further.
type Grip struct {
	Divider

	off int
}

// OnTitle reports whether it is held at the title of a pane.
func (g Grip) OnTitle() bool {
	return (g.Divider == BelowDivider || g.Divider == LowDivider) && g.off == 1
}

// GripAt finds the divider at a cell: the borders of two panes, side by side, or the lower
// border of one and the title of the next.
func (l Layout) GripAt(x, y int) Grip {
	left, right, below := l.Panes[Subjects], l.Panes[Changes], l.Panes[Referrers]
	beside := func(r Rect, edge int) bool { return y > r.Y && y < r.Y+r.H && (x == edge-1 || x == edge) }
	above := func(r Rect) bool { return x > r.X && x < r.X+r.W-1 && (y == r.Y-1 || y == r.Y) }
	switch {
	case l.Mode == One || l.Mode == TooSmall:
	case !left.IsZero() && beside(left, left.W):
		return Grip{LeftDivider, x - left.W + 1}
	case l.Mode == Three && beside(right, right.X):
		return Grip{RightDivider, x - right.X + 1}
	case !below.IsZero() && !l.Panes[Subject].IsZero() && above(below):
		return Grip{BelowDivider, y - below.Y + 1}
	case l.Mode == Tall && above(right):
		return Grip{LowDivider, y - right.Y + 1}
	}
	return Grip{}
}

// Drag is the state in which a divider is held at a cell.
func (l Layout) Drag(s State, g Grip, x, y int) State {
	x, y = x-g.off+1, y-g.off+1 // Where the second pane begins.
	switch g.Divider {
	case LeftDivider:
		s.Left = max(1, x)
	case RightDivider:
		s.Right = max(1, l.W-x)
	case BelowDivider:
		r := l.Panes[Referrers]
		s.Below = max(1, r.Y+r.H-y)
	case LowDivider:
		r := l.Panes[Changes]
		s.Low = max(1, r.Y+r.H-y)
	}
	return s
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
