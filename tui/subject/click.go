package subject

// Clicked is what a click in the pane was on.
type Clicked uint8

// What a click may be on.
const (
	ClickedNothing Clicked = iota
	// ClickedRow: the cursor went to a value.
	ClickedRow
	// ClickedLink: it went to a reference, or to the value where it was already.
	ClickedLink
	// ClickedPath: a place on the path, so many steps forward, or back below zero.
	ClickedPath
)

// ClickEditor puts the cursor of the text that is typed at a cell of the pane, as it was last
// drawn, if the text is there.
func (p *Pane) ClickEditor(x, y int) {
	e := p.editing()
	if e == nil || p.cursorX < 0 {
		return
	}
	l := &e.Value
	if e.OnName {
		l = &e.Name
	}
	p.dirty = l.Click(x-p.cursorX, y-p.cursorY) || p.dirty
}

// Click puts the cursor on the value at a cell of the pane, as it was last drawn, and
// says what is there.
func (p *Pane) Click(x, y int) (what Clicked, steps int) {
	x, y = x-2, y-1 // within the border
	if y == 1 {
		for _, c := range p.path {
			if x >= c.from && x < c.to && c.steps != 0 {
				return ClickedPath, c.steps
			}
		}
	}
	if y < 0 || y >= len(p.lines) || p.lines[y] < 0 || p.lines[y] >= len(p.rows) {
		return ClickedNothing, 0
	}
	again := p.cursor == p.lines[y]
	p.cursor, p.kept, p.dirty = p.lines[y], nil, true
	pw, _ := p.columns(p.w - 4)
	if t, ok := p.Term(); ok && (t.IsRef() || again) && x >= 2+pw+gap {
		return ClickedLink, 0
	}
	return ClickedRow, 0
}
