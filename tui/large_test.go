package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
)

// many is how many subjects a large domain has here.
const many = 100_000

// inTheMiddle is a root of a large domain, with the cursor in its middle.
func inTheMiddle(tb testing.TB) (*Root, *asked) {
	tb.Helper()
	m, a := drawnRootOf(many, 120, 40)
	tb.Cleanup(m.Close)
	m.list.Reveal("http://bench.m-ld.org/s050000")
	pump(m, m.readList())
	m.View()
	if row, ok := m.list.Selected(); !ok || row.Label != "Subject number 50000" {
		tb.Fatalf("the cursor is at %q", row.Label)
	}
	return m, a
}

// step moves the cursor of the list, reads what it then wants, and draws.
func step(m *Root, k keymap.ID) {
	m.list.Do(k)
	pump(m, m.readList())
	m.View()
}

func BenchmarkMove(b *testing.B) {
	m, a := inTheMiddle(b)
	before := *a
	b.ResetTimer()
	for i := range b.N {
		k := keymap.Down
		if i%2000 >= 1000 {
			k = keymap.Up
		}
		step(m, k)
	}
	b.ReportMetric(float64(a.rows-before.rows)/float64(b.N), "rows/op")
}

func BenchmarkWholeFrame(b *testing.B) {
	m, _ := inTheMiddle(b)
	b.ResetTimer()
	for range b.N {
		m.setTheme(m.plain) // every pane is drawn anew
		m.View()
	}
}

func BenchmarkFilterKey(b *testing.B) {
	m, _ := inTheMiddle(b)
	m.Update(tea.KeyPressMsg{Code: '/', Text: "/"})
	b.ResetTimer()
	for i := range b.N {
		k := tea.KeyPressMsg{Code: 'n', Text: "n"}
		if i%2 == 1 {
			k = tea.KeyPressMsg{Code: tea.KeyBackspace}
		}
		m.Update(k) // What it wants read is for another goroutine.
		m.View()
	}
}

// A movement in a large domain draws the list once, and reads a page now and then.
func TestMovingInALargeDomainReadsLittle(t *testing.T) {
	const moves = 1000
	m, a := inTheMiddle(t)
	before, draws, others := *a, m.list.Draws(), [2]int{m.subj.Draws(), m.feed.Draws()}
	for range moves {
		step(m, keymap.Down)
	}
	if row, _ := m.list.Selected(); row.Label != "Subject number 51000" {
		t.Errorf("after %d movements the cursor is at %q", moves, row.Label)
	}
	pages, rows := a.pages-before.pages, a.rows-before.rows
	t.Logf("%d movements read %d pages with %d rows", moves, pages, rows)
	if pages == 0 || pages > moves/25 || rows > 10*moves {
		t.Errorf("%d movements read %d pages with %d rows", moves, pages, rows)
	}
	if n := m.list.Draws() - draws; n != moves {
		t.Errorf("%d movements drew the list %d times", moves, n)
	}
	if n := [2]int{m.subj.Draws(), m.feed.Draws()}; n != others {
		t.Errorf("movements in the list drew the subject and the changes: %v, then %v", others, n)
	}
}

// A key of the filter is drawn before anything is read, and of what quick keys want
// read only the last is.
func TestAFilterKeyReturnsAtOnce(t *testing.T) {
	m, a := inTheMiddle(t)
	m.Update(tea.KeyPressMsg{Code: '/', Text: "/"})
	m.View()
	before := *a
	var reads []tea.Cmd
	for _, r := range "number" {
		draws := m.list.Draws()
		_, read := m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		reads = append(reads, read)
		m.View()
		if n := m.list.Draws() - draws; n != 1 {
			t.Errorf("the key %c drew the list %d times", r, n)
		}
	}
	if *a != before {
		t.Errorf("the keys have read before they returned: %+v, then %+v", before, *a)
	}
	for _, read := range reads {
		pump(m, read)
	}
	m.View()
	if a.searches != before.searches+1 || a.pages != before.pages || a.rows > before.rows+200 {
		t.Errorf("six quick keys have read more than one search: %+v, then %+v", before, *a)
	}
	if row, ok := m.list.Selected(); !ok || row.Label != "Subject number 0" {
		t.Errorf("the cursor is at %q, not on the first that was found", row.Label)
	}
}
