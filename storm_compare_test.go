package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// compare waits until all is still, and compares what is shown with what the clone
// answers, and that with the operations that were sent.
func (m *monkey) compare() {
	m.t.Helper()
	m.compared++
	awaitUntil(m.t, current(m.clone))
	awaitUntil(m.t, func() bool { return m.digest(m.clone) == m.digest(m.others.clone) })
	m.checkSaved()
	m.ledger.check(m.t, m.clone)
	if m.t.Failed() {
		m.fail("the data is not what was written")
	}
	m.freshen()
	m.compareLists()
	for _, id := range stormSubjects {
		if m.open(id) {
			m.same(id, func() error { return m.subject(m.clone) })
			m.same("what refers to "+id, func() error { return m.referrers(m.clone) })
		}
	}
	m.same("the changes", m.newest)
	m.compareDialogs()
	m.comparePast()
}

func (m *monkey) digest(of *replica.Replica) string {
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
		m.time.Advance(time.Minute) // What has just changed is not marked for long.
		if time.Now().After(deadline) {
			m.fail("%s is not what the clone has: %v", what, err)
		}
	}
}

// open goes to a subject, if there is anything of it.
func (m *monkey) open(id string) bool {
	ts, err := m.clone.Describe(m.t.Context(), tuitest.ID(id))
	if err != nil {
		m.t.Fatal(err)
	}
	if len(ts) == 0 {
		return false
	}
	// By its id all are found, and it is the best.
	m.person.Press("1", escape, "/").Type(id).Press("enter", "home")
	return true
}

// compareLists compares the list in each of its orders, and of each type.
func (m *monkey) compareLists() {
	m.t.Helper()
	m.home(m.person)
	for range 3 {
		order := m.order()
		m.person.Press("home")
		m.same("the list "+fmt.Sprint(order), func() error {
			return m.list(m.clone, replica.SubjectsQuery{Order: order})
		})
		m.person.Press("o")
	}
	types, err := m.clone.Types(m.t.Context())
	if err != nil {
		m.t.Fatal(err)
	}
	m.person.Press("T")
	for _, of := range types {
		name, ok := strings.CutPrefix(string(of.Type), string(tuitest.Domain.Vocab()))
		if !ok {
			continue // It has a longer name.
		}
		m.same("the types", func() error {
			for line := range strings.Lines(m.person.Screen()) {
				if strings.Contains(line, name) && regexp.MustCompile(fmt.Sprintf(`\b%d\b`, of.Count)).MatchString(line) {
					return nil
				}
			}
			return fmt.Errorf("%d are of type %s", of.Count, name)
		})
	}
	m.person.Press(escape)
}

// order is the order of the list, by its title.
func (m *monkey) order() replica.Order {
	title, _ := pane(m.person.Screen(), "1")
	switch {
	case strings.Contains(title, "recent"):
		return replica.ByRecent
	case strings.Contains(title, "by id"):
		return replica.ByID
	default:
		return replica.ByName
	}
}

// list compares the rows of the list with those of a query.
func (m *monkey) list(d tui.Data, q replica.SubjectsQuery) error {
	q.Limit, q.Labels = 200, tuitest.Domain.Labels()
	page, err := d.Subjects(m.t.Context(), q)
	if err != nil {
		return err
	}
	heading, lines := pane(m.person.Screen(), "1")
	if !strings.Contains(heading, fmt.Sprintf(" %d ", page.Total)) {
		return fmt.Errorf("the title is %q, and there are %d", heading, page.Total)
	}
	for i, row := range page.Rows {
		if i == len(lines) {
			return nil
		}
		want := title(row)
		if q.Order == replica.ByID { // The id comes first, and may leave no room for more.
			want = title(replica.SubjectRow{ID: row.ID})
		}
		if !shows(lines[i], want) {
			return fmt.Errorf("row %d is %q, and should be %q", i+1, lines[i], want)
		}
	}
	if rest := lines[min(len(lines), len(page.Rows)):]; strings.Trim(strings.Join(rest, ""), " ") != "" {
		return fmt.Errorf("below is %q", rest)
	}
	return nil
}

// subject compares the chosen subject's values.
func (m *monkey) subject(d tui.Data) error {
	heading, lines := pane(m.person.Screen(), "2")
	if len(lines) == 0 {
		return fmt.Errorf("there is no subject")
	}
	id := model.IRI(strings.TrimSpace(lines[0]))
	ts, err := d.Describe(m.t.Context(), id)
	if err != nil {
		return err
	}
	if !strings.Contains(heading, fmt.Sprintf(" %d value", len(ts))) {
		return fmt.Errorf("%s has %d values, and the title is %q", id, len(ts), heading)
	}
	if len(ts) > len(lines)-10 {
		return nil // They are not all in sight.
	}
	shown := values(lines[1:])
	if len(shown) != len(ts) {
		return fmt.Errorf("%d values are shown, and there are %d: %q", len(shown), len(ts), shown)
	}
	// Of values that begin alike the longer ones are looked for first.
	slices.SortFunc(ts, func(a, b model.Triple) int { return len(begin(b.O.Value)) - len(begin(a.O.Value)) })
	for _, t := range ts {
		property, ok := strings.CutPrefix(string(t.P), string(tuitest.Domain.Vocab()))
		if !ok || t.O.IsRef() || t.O.Datatype == model.XSDDouble {
			continue // It is shown by another name.
		}
		if shown, err = takeValue(shown, property, t.O.Value); err != nil {
			return fmt.Errorf("%w; the clone has %v", err, ts)
		}
	}
	return nil
}

// referrers compares what refers to the chosen subject.
func (m *monkey) referrers(d tui.Data) error {
	_, lines := pane(m.person.Screen(), "2")
	if len(lines) == 0 {
		return fmt.Errorf("there is no subject")
	}
	id := model.IRI(strings.TrimSpace(lines[0]))
	page, err := d.Referrers(m.t.Context(), replica.ReferrersQuery{To: id, Limit: 50, Labels: tuitest.Domain.Labels()})
	if err != nil {
		return err
	}
	heading, lines := pane(m.person.Screen(), "4")
	if !regexp.MustCompile(fmt.Sprintf(`[─═ ]%d [─═]`, page.Total)).MatchString(heading) {
		return fmt.Errorf("%d refer to it, and the title is %q", page.Total, heading)
	}
	for i, row := range page.Rows {
		if i < len(lines) && !shows(lines[i], title(row.Subject)) {
			return fmt.Errorf("row %d of what refers to it is %q, and not %q", i, lines[i], title(row.Subject))
		}
	}
	return nil
}
