package tui_test

import (
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// questions are the keys that ask something, before which it is read what to ask; and a part of
// what they ask.
var questions = map[string]struct{ keys, asks string }{
	"a subject":        {"1 home D", "Delete a subject"},
	"what is marked":   {"1 home space down space D", "Delete what is marked"},
	"a change":         {"3 r", "Put a change back"},
	"one of a history": {"1 home down down down H r", "Put a change back"},
	"a pasted subject": {"1 home c down v", "Paste"},
}

// asking is a terminal with all keys pressed but the last, and that one.
func asking(t *testing.T, keys string, o tui.Options) (*tuitest.Clone, *tuitest.Terminal, string) {
	t.Helper()
	c := sample(t)
	all := strings.Fields(keys)
	term := tuitest.Start(t, c, 120, 40, o).Press(all[:len(all)-1]...)
	return c, term, all[len(all)-1]
}

// below is the screen without its last row.
func below(term *tuitest.Terminal) string {
	lines := strings.Split(strings.TrimRight(term.Screen(), "\n"), "\n")
	return strings.Join(lines[:len(lines)-1], "\n")
}

// Keys that come before a question, and clicks, do nothing on what is below it, and answer
// nothing: they are dropped, and it is said.
func TestKeysBeforeWhatIsAsked(t *testing.T) {
	t.Parallel()
	for name, try := range questions {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, term, key := asking(t, try.keys, options())
			was, edits := below(term), c.Ticks()
			release := c.Hold()
			term.PressOnly(key, "down", "y", "enter")
			term.PasteOnly("fred")
			term.Hold(3, 6)
			term.LetGo(3, 6)
			term.Taken()
			release()
			term.Settle().See(try.asks, "What you typed before this question (4 keys) is dropped.")
			term.Press("esc").DontSee(try.asks)
			if c.Ticks() != edits || below(term) != was {
				t.Errorf("they have done something:\n%s\ninstead of\n%s", term.Screen(), was)
			}
		})
	}
}

// Esc, or what else leaves a dialog, leaves a question that is not there yet: it does not come,
// and the keys behind that act as ever.
func TestLeaveWhatIsAsked(t *testing.T) {
	t.Parallel()
	for name, try := range questions {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, term, key := asking(t, try.keys, options())
			was := below(term)
			release := c.Hold()
			term.PressOnly(key, "enter", "esc")
			term.Taken()
			release()
			term.Settle().DontSee(try.asks, "dropped")
			if below(term) != was {
				t.Errorf("more than the question was left:\n%s\ninstead of\n%s", term.Screen(), was)
			}
			term.Press(key).See(try.asks)
		})
	}
	c, term, _ := asking(t, "1 home D", options())
	release := c.Hold()
	term.PressOnly("D", "ctrl+c", "down")
	term.Taken()
	release()
	term.Settle().See("▌ Betty").DontSee("Delete a subject")
}

// What takes long to be read is said, with how one leaves it.
func TestWhatIsReadForAQuestion(t *testing.T) {
	t.Parallel()
	clock := tuitest.NewTime()
	o := options()
	o.Now, o.After = clock.Now, clock.After
	c, term, key := asking(t, "1 home D", o)
	for _, try := range []struct{ key, says, opens string }{
		{key, "Reading what refers to “Barney Rubble”: esc leaves it.", "Delete a subject"},
		{"T", "Reading the types: esc leaves it.", "Types"},
	} {
		release := c.Hold()
		term.PressOnly(try.key)
		term.Taken()
		clock.Advance(time.Second / 3)
		term.See(try.says)
		term.PressOnly("down")
		term.Taken()
		term.See(try.says)
		release()
		term.Settle().See(try.opens).DontSee(try.says)
		term.Press("esc").DontSee(try.opens)

		release = c.Hold()
		term.PressOnly(try.key)
		term.Taken()
		clock.Advance(time.Second / 3)
		term.See(try.says)
		term.PressOnly("esc")
		term.Gone(try.says)
		term.PressOnly("down")
		release()
		term.Settle().DontSee(try.opens).See("▌ Betty").Press("home")
	}
}

// Where no question comes of what is read, or of a later one nothing, the keys act again.
func TestNoQuestionComes(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]struct {
		meanwhile func(c *unreadable)
		says      string
	}{
		"it cannot be read":    {func(c *unreadable) { c.fails.Store(true) }, "The disk cannot be read."},
		"others delete it":     {func(c *unreadable) { c.Remote("lr", remove(c.all(t, "barney")...)) }, "has no values: there is nothing to delete."},
		"the clone has closed": {func(c *unreadable) { c.fails.Store(true); c.Close() }, "✕ closed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &unreadable{Clone: sample(t)}
			term := tuitest.Start(t, c, 120, 40, options()).Press("1", "home")
			release := c.Hold()
			term.PressOnly("D", "down")
			term.Taken()
			try.meanwhile(c)
			release()
			term.Settle().See(try.says).DontSee("Delete a subject")
			c.fails.Store(false)
			term.Press("home", "down", "?").See("Keys")
		})
	}
}

// all are the triples of a subject.
func (u *unreadable) all(t *testing.T, name string) []model.Triple {
	t.Helper()
	var ts []model.Triple
	for _, triple := range tuitest.Sample() {
		if triple.S == tuitest.ID(name) {
			ts = append(ts, triple)
		}
	}
	return ts
}

// Where nothing can be written, nothing is read first, and the keys act at once; where that
// begins while it is read, the answer says so.
func TestReadOnlyBeforeAQuestion(t *testing.T) {
	t.Parallel()
	c := sample(t)
	readOnly := func(why string) {
		c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.ReadOnly = why })
	}
	term := tuitest.Start(t, c, 120, 40, options()).Press("1", "home")
	readOnly("for this test")
	term.See("read-only")
	release := c.Hold()
	term.PressOnly("D")
	term.See("Read-only: for this test.")
	term.PressOnly("down")
	term.Taken()
	release()
	term.Settle().See("▌ Betty")

	readOnly("")
	term.Gone("read-only").Press("home")
	release = c.Hold()
	term.PressOnly("D")
	term.Taken()
	readOnly("for this test")
	release()
	term.See("Delete a subject").Press("y").See("read-only: for this test")
	term.Press("down").See("▌ Betty")
}

// One can leave the program while a question is read.
func TestLeaveBeforeAQuestion(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 40, options())
	defer c.Hold()()
	term.PressOnly("D", "q", "ctrl+c", "q")
	term.Ended()
}

// What is pasted without a question is added, whatever is typed behind it: that is done then.
func TestKeysBehindAPaste(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("y").See("Copied the value").Press("1", "home")
	release := c.Hold()
	term.PressOnly("v", "N")
	term.TypeOnly("dodo")
	term.Taken()
	release()
	term.Settle().See("Duplicate", "id    dodo")
	if !has(t, c, tuitest.T("barney", "age", 43)) {
		t.Errorf("nothing was added:\n%s", term.Screen())
	}
}
