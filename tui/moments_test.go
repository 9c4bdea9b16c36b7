package tui_test

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// A moment that is typed in the place of another is in its time zone, and the editor says
// so before it is saved.
func TestAMomentKeepsItsTimeZone(t *testing.T) {
	t.Parallel()
	for _, try := range []struct{ was, typed, read, want string }{
		{"2026-07-03T18:30:00Z", "2026-07-04 19:15", "4 July 2026, 19:15 UTC", "2026-07-04T19:15:00Z"},
		{"2026-07-03T18:30:00+02:00", "2026-07-04 19:15", "4 July 2026, 19:15 +02:00", "2026-07-04T19:15:00+02:00"},
		{"2026-07-03T18:30:00+02:00", "2026-07-04 19:15Z", "4 July 2026, 19:15 UTC", "2026-07-04T19:15:00Z"},
		{"2026-07-03T18:30:00Z", "Tomorrow 19:00", "15 March 2025, 19:00 UTC", "2025-03-15T19:00:00Z"},
		{"2026-07-03T18:30:00", "today 19:00", "14 March 2025, 19:00, of no", "2025-03-14T19:00:00"},
	} {
		c := sample(t)
		c.Load(tuitest.T("fred", "begins", model.Literal(try.was, model.XSDDateTime)))
		term := fred(t, c, "begins")
		term.Press("e", "ctrl+u").See("such as").Type(try.typed).See(try.read).Press("enter").See("Saved begins " + try.want + ".")
	}
}

func TestADayIsTypedAsAWord(t *testing.T) {
	t.Parallel()
	term := fred(t, sample(t), "born")
	term.Press("e", "ctrl+u").See("such as 2025-12-31, or").Type("yesterday").See("Thursday 13 March 2025").Press("enter").See("Saved born 2025-03-13.")
}

// What stands behind a date and is none of it is not shown as if it were understood: it is
// told, refused, and kept.
func TestWhatIsNoPartOfADateIsRefused(t *testing.T) {
	t.Parallel()
	for _, try := range []struct{ line, typed, read, rest string }{
		{"born", "1960-02-02 or so", "Tuesday 2 February", "or so"},
		{"begins", "2026-07-04 19:15 sharp", "4 July 2026, 19:15", "sharp"},
		{"begins", "2026-07-04 19:15+99", "4 July 2026, 19:15;", "+99"},
	} {
		c := sample(t)
		c.Load(tuitest.T("fred", "begins", model.Literal("2026-07-03T18:30:00Z", model.XSDDateTime)))
		before := c.Ticks()
		term := fred(t, c, try.line)
		term.Press("e", "ctrl+u").Type(try.typed).See("▲ this is read as", "“"+try.rest+"”").DontSee("steps")
		term.Press("enter").See("✕ \""+try.rest+"\" is not", try.typed)
		if c.Ticks() != before {
			t.Errorf("%q was saved", try.typed)
		}
		term.Press("home").See(try.typed)
	}
}

// The form for a subject takes the words of which its hint tells.
func TestTheDayOfANewSubjectIsTypedAsAWord(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("n").Type("Person").Press("enter").Type("born").Press("enter").Type("tomorrow").See("or friday").Press("tab").Type("bam").Press("ctrl+s").See("Added bam")
	holds(t, c, tuitest.T("bam", "born", model.Literal("2025-03-15", model.XSDDate)))
}
