package tui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/themes"
)

// onLarge is a root on the large clone, as after its start; what a key wants read is read
// by pump.
func onLarge(tb testing.TB) (*Root, *LargeClone) {
	tb.Helper()
	c := OpenLarge(tb)
	th := themes.Dark()
	m := New(c, Options{Me: "Fred", Theme: &th})
	tb.Cleanup(m.Close)
	m.handle(tea.WindowSizeMsg{Width: 120, Height: 40})
	m.past = 1 << 62 // All that is in the log was there before.
	pump(m, m.readList())
	pump(m, m.readFeed())
	m.View()
	return m, c
}

// inTheMiddle is such a root with the cursor in the middle of the domain.
func inTheMiddle(tb testing.TB) (*Root, *LargeClone) {
	tb.Helper()
	m, c := onLarge(tb)
	m.list.Reveal(LargeID(Many / 2))
	pump(m, m.readList())
	pump(m, m.choose())
	m.View()
	if row, ok := m.list.Selected(); !ok || row.Label != fmt.Sprintf("Subject number %d", Many/2) {
		tb.Fatalf("the cursor is at %q", row.Label)
	}
	return m, c
}

// press takes a key, draws, and gives what is to be read.
func press(m *Root, k tea.KeyPressMsg) tea.Cmd {
	_, cmd := m.Update(k)
	m.View()
	return cmd
}

var (
	downKey = tea.KeyPressMsg{Code: tea.KeyDown}
	upKey   = tea.KeyPressMsg{Code: tea.KeyUp}
)

// BenchmarkMove is a key to move, to the frame; what it then wants read is read beside.
func BenchmarkMove(b *testing.B) {
	m, c := inTheMiddle(b)
	rows := c.Rows.Load()
	b.ResetTimer()
	for i := range b.N {
		k := downKey
		if i%2000 >= 1000 {
			k = upKey
		}
		cmd := press(m, k)
		b.StopTimer()
		pump(m, cmd)
		m.View()
		b.StartTimer()
	}
	b.ReportMetric(float64(c.Rows.Load()-rows)/float64(b.N), "rows/op")
}

// BenchmarkMoveAndRead is a key to move, to the frame that shows what it came to.
func BenchmarkMoveAndRead(b *testing.B) {
	m, _ := inTheMiddle(b)
	b.ResetTimer()
	for i := range b.N {
		k := downKey
		if i%2000 >= 1000 {
			k = upKey
		}
		pump(m, press(m, k))
		m.View()
	}
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
		press(m, k) // What it wants read is for another goroutine.
	}
}

// sought is typed into the filter: what many subjects have, few, one, and none; a name, a
// part of one, an id, what is spelt wrong, and letters of several words.
var sought = []string{"subject", "number 4242", "77777", "bject", "s012345", "nmbr 99", "zzz", "subjnum9", "snumberx"}

// seek types a text and gives how long the result of each key took, to the frame.
func seek(m *Root, text string) (took []time.Duration) {
	for k := 0; k < 40 && m.list.Typing(); k++ {
		pump(m, press(m, tea.KeyPressMsg{Code: tea.KeyEscape}))
	}
	pump(m, press(m, tea.KeyPressMsg{Code: '/', Text: "/"}))
	for _, r := range text {
		began := time.Now()
		pump(m, press(m, tea.KeyPressMsg{Code: r, Text: string(r)}))
		m.View()
		took = append(took, time.Since(began))
	}
	return took
}

// BenchmarkFilterResult is a key of a filter, to the frame that shows all of its result.
func BenchmarkFilterResult(b *testing.B) {
	m, c := onLarge(b)
	var all []time.Duration
	rows := c.Rows.Load()
	b.ResetTimer()
	for range b.N {
		for _, s := range sought {
			all = append(all, seek(m, s)...)
		}
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)-1].Microseconds())/1000, "slowest-ms/key")
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "half-ms/key")
	b.ReportMetric(float64(c.Rows.Load()-rows)/float64(len(all)), "rows/key")
}

// BenchmarkFilterAfterStart is a start on a clone and the first key of a filter, which is
// reported by itself as well.
func BenchmarkFilterAfterStart(b *testing.B) {
	c := OpenLarge(b)
	var keys, slowest time.Duration
	b.ResetTimer()
	for i := range b.N {
		c.Reopen(b)
		m, _ := onLarge(b)
		pump(m, press(m, tea.KeyPressMsg{Code: '/', Text: "/"}))
		s := sought[i%len(sought)]
		began := time.Now()
		pump(m, press(m, tea.KeyPressMsg{Code: rune(s[0]), Text: s[:1]}))
		m.View()
		took := time.Since(began)
		keys, slowest = keys+took, max(slowest, took)
	}
	b.ReportMetric(float64(keys.Microseconds())/1000/float64(b.N), "ms/key")
	b.ReportMetric(float64(slowest.Microseconds())/1000, "slowest-ms/key")
}

// A movement in a large domain draws the list once, and reads a page now and then, and
// the subject to which it comes.
func TestMovingInALargeDomainReadsLittle(t *testing.T) {
	const moves = 1000
	m, c := inTheMiddle(t)
	calls, rows, draws, feed := c.Calls.Load(), c.Rows.Load(), m.list.Draws(), m.feed.Draws()
	for range moves {
		pump(m, press(m, downKey))
		m.View()
	}
	if row, _ := m.list.Selected(); row.Label != fmt.Sprintf("Subject number %d", Many/2+moves) {
		t.Errorf("after %d movements the cursor is at %q", moves, row.Label)
	}
	calls, rows = c.Calls.Load()-calls, c.Rows.Load()-rows
	t.Logf("%d movements read %d times, %d rows", moves, calls, rows)
	// Each reads the subject, with its three values, and what refers to it.
	if calls < 2*moves || calls > 2*moves+moves/25 || rows > 13*moves {
		t.Errorf("%d movements read %d times, %d rows", moves, calls, rows)
	}
	if n := m.list.Draws() - draws; n > 2*moves {
		t.Errorf("%d movements drew the list %d times", moves, n)
	}
	if n := m.feed.Draws() - feed; n != 0 {
		t.Errorf("movements in the list drew the changes %d times", n)
	}
}

// A key of the filter is drawn before anything is read, and of what quick keys want
// read only the last is.
func TestAFilterKeyReturnsAtOnce(t *testing.T) {
	m, c := inTheMiddle(t)
	pump(m, press(m, tea.KeyPressMsg{Code: '/', Text: "/"}))
	calls, rows := c.Calls.Load(), c.Rows.Load()
	var reads []tea.Cmd
	for _, r := range "number" {
		draws := m.list.Draws()
		reads = append(reads, press(m, tea.KeyPressMsg{Code: r, Text: string(r)}))
		if n := m.list.Draws() - draws; n != 1 {
			t.Errorf("the key %c drew the list %d times", r, n)
		}
	}
	if c.Calls.Load() != calls {
		t.Errorf("the keys have read before they returned")
	}
	for _, read := range reads {
		pump(m, read)
	}
	m.View()
	if n := c.Rows.Load() - rows; n > 300 {
		t.Errorf("six quick keys have read %d rows", n)
	}
	if row, ok := m.list.Selected(); !ok || row.Label == "" {
		t.Errorf("the cursor is at %q, not on the first that was found", row.Label)
	}
}

// What is typed into the filter is found with few rows read, whatever it is, and in the
// first moments after the start as well. How long it took is printed.
func TestAFilterReadsLittle(t *testing.T) {
	c := OpenLarge(t)
	c.Reopen(t)
	m, _ := onLarge(t)
	for _, at := range []string{"just after the start", "later"} {
		var all []time.Duration
		rows, keys := c.Rows.Load(), 0
		for _, s := range sought {
			took := seek(m, s)
			all, keys = append(all, took...), keys+len(s)
		}
		if n := c.Rows.Load() - rows; n > int64(300*keys) {
			t.Errorf("%d keys have read %d rows", keys, n)
		}
		slices.Sort(all)
		t.Logf("%s: of %d keys, half had their result within %s, the slowest after %s", at, len(all),
			all[len(all)/2].Round(time.Millisecond/10), all[len(all)-1].Round(time.Millisecond/10))
	}
}

// Letters of several words find a name among very many, the closest first.
func TestLettersOfANameAreFoundInALargeDomain(t *testing.T) {
	m, _ := onLarge(t)
	seek(m, "snumber4242")
	if row, ok := m.list.Selected(); !ok || row.Label != "Subject number 4242" {
		t.Errorf("the first that is found is %q", row.Label)
	}
}
