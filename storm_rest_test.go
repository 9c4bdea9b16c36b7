package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// freshen compares the panes with those of a terminal that has just been opened on the
// same clone, and so has read everything. It goes on with either of them.
func (m *monkey) freshen() {
	m.t.Helper()
	fresh := m.start()
	both := []*tuitest.Terminal{m.person, fresh}
	for _, p := range both {
		m.home(p)
		m.put(p, m.usual)
		for range 3 {
			if title, _ := pane(p.Screen(), "1"); !strings.Contains(title, "Subjects ·") { // by name
				break
			}
			p.Press("o")
		}
	}
	// Wherever the dividers are: the one has dragged them here and there, and the other once.
	for range 3 {
		m.drag(func() {})
		m.person.Settle()
	}
	m.put(fresh, m.dividers(m.person))
	m.gather()
	for _, p := range both {
		p.Press("home", "/").Type("quarry").Press("enter", "2", "home", "3", "home", "1", escape, "home", "2", "home", "1")
	}
	for _, number := range []string{"1", "2", "3", "4"} {
		m.same("pane "+number, func() error {
			oldTitle, old := pane(m.person.Screen(), number)
			newTitle, now := pane(fresh.Screen(), number)
			if oldTitle != newTitle {
				return fmt.Errorf("its title is %q, and that of a new terminal %q", oldTitle, newTitle)
			}
			path := 1 // where one has come from; in a low pane it takes the place of the id
			if len(old) < 12 {
				path = 0
			}
			for i := range old {
				if i == path && number == "2" {
					continue
				}
				if i < len(now) && unmarked(old[i]) != unmarked(now[i]) {
					return fmt.Errorf("its line %d is %q, and that of a new terminal %q", i+1, old[i], now[i])
				}
			}
			return nil
		})
	}
	if m.compared%2 == 0 {
		m.person, fresh = fresh, m.person
	}
	fresh.Stop()
	m.put(m.person, m.usual)
}

// unmarked is a line without what one has marked oneself.
func unmarked(line string) string { return strings.ReplaceAll(line, "✓", " ") }

// gather shuts the changes in sight that a key has opened: a new terminal has none open.
func (m *monkey) gather() {
	m.t.Helper()
	opened := func(mark string) bool {
		_, lines := pane(m.person.Screen(), "3")
		return slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, " "+mark+" tick ") })
	}
	for m.person.Press("3", "home"); opened(" ") || opened("│"); m.person.Press("home") {
		for steps := 0; !opened("│"); steps++ { // The cursor is on one of several lines.
			if steps > 200 {
				m.fail("the change that is open cannot be shut")
			}
			m.person.Press("down")
		}
		m.person.Press("space")
	}
	m.person.Press("1")
}

// newest compares the newest of the changes with the history.
func (m *monkey) newest() error {
	page, err := m.clone.History(m.t.Context(), replica.HistoryQuery{Limit: 1})
	if err != nil || len(page.Entries) == 0 {
		return fmt.Errorf("there is no history: %w", err)
	}
	by, _ := who(tuitest.Domain)(page.Entries[0].Author)
	_, lines := pane(m.person.Screen(), "3")
	if len(lines) == 0 || !strings.Contains(lines[0], by) {
		return fmt.Errorf("the newest is by %s, and shown is %q", by, lines[:min(len(lines), 1)])
	}
	return nil
}

// compareDialogs looks into the dialogs that show data.
func (m *monkey) compareDialogs() {
	m.t.Helper()
	m.home(m.person)
	m.person.Press("I").See("connected", "the same as that of "+othersName).Press(escape)
	m.person.Press("@").See(othersName).Press(escape)
	if !m.open("fred") {
		return
	}
	page, err := m.clone.History(m.t.Context(), replica.HistoryQuery{Subject: tuitest.ID("fred"), Limit: 1})
	if err != nil || len(page.Entries) == 0 {
		m.t.Fatal("fred has no history: ", err)
	}
	by, _ := who(tuitest.Domain)(page.Entries[0].Author)
	m.person.Press("2", "home", "H").See("History", by).Press(escape)
	for _, a := range []keymap.ID{keymap.Find, keymap.Connection, keymap.SubjHistory} { // One finds them in the palette.
		action, _ := keymap.Default().Get(a)
		m.person.Press(":").Type(action.Title).See("▌ " + action.Title).Press(escape)
	}
}

// comparePast compares what is shown of an earlier moment with the data of then.
func (m *monkey) comparePast() {
	m.t.Helper()
	m.home(m.person)
	back := 1 + m.random.IntN(5)
	for range back {
		m.person.Press("<")
	}
	page, err := m.clone.History(m.t.Context(), replica.HistoryQuery{Limit: back + 1})
	if err != nil || len(page.Entries) <= back {
		m.t.Fatal("there is no past: ", err)
	}
	then, err := m.clone.AsOf(m.t.Context(), replica.Moment{Tick: page.Entries[back].Tick})
	if err != nil {
		m.t.Fatal(err)
	}
	defer then.Close() // It is only read.
	m.person.Press("home")
	m.same("the list of then", func() error { return m.list(then, replica.SubjectsQuery{Order: m.order()}) })
	m.person.Press("/").Type("fred").Press("enter", "2", "home")
	m.same("the subject of then", func() error { return m.subject(then) })
	m.same("what referred to it then", func() error { return m.referrers(then) })
	m.home(m.person)
}
