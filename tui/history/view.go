package history

import (
	"strings"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// View implements dialog.Dialog. Its size does not depend on what there is, so that it
// stands still while one moves.
func (d *Dialog) View(w, h int, th *themes.Theme) dialog.Drawing {
	g := th.Glyph
	w, h = min(w, 110), min(h, 34)
	iw, ih := box.Inner(w, h)
	rows := d.rows()
	d.shown = max(1, min(rows, (ih-2)*2/5))
	if d.loaded && len(d.items) == 0 {
		h = min(h, d.shown+4)
		ih = h - 2
	}
	d.scroll(rows)
	var lines []string
	for i := d.top; i < d.top+d.shown; i++ {
		lines = append(lines, d.row(i, iw, th))
	}
	lines = append(lines, "") // the rule
	remark := d.remark(iw, max(1, min(maxRemark, ih-len(lines)-1)), th)
	lines = append(lines, d.below(iw, max(0, ih-len(lines)-len(remark)), th)...)
	for len(lines) < ih-len(remark) {
		lines = append(lines, "")
	}
	lines = append(lines, remark...)
	f := box.Frame{
		W: w, H: h, Title: text.Safe(d.title(g), g), Focused: true, Rule: d.shown,
		Remark: d.count(th), Foot: d.foot(w, th),
	}
	return dialog.Drawing{Lines: box.Draw(f, lines, th), CursorX: -1}
}

func (d *Dialog) title(g themes.Glyphs) string {
	if d.about.ByName != "" {
		return d.subjectTitle(g) + ", by " + d.about.ByName
	}
	return d.subjectTitle(g)
}

func (d *Dialog) subjectTitle(g themes.Glyphs) string {
	a := d.about
	switch {
	case a.Subject == "":
		return "All changes"
	case a.Why:
		return "Why " + d.named(a.Value.P, g) + " " + d.short(a.Value, g) + "? " + a.Name
	case a.Narrow:
		return "History of " + d.named(a.Property, g) + " of " + a.Name
	default:
		return "History of " + a.Name
	}
}

// named is the name of a property, as the changes have it.
func (d *Dialog) named(property model.IRI, g themes.Glyphs) string {
	return text.ShortIRI(d.Names.Property(property), mostOfTwo, g)
}

func (d *Dialog) count(th *themes.Theme) string {
	if !d.loaded || len(d.items) == 0 {
		return ""
	}
	if d.about.Why {
		return th.Muted.Render(d.saidIn())
	}
	s := text.Plural(len(d.items), "change", "changes")
	if d.last.Next != 0 {
		s = "the newest " + s
	}
	return th.Muted.Render(s)
}

// saidIn says how many changes have said the value, and, if not all do, how many of them hold it.
func (d *Dialog) saidIn() string {
	said := "said in " + text.Plural(len(d.items), "change", "changes")
	if d.last.More {
		said = "said in more than " + text.Plural(len(d.items), "change", "changes")
	}
	hold := 0
	for _, i := range d.items {
		if !i.Past {
			hold++
		}
	}
	switch hold {
	case len(d.items):
		return said
	case 1:
		return said + ", 1 holds it"
	default:
		return said + ", " + text.Count(hold) + " hold it"
	}
}

// rows are the items, and a row of what comes after the last.
func (d *Dialog) rows() int {
	if d.end() != "" {
		return len(d.items) + 1
	}
	return len(d.items)
}

// end says what comes after the last item; empty for nothing.
func (d *Dialog) end() string {
	switch {
	case d.err != nil && len(d.items) > 0:
		return d.err.Error()
	case d.err != nil:
		return "It cannot be read: " + d.err.Error()
	case !d.loaded:
		return "reading…"
	case d.about.Why && len(d.items) == 0:
		return "Nothing holds it: it is gone, or a rule derives it from other data."
	case d.about.Why:
		return ""
	case d.former() != "":
		return "Before, it was " + d.Names.Subject(d.former())
	case d.last.NotKept:
		return "Not kept: what happened up to " + d.last.Cut.In(d.Now().Location()).Format("2 Jan 2006, 15:04:05") + "."
	case d.last.Next != 0 && len(d.items) >= maxItems:
		return "There is more than is listed here."
	case d.last.Next != 0:
		return "reading on…"
	case len(d.items) == 0:
		return "Nothing has happened to it yet."
	}
	return ""
}

// scroll keeps the cursor in sight, and with the last item what comes after it.
func (d *Dialog) scroll(rows int) {
	low := d.cursor
	if low == len(d.items)-1 {
		low = rows - 1
	}
	d.top = min(d.top, d.cursor)
	d.top = max(d.top, low-d.shown+1, 0)
	d.top = min(d.top, max(0, rows-d.shown))
}

// The widths of the columns.
const (
	whenWidth = 12
	whoWidth  = 18
)

func (d *Dialog) row(i, w int, th *themes.Theme) string {
	g := th.Glyph
	if i >= len(d.items) {
		end := d.end()
		switch {
		case end == "":
			return ""
		case d.err != nil:
			return th.Error.Render(text.Cut("  "+g.Warning+" "+text.Safe(end, g), w, g))
		case d.last.NotKept:
			return th.Warning.Render(text.Cut("  "+g.Warning+" "+end, w, g))
		}
		if k := d.Keys.Key(keymap.RecordJump, g.ASCII); k != "" && d.former() != "" {
			end = text.Safe(end, g) + ": " + k + " above goes on to its history then"
		}
		if g.ASCII {
			end = strings.ReplaceAll(end, "…", g.Ellipsis)
		}
		return th.Muted.Render(text.Cut("  "+end, w, g))
	}
	mark, ground := "  ", th.Text
	if i == d.cursor {
		mark, ground = th.Accent.Render(g.Cursor)+" ", th.Selected
	}
	item := d.items[i]
	wide := whoWidth
	if w < 60 {
		wide = 0 // It is said below.
	}
	if item.Entry == nil {
		when, name, how := d.unlogged(item)
		s := text.Fit(when, whenWidth, g) + text.Fit(g.Person+" "+text.Safe(name, g), wide, g) + " " + text.Safe(how, g)
		return mark + th.Muted.Inherit(ground).Render(text.Fit(s, w-2, g))
	}
	e := item.Entry
	name, style := d.author(e, th)
	line := th.Muted.Inherit(ground).Render(text.Fit(changes.When(e.Time, d.Now()), whenWidth, g)) +
		style.Inherit(ground).Render(text.Fit(g.Person+" "+text.Safe(name, g), wide, g)) + ground.Render(" ")
	sign, what := d.summed(e, th)
	if item.Past {
		what += ", taken away since"
	}
	sty := th.Text
	switch sign {
	case g.Added:
		sty = th.Added
	case g.Removed:
		sty = th.Removed
	case "":
		sty = th.Muted
	}
	if sign == "" {
		sign = " "
	}
	room := max(0, w-2-whenWidth-wide-1)
	return mark + line + text.Draw(text.Fit(sign+" "+text.Safe(what, g), room, g), sty.Inherit(ground), th)
}

// maxRemark is on how many lines a remark is said.
const maxRemark = 3

// remark is what was said last, on so many lines at most; one is left for it where nothing is.
func (d *Dialog) remark(w, most int, th *themes.Theme) []string {
	g, sign, style := th.Glyph, th.Glyph.Check, th.Success
	switch {
	case d.said == "" && d.about.Note == "":
		return nil
	case d.said == "":
		lines := text.Wrap(text.Safe(d.about.Note, g), w, most, g)
		for i, l := range lines {
			lines[i] = th.Muted.Render(l)
		}
		return lines
	case d.saidBad:
		sign, style = g.Warning, th.Error
	}
	lines := text.Wrap(text.Safe(d.said, g), w-text.Width(sign)-1, most, g)
	for i, l := range lines {
		lines[i] = style.Render(sign + " " + l)
		sign = strings.Repeat(" ", text.Width(sign))
	}
	return lines
}

func (d *Dialog) foot(w int, th *themes.Theme) string {
	g := th.Glyph
	s := ""
	key := func(id keymap.ID, word string) {
		k := d.Keys.Key(id, g.ASCII)
		if k == "" {
			return
		}
		if s != "" {
			s += "  "
		}
		s += th.Hint(k, word)
	}
	if _, why := d.Revertible(); why == "" {
		key(keymap.Revert, "put back")
	}
	if d.Jump() != "" {
		key(keymap.RecordJump, "go there")
	} else if id := d.otherID(); id != "" {
		key(keymap.RecordJump, "history of "+text.CutName(text.Safe(d.Names.Subject(id), g), 24, g))
	}
	if i, ok := d.Selected(); ok && i.Entry != nil && w >= 60 {
		key(keymap.AsOfRecord, "as of then")
	}
	i, ok := d.Selected()
	switch a := d.about; {
	case w < 50: // There is room for little more than to read, and to leave.
	case a.By != "":
		key(keymap.OnlyBy, "everybody")
	case ok && !a.Why && i.Entry != nil && !i.Entry.Reason.IsGap():
		key(keymap.OnlyBy, "only theirs")
	}
	if a := d.about; !a.Why && a.Property != "" {
		if a.Narrow {
			key(keymap.Widen, "whole subject")
		} else {
			key(keymap.Widen, "only "+text.CutName(text.Safe(d.Names.Property(a.Property), g), 16, g))
		}
	}
	if d.most > 0 {
		key(keymap.DetailDown, "read on")
	}
	key(keymap.CloseRecord, "close")
	return s
}

// author is who made a change, and how they are shown.
func (d *Dialog) author(e *replica.Entry, th *themes.Theme) (string, styler) {
	switch {
	case e.Reason.IsGap(): // Whoever made it all: it is from one who is here.
		return d.giver(e), th.Other
	case e.Reason == replica.ReasonResolution:
		return "a rule", th.Muted
	}
	who := d.Who(e.Author)
	if who.Self {
		return who.Name, th.Self
	}
	return who.Name, who.Style(th)
}
