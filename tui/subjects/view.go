package subjects

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model/find"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/text"
)

// Draws counts how often the pane was really drawn.
func (p *Pane) Draws() int { return p.draws }

// View is the pane as lines; it is drawn only where something changed.
func (p *Pane) View() []string {
	if p.dirty || p.drawn == nil {
		p.drawn = p.draw()
		p.dirty = false
		p.draws++
	}
	return p.drawn
}

func (p *Pane) draw() []string {
	w, _ := box.Inner(p.w, p.h)
	var lines []string
	if p.filterShown() {
		lines = append(lines, p.filterLine(w))
	}
	if len(p.rows) == 0 {
		lines = append(lines, p.emptyLines(w)...)
	}
	n := p.rowsShown()
	for i := p.top; i < min(len(p.rows), p.top+n); i++ {
		lines = append(lines, p.row(p.rows[i], i == p.cursor, p.namesake(i), w))
	}
	return box.Draw(box.Frame{
		W: p.w, H: p.h, Title: p.title(), Number: "1", Remark: p.count(), Foot: p.foot(n), Focused: p.focused,
	}, lines, p.theme)
}

// title says what is listed, and in which order if that is not the usual one.
func (p *Pane) title() string {
	g := p.theme.Glyph
	switch {
	case !p.filter.IsEmpty():
		return "Found"
	case p.order == replica.ByRecent:
		return "Subjects " + g.Dot + " recent"
	case p.order == replica.ByID:
		return "Subjects " + g.Dot + " by id"
	}
	return "Subjects"
}

func (p *Pane) count() string {
	if !p.loaded {
		return ""
	}
	th := p.theme
	if p.filter.IsEmpty() {
		of := ""
		if p.only != "" && p.all > p.total {
			of = " of " + text.Count(p.all)
		}
		return p.markedWord() + th.Muted.Render(text.Count(p.total)+of)
	}
	n := text.Count(len(p.rows))
	if len(p.rows) >= mostFound {
		n += "+"
	}
	of := ""
	if p.total > 0 { // Else the list was not read yet: one has begun with what was found.
		of = " of " + text.Count(p.total)
	}
	return p.markedWord() + th.Match.Render(n) + th.Muted.Render(of)
}

// position says that there is more than is on the screen.
func (p *Pane) position(n int) string {
	above := p.top > 0 || !p.atStart
	below := p.top+n < len(p.rows) || !p.atEnd
	if !p.loaded || len(p.rows) == 0 {
		return ""
	}
	return box.More(above, below, p.theme)
}

// Sought is the text that subjects were searched for; empty for none.
func (p *Pane) Sought() string { return p.filter.Value() }

func (p *Pane) filterShown() bool { return p.typing || p.Filtered() }

func (p *Pane) filterLine(w int) string {
	th := p.theme
	label := th.Accent.Render(th.Glyph.Search) + " "
	typ := ""
	if p.only != "" {
		typ = " " + th.Type.Render(text.CutName(text.Safe(p.names.Type(p.only), th.Glyph), max(4, w/3), th.Glyph))
	}
	room := w - text.Width(label) - text.Width(typ)
	if p.typing {
		s, _ := p.typed(room)
		return label + s + typ
	}
	return label + th.Match.Render(text.Fit(text.Safe(p.filter.Value(), th.Glyph), room, th.Glyph)) + typ
}

// Cursor is the cell of the text cursor in the pane, while the filter is typed.
func (p *Pane) Cursor() (x, y int, ok bool) {
	if !p.typing {
		return 0, 0, false
	}
	w, _ := box.Inner(p.w, p.h)
	label := text.Width(p.theme.Glyph.Search) + 1
	_, cx := p.typed(w - label)
	return 2 + label + cx, 1, true
}

// typed is the filter while it is typed, on w cells, with the cell of the cursor. What is
// selected is seen to be.
func (p *Pane) typed(w int) (shown string, cursorX int) {
	if p.filter.Selected() != "" {
		d := p.filter.Draw(w, 1, p.theme)
		return d.Rows[0], d.X
	}
	shown, cursorX = p.filter.View(w, p.theme.Glyph)
	return p.theme.Field.Render(shown), cursorX
}

// mostFound is how many a search gives: there may be more.
const mostFound = 200

// namesake reports whether the subject of a row is called as that beside it is.
func (p *Pane) namesake(i int) bool {
	same := func(j int) bool {
		return j >= 0 && j < len(p.rows) && p.rows[j].Label != "" && p.rows[j].Label == p.rows[i].Label
	}
	return same(i-1) || same(i+1)
}

func (p *Pane) row(r replica.SubjectRow, here, namesake bool, w int) string {
	th, g := p.theme, p.theme.Glyph
	name, in := p.called(r)
	if id := text.Safe(p.names.Subject(r.ID), g); namesake && in == "" {
		in = id
	}
	side := p.side(r, w)
	mark, contested := "  ", ""
	nameStyle, sideStyle, matchStyle, moreStyle := th.Text, th.Type, th.Match, th.Faint
	if here {
		mark = th.Faint.Render(g.Cursor) + " "
		ground := th.SelectedBlur
		if p.focused {
			mark = th.Accent.Render(g.Cursor) + " "
			ground = th.Selected
		}
		nameStyle, sideStyle = nameStyle.Inherit(ground), sideStyle.Inherit(ground)
		matchStyle, moreStyle = matchStyle.Inherit(ground), moreStyle.Inherit(ground)
	}
	if _, marked := p.marks[r.ID]; marked {
		sign := " "
		if here {
			sign = g.Cursor
		}
		mark = th.Accent.Render(sign) + th.Warning.Render(g.Check)
	}
	room := w - 2
	if r.InConflict {
		contested = th.Warning.Inherit(nameStyle).Render(g.Warning + " ")
		room -= text.Width(g.Warning) + 1
	}
	tags := p.tags(r, w/3, here)
	if free := room - text.Width(side) - 2; tags != "" && side != "" && text.Width(name)+text.Width(tags) > free {
		// One of those who are there, and how many more; and of the name and the type at least
		// so much that one knows them.
		tags = p.tags(r, max(leastTags, free-text.Width(name)), here)
		free = room - text.Width(tags) - 2 - min(text.Width(name), room/2)
		side = p.shorter(r, side, free)
	}
	if tags != "" {
		room -= text.Width(tags) + 1
		tags = nameStyle.Render(" ") + tags
	}
	if side != "" {
		room -= text.Width(side) + 1
		side = nameStyle.Render(" ") + sideStyle.Render(side)
	}
	if r.Label == "" {
		name = text.ShortIRI(name, room, g)
	}
	name = text.Cut(name, room, g)
	line := p.highlight(name, nameStyle, matchStyle)
	room -= text.Width(name)
	if in != "" && room > 8 {
		in = text.Cut(" "+g.Dot+" "+in, room, g)
		line += p.highlight(in, moreStyle, matchStyle)
		room -= text.Width(in)
	}
	return mark + contested + line + nameStyle.Render(strings.Repeat(" ", max(0, room))) + tags + side
}

// called is what a subject is called, and what is said behind it: by what one goes in the
// order of the list comes first.
func (p *Pane) called(r replica.SubjectRow) (name, more string) {
	g := p.theme.Glyph
	name, more = text.Safe(r.Label, g), p.excerpt(r)
	if id := text.Safe(p.names.Subject(r.ID), g); name == "" {
		name = id
	} else if p.order == replica.ByID && p.filter.IsEmpty() {
		name, more = id, name
	}
	return name, more
}

// The least room for who is at a subject, which is one of them and a number, and for its
// type.
const (
	leastTags = 6
	leastSide = 4
)

// side is what stands at the right: the type, or when it was changed.
func (p *Pane) side(r replica.SubjectRow, w int) string {
	g := p.theme.Glyph
	if p.order == replica.ByRecent && !r.Changed.IsZero() {
		return when(r.Changed, p.Now())
	}
	return text.CutName(p.types(r), max(6, w*2/5), g)
}

// types is the first type, and of how many more it is; empty for none.
func (p *Pane) types(r replica.SubjectRow) string {
	if len(r.Types) == 0 {
		return ""
	}
	typ := text.Safe(p.names.Type(r.Types[0]), p.theme.Glyph)
	if len(r.Types) > 1 {
		typ += " +" + text.Count(len(r.Types)-1)
	}
	return typ
}

// shorter is what stands at the right in less room; empty where there is too little. Half a
// time would be read as another: it goes without its seconds, or not at all.
func (p *Pane) shorter(r replica.SubjectRow, side string, w int) string {
	switch {
	case p.order != replica.ByRecent || r.Changed.IsZero():
		if w < leastSide {
			return ""
		}
		return text.CutName(p.types(r), min(w, text.Width(side)), p.theme.Glyph)
	case text.Width(side) <= w:
		return side
	case strings.Contains(side, ":") && w >= len("15:04"):
		return side[:len("15:04")]
	}
	return ""
}

// when is a time as short as it can be said.
func when(t, now time.Time) string {
	t = t.In(now.Location())
	switch y, m, d := t.Date(); {
	case now.Sub(t) < 24*time.Hour && d == now.Day():
		return t.Format("15:04:05")
	case y == now.Year():
		return fmt.Sprintf("%d %s", d, m.String()[:3])
	default:
		return t.Format("2006-01-02")
	}
}

// excerpt is the text in which the subject was found, from a little before the
// first word that was typed.
func (p *Pane) excerpt(r replica.SubjectRow) string {
	in := text.Safe(r.In, p.theme.Glyph)
	if in == "" {
		return ""
	}
	first := len(in)
	for typed := range find.Words(p.filter.Value()) {
		if _, at, ok := find.Match(typed, in); ok && len(at) > 0 {
			first = min(first, at[0])
		}
	}
	const before = 12
	if first <= before || first == len(in) {
		return in
	}
	from := strings.IndexByte(in[first-before:], ' ')
	if from < 0 || from > before {
		return in
	}
	return p.theme.Glyph.Ellipsis + in[first-before+from:]
}

// highlight marks where a text has the words that were typed.
func (p *Pane) highlight(s string, plain, match lipgloss.Style) string {
	if p.filter.IsEmpty() {
		return text.Draw(s, plain, p.theme)
	}
	marked := make([]bool, len(s))
	for typed := range find.Words(p.filter.Value()) {
		if _, at, ok := find.Match(typed, s); ok {
			for _, i := range at {
				marked[i] = true
			}
		}
	}
	var b strings.Builder
	from := 0
	flush := func(to int) {
		switch {
		case to == from:
		case marked[from]:
			b.WriteString(match.Render(s[from:to]))
		default:
			b.WriteString(text.Draw(s[from:to], plain, p.theme))
		}
		from = to
	}
	for i := range s { // by runes: a mark is at the first byte
		if i > 0 && marked[i] != marked[from] {
			flush(i)
		}
	}
	flush(len(s))
	return b.String()
}

func (p *Pane) emptyLines(w int) []string {
	th := p.theme
	switch {
	case p.err != nil:
		return paint(th.Error.Render, text.Wrap(text.Safe("The subjects could not be read: "+p.err.Error(), th.Glyph), w, 6, th.Glyph))
	case !p.loaded:
		return []string{th.Muted.Render("reading" + th.Glyph.Ellipsis)}
	case p.pending != nil && !p.filter.IsEmpty():
		return []string{"", th.Faint.Render("looking" + th.Glyph.Ellipsis)}
	case p.order == replica.ByRecent && p.total > 0 && !p.Filtered():
		s := "Nothing has changed in the time of which the history is kept. Press " + p.keys.Key(keymap.NextOrder, th.Glyph.ASCII) + " for another order."
		return append([]string{""}, paint(th.Muted.Render, text.Wrap(s, w, 5, th.Glyph))...)
	case p.Filtered():
		s := "Nothing like that here. "
		if p.stays != "" {
			s += "Pane 2 still shows " + text.Cut(text.Safe(p.stays, th.Glyph), 40, th.Glyph) + ". "
		}
		s += "Press " + p.keys.Key(keymap.ClearFind, th.Glyph.ASCII) + " to see all."
		return append([]string{""}, paint(th.Muted.Render, text.Wrap(s, w, 6, th.Glyph))...)
	case p.welcome != nil:
		return p.welcome
	default:
		return append([]string{""}, paint(th.Muted.Render, text.Wrap("Nothing here yet.", w, 2, th.Glyph))...)
	}
}

func paint(render func(...string) string, lines []string) []string {
	for i, l := range lines {
		lines[i] = render(l)
	}
	return lines
}
