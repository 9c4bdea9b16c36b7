package tui_test

import (
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
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/history"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/statusline"
	"github.com/m-ld/mld-tui/tui/subject"
	"github.com/m-ld/mld-tui/tui/subjects"
	"github.com/m-ld/mld-tui/tui/tuitest"
	"github.com/m-ld/mld-tui/tui/values"
)

// stage is what single components are drawn of: the same people, names and changes.
type stage struct {
	theme  *themes.Theme
	names  values.Names
	roster *people.Roster
	glow   people.Glow
}

func newStage(th *themes.Theme) *stage {
	now := tuitest.Clock()()
	s := &stage{theme: th, names: values.Names{Namer: values.DomainNamer(tuitest.Domain)}, roster: people.NewRoster("Fred")}
	s.roster.Set([]replica.Peer{
		{ID: "w", Name: "Wilma", Subject: tuitest.ID("fred"), Property: tuitest.Vocab("nickname"), Editing: true, Active: now, Since: now.Add(-time.Minute)},
		{ID: "b", Name: "Betty", Subject: tuitest.ID("dino"), Active: now, Since: now.Add(-time.Hour)},
		{ID: "o", Name: "Barney", Subject: tuitest.ID("fred"), Active: now.Add(-time.Hour), Since: now.Add(-time.Hour)},
		{ID: "app"},
	}, now)
	wilma := s.roster.MarkOf("Wilma")
	s.glow.Add(replica.Update{Inserts: []model.Triple{tuitest.T("fred", "height", 1.83)}}, wilma, now.Add(-5*time.Second))
	s.glow.Age(now) // What was five seconds ago fades.
	s.glow.Add(replica.Update{Inserts: []model.Triple{tuitest.T("fred", "age", 42), tuitest.T("betty", "age", 38)}}, wilma, now)
	return s
}

func (s *stage) who(a replica.Author) changes.Who {
	switch {
	case a.Self:
		return changes.Who{Name: "you", Self: true}
	case a.Process == "lr":
		return changes.Who{Name: "Wilma", Mark: s.roster.MarkOf("Wilma")}
	default:
		return changes.Who{Name: a.Tag(), Unnamed: true}
	}
}

// entries are changes of each kind, the newest first.
func entries() []replica.Entry {
	now := tuitest.Clock()()
	entry := func(n uint64, ago time.Duration, process string, r replica.Reason, shifts ...replica.Shift) replica.Entry {
		e := replica.Entry{Number: n, Shifts: shifts}
		e.Tick, e.TID, e.Time, e.Reason = n, fmt.Sprint("t", n), now.Add(-ago), r
		e.Author = replica.Author{Process: process, Self: process == "ll"}
		return e
	}
	was := func(t model.Triple) replica.Shift { return replica.Shift{Triple: t, Was: true} }
	is := func(t model.Triple) replica.Shift { return replica.Shift{Triple: t, Is: true} }
	undo := entry(5, time.Minute, "ll", replica.ReasonLocal, was(tuitest.T("fred", "age", 43)), is(tuitest.T("fred", "age", 42)))
	undo.Undoes = 4
	return []replica.Entry{
		undo,
		entry(4, 2*time.Minute, "lr", replica.ReasonRemote, was(tuitest.T("fred", "age", 42)), is(tuitest.T("fred", "age", 43))),
		entry(3, 5*time.Minute, "lr", replica.ReasonResolution, was(tuitest.T("fred", "nickname", "Fredo"))),
		entry(2, time.Hour, "rl", replica.ReasonVoid, was(tuitest.T("fred", "spouse", tuitest.ID("betty")))),
		entry(1, 30*time.Hour, "ll", replica.ReasonLocal, is(tuitest.T("fred", "name", "Fred Flintstone")), is(tuitest.T("fred", "married", true))),
	}
}

// list is the list of subjects: the cursor, a mark, teammates, and what has changed.
func (s *stage) list() []string {
	p := subjects.New(s.theme, keymap.Default(), s.names, tuitest.Domain.Labels())
	p.Now = tuitest.Clock()
	p.SetSize(44, 8)
	p.Focus()
	r, _ := p.Next()
	row := func(id, label, typ string) replica.SubjectRow {
		return replica.SubjectRow{ID: tuitest.ID(id), Label: label, Types: []model.IRI{tuitest.Vocab(typ)}}
	}
	p.Deliver(subjects.Answer{Request: r, Done: true, Page: replica.SubjectsPage{Total: 1234, More: true, Rows: []replica.SubjectRow{
		row("betty", "Betty Rubble", "Person"), row("dino", "Dino", "Pet"), row("fred", "Fred Flintstone", "Person"),
		row("quarry", "Slate Rock and Gravel, the quarry", "Company"),
		{ID: tuitest.ID("unnamed")},
		row("wilma", "Wilma", "Person"), row("last", "Zed", "Pet"),
	}}})
	p.SetPeople(s.roster.All(), &s.glow)
	p.Do(keymap.Down)
	p.ToggleMark()
	p.Do(keymap.Down)
	return p.View()
}

// subject is a subject with a value of each kind.
func (s *stage) subject(t *testing.T, h int) *subject.Pane {
	t.Helper()
	json, err := jsonld.New(tuitest.Domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := subject.New(s.theme, keymap.Default(), s.names, tuitest.Domain.Labels())
	p.SetEditing(tuitest.Clock(), func() model.IRI { return tuitest.Domain.GenID("new") }, json)
	p.SetSize(52, h)
	p.Focus()
	p.Show(tuitest.ID("fred"), "")
	todo := replica.ListItem{Values: []model.Term{model.String("milk")}}
	todo.List, todo.ID, todo.Position = tuitest.ID("todo"), tuitest.ID("todo-0"), "1"
	p.Set(tuitest.ID("fred"), subject.Content{
		Triples: []model.Triple{
			tuitest.T("fred", "@type", "Person"), tuitest.T("fred", "name", "Fred Flintstone"), tuitest.T("fred", "age", 42),
			tuitest.T("fred", "height", 1.83), tuitest.T("fred", "married", true),
			tuitest.T("fred", "born", model.Literal("1960-02-29", model.XSDDate)),
			tuitest.T("fred", "seen", model.Literal("2025-03-14T11:30:00Z", model.XSDDateTime)),
			tuitest.T("fred", "spouse", tuitest.ID("wilma")), tuitest.T("fred", "nickname", "Freddy"),
			tuitest.T("fred", "nickname", "Twinkletoes"), tuitest.T("fred", "photo", model.Bytes([]byte("bones"))),
			tuitest.T("fred", "note", "two\nlines\x1b[31m"), tuitest.T("fred", "shoe", model.Literal("x", "http://example.org/#size")),
			tuitest.T("fred", "todo", tuitest.ID("todo")),
		},
		Lists: map[model.IRI]replica.ListPage{tuitest.ID("todo"): {Items: []replica.ListItem{todo}, Total: 7}},
	}, nil)
	p.SetPeople(s.roster.All(), &s.glow)
	p.View()
	return p
}

// conflict is the editor of a value that somebody else has changed meanwhile.
func (s *stage) conflict(t *testing.T) []string {
	t.Helper()
	p := s.subject(t, 20)
	p.GoTo(tuitest.T("fred", "nickname", "Freddy"))
	if why := p.EditValue(); why != "" {
		t.Fatal(why)
	}
	p.EditPaste(" F.")
	p.Remote(replica.Update{
		Deletes: []model.Triple{tuitest.T("fred", "nickname", "Freddy")},
		Inserts: []model.Triple{tuitest.T("fred", "nickname", "Fredo")},
	}, "Wilma")
	return p.View()
}

// feed is the changes, one of them with all its values.
func (s *stage) feed() []string {
	p := changes.New(s.theme, s.names, tuitest.Clock(), s.who)
	p.SetSize(60, 16)
	p.Focus()
	r, _ := p.Next()
	p.Deliver(r, changes.Page{HistoryPage: replica.HistoryPage{Entries: entries(), Newest: 5}}, nil)
	p.Do(keymap.Down)
	p.Do(keymap.Expand)
	return p.View()
}

// history is the changes of one subject.
func (s *stage) history() []string {
	d := history.New(history.Context{Keys: keymap.Default(), Names: s.names, Who: s.who, Now: tuitest.Clock()},
		history.About{Subject: tuitest.ID("fred"), Name: "Fred Flintstone"})
	r, _ := d.Next()
	page := history.Page{NotKept: true, Cut: tuitest.Clock()().Add(-48 * time.Hour)}
	for _, e := range entries() {
		page.Items = append(page.Items, history.Item{TID: e.TID, Entry: &e})
	}
	d.Deliver(r, page, nil)
	d.Key(keymap.Down, tea.KeyPressMsg{})
	return d.View(70, 22, s.theme).Lines
}

// present lists who is present, one of whom is followed.
func (s *stage) present() dialog.Drawing {
	d := &people.Dialog{
		Keys: keymap.Default(), Me: "Fred", Now: tuitest.Clock(),
		Place: func(subject, _ model.IRI) (string, string) { return s.names.Subject(subject), "" },
	}
	all := s.roster.All()
	d.Show(all, all[1].ID, false)
	return d.View(76, 12, s.theme)
}

// status is the line at the top in each of its states.
func (s *stage) status() (lines []string) {
	all := s.roster.All()
	for _, st := range []statusline.State{
		{},
		{Known: true, Status: replica.Status{Joining: true}},
		{Known: true, Status: replica.Status{Ticks: 1234, Outdated: true}},
		{Known: true, Status: replica.Status{Ticks: 1234, Online: true, Outdated: true}},
		{Known: true, Status: replica.Status{Ticks: 1234, Online: true, Silo: true}},
		{Known: true, Status: replica.Status{Ticks: 1234, Online: true}, People: all},
		{Known: true, Status: replica.Status{Ticks: 1234, Online: true}, People: all, Following: &all[0], StopKey: "esc"},
		{Known: true, Status: replica.Status{Ticks: 1234, Online: true, ReadOnly: "a rule is not known here"}},
		{Known: true, Status: replica.Status{Ticks: 1234, Online: true, Outdated: true, Lost: "3 edits cannot reach the others"}},
		{Known: true, Closed: true},
	} {
		st.Domain, st.Me = string(tuitest.Domain), "Fred"
		lines = append(lines, statusline.Draw(st, 90, s.theme))
	}
	return lines
}

// component is one that is drawn by itself, on lines of a width; 0 for lines of any.
type component struct {
	name  string
	width int
	lines []string
}

// drawn are components one after the other, each of which keeps what all have to keep.
func drawn(t *testing.T, theme *themes.Theme, all ...component) string {
	t.Helper()
	var out strings.Builder
	for _, c := range all {
		fmt.Fprintf(&out, "== %s\n%s\n", c.name, strings.Join(c.lines, "\n"))
		for _, l := range c.lines {
			if n := ansi.StringWidth(l); c.width > 0 && n != c.width {
				t.Errorf("%s: a line is %d cells wide: %q", c.name, n, ansi.Strip(l))
			}
			plain := ansi.Strip(l)
			if strings.ContainsFunc(plain, func(r rune) bool { return r < ' ' }) {
				t.Errorf("%s: data reach the terminal as control characters: %q", c.name, plain)
			}
			if theme.Glyph.ASCII && strings.ContainsFunc(plain, func(r rune) bool { return r > '~' }) {
				t.Errorf("%s: the theme is of ASCII, but there is %q", c.name, plain)
			}
		}
	}
	return out.String()
}

// Each component by itself, with its colours, in each theme.
func TestEachComponent(t *testing.T) {
	t.Parallel()
	inEachTheme(t, func(t *testing.T, theme *themes.Theme) {
		s := newStage(theme)
		golden.RequireEqual(t, drawn(t, theme,
			component{"list of subjects", 44, s.list()},
			component{"subject", 52, s.subject(t, 20).View()},
			component{"card", 0, s.subject(t, 20).Card(32, 8)},
			component{"editor with a conflict", 52, s.conflict(t)},
			component{"changes", 60, s.feed()},
			component{"history", 70, s.history()},
			component{"people", 0, s.present().Lines},
			component{"status line", 90, s.status()},
		))
	})
}
