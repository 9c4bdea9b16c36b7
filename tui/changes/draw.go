package changes

import (
	"fmt"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// The most lines that are drawn of values: of a burst, of one change, and of one that
// is open.
const (
	burstLines  = 8
	changeLines = 20
	openShifts  = 200
)

// mostLines is how many values are drawn of so many changes.
func mostLines(changes int) int {
	if changes > 1 {
		return burstLines
	}
	return changeLines
}

func plural(n int) string { return text.Plural(n, "change", "changes") }

// drawBurst draws what some changes of one person came to; the newest is first.
func (p *Pane) drawBurst(entries []*entry, sum *sum, w int) []string {
	th, g := p.theme, p.theme.Glyph
	newest, oldest := entries[0], entries[len(entries)-1]
	lines := p.head(newest, When(newest.Time, p.now()), w)
	if newest.Renamed != (replica.Renamed{}) {
		return append(lines, p.renamedLines(newest.Renamed, w)...)
	}
	for _, part := range sum.parts {
		name := p.nameOf(part)
		lines = append(lines, p.marks.subject(part.subject, text.CutName(text.Safe(name, g), w, g), th))
		other := replaced(part.shifts)
		for i, s := range part.shifts {
			was := ""
			if other[i] >= 0 {
				was = p.value(part.shifts[other[i]])
			}
			lines = append(lines, p.shiftLine(s, was, w))
		}
	}
	switch {
	case sum.hidden > 0:
		lines = append(lines, th.Muted.Render(text.Cut("  and "+text.Count(sum.hidden)+" more", w, g)))
	case sum.none && len(entries) == 1 && len(newest.Shifts) > 0:
		lines = append(lines, th.Muted.Render(text.Cut("saved again what was there", w, g)))
	}
	if len(entries) > 1 {
		s := plural(len(entries))
		if d := newest.Time.Sub(oldest.Time); d >= time.Second {
			s += " in " + span(d)
		}
		if sum.none {
			s += ", as before"
		}
		lines = append(lines, th.Faint.Render(text.Cut(s, w, g)))
	}
	return lines
}

// nameOf is what a subject is called; the slot of an item is called like its list.
func (p *Pane) nameOf(s part) string {
	id := s.subject
	if whole, ok := p.names.Labels.Whole(id); ok {
		id = whole
	}
	if p.names.Labels.Of(id) == "" && id.IsGenerated() && s.ofItems() {
		return "a list"
	}
	switch was := p.formerly(id); {
	case was != "" && p.names.Labels.Of(id) == "": // It has none any more: most likely it was deleted.
		return was
	case was != "":
		return was + " (now " + p.names.Name(id) + ")"
	}
	return p.names.Name(id)
}

// shiftLine says what became of a value, with the one that it replaced, or that replaced
// it, if there is just one.
func (p *Pane) shiftLine(s said, other string, w int) string {
	th, g := p.theme, p.theme.Glyph
	sign, style := g.Removed, th.Removed
	switch {
	case s.Come():
		sign, style = g.Added, th.Added
	case s.moved:
		sign, style = g.Changed, th.Text
	}
	prop := text.CutName(text.Safe(s.property(p.names), g), max(6, w*2/5), g)
	head := sign + " " + prop + " "
	room, value := max(0, w-text.Width(head)), p.value(s)
	switch id, ok := strings.CutPrefix(value, g.Reference+" "); {
	case other != "":
		value = text.Differing(value, other, room, g)
	case ok && s.Triple.O.IsRef():
		value = g.Reference + " " + text.ShortIRI(id, room-text.Width(g.Reference)-1, g)
	}
	return style.Render(sign+" ") + p.marks.property(s.Triple.P, prop, th) + " " + p.marks.text(text.Cut(value, room, g), style, th)
}

// value is what is shown of a value, and exact what it is; safe to be shown only value is.
func (p *Pane) value(v said) string { return text.Safe(p.exact(v), p.theme.Glyph) }

func (p *Pane) exact(v said) string {
	g, t := p.theme.Glyph, v.Triple
	s := p.names.Shown(t.O, t.P)
	switch {
	case v.list && t.O.IRI().IsGenerated():
		return g.Reference + " a list"
	case t.O == model.Ref(t.S): // a slot, by its item
		if p.names.Labels.Of(t.S) == "" {
			return ""
		}
		return s
	case t.O.IsRef():
		if was := p.formerly(t.O.IRI()); was != "" && t.P != model.RDFType {
			s = was
		}
		return g.Reference + " " + s
	case t.O.Datatype == model.XSDString && s == "":
		return "(empty)"
	}
	return s
}

// drawOpen draws one change with its exact values.
func (p *Pane) drawOpen(e *entry, w int) []string {
	th, g := p.theme, p.theme.Glyph
	lines := p.head(e, Exactly(e.Time, p.now()), w)
	facts := "tick " + text.Count(int(e.Tick))
	if e.TID != "" {
		facts += " " + g.Dot + " " + e.TID
	}
	lines = append(lines, th.Faint.Render(text.Cut(text.Safe(facts, g), w, g)))
	shown, hidden := 0, 0
	for _, part := range parts(e.Shifts) {
		n := min(openShifts-shown, len(part.shifts))
		shown, hidden = shown+n, hidden+len(part.shifts)-n
		if n > 0 {
			lines = append(lines, p.subjectLine(part, w))
		}
		for _, s := range part.shifts[:n] {
			lines = append(lines, p.exactLines(s, w)...)
		}
	}
	if hidden > 0 {
		lines = append(lines, th.Muted.Render(text.Cut("and "+text.Count(hidden)+" more", w, g)))
	}
	return lines
}

// subjectLine names a subject, and where there is room and it has a name, says its id.
func (p *Pane) subjectLine(s part, w int) string {
	th, g := p.theme, p.theme.Glyph
	id := s.subject
	name, short := text.Safe(p.nameOf(s), g), text.Safe(p.names.Subject(id), g)
	line := p.marks.subject(id, text.CutName(name, w, g), th)
	if s.ofItems() {
		return line
	}
	if name != short && text.Fits(name+"  ", short, w) {
		line += "  " + th.Faint.Render(short)
	}
	return line
}

// exactLines are a value in full, with its type, and what became of it.
func (p *Pane) exactLines(s said, w int) []string {
	if s.moved || s.Triple.O == model.Ref(s.Triple.S) {
		return []string{p.shiftLine(s, "", w)}
	}
	note := values.TypeName(s.Triple.O, p.names)
	if s.Triple.O.IsRef() {
		note = p.names.Subject(s.Triple.O.IRI())
	}
	return p.marks.shiftLines(s, p.exact(s), note, p.names, p.theme, w)
}

// span is a time between two changes, roughly.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d/time.Second))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d/time.Minute))
	default:
		return fmt.Sprintf("%d h %02d min", int(d/time.Hour), int(d/time.Minute)%60)
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
	if y == now.Year() {
		return t.Format("2 Jan 15:04")
	}
	return t.Format("2 Jan 2006")
}

// Exactly is the time of a change, to the second, with the day where it is not today.
func Exactly(t, now time.Time) string {
	t = t.In(now.Location())
	y, m, d := t.Date()
	if ny, nm, nd := now.Date(); y == ny && m == nm && d == nd {
		return t.Format("15:04:05")
	}
	return t.Format("2 Jan 2006, 15:04:05")
}
