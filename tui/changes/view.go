package changes

import (
	"cmp"
	"errors"

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
	w, h := box.Inner(p.w, p.h)
	th := p.theme
	remark := ""
	head := p.filterLines(w)
	head = head[:min(len(head), max(0, h-3))]
	p.shown = p.shown[:0]
	for range head {
		p.shown = append(p.shown, -1)
	}
	lines, foot := p.lines(w, h-len(head))
	up := "↑ "
	if th.Glyph.ASCII {
		up = "^ "
	}
	switch {
	case p.feed.behind:
		remark = th.Badge.Render(" " + up + "many newer ")
	case p.top > 0:
		remark = th.Badge.Render(" " + up + text.Count(p.items[p.top].from) + " newer ")
	}
	return box.Draw(box.Frame{
		W: p.w, H: p.h, Title: "Changes", Number: "3", Remark: remark, Before: p.beside, Foot: foot, Focused: p.focused,
	}, append(head, lines...), th)
}

func (p *Pane) lines(w, h int) (lines []string, foot string) {
	if len(p.items) == 0 {
		return p.empty(w), ""
	}
	g := p.theme.Glyph
	p.scroll(w, h)
	i := p.top
	for ; i < len(p.items) && len(lines) < h; i++ {
		if i > p.top && (!p.items[i].member || !p.items[i-1].member || !p.feed.entries[p.items[i].from].together) {
			lines = append(lines, "")
			p.shown = append(p.shown, -1)
		}
		for j, l := range p.itemLines(i, w-2) {
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
	if i < len(p.items) || len(lines) > h || p.feed.next != 0 {
		down := "↓"
		if g.ASCII {
			down = "v"
		}
		foot = p.theme.Faint.Render(down + " more")
		if i == len(p.items) && len(lines) < h && !p.filter.IsEmpty() && !p.feed.back.IsZero() {
			foot = p.theme.Faint.Render("looking before " + When(p.feed.back, p.now()) + g.Ellipsis)
		}
	} else if end := p.end(); end != "" && len(lines)+2 <= h {
		lines = append(lines, "")
		for _, l := range text.Wrap(end, w-2, 3, g) {
			lines = append(lines, "  "+p.theme.Faint.Render(l))
		}
	}
	return lines[:min(len(lines), h)], foot
}

// end says what comes after the last change.
func (p *Pane) end() string {
	if p.feed.notKept {
		return "Not kept: what happened up to " + When(p.feed.cut, p.now()) + "."
	}
	if !p.feed.came.IsZero() {
		return p.atOnce()
	}
	return ""
}

// atOnce says of what the filter cannot tell. It is no change like those that it selects.
func (p *Pane) atOnce() string {
	return "All the data came at once " + When(p.feed.came, p.now()) + ", without word of who changed what."
}

// empty says why there is nothing to see.
func (p *Pane) empty(w int) (lines []string) {
	th, g := p.theme, p.theme.Glyph
	var unknown Unknown
	say, style := "Quiet so far. What you and your teammates change appears here at once.", th.Muted
	switch {
	case p.field != nil && p.fault != "": // It is said above; what was found before is no answer to it.
		return nil
	case p.feed.err != nil && p.field == nil && errors.As(p.feed.err, &unknown):
		say, style = unknown.sentence(), th.Warning
	case p.feed.err != nil && p.field == nil:
		say, style = "This could not be read: "+p.feed.err.Error()+".", th.Error
	case p.feed.err != nil:
		return nil
	case !p.feed.loaded:
		return nil
	case p.aside != nil && p.filter.IsEmpty() && !p.feed.notKept:
		say = "Nothing had been changed yet."
	case !p.filter.IsEmpty() && p.feed.next != 0:
		say = "Looking further back" + g.Ellipsis
		if back := p.feed.back; !back.IsZero() {
			say = "Nothing since " + When(back, p.now()) + ", looking further back" + g.Ellipsis
		}
	case !p.filter.IsEmpty() && p.feed.notKept:
		say = "No change like this" + p.among() + " since " + When(p.feed.cut, p.now()) + "; what was before is not kept."
	case !p.filter.IsEmpty():
		say = "No change like this" + p.among() + cmp.Or(p.filter.meant(), ".")
		if !p.feed.came.IsZero() {
			say += " " + p.atOnce()
		}
	case p.feed.notKept:
		say = p.end()
	}
	for _, l := range text.Wrap(text.Safe(say, g), w, 6, g) {
		lines = append(lines, style.Render(l))
	}
	if p.filter.IsEmpty() {
		return append([]string{""}, lines...)
	}
	return lines
}

// manyLooked is from how many changes on it is said among how many one was looked for.
const manyLooked = 1000

// among says among how many changes none was found, where they were many.
func (p *Pane) among() string {
	if p.feed.looked < manyLooked {
		return ""
	}
	return " in " + plural(p.feed.looked)
}

// scroll keeps the item of the cursor in sight.
func (p *Pane) scroll(w, h int) {
	p.top = min(p.top, p.cursor)
	used, first := 0, p.cursor
	for i := p.cursor; i >= p.top; i-- {
		used += len(p.itemLines(i, w-2))
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

func (p *Pane) itemLines(n, w int) []string {
	i := &p.items[n]
	if i.drawn == nil || i.drawnW != w {
		i.drawn, i.drawnW = p.drawItem(i, w), w
	}
	return i.drawn
}

func (p *Pane) drawItem(i *item, w int) []string {
	e := p.feed.entries[i.from]
	p.at = e.Number
	defer func() { p.at = 0 }()
	switch {
	case e.Reason.IsGap():
		return p.drawGap(e, w)
	case i.open:
		return p.drawOpen(e, w)
	default:
		return p.drawBurst(p.feed.entries[i.from:i.to], p.sumOf(i), w)
	}
}

// drawGap draws that all came at once. Whoever made it all, it is from one who is here.
func (p *Pane) drawGap(e *entry, w int) []string {
	th, g := p.theme, p.theme.Glyph
	when := th.Muted.Render(When(e.Time, p.now()))
	if e.Reason == replica.ReasonNotKept {
		return []string{text.Spread(th.Muted.Render("older changes"), when, w, g), th.Muted.Render("are not kept any more")}
	}
	who := Giver(&e.Entry, p.who).Name
	return []string{text.Spread(th.Other.Render(text.Cut(g.Person+" "+text.Safe(who, g), max(1, w-text.Width(when)-1), g)), when, w, g), th.Muted.Render("gave you all the data")}
}

// Giver is who gave all the data, as far as that is known.
func Giver(e *replica.Entry, who func(replica.Author) Who) Who {
	if e.Author.Process == "" {
		return Who{Name: "a teammate"}
	}
	return who(e.Author)
}

// head is the line of who and when, and one of why, where it is not just that somebody
// wrote.
func (p *Pane) head(e *entry, when string, w int) []string {
	th, g := p.theme, p.theme.Glyph
	style := e.who.Style(th)
	if e.who.Self {
		style = th.Self
	}
	lines := []string{text.Spread(p.marks.person(g.Person+" "+text.Safe(e.who.Name, g), style, th), th.Muted.Render(when), w, g)}
	if why := reasonWords(e); why != "" {
		for _, l := range text.Wrap(why, w, 2, g) {
			lines = append(lines, th.Muted.Render(l))
		}
	}
	return lines
}

// reasonWords say why something changed, where it is not just that somebody wrote.
func reasonWords(e *entry) string {
	switch {
	case e.Reason == replica.ReasonResolution:
		return cmp.Or(Repair(e.Shifts), "repaired by a rule")
	case e.Reason == replica.ReasonVoid:
		return "undone by an agreement"
	case e.Reason == replica.ReasonBlocked:
		return "broke a rule: blocked here"
	case e.Undoes != 0:
		return "put back an earlier change"
	default:
		return ""
	}
}
