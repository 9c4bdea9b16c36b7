package history

import (
	"fmt"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/text"
)

// short is a value in a word.
func (d *Dialog) short(t model.Triple, g themes.Glyphs) string {
	s := d.Names.Shown(t.O, t.P)
	switch {
	case t.O.IsRef():
		return text.ShortIRI(s, mostOfTwo, g)
	case !t.O.IsLiteral() || t.O.Datatype != model.XSDString:
		return s
	case g.ASCII:
		return `"` + s + `"`
	default:
		return "“" + s + "”"
	}
}

// line is the summary of a change as it was last drawn: of many values, it takes longer
// than a frame may.
type line struct {
	sign, what string
	theme      string
	shifts     int // of the change, of which more may be known by now
}

// summed is the summary of a change in a line.
func (d *Dialog) summed(e *replica.Entry, th *themes.Theme) (sign, what string) {
	l, ok := d.lines[e.Number]
	if !ok || l.theme != th.Name || l.shifts != len(e.Shifts) {
		l = line{theme: th.Name, shifts: len(e.Shifts)}
		l.sign, l.what = d.inLine(e, th)
		if d.lines == nil {
			d.lines = make(map[uint64]line)
		}
		d.lines[e.Number] = l
	}
	return l.sign, l.what
}

// inLine is the summary of a change, with whose it is where that is not known.
func (d *Dialog) inLine(e *replica.Entry, th *themes.Theme) (sign, what string) {
	told := changes.Tell(e.Shifts)
	sign, what = d.summary(e, told, th)
	if d.about.Subject != "" || len(told) == 0 || e.Renamed.To != "" {
		return sign, what
	}
	of := make(map[model.IRI]bool)
	for _, t := range told {
		of[t.Subject()] = true
	}
	if len(of) > 1 {
		return sign, "in " + text.Count(len(of)) + " subjects: " + what
	}
	return sign, told[0].Name(d.Names, th) + ": " + what
}

// summary says a change in a line, with its sign.
func (d *Dialog) summary(e *replica.Entry, told []changes.Told, th *themes.Theme) (sign, what string) {
	g := th.Glyph
	if e.Reason.IsGap() {
		return "", "all the data, from " + d.giver(e)
	}
	if s := d.renamed(e.Renamed); s != "" {
		return g.Changed, s
	}
	came, went, moved := changes.Sort(told)
	value := func(t changes.Told) string { return d.property(t, g) + " " + d.word(t, th) }
	switch {
	case e.Reason == replica.ReasonBlocked && len(came)+len(went)+len(moved) == 0:
		return "", "broke a rule: blocked here"
	case len(told) == 0:
		return "", "a list, put in order"
	case len(came)+len(went)+len(moved) == 0 && len(told) == 1:
		return "", value(told[0]) + ", saved again"
	case len(came)+len(went)+len(moved) == 0:
		return "", text.Plural(len(told), "value", "values") + ", saved again"
	case len(moved) == 1 && len(came)+len(went) == 0:
		return g.Changed, value(moved[0])
	case len(came) == 1 && len(went) == 1 && isOne(went[0], came[0]):
		was, is := d.word(went[0], th), d.word(came[0], th)
		return g.Changed, d.property(went[0], g) + " " + text.Differing(was, is, mostOfTwo, g) + " " + g.Reference + " " + text.Differing(is, was, mostOfTwo, g)
	case len(came) == 1 && len(went)+len(moved) == 0:
		return g.Added, value(came[0])
	case len(went) == 1 && len(came)+len(moved) == 0:
		return g.Removed, value(went[0])
	case len(went)+len(moved) == 0:
		return g.Added, counted(came) + ": " + d.what(came, th)
	case len(came)+len(moved) == 0:
		return g.Removed, counted(went) + ": " + d.what(went, th)
	}
	all := slices.Concat(came, went, moved)
	s := counted(all)
	if len(moved) == 0 {
		s = fmt.Sprintf("%s %d, %s %d", g.Added, len(came), g.Removed, len(went))
	}
	return g.Changed, s + ": " + d.what(all, th)
}

// mostOfTwo is how much is shown of each of two values that are told on one line.
const mostOfTwo = 24

// word is a value, or an item of a list.
func (d *Dialog) word(t changes.Told, th *themes.Theme) string {
	if t.OfSlot() {
		return t.Value(d.Names, th)
	}
	return d.short(t.Triple, th.Glyph)
}

// property is what of a subject it is; of a property of another vocabulary its end.
func (d *Dialog) property(t changes.Told, g themes.Glyphs) string {
	return text.ShortIRI(t.Property(d.Names), mostOfTwo, g)
}

// isOne reports whether one value took the place of another.
func isOne(went, came changes.Told) bool {
	return went.Triple.S == came.Triple.S && went.Triple.P == came.Triple.P
}

// counted says how many values, or items of lists.
func counted(told []changes.Told) string {
	if slices.ContainsFunc(told, func(t changes.Told) bool { return !t.OfItem() }) {
		return text.Plural(len(told), "value", "values")
	}
	return text.Plural(len(told), "item", "items")
}

// maxWords is how many properties, or items, are named of a change.
const maxWords = 8

// what names the properties of some values, or the items.
func (d *Dialog) what(told []changes.Told, th *themes.Theme) string {
	items := !slices.ContainsFunc(told, func(t changes.Told) bool { return !t.OfItem() })
	var names []string
	for _, t := range told {
		name := d.property(t, th.Glyph)
		if items {
			name = d.word(t, th)
		}
		switch {
		case slices.Contains(names, name):
		case len(names) == maxWords:
			return strings.Join(names, ", ") + " " + th.Glyph.Ellipsis
		default:
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
