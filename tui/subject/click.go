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

// ClickEditor puts the cursor of the text that is typed at a cell of the pane, in that field of
// the editor which is there, and with drag selects as far as there. It reports whether the cell
// is of the editor at all.
func (p *Pane) ClickEditor(x, y int, drag bool) bool {
	p.View() // The cursor may have moved since.
	e := p.editing()
	if i := y - 1; e == nil || i < 0 || i >= len(p.lines) || p.lines[i] < 0 || !p.rows[p.lines[i]].editor {
		return false
	}
	p.dirty = true
	if p.cursorX >= 0 && e.Typing().Click(x-p.cursorX, y-p.cursorY, drag) || p.otherX < 0 || drag || e.Saving {
		return true
	}
	if other := e.Other(); other.Click(x-p.otherX, y-p.otherY, false) {
		e.EnterOther()
	}
	return true
}

// WheelEditor scrolls what is edited, or else the request that is shown, by rows.
func (p *Pane) WheelEditor(rows int) {
	p.dirty = true
	if p.showRequest && p.requestPage > 0 {
		p.requestTop = max(0, p.requestTop+rows)
	} else {
		p.editor.Wheel(rows)
	}
}

// Click puts the cursor on the value at a cell of the pane, as it was last drawn, and
// says what is there.
func (p *Pane) Click(x, y int) (what Clicked, steps int) {
	x, y = x-2, y-1 // within the border
	if y == p.pathRow {
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
