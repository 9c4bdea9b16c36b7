package changes

import (
	"fmt"
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
	for _, s := range sum.subjects {
		lines = append(lines, p.marks.subject(s, text.Cut(text.Safe(p.names.Name(s), g), w, g), th))
		for _, shift := range sum.shifts[s] {
			lines = append(lines, p.shiftLine(shift, w))
		}
	}
	switch {
	case sum.hidden > 0:
		lines = append(lines, th.Muted.Render(text.Cut("  and "+text.Count(sum.hidden)+" more", w, g)))
	case sum.none && len(entries) > 1:
		lines = append(lines, th.Muted.Render(text.Cut("all is as it was before", w, g)))
	case sum.none && len(newest.Shifts) > 0:
		lines = append(lines, th.Muted.Render(text.Cut("said once more what was there", w, g)))
	}
	if len(entries) > 1 {
		s := plural(len(entries))
		if d := newest.Time.Sub(oldest.Time); d >= time.Second {
			s += " in " + span(d)
		}
		lines = append(lines, th.Faint.Render(text.Cut(s, w, g)))
	}
	return lines
}

func (p *Pane) shiftLine(s replica.Shift, w int) string {
	th, g := p.theme, p.theme.Glyph
	sign, style := g.Removed, th.Removed
	if s.Come() {
		sign, style = g.Added, th.Added
	}
	prop := text.Cut(text.Safe(p.names.Property(s.Triple.P), g), max(6, w*2/5), g)
	head := sign + " " + prop + " "
	return style.Render(sign+" ") + p.marks.property(s.Triple.P, prop, th) + " " +
		p.marks.text(text.Cut(p.value(s.Triple), max(0, w-text.Width(head)), g), style, th)
}

func (p *Pane) value(t model.Triple) string {
	g := p.theme.Glyph
	s := text.Safe(p.names.Shown(t.O, t.P), g)
	switch {
	case t.O.IsRef():
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
	var subject model.IRI
	for n, s := range e.Shifts {
		if n == openShifts {
			lines = append(lines, th.Muted.Render(text.Cut("and "+text.Count(len(e.Shifts)-n)+" more", w, g)))
			break
		}
		if s.Triple.S != subject || n == 0 {
			subject = s.Triple.S
			lines = append(lines, p.subjectLine(subject, w))
		}
		lines = append(lines, p.exactLines(s, w)...)
	}
	return lines
}

// subjectLine names a subject, and where there is room and it has a name, says its id.
func (p *Pane) subjectLine(id model.IRI, w int) string {
	th, g := p.theme, p.theme.Glyph
	name, short := text.Safe(p.names.Name(id), g), text.Safe(p.names.Subject(id), g)
	line := p.marks.subject(id, text.Cut(name, w, g), th)
	if name != short && text.Fits(name+"  ", short, w) {
		line += "  " + th.Faint.Render(short)
	}
	return line
}

// exactLines are a value in full, with its type, and what became of it.
func (p *Pane) exactLines(s replica.Shift, w int) []string {
	note := values.TypeName(s.Triple.O, p.names)
	if s.Triple.O.IsRef() {
		note = p.names.Subject(s.Triple.O.IRI())
	}
	return p.marks.shiftLines(s, p.value(s.Triple), note, p.names, p.theme, w)
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
