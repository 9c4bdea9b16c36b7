package changes

import (
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
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
	w, h := box.Inner(p.w, p.h)
	th := p.theme
	remark := ""
	lines, foot := p.lines(w, h)
	if p.top > 0 {
		up := "↑ "
		if th.Glyph.ASCII {
			up = "^ "
		}
		remark = th.Badge.Render(" " + up + text.Count(p.top) + " newer ")
	}
	return box.Draw(box.Frame{
		W: p.w, H: p.h, Title: "Changes", Number: "3", Remark: remark, Beside: p.beside, Foot: foot, Focused: p.focused,
	}, lines, th)
}

func (p *Pane) lines(w, h int) (lines []string, foot string) {
	g := p.theme.Glyph
	if len(p.entries) == 0 {
		for _, l := range text.Wrap("Quiet so far. What you and your teammates change appears here at once.", w, 6, g) {
			lines = append(lines, p.theme.Muted.Render(l))
		}
		return append([]string{""}, lines...), ""
	}
	p.scroll(w, h)
	p.shown = p.shown[:0]
	i := p.top
	for ; i < len(p.entries) && len(lines) < h; i++ {
		if i > p.top {
			lines = append(lines, "")
			p.shown = append(p.shown, -1)
		}
		for j, l := range p.entryLines(p.at(i), w-2) {
			mark := "  "
			if i == p.cursor && p.focused {
				mark = p.theme.Faint.Render(g.Box.Vertical) + " "
				if j == 0 {
					mark = p.theme.Accent.Render(g.Cursor) + " "
				}
			}
			lines = append(lines, mark+l)
			p.shown = append(p.shown, i)
		}
	}
	if i < len(p.entries) || len(lines) > h {
		down := "↓"
		if g.ASCII {
			down = "v"
		}
		foot = p.theme.Faint.Render(down + " more")
	}
	return lines[:min(len(lines), h)], foot
}

// scroll keeps the entry of the cursor in sight.
func (p *Pane) scroll(w, h int) {
	p.top = min(p.top, p.cursor)
	used, first := 0, p.cursor
	for i := p.cursor; i >= p.top; i-- {
		used += len(p.entryLines(p.at(i), w-2))
		if i < p.cursor {
			used++
		}
		if used > h && i < p.cursor {
			break
		}
		first = i
	}
	p.top = max(p.top, first)
}

func (p *Pane) entryLines(e *entry, w int) []string {
	if e.drawn == nil || e.drawnW != w {
		e.drawn, e.drawnW = p.drawEntry(e, w), w
	}
	return e.drawn
}

func (p *Pane) drawEntry(e *entry, w int) []string {
	th, g := p.theme, p.theme.Glyph
	if e.reason == replica.ReasonSnapshot { // Whoever made it all: it is from one who is here.
		who := th.Other.Render(g.Person + " a teammate")
		return []string{text.Spread(who, th.Muted.Render(When(e.time, p.now())), w, g), th.Muted.Render("gave this clone all the data")}
	}
	if e.reason == replica.ReasonNotKept {
		return []string{text.Spread(th.Muted.Render("older changes"), th.Muted.Render(When(e.time, p.now())), w, g), th.Muted.Render("are not kept any more")}
	}
	who := e.who.Style(th).Render(g.Person + " " + text.Safe(e.who.Name, g))
	if e.who.Self {
		who = th.Self.Render(g.Person + " " + text.Safe(e.who.Name, g))
	}
	lines := []string{text.Spread(who, th.Muted.Render(When(e.time, p.now())), w, g)}
	if why := reasonWords(e.reason); why != "" {
		lines = append(lines, th.Muted.Render(text.Cut(why, w, g)))
	}
	for _, c := range e.lines {
		lines = append(lines, p.changeLine(c, w))
	}
	if e.hidden > 0 {
		lines = append(lines, th.Muted.Render(text.Cut("  and "+text.Count(e.hidden)+" more", w, g)))
	}
	if e.skipped > 0 {
		s := text.Plural(e.skipped, "earlier change", "earlier changes") + " came too fast to list"
		lines = append(lines, th.Muted.Render(text.Cut(s, w, g)))
	}
	return lines
}

func (p *Pane) changeLine(c change, w int) string {
	th, g := p.theme, p.theme.Glyph
	if c.P == "" {
		return th.Strong.Render(text.Cut(text.Safe(p.names.Subject(c.S), g), w, g))
	}
	sign, style := g.Removed, th.Removed
	if c.added {
		sign, style = g.Added, th.Added
	}
	prop := text.Cut(text.Safe(p.names.Property(c.P), g), max(6, w*2/5), g)
	head := sign + " " + prop + " "
	return style.Render(sign+" ") + th.Property.Render(prop+" ") +
		style.Render(text.Cut(p.value(c.Triple), max(0, w-text.Width(head)), g))
}

func (p *Pane) value(t model.Triple) string {
	g := p.theme.Glyph
	s := text.Safe(values.Text(t.O, t.P, p.names), g)
	switch {
	case t.O.IsRef():
		return g.Reference + " " + s
	case t.O.Datatype == model.XSDString && s == "":
		return "(empty)"
	}
	return s
}

// reasonWords say why something changed, where it is not just that somebody wrote.
func reasonWords(r replica.Reason) string {
	switch r {
	case replica.ReasonResolution:
		return "repaired by a rule"
	case replica.ReasonVoid:
		return "undone by an agreement"
	case replica.ReasonBlocked:
		return "broke a rule: blocked here"
	default:
		return ""
	}
}

// When is the time of a change, for people; the day is said where it is not today.
func When(t, now time.Time) string {
	t = t.In(now.Location())
	y, m, d := t.Date()
	if ny, nm, nd := now.Date(); y == ny && m == nm && d == nd {
		return t.Format("15:04:05")
	}
	if now.Sub(t) < 6*24*time.Hour && now.After(t) {
		return t.Format("Mon 15:04")
	}
	return t.Format("2 Jan 15:04")
}
