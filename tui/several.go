package tui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// settleValue keeps the value under the cursor as the only one of its property.
func (m *Root) settleValue() tea.Cmd {
	t, _ := m.subj.Value()
	others := m.subj.Beside()
	if c, ok := m.subj.Deleted(); ok && !m.subj.IsUnsettled(t.P) {
		return m.readDeleted(c)
	}
	if m.subj.IsContended(t) { // What else there is, nobody has saved against another.
		return m.keepOnly(t, slices.DeleteFunc(others, func(o model.Triple) bool { return !m.subj.IsContended(o) }))
	}
	m.askSettle(t, others)
	return nil
}

// askSettle asks before values go that nobody has saved against others: most often a
// property is meant to have them all.
func (m *Root) askSettle(t model.Triple, others []model.Triple) {
	only := m.valueWord(t)
	what := m.names.Property(t.P)
	p := keeping(t, others)
	m.ask(&dialog.Choice{
		Title: "Keep one value", Question: fmt.Sprintf("Keep only %s as %s of %s?", only, what, m.nameOf(t.S)),
		Options: []dialog.Option{
			{Key: "n", Word: "Keep " + text.AllOf(len(others)+1), Detail: "Nothing changes."},
			{
				Key: "y", Word: "Keep only " + only, Patch: p,
				Shown:  m.goingLines(others),
				Detail: text.Plural(len(others), "other value goes", "other values go") + ", for everybody in the domain.",
			},
		},
	}, func(int) tea.Cmd { return m.keepOnly(t, others) })
}

// goingLines are values of one property that go, one on a line.
func (m *Root) goingLines(ts []model.Triple) (lines []string) {
	for _, t := range ts[:min(len(ts), maxLines)] {
		lines = append(lines, m.theme.Glyph.Removed+" "+m.valueWord(t))
	}
	if n := len(ts) - maxLines; n > 0 {
		lines = append(lines, "and "+text.Count(n)+" more")
	}
	return lines
}

// keeping is the change that keeps one of several values. It says that value once more: who
// settles on another at the same moment does not take it away, and nothing is lost.
func keeping(t model.Triple, others []model.Triple) model.Patch {
	return model.Patch{Deletes: others, Inserts: []model.Triple{t}}
}

// keepOnly takes away what is beside a value.
func (m *Root) keepOnly(t model.Triple, others []model.Triple) tea.Cmd {
	word := "Settled on " + m.valueWord(t) + ": "
	if len(others) == 1 {
		word += m.valueWord(others[0]) + " is gone."
	} else {
		word += text.Count(len(others)) + " other values are gone."
	}
	return m.patch(patchedMsg{patch: keeping(t, others), id: t.S, said: word, at: &t})
}

// askRemove asks before one value, or all of its property, are removed.
func (m *Root) askRemove() {
	if item, ok := m.subj.Item(); ok {
		m.askRemoveItem(item)
		return
	}
	t, _ := m.subj.Value()
	others := m.subj.Beside()
	value := m.valueWord(t)
	what := m.names.Property(t.P) + " " + value
	asked := what
	if page, ok := m.listValue(); ok { // What identifies it is for machines.
		value = "the list"
		what = value + " " + m.names.Property(t.P)
		asked = what + ", with its " + text.Plural(page.Total, "item", "items") + ","
	}
	patches := []model.Patch{{}, {Deletes: []model.Triple{t}}}
	said := []string{"", "Removed " + what + "."}
	options := []dialog.Option{
		{Key: "n", Word: "Keep it", Detail: "Nothing changes."},
		{Key: "y", Word: "Remove it", Detail: "It goes for everybody in the domain.", Patch: patches[1]},
	}
	question := fmt.Sprintf("Remove %s from %s?", asked, m.nameOf(t.S))
	if n := len(others) + 1; n > 1 {
		all := fmt.Sprintf("all %s of %s", text.Plural(n, "value", "values"), m.names.Property(t.P))
		patches = append(patches, model.Patch{Deletes: append(others[:len(others):len(others)], t)})
		said = append(said, "Removed "+all+".")
		options[0].Word = "Keep them"
		options[1].Word = "Remove only " + value
		options = append(options, dialog.Option{
			Key: "a", Word: "Remove " + all, Detail: "The whole property goes, for everybody in the domain.", Patch: patches[2],
		})
	}
	m.ask(&dialog.Choice{Title: "Remove a value", Question: question, Options: options}, func(i int) tea.Cmd {
		return m.patch(patchedMsg{patch: patches[i], id: t.S, said: said[i]})
	})
}
