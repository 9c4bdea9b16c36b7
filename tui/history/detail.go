package history

import (
	"fmt"
	"slices"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

type styler = lipgloss.Style

// maxShifts bounds what is shown of one change.
const maxShifts = 200

// detail is what is said of the chosen item, as it was last drawn.
type detail struct {
	lines []string
	w     int
	theme string
	shown int
}

// below says all of the item under the cursor, in at most so many lines.
func (d *Dialog) below(w, h int, th *themes.Theme) []string {
	item, ok := d.Selected()
	if !ok {
		d.most = 0
		return nil
	}
	if d.detail.lines == nil || d.detail.w != w || d.detail.theme != th.Name {
		d.detail = detail{lines: d.all(item, w, th), w: w, theme: th.Name}
	}
	lines := d.detail.lines
	d.detail.shown = h
	d.most = max(0, len(lines)-h)
	if d.read = min(d.read, d.most); d.most == 0 || h == 0 {
		return lines[:min(len(lines), h)]
	}
	shown := slices.Clone(lines[d.read : d.read+h])
	if left := d.most - d.read; left > 0 {
		shown[h-1] = th.Faint.Render(text.Plural(left+1, "more line", "more lines"))
	}
	return shown
}

// all are the lines of an item.
func (d *Dialog) all(item Item, w int, th *themes.Theme) []string {
	var lines []string
	say := func(head, s string) {
		for i, l := range text.Wrap(text.Safe(s, th.Glyph), max(1, w-8), 3, th.Glyph) {
			if i > 0 {
				head = ""
			}
			lines = append(lines, th.Faint.Render(text.Fit(head, 8, th.Glyph))+th.Text.Render(l))
		}
	}
	e := item.Entry
	if e == nil {
		say("who", "Not known: it came with all the data from a teammate, or is older than what is kept here.")
		say("id", item.TID)
		return lines
	}
	say("when", fmt.Sprintf("%s, tick %s of this clone's count", e.Time.In(d.Now().Location()).Format("Mon 2 Jan 2006, 15:04:05"), text.Count(int(e.Tick))))
	if e.Reason.IsGap() {
		say("why", "A teammate gave this clone all the data. What happened before is not known here.")
		return lines
	}
	say("who", d.authorInFull(e))
	say("why", d.reason(e))
	if e.TID != "" {
		say("id", e.TID)
	}
	lines = append(lines, "")
	for i, s := range e.Shifts {
		if i == maxShifts {
			lines = append(lines, th.Muted.Render("and "+text.Plural(len(e.Shifts)-i, "value", "values")+" more"))
			break
		}
		if d.about.Subject == "" && (i == 0 || e.Shifts[i-1].Triple.S != s.Triple.S) {
			lines = append(lines, changes.SubjectLine(s.Triple.S, d.Names, th, w))
		}
		value, note := exact(s.Triple.O, d.Names), values.TypeName(s.Triple.O, d.Names)
		if name := d.Names.Shown(s.Triple.O, s.Triple.P); s.Triple.O.IsRef() && name != d.Names.Subject(s.Triple.O.IRI()) {
			note = text.Safe(name, th.Glyph)
		}
		lines = append(lines, changes.ShiftLines(s, value, note, d.Names, th, w)...)
	}
	return lines
}

// authorInFull is who wrote it, and whether that is a name.
func (d *Dialog) authorInFull(e *replica.Entry) string {
	who := d.Who(e.Author)
	s := who.Name
	switch {
	case who.Unnamed:
		return s + " (unnamed: " + e.Author.Tag() + " is a tag of the process that wrote it)"
	case e.Author.Principal != "" && string(e.Author.Principal) != s:
		s += " <" + string(e.Author.Principal) + ">"
	}
	return s
}

// reason says why it came about.
func (d *Dialog) reason(e *replica.Entry) string {
	s := ""
	switch e.Reason {
	case replica.ReasonLocal:
		s = "written here"
	case replica.ReasonRemote:
		s = "written elsewhere, and received"
	case replica.ReasonResolution:
		s = "a rule that this clone keeps repaired the data, after what is just below in the history"
	case replica.ReasonVoid:
		s = "undone by an agreement: it was written at the same time, and the agreement counts"
	case replica.ReasonBlocked:
		s = "it broke a rule: its writer is not listened to here any more"
	default:
		s = e.Reason.String()
	}
	if e.Undoes == 0 {
		return s
	}
	for _, i := range d.items {
		if i.Entry != nil && i.Entry.Number == e.Undoes {
			return s + fmt.Sprintf(", to put back what was done at tick %s", text.Count(int(i.Entry.Tick)))
		}
	}
	return s + ", to put back an earlier change"
}

// exact is a value as it is, not as it is shown elsewhere.
func exact(t model.Term, n values.Names) string {
	switch {
	case t.IsRef():
		return string(t.IRI())
	case t.Datatype == model.XSDString && t.Value == "":
		return "(empty)"
	case t.Data != "":
		return values.Text(t, "", n)
	}
	return t.Value
}

// short is a value in a word.
func (d *Dialog) short(t model.Triple, g themes.Glyphs) string {
	s := d.Names.Shown(t.O, t.P)
	switch {
	case !t.O.IsLiteral() || t.O.Datatype != model.XSDString:
		return s
	case g.ASCII:
		return `"` + s + `"`
	default:
		return "“" + s + "”"
	}
}

// inLine is the summary of a change, with whose it is where that is not known.
func (d *Dialog) inLine(e *replica.Entry, th *themes.Theme) (sign, what string) {
	sign, what = d.summary(e, th)
	if d.about.Subject != "" || len(e.Shifts) == 0 {
		return sign, what
	}
	of := make(map[model.IRI]bool)
	for _, s := range e.Shifts {
		of[s.Triple.S] = true
	}
	if len(of) > 1 {
		return sign, "in " + text.Count(len(of)) + " subjects: " + what
	}
	return sign, d.Names.Name(e.Shifts[0].Triple.S) + ": " + what
}

// summary says a change in a line, with its sign.
func (d *Dialog) summary(e *replica.Entry, th *themes.Theme) (sign, what string) {
	g := th.Glyph
	if e.Reason.IsGap() {
		return "", "gave this clone all the data"
	}
	var came, went []model.Triple
	for _, s := range e.Shifts {
		switch {
		case s.Come():
			came = append(came, s.Triple)
		case s.Gone():
			went = append(went, s.Triple)
		}
	}
	value := func(t model.Triple) string { return d.Names.Property(t.P) + " " + d.short(t, g) }
	switch {
	case e.Reason == replica.ReasonBlocked && len(came)+len(went) == 0:
		return "", "broke a rule: blocked here"
	case len(came) == 0 && len(went) == 0 && len(e.Shifts) == 1:
		return "", value(e.Shifts[0].Triple) + ", once more"
	case len(came) == 0 && len(went) == 0:
		return "", text.Plural(len(e.Shifts), "value", "values") + ", once more"
	case len(came) == 1 && len(went) == 1 && isMove(went[0], came[0]):
		return "", "moved " + d.Names.Shown(came[0].O, came[0].P)
	case len(came) == 1 && len(went) == 1 && came[0].P == went[0].P:
		return g.Added, value(went[0]) + " " + g.Reference + " " + d.short(came[0], g)
	case len(came) == 1 && len(went) == 0:
		return g.Added, value(came[0])
	case len(came) == 0 && len(went) == 1:
		return g.Removed, value(went[0])
	case len(went) == 0:
		return g.Added, text.Plural(len(came), "value", "values") + ": " + d.properties(came)
	case len(came) == 0:
		return g.Removed, text.Plural(len(went), "value", "values") + ": " + d.properties(went)
	}
	return g.Added, fmt.Sprintf("%s, %s %d: %s", text.Plural(len(came), "value", "values"), g.Removed, len(went), d.properties(slices.Concat(came, went)))
}

// isMove reports whether a slot went from one place of its list to another.
func isMove(from, to model.Triple) bool {
	a, was := list.SlotOf(from)
	b, is := list.SlotOf(to)
	return was && is && a.ID == b.ID
}

// properties names the properties of some values.
func (d *Dialog) properties(ts []model.Triple) string {
	var names []string
	for _, t := range ts {
		if n := d.Names.Property(t.P); !slices.Contains(names, n) {
			names = append(names, n)
		}
		if len(names) > 8 {
			break
		}
	}
	s := ""
	for i, n := range names {
		if i > 0 {
			s += ", "
		}
		s += n
	}
	return s
}
