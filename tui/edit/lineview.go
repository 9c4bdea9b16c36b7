package edit

import (
	"math"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// Drawn is a text on several rows, each of the width that was asked for.
type Drawn struct {
	Rows []string
	// X and Y are the cell of the cursor.
	X, Y int
	// Above and Below are how many rows there are out of sight.
	Above, Below int
}

// row is a stretch of characters that stands on one row. One cell at its end stays
// free for the cursor, but for the space or the line break that ends it: the cursor is on
// the next row behind that.
type row struct{ from, to int }

// Draw shows the text on rows of w cells, wrapped between words, of which at most
// so many are shown: those around the cursor. Where a line break is, a sign says
// so. The selection is in reverse.
func (l *Line) Draw(w, most int, th *themes.Theme) Drawn {
	w = max(2, w)
	rows := l.rowsIn(w, th.Glyph)
	at := rowOf(rows, l.cursor)
	most = min(max(1, most), len(rows))
	l.page = most
	l.top = min(max(l.top, at-most+1), at, len(rows)-most)
	d := Drawn{Y: at - l.top, Above: l.top, Below: len(rows) - l.top - most}
	for _, r := range rows[l.top : l.top+most] {
		d.Rows = append(d.Rows, l.drawRow(r, w, th))
	}
	d.X = min(l.width(rows[at].from, l.cursor), w-1)
	return d
}

func (l *Line) drawRow(r row, w int, th *themes.Theme) string {
	from, to := l.selection()
	from, to = min(max(from, r.from), r.to), min(max(to, r.from), r.to)
	end := r.to
	if end > r.from && l.chars[end-1] == "\n" && to < end {
		end--
	}
	var b strings.Builder
	put := func(from, to int, style lipgloss.Style) {
		if from < to {
			b.WriteString(style.Render(l.safe(from, to)))
		}
	}
	put(r.from, from, th.Field)
	put(from, to, th.Field.Reverse(true))
	put(to, end, th.Field)
	put(end, r.to, th.Faint.Inherit(th.Field))
	// Marks that were alone may join in the line, so its width is not the sum.
	s := text.Cut(b.String(), w, th.Glyph)
	return s + th.Field.Render(strings.Repeat(" ", w-text.Width(s)))
}

func (l *Line) safe(from, to int) string {
	return text.Safe(strings.Join(l.chars[from:to], ""), l.laid.g)
}

func (l *Line) width(from, to int) int { return text.Width(l.safe(from, to)) }

// Rows is how many rows the text has, of w cells each.
func (l *Line) Rows(w int, g themes.Glyphs) int { return len(l.rowsIn(max(2, w), g)) }

func (l *Line) rowsIn(w int, g themes.Glyphs) []row {
	if w != l.laid.w || g != l.laid.g {
		l.laid = laid{w: w, g: g}
	}
	return l.rows()
}

// rows breaks the text into rows. There is always one, and one more after a line
// break at the end. Before the first Draw, rows end at line breaks only.
func (l *Line) rows() []row {
	if l.laid.rows == nil {
		l.laid.rows = l.layOut()
	}
	return l.laid.rows
}

func (l *Line) layOut() []row {
	w := l.laid.w
	if w == 0 {
		w = math.MaxInt32
	}
	var rows []row
	from, used, space := 0, 0, 0 // space is where the row could end
	for i, c := range l.chars {
		n := 1
		if len(c) > 1 || c[0] < 0x20 || c[0] > 0x7e {
			n = text.Width(text.Safe(c, l.laid.g))
		}
		if ends := c == "\n" || isSpace(c); used+n > w-1 && i > from && (!ends || used+n > w) {
			end := i
			if space > from {
				end = space
			}
			rows = append(rows, row{from, end})
			from = end
			used = l.width(from, i)
		}
		used += n
		switch {
		case c == "\n":
			rows = append(rows, row{from, i + 1})
			from, used = i+1, 0
		case isSpace(c):
			space = i + 1
		}
	}
	if used == w { // A space has the cell of the cursor.
		rows = append(rows, row{from, len(l.chars)})
		from = len(l.chars)
	}
	return append(rows, row{from, len(l.chars)})
}

// rowOf is the row on which a character is: that after a place where two meet.
func rowOf(rows []row, char int) int {
	for i, r := range rows {
		if char < r.to {
			return i
		}
	}
	return len(rows) - 1
}

// vertical moves the cursor by rows; it reports false where there is only one.
func (l *Line) vertical(by int, selecting bool) bool {
	rows := l.rows()
	if l.laid.w == 0 || len(rows) == 1 {
		return false
	}
	at := rowOf(rows, l.cursor)
	goal := l.goal
	if goal == 0 {
		goal = 1 + l.width(rows[at].from, l.cursor)
	}
	switch to := at + by; {
	case to < 0:
		l.moveTo(0, selecting)
	case to >= len(rows):
		l.moveTo(len(l.chars), selecting)
	default:
		i := rows[to].from
		for i < lastIn(rows, to) && l.width(rows[to].from, i+1) < goal {
			i++
		}
		l.moveTo(i, selecting)
	}
	l.goal = goal
	return true
}

// Click puts the cursor so many cells and rows from where it is, if the text is shown there, and
// selects what is between; it reports whether it is.
func (l *Line) Click(cells, rowsDown int, selecting bool) bool {
	rows := l.rows()
	at := rowOf(rows, l.cursor)
	x, to := l.width(rows[at].from, l.cursor)+cells, at+rowsDown
	if l.laid.w == 0 || x < 0 || x >= l.laid.w || to < l.top || to >= min(l.top+l.page, len(rows)) {
		return false
	}
	i := rows[to].from
	for i < lastIn(rows, to) && l.width(rows[to].from, i+1) <= x {
		i++
	}
	l.moveTo(i, selecting)
	return true
}

// Page moves the cursor by as many rows as were shown, down or, with -1, up.
func (l *Line) Page(by int) { l.vertical(by*max(1, l.page-1), false) }

// lastIn is the last place of the cursor on a row.
func lastIn(rows []row, i int) int {
	if i < len(rows)-1 {
		return rows[i].to - 1
	}
	return rows[i].to
}

func (l *Line) rowStart() int {
	rows := l.rows()
	return rows[rowOf(rows, l.cursor)].from
}

func (l *Line) rowEnd() int {
	rows := l.rows()
	return lastIn(rows, rowOf(rows, l.cursor))
}

// View is the part of the text around the cursor in one row of w cells, and the
// cell of the cursor in it. An ellipsis stands for what there is before and behind it.
func (l *Line) View(w int, g themes.Glyphs) (shown string, cursorX int) {
	if w <= 1 {
		return strings.Repeat(" ", max(0, w)), 0
	}
	width := func(i int) int { return text.Width(text.Safe(l.chars[i], g)) }
	n, sign := len(l.chars), g.Ellipsis
	if w < 4*text.Width(sign) { // The text needs the room.
		sign = ""
	}
	// room is what a text has that begins at a character.
	room := func(from int) int {
		if from > 0 {
			return w - text.Width(sign)
		}
		return w
	}
	after := span(l.cursor+1, min(n, l.cursor+1+w), width)
	if l.cursor == n {
		after = 1 // The cursor takes a cell of its own there.
	}
	l.from = min(l.from, l.cursor)
	before := span(l.from, min(l.cursor+1, n), width)
	whole := func() bool { return before+after <= room(l.from) }
	for l.from < l.cursor && !whole() && (l.cursor == n || before > room(l.from)-text.Width(sign)) {
		before -= width(l.from)
		l.from++
	}
	// Where characters were removed at the end, show more of the beginning.
	for ; l.from > 0 && before+width(l.from-1)+after <= room(l.from-1); l.from-- {
		before += width(l.from - 1)
	}
	var b strings.Builder
	if l.from > 0 {
		b.WriteString(sign)
	}
	used, left, end := 0, room(l.from), ""
	if !whole() {
		left, end = left-text.Width(sign), sign
	}
	for i := l.from; i < n; i++ {
		cells := width(i)
		if used+cells > left {
			break
		}
		if i == l.cursor {
			cursorX = text.Width(b.String())
		}
		b.WriteString(text.Safe(l.chars[i], g))
		used += cells
	}
	if l.cursor == n {
		cursorX = text.Width(b.String())
	}
	// Marks that were alone may join in the line, so its width is not the sum.
	return text.Fit(b.String()+end, w, g), min(cursorX, w-1)
}

func span(from, to int, width func(int) int) int {
	sum := 0
	for i := from; i < to; i++ {
		sum += width(i)
	}
	return sum
}
