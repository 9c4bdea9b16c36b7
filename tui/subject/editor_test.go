package subject_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/subject"
	"github.com/m-ld/mld-tui/tui/values"
)

const domain model.Domain = "bedrock.m-ld.org"

func triple(p string, o model.Term) model.Triple {
	return model.Triple{S: domain.Base() + "fred", P: domain.Vocab() + model.IRI(p), O: o}
}

// pane is Fred's, with a value of every kind.
func pane(t *testing.T, th *themes.Theme, w, h int) *subject.Pane {
	t.Helper()
	json, err := jsonld.New(domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := subject.New(th, keymap.Default(), values.Names{Namer: values.DomainNamer(domain)}, []model.IRI{domain.Vocab() + "name"})
	p.SetEditing(func() time.Time { return time.Date(2025, 3, 14, 12, 0, 0, 0, time.UTC) },
		func() model.IRI { return domain.GenID("new") }, json)
	p.SetSize(w, h)
	p.Focus()
	p.Show(domain.Base()+"fred", "")
	item := func(i int, s string) replica.ListItem {
		it := replica.ListItem{Index: i, Values: []model.Term{model.String(s)}}
		it.List, it.ID, it.Position = domain.Base()+"todo", domain.GenID(fmt.Sprint(i)), fmt.Sprint(i+1)
		return it
	}
	p.Set(domain.Base()+"fred", subject.Content{
		Triples: []model.Triple{
			triple("name", model.String("Fred Flintstone")), triple("age", model.Number(42)), triple("married", model.Boolean(true)),
			triple("born", model.Literal("1960-02-29", model.XSDDate)), triple("spouse", model.Ref(domain.Base()+"wilma")),
			triple("nickname", model.String("Freddy")), triple("nickname", model.String("Twinkletoes")),
			triple("todo", model.Ref(domain.Base()+"todo")),
		},
		Lists: map[model.IRI]replica.ListPage{domain.Base() + "todo": {Items: []replica.ListItem{item(0, "milk"), item(1, "bread")}, Total: 7}},
	}, nil)
	return p
}

// on puts the cursor on a property and opens the editor.
func on(t *testing.T, p *subject.Pane, property string) *edit.Editor {
	t.Helper()
	for range 20 {
		if v, ok := p.Value(); ok && v.P == domain.Vocab()+model.IRI(property) {
			break
		}
		p.Do(keymap.Down)
	}
	if why := p.EditValue(); why != "" {
		t.Fatal(why)
	}
	p.View()
	return p.Editor()
}

func press(p *subject.Pane, keys ...tea.KeyPressMsg) {
	for _, k := range keys {
		p.EditKey("", k)
		p.View()
	}
}

func typed(s string) (keys []tea.KeyPressMsg) {
	for _, r := range s {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return keys
}

// states are what an editor can look like.
var states = []struct {
	name string
	do   func(t *testing.T, p *subject.Pane)
}{
	{"text of many lines", func(t *testing.T, p *subject.Pane) {
		on(t, p, "name")
		p.EditPaste(", who lives\r\nin Bedrock 日本 with a dinosaur, a wife, and a daughter\r\n")
		press(p, tea.KeyPressMsg{Code: tea.KeyUp}, tea.KeyPressMsg{Code: tea.KeyRight, Mod: tea.ModShift | tea.ModCtrl})
	}},
	{"date", func(t *testing.T, p *subject.Pane) {
		on(t, p, "born")
		press(p, tea.KeyPressMsg{Code: tea.KeyHome}, tea.KeyPressMsg{Code: tea.KeyUp})
	}},
	{"switch", func(t *testing.T, p *subject.Pane) { on(t, p, "married") }},
	{"types", func(t *testing.T, p *subject.Pane) {
		on(t, p, "age")
		p.EditKey(keymap.NextType, tea.KeyPressMsg{})
	}},
	{"reference", func(t *testing.T, p *subject.Pane) {
		e := on(t, p, "spouse")
		press(p, typed("rub")...)
		q, ok := e.Wanted()
		if !ok {
			t.Fatal("nothing is looked for")
		}
		e.Deliver(q, []edit.Option{
			{IRI: domain.Base() + "betty", Text: "betty", Name: "Betty Rubble", Note: "betty · Person"},
			{IRI: domain.Base() + "barney", Text: "barney", Name: "Barney Rubble with a very long name", Note: "barney · Person"},
		})
	}},
	{"conflict", func(t *testing.T, p *subject.Pane) {
		on(t, p, "nickname")
		press(p, typed("!")...)
		p.Remote(toFredo, "Wilma")
	}},
	{"conflict with nothing typed", func(t *testing.T, p *subject.Pane) {
		on(t, p, "nickname")
		p.Remote(toFredo, "Wilma")
	}},
	{"refused", func(t *testing.T, p *subject.Pane) {
		e := on(t, p, "age")
		press(p, typed("x")...)
		_, err := e.Patch(false, nil)
		if err == nil {
			err = errors.New("it was not refused")
		}
		e.Err = err.Error()
	}},
	{"request", func(t *testing.T, p *subject.Pane) {
		on(t, p, "age")
		press(p, typed("3")...)
		p.EditKey(keymap.ShowRequest, tea.KeyPressMsg{})
	}},
	{"item of a list", func(t *testing.T, p *subject.Pane) {
		for range 20 {
			if _, ok := p.Item(); ok {
				break
			}
			p.Do(keymap.Down)
		}
		if why := p.InsertItem(false); why != "" {
			t.Fatal(why)
		}
	}},
}

// The editor as it looks, in two themes, with all lines as wide as the pane.
func TestEditorLooks(t *testing.T) {
	for name, th := range map[string]themes.Theme{"dark": themes.Dark(), "ascii": themes.ASCII()} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			for _, s := range states {
				p := pane(t, &th, 56, 22)
				s.do(t, p)
				p.Touch()
				fmt.Fprintf(&out, "== %s\n", s.name)
				for _, l := range p.View() {
					if n := ansi.StringWidth(l); n != 56 {
						t.Errorf("%s: a line is %d cells wide: %q", s.name, n, ansi.Strip(l))
					}
					out.WriteString(strings.TrimRight(ansi.Strip(l), " ") + "\n")
				}
			}
			golden.RequireEqual(t, out.String())
		})
	}
}

// Whatever the size, the pane keeps it, and the cursor is in it.
func TestEditorInEverySize(t *testing.T) {
	th := themes.Dark()
	for w := 24; w < 90; w += 7 {
		for h := 8; h < 30; h += 5 {
			for _, s := range states {
				p := pane(t, &th, w, h)
				s.do(t, p)
				p.Touch()
				lines := p.View()
				if len(lines) != h {
					t.Fatalf("%s at %dx%d has %d lines", s.name, w, h, len(lines))
				}
				for _, l := range lines {
					if n := ansi.StringWidth(l); n != w {
						t.Fatalf("%s at %dx%d: a line is %d cells wide: %q", s.name, w, h, n, ansi.Strip(l))
					}
				}
				if x, y, ok := p.Cursor(); ok && (x < 0 || x >= w || y < 0 || y >= h) {
					t.Errorf("%s at %dx%d: the cursor is at %d,%d", s.name, w, h, x, y)
				}
			}
		}
	}
}

var toFredo = replica.Update{
	Deletes: []model.Triple{triple("nickname", model.String("Freddy"))},
	Inserts: []model.Triple{triple("nickname", model.String("Fredo"))},
}
