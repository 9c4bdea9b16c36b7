package history

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/model"
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
		d.sayUnlogged(item, say)
		return lines
	}
	when := "when"
	if e.Reason == replica.ReasonRemote {
		when = "came"
	}
	say(when, d.exactTime(e))
	if e.Reason.IsGap() {
		say("how", "All the data came from "+d.giverInFull(e)+". What happened before is not known here.")
		return lines
	}
	say("who", d.authorInFull(e.Author))
	say("how", d.reason(e))
	if item.Past {
		say("since", "taken away: the value is there by another change")
	}
	say("id", strings.TrimPrefix(e.TID+" "+th.Glyph.Dot+" tick "+text.Count(int(e.Tick)), " "+th.Glyph.Dot+" "))
	lines = append(lines, "")
	told := changes.Tell(e.Shifts)
	for i, s := range told {
		if i == maxShifts {
			lines = append(lines, th.Muted.Render("and "+text.Plural(len(told)-i, "value", "values")+" more"))
			break
		}
		if d.about.Subject == "" && (i == 0 || told[i-1].Subject() != s.Subject()) {
			lines = append(lines, s.SubjectLine(d.Names, th, w))
		}
		if s.OfItem() {
			lines = append(lines, s.ItemLines(d.Names, th, w)...)
			continue
		}
		value, note := exact(s.Triple.O, d.Names), values.TypeName(s.Triple.O, d.Names)
		if name := d.Names.Shown(s.Triple.O, s.Triple.P); s.Triple.O.IsRef() && name != d.Names.Subject(s.Triple.O.IRI()) {
			note = text.Safe(name, th.Glyph)
		}
		lines = append(lines, changes.ShiftLines(s.Shift, value, note, d.Names, th, w)...)
	}
	return lines
}

func (d *Dialog) exactTime(e *replica.Entry) string {
	return e.Time.In(d.Now().Location()).Format("Mon 2 Jan 2006, 15:04:05")
}

// giver is who gave all the data.
func (d *Dialog) giver(e *replica.Entry) string { return changes.Giver(e, d.Who).Name }

// giverInFull is who gave all the data, and whether that is a name.
func (d *Dialog) giverInFull(e *replica.Entry) string {
	who := changes.Giver(e, d.Who)
	if who.Unnamed {
		return unnamed(who.Name, e.Author, "gave it")
	}
	return who.Name
}

// unnamed says of somebody without a name by what they are told apart.
func unnamed(name string, a replica.Author, did string) string {
	return name + " (unnamed: " + a.Tag() + " is a tag of the process that " + did + ")"
}

// authorInFull is who wrote it, and whether that is a name.
func (d *Dialog) authorInFull(a replica.Author) string {
	who := d.Who(a)
	s := who.Name
	switch {
	case who.Unnamed:
		return unnamed(s, a, "wrote it")
	case a.Principal != "" && string(a.Principal) != s:
		s += ", whose id is " + string(a.Principal)
	}
	return s
}

// reason says why it came about.
func (d *Dialog) reason(e *replica.Entry) string {
	s := ""
	switch e.Reason {
	case replica.ReasonLocal:
		s = "done here"
	case replica.ReasonRemote:
		s = "done elsewhere, perhaps long before it came here"
	case replica.ReasonResolution:
		s = "a rule that this clone keeps repaired the data, after what is just below in the history"
		if what := changes.Repair(e.Shifts); what != "" {
			s = what + ", by the rule for lists, after what is just below in the history"
		}
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
			return s + fmt.Sprintf(", to put back what was done at %s", changes.Exactly(i.Entry.Time, d.Now()))
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
