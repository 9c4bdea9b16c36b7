package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// compare waits until all is still, and compares what is shown with what the clones
// answer.
func (m *monkey) compare() {
	m.t.Helper()
	var one, two string
	awaitUntil(m.t, func() bool {
		one, two = m.digest(m.person), m.digest(m.mate)
		return one == two
	})
	page, err := m.person.History(m.t.Context(), replica.HistoryQuery{Limit: 1})
	if err != nil || len(page.Entries) == 0 {
		m.t.Fatal(err)
	}
	m.hear(page.Entries[0].Tick)
	fred := m.person.describe(m.t, "fred")
	for saved := range m.saved {
		if !slices.Contains(fred, saved) {
			m.t.Errorf("%v was saved, and is lost", saved)
		}
	}
	m.home()
	for range 3 { // Whatever the order was: by name.
		if !strings.Contains(m.person.Screen(), "1 Subjects ·") {
			break
		}
		m.person.Press("o")
	}
	m.person.Press("home", "/").Type("quarry").Press("enter", "1", "esc", "home")
	m.same("the list", m.list)
	for _, id := range []string{"fred", "quarry", "pebbles"} {
		if len(m.person.describe(m.t, id)) == 0 {
			continue
		}
		m.person.Press("1", "esc", "/").Type(id).Press("enter")
		m.same(id, m.subject)
	}
}

func (m *monkey) digest(of member) string {
	d, err := of.Digest(m.t.Context())
	if err != nil {
		m.t.Fatal(err)
	}
	return d
}

// same waits until the screen shows what it should: what is on its way comes.
func (m *monkey) same(what string, check func() error) {
	m.t.Helper()
	var err error
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		if err = check(); err == nil {
			return
		}
		if time.Now().After(deadline) {
			m.t.Fatalf("%s is not what the clone has: %v; the screen is:\n%s", what, err, m.person.Screen())
		}
	}
}

// pane are the lines of a pane, without what is around them.
func pane(screen, number string) (title string, lines []string) {
	from, to := -1, -1
	for line := range strings.Lines(screen) {
		r := []rune(strings.TrimRight(line, "\n"))
		if from >= 0 {
			if to > len(r) || r[from] != '│' {
				return title, lines
			}
			lines = append(lines, string(r[from+1:to]))
			continue
		}
		if i := strings.Index(line, "╭─ "+number+" "); i >= 0 {
			from = len([]rune(line[:i]))
			to = from + slices.Index(r[from:], '╮')
			title = string(r[from:to])
		}
	}
	return title, lines
}

// list compares the rows of the list with the first subjects by name.
func (m *monkey) list() error {
	page, err := m.person.Subjects(m.t.Context(), replica.SubjectsQuery{Order: replica.ByName, Limit: 200, Labels: tuitest.Domain.Labels()})
	if err != nil {
		return err
	}
	title, lines := pane(m.person.Screen(), "1")
	if !strings.Contains(title, fmt.Sprintf(" %d ", page.Total)) {
		return fmt.Errorf("the title is %q, and there are %d", title, page.Total)
	}
	for i, row := range page.Rows {
		if i == len(lines) {
			return nil
		}
		label := cmp.Or(row.Label, strings.TrimPrefix(string(row.ID), string(tuitest.Domain.Base())))
		if got := strings.TrimLeft(lines[i], " ▌✓•"); !begins(got, label) {
			return fmt.Errorf("row %d is %q, and should be %q", i+1, got, label)
		}
	}
	if rest := lines[min(len(lines), len(page.Rows)):]; strings.Trim(strings.Join(rest, ""), " ") != "" {
		return fmt.Errorf("below is %q", rest)
	}
	return nil
}

// begins compares what is shown, which may be cut, with what it should be.
func begins(got, want string) bool {
	r, w := []rune(got), []rune(strings.TrimSpace(want))
	n := min(len(w), 8)
	return len(r) >= n && string(r[:n]) == string(w[:n])
}

var valueRow = regexp.MustCompile(` (text|integer|number|double|decimal|boolean|date|date\+time|time|ref|json|bytes|other|list) $`)

// itemRow is of a list, which is one value.
var itemRow = regexp.MustCompile(`^.{3} {3,}\d+ {3}`)

// subject compares the chosen subject's values, and what refers to it.
func (m *monkey) subject() error {
	title, lines := pane(m.person.Screen(), "2")
	if len(lines) == 0 {
		return fmt.Errorf("there is no subject")
	}
	id := model.IRI(strings.TrimSpace(lines[0]))
	ts, err := m.person.Describe(m.t.Context(), id)
	if err != nil {
		return err
	}
	if !strings.Contains(title, fmt.Sprintf(" %d value", len(ts))) {
		return fmt.Errorf("%s has %d values, and the title is %q", id, len(ts), title)
	}
	var shown []string
	for _, line := range lines[1:] {
		if valueRow.MatchString(line) && !itemRow.MatchString(line) {
			shown = append(shown, line)
		}
	}
	whole := len(shown) < len(lines)-len(ts) && len(ts) < 40
	if whole && len(shown) != len(ts) {
		return fmt.Errorf("%d values are shown, and there are %d: %q", len(shown), len(ts), shown)
	}
	for _, t := range ts {
		want := t.O.Value
		if t.O.IsRef() || t.O.Datatype == model.XSDDouble || !whole || strings.ContainsAny(want, "\n\x1b") {
			continue
		}
		if !slices.ContainsFunc(shown, func(line string) bool {
			return strings.Contains(line, string([]rune(want)[:min(8, len([]rune(want)))]))
		}) {
			return fmt.Errorf("%q is not shown: %q", want, shown)
		}
	}
	page, err := m.person.Referrers(m.t.Context(), replica.ReferrersQuery{To: id, Limit: 10, Labels: tuitest.Domain.Labels()})
	if err != nil {
		return err
	}
	title, lines = pane(m.person.Screen(), "4")
	if !strings.Contains(title, fmt.Sprintf("─ %d ", page.Total)) && !strings.Contains(title, fmt.Sprintf(" %d ─", page.Total)) {
		return fmt.Errorf("%d refer to it, and the title is %q", page.Total, title)
	}
	for i, row := range page.Rows {
		label := cmp.Or(row.Subject.Label, strings.TrimPrefix(string(row.Subject.ID), string(tuitest.Domain.Base())))
		if i < len(lines) && !strings.Contains(lines[i], string([]rune(label)[:min(8, len([]rune(label)))])) {
			return fmt.Errorf("row %d of what refers to it is %q, and not %q", i, lines[i], label)
		}
	}
	return nil
}
