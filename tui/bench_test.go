package tui

import (
	"context"
	"fmt"
	"image/color"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/subject"
)

// still is a clone of which nothing is ever heard: here only the screen counts.
type still struct{ rows []replica.SubjectRow }

func (still) Domain() model.Domain { return "bench.m-ld.org" }
func (s still) Subjects(_ context.Context, q replica.SubjectsQuery) (replica.SubjectsPage, error) {
	from, to := 0, min(len(s.rows), q.Limit)
	if q.Around != "" {
		i := sort.Search(len(s.rows), func(i int) bool { return s.rows[i].ID >= q.Around })
		from, to = max(0, i-q.Limit), min(len(s.rows), i+q.Limit+1)
	}
	return replica.SubjectsPage{Rows: s.rows[from:to], Earlier: from > 0, More: to < len(s.rows), Total: len(s.rows)}, nil
}

func (still) Find(context.Context, replica.FindQuery, func([]replica.SubjectRow) error) (bool, error) {
	return false, nil
}
func (still) Types(context.Context) ([]replica.TypeCount, error) { return nil, nil }
func (still) Referrers(context.Context, replica.ReferrersQuery) (replica.ReferrersPage, error) {
	return replica.ReferrersPage{}, nil
}
func (still) Describe(context.Context, model.IRI) ([]model.Triple, error)  { return nil, nil }
func (still) Uses(context.Context, model.IRI, int) ([]model.Triple, error) { return nil, nil }
func (still) List(context.Context, replica.ListQuery) (replica.ListPage, error) {
	return replica.ListPage{}, nil
}
func (still) Patch(context.Context, model.Patch) error     { return nil }
func (still) Undo(context.Context) (replica.Undone, error) { return replica.Undone{}, nil }
func (still) Redo(context.Context) (replica.Undone, error) { return replica.Undone{}, nil }
func (still) History(context.Context, replica.HistoryQuery) (replica.HistoryPage, error) {
	return replica.HistoryPage{}, nil
}

func (still) Conflicts(context.Context, replica.ConflictsQuery) (replica.ConflictsPage, error) {
	return replica.ConflictsPage{}, nil
}
func (still) Why(context.Context, model.Triple) ([]replica.Holding, error) { return nil, nil }
func (still) Revert(context.Context, uint64) (replica.Undone, error)       { return replica.Undone{}, nil }
func (still) Follow(uint64) (<-chan replica.Update, func())                { return nil, func() {} }
func (still) Status() (replica.Status, <-chan struct{})                    { return replica.Status{Online: true}, nil }
func (still) Announce(replica.Presence, time.Duration)                     {}
func (still) NameOf(replica.Author) (string, bool)                         { return "", false }
func (still) SeatOf(replica.Author) (uint64, bool)                         { return 0, false }
func (still) Peers() []replica.Peer                                        { return nil }
func (still) Compare()                                                     {}
func (still) Self() replica.Peer                                           { return replica.Peer{} }
func (still) Link() replica.Link                                           { return replica.Link{} }

// drawnRoot is a root with all panes full, as after a while of use.
func drawnRoot(w, h int) *Root {
	return drawnRootIn(themes.Dark(), 1000, w, h)
}

// drawnRootIn is such a root of so many subjects that has had a theme from its start.
func drawnRootIn(th themes.Theme, n, w, h int) *Root {
	var s still
	for i := range n {
		s.rows = append(s.rows, replica.SubjectRow{
			ID: model.IRI(fmt.Sprintf("http://bench.m-ld.org/s%0*d", len(strconv.Itoa(n)), i)), Label: fmt.Sprintf("Subject number %d", i),
			Types: []model.IRI{"http://bench.m-ld.org/#Thing"},
		})
	}
	m := New(s, Options{Me: "Fred", Theme: &th})
	m.handle(tea.WindowSizeMsg{Width: w, Height: h})
	pump(m, m.readList())
	var ts []model.Triple
	for i := range 100 {
		ts = append(ts, model.Triple{S: m.subj.Subject(), P: model.IRI(fmt.Sprintf("http://bench.m-ld.org/#p%02d", i)), O: model.String("some value or other")})
	}
	m.subj.Set(m.subj.Subject(), subject.Content{Triples: ts}, nil)
	for i := range 100 {
		happened(m, uint64(i+1), ts[i])
	}
	m.View()
	return m
}

// happened brings a change to the feed, as the log would: each of another process, so
// that they are not gathered.
func happened(m *Root, number uint64, t model.Triple) {
	m.feed.Refresh()
	r, _ := m.feed.Next()
	e := replica.Entry{Number: number, Shifts: []replica.Shift{{Triple: t, Is: true}}}
	e.Tick, e.Author.Process = number, fmt.Sprint(number)
	m.feed.Deliver(r, changes.Page{HistoryPage: replica.HistoryPage{Entries: []replica.Entry{e}, Newest: number}}, nil)
}

// pump carries out a command and what follows from it, in this goroutine.
func pump(m *Root, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			pump(m, c)
		}
	default:
		_, next := m.Update(msg)
		pump(m, next)
	}
}

func BenchmarkUpdate(b *testing.B) {
	m := drawnRoot(120, 40)
	defer m.Close()
	t := model.Triple{S: "http://bench.m-ld.org/x", P: "http://bench.m-ld.org/#p", O: model.String("v")}
	for i := range b.N {
		happened(m, uint64(i+1000), t)
		m.View()
	}
}

// What did not change is not drawn again.
func TestOnlyWhatChangedIsDrawn(t *testing.T) {
	t.Parallel()
	m := drawnRoot(120, 40)
	defer m.Close()
	count := func() [3]int { return [3]int{m.list.Draws(), m.subj.Draws(), m.feed.Draws()} }
	before := count()
	for range 10 {
		m.View()
		m.Update(struct{}{}) // Nobody knows what it is.
	}
	m.View()
	if got := count(); got != before {
		t.Errorf("frames without a change drew panes: %v, then %v", before, got)
	}
	happened(m, 1000, model.Triple{S: "http://bench.m-ld.org/x", P: "http://bench.m-ld.org/#p", O: model.String("v")})
	m.View()
	if got := count(); got[0] != before[0] || got[1] != before[1] || got[2] != before[2]+1 {
		t.Errorf("a change of the feed drew other panes: %v, then %v", before, got)
	}
	m.list.Do(keymap.Down)
	m.View()
	if got := count(); got[0] != before[0]+1 || got[1] != before[1] {
		t.Errorf("a movement in the list drew other panes: %v, then %v", before, got)
	}
}

func TestTheThemeFollowsTheTerminal(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	t.Setenv("LC_ALL", "en_US.UTF-8")
	m := New(still{}, Options{})
	defer m.Close()
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	if m.theme.Name != "dark" || !strings.Contains(m.View().Content, "Subjects") {
		t.Errorf("before the terminal has said what its ground is, the theme is %s, and the frame is %q", m.theme.Name, m.View().Content)
	}
	m.Update(tea.BackgroundColorMsg{Color: color.White})
	if m.theme.Name != "light" {
		t.Errorf("on a white ground the theme is %s", m.theme.Name)
	}
	m.Update(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
	if m.theme.Name != "plain" {
		t.Errorf("without colours the theme is %s", m.theme.Name)
	}
	chosen := themes.Dark()
	m = New(still{}, Options{Theme: &chosen})
	defer m.Close()
	m.Update(tea.BackgroundColorMsg{Color: color.White})
	if m.theme.Name != "dark" {
		t.Errorf("the theme that was chosen became %s", m.theme.Name)
	}
	// It keeps its name, and tells by lines what it told by colours.
	m.Update(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
	m.setTheme(themes.Light())
	if g := m.theme.Glyph; m.theme.Name != "light" || g.Focused == g.Box || m.theme.Selected.GetBackground() != themes.Plain().Selected.GetBackground() {
		t.Errorf("without colours the theme that was chosen is %+v", m.theme)
	}
}
