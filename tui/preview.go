package tui

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// maxLines is of how many properties at most it is said what becomes of them.
const maxLines = 1000

// mostOfIRI is how much of an IRI is said beside two others, for all three to be on one line.
const mostOfIRI = 18

// changeLines say what a change does: a line for each property of each subject, with the
// values that go and those that come. What lists are made of is said in one line a subject.
// name tells how a subject is called.
func (m *Root) changeLines(p model.Patch, name func(model.IRI) string) []string {
	type about struct{ s, p model.IRI }
	g := m.theme.Glyph
	went, came := make(map[about][]string), make(map[about][]string)
	var order []about
	note := func(ts []model.Triple, to map[about][]string) {
		for _, t := range ts {
			at := about{t.S, t.P}
			value := text.ShortIRI(m.valueWord(t), mostOfIRI, g)
			if ofList(t) {
				at.p, value = "", ""
			}
			if went[at] == nil && came[at] == nil {
				order = append(order, at)
			}
			if to[at] = append(to[at], value); value == "" {
				to[at] = to[at][:1]
			}
		}
	}
	note(p.Deletes, went)
	note(p.Inserts, came)
	var lines []string
	for _, at := range order[:min(len(order), maxLines)] {
		line := text.ShortIRI(name(at.s), mostOfIRI, g) + ": "
		gone, come := strings.Join(went[at], ", "), strings.Join(came[at], ", ")
		switch property := text.ShortIRI(m.names.Property(at.p), mostOfIRI, g); {
		case at.p == "":
			line += "the order of its items"
		case gone != "" && come != "":
			line += property + " " + gone + " " + g.Reference + " " + come
		case come != "":
			line += g.Added + " " + property + " " + come
		default:
			line += g.Removed + " " + property + " " + gone
		}
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	if n := len(order) - maxLines; n > 0 {
		lines = append(lines, "and "+text.Plural(n, "property more", "properties more"))
	}
	return lines
}

// nameFrom is how subjects are called that were read: the list of all need not show them.
func (m *Root) nameFrom(all map[model.IRI][]model.Triple) func(model.IRI) string {
	return func(id model.IRI) string {
		if name := values.LabelIn(all[id], m.o.Labels); name != "" {
			return m.called(name, id)
		}
		return m.nameOf(id)
	}
}

// deletedLines name the subjects that go, those first that are not listed.
func (m *Root) deletedLines(ids []model.IRI, all map[model.IRI][]model.Triple) (lines []string) {
	unlisted, name := m.unlisted(), m.nameFrom(all)
	var first, rest []model.IRI
	for _, id := range ids {
		if unlisted(id) {
			first = append(first, id)
		} else {
			rest = append(rest, id)
		}
	}
	ids = slices.Concat(first, rest)
	for _, id := range ids[:min(len(ids), maxLines)] {
		line := m.withID(name(id), id) + ", " + text.Plural(len(all[id]), "value", "values")
		if unlisted(id) {
			line += ", not listed now"
		}
		lines = append(lines, line)
	}
	if n := len(ids) - maxLines; n > 0 {
		lines = append(lines, "and "+text.Plural(n, "subject more", "subjects more"))
	}
	return lines
}

// unlisted tells which marked subjects are not in the list as it is filtered.
func (m *Root) unlisted() func(model.IRI) bool {
	ids := m.list.Unlisted()
	return func(id model.IRI) bool {
		_, is := slices.BinarySearch(ids, id)
		return is
	}
}

// unlistedWord says how many of some marked subjects are not in the list as it is filtered.
func (m *Root) unlistedWord(ids []model.IRI) string {
	n, unlisted := 0, m.unlisted()
	for _, id := range ids {
		if unlisted(id) {
			n++
		}
	}
	switch {
	case n == 0:
		return ""
	case len(ids) == 1:
		return " It is not listed now."
	case n == len(ids):
		return " None of them is listed now."
	}
	return " " + text.Plural(n, "of them is", "of them are") + " not listed now."
}
