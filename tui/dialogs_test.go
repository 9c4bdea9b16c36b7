package tui_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/help"
	"github.com/m-ld/mld-tui/tui/progress"
	"github.com/m-ld/mld-tui/tui/referrers"
	"github.com/m-ld/mld-tui/tui/tuitest"
	"github.com/m-ld/mld-tui/tui/values"
)

// known are properties that a form offers.
func known() []edit.Option {
	return []edit.Option{
		{IRI: tuitest.Vocab("age"), Text: "age", Name: "age", Note: "6 subjects", Like: model.Integer(42)},
		{IRI: tuitest.Vocab("nickname"), Text: "nickname", Name: "nickname", Note: "1 subject", Like: model.String("Freddy")},
		{IRI: tuitest.Vocab("spouse"), Text: "spouse", Name: "spouse", Note: "4 subjects", Like: model.Ref(tuitest.ID("wilma"))},
	}
}

// ask is a question with a dangerous answer chosen, and the request of it.
func (s *stage) ask(t *testing.T) []string {
	t.Helper()
	json, err := jsonld.New(tuitest.Domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &dialog.Choice{
		Title: "Remove a value", Question: "Remove nickname \u201cFreddy\x1b[31m\u201d from Fred?", JSON: json, Keys: keymap.Default(),
		Options: []dialog.Option{
			{Key: "n", Word: "Keep it", Detail: "Nothing changes."},
			{Key: "y", Word: "Remove it", Detail: "It goes for everybody in the domain.", Patch: remove(tuitest.T("fred", "nickname", "Freddy"))},
		},
	}
	if s.theme.Glyph.ASCII {
		c.Question = "Remove nickname Freddy from Fred?"
	}
	c.Key(keymap.ScrollDown, tea.KeyPressMsg{})
	c.Key("", tea.KeyPressMsg{Code: 'r', Text: "r"})
	return c.View(60, 24, s.theme).Lines
}

// form asks for a property, with one that is offered chosen; or says what is wrong.
func (s *stage) form(wrong string) []string {
	f := &dialog.Form{
		Title: "Set a property", Verb: "go on", Intro: "2 subjects are marked.", Keys: keymap.Default(), Names: values.Names{Namer: values.DomainNamer(tuitest.Domain)},
		Fields: []dialog.Field{{Label: "property", Hint: "which property", Offers: true}, {Label: "value", Value: new(edit.Typed)}},
	}
	f.Know(0, known())
	f.Key(keymap.ScrollDown, tea.KeyPressMsg{})
	if wrong != "" {
		f.Key(keymap.Accept, tea.KeyPressMsg{Code: tea.KeyEnter})
		f.Paste("forty")
		f.Refuse(1, wrong)
	}
	return f.View(60, 20, s.theme).Lines
}

// birth is the form for a subject.
func (s *stage) birth() []string {
	f := dialog.NewSubjectForm(s.names, keymap.Default(), tuitest.Domain.Labels(), "Person", "x1y2z3")
	f.Wants()
	f.Deliver(tuitest.Vocab("Person"), dialog.Known{Properties: known(), Types: []edit.Option{{Text: "Pet", Name: "Pet", Note: "1 subject"}}})
	return f.View(60, 20, s.theme).Lines
}

// refs is what refers to a subject.
func (s *stage) refs() []string {
	p := referrers.New(s.theme, s.names, tuitest.Domain.Labels())
	p.SetSize(50, 6)
	p.Focus()
	p.Show(tuitest.ID("fred"))
	r, _ := p.Next()
	row := func(property, id, label string) replica.Referrer {
		return replica.Referrer{Property: tuitest.Vocab(property), Subject: replica.SubjectRow{ID: tuitest.ID(id), Label: label, Types: []model.IRI{tuitest.Vocab("Person")}}}
	}
	p.Deliver(r, replica.ReferrersPage{Total: 12, More: true, Rows: []replica.Referrer{
		row("spouse", "wilma", "Wilma Flintstone"), row("parent", "pebbles", "Pebbles"), row("owner", "dino", ""),
		row("knows", "barney", "Barney Rubble"), row("knows", "betty", "Betty Rubble"),
	}}, nil)
	p.Do(keymap.Down)
	return p.View()
}

// progress is how far something is, of a known whole, of an unknown one, and at its end.
func (s *stage) progress() (lines []string) {
	for _, of := range [][2]int{{0, 1000}, {420, 1000}, {420, 0}, {1000, 1000}} {
		l := progress.New(s.theme, "saving", progress.Values)
		l.SetSize(60)
		l.Set(of[0], of[1])
		lines = append(lines, l.View())
	}
	return lines
}

// Each dialog, and what else is on the screen besides the panes, in each theme.
func TestEachDialog(t *testing.T) {
	t.Parallel()
	inEachTheme(t, func(t *testing.T, theme *themes.Theme) {
		s, keys := newStage(theme), keymap.Default()
		disabled := func(id keymap.ID) string {
			if id == keymap.Undo {
				return "nothing was changed here"
			}
			return ""
		}
		note := &dialog.Note{
			Title: "A teammate joins", Paragraphs: []string{"They run:", "\tmld-tui join 'http://192.168.1.17:43117/bedrock.m-ld.org?token=kq3v9xw2'", "It works without you."},
			Copy: "mld-tui", Keys: keys,
		}
		note.Say("copied")
		golden.RequireEqual(t, drawn(t, theme,
			component{"question", 60, s.ask(t)},
			component{"form", 60, s.form("")},
			component{"form that was refused", 60, s.form("this is no whole number")},
			component{"new subject", 60, s.birth()},
			component{"note", 60, note.View(60, 20, theme).Lines},
			component{"help", 70, (&help.Overlay{Keys: keys, Disabled: disabled, Here: keymap.Subject}).View(70, 16, theme).Lines},
			component{"footer", 80, []string{help.Footer{Keys: keys, First: []keymap.ID{keymap.Open, keymap.Find, keymap.Undo, keymap.Quit}, Disabled: disabled}.Draw(80, theme)}},
			component{"what refers", 50, s.refs()},
			component{"progress", 0, s.progress()},
		))
	})
}
