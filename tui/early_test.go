package tui_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// Who knows the way types faster than data comes: nothing of it is lost.
func TestKeysWaitForTheSubject(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	release := c.Hold()
	term.PressOnly("down", "down", "down", "enter", "e")
	term.TypeOnly(" II")
	term.PressOnly("enter")
	term.Taken()
	release()
	term.See("✓ Saved ", "2 Fred Flintstone II")
	if !has(t, c, tuitest.T("fred", "name", "Fred Flintstone II")) {
		t.Error("what was typed early is lost")
	}
}

func TestThePathLeadsThroughOthersOnly(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("down", "down", "down", "enter").See("2 Fred Flintstone").Press("esc", "down").See("2 Mr. Slate")
	term.Press("up").See("2 Fred Flintstone").DontSee("Fred Flintstone › Fred")
}

// Where enter goes to the next field, the footer does not say that it saves.
func TestTheFooterOfAPropertysName(t *testing.T) {
	t.Parallel()
	term := fred(t, sample(t), "name")
	term.Press("p").See("tab next field", "esc cancel").DontSee("⏎ save").Type("city").Press("enter").See("⏎ save")
}

// In the past nobody is there, and nothing can be edited.
func TestThePastIsWithoutPeople(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	c.Set(func(_ *replica.Status, peers *[]replica.Peer, _ *replica.Link) {
		*peers = []replica.Peer{{ID: "1", Name: "Wilma", Subject: tuitest.ID("fred"), Property: tuitest.Vocab("age")}}
	})
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("down", "down", "down", "enter").See("◆WI", "⏎ edit")
	term.Press("<").See("as of").DontSee("◆WI", "⏎ edit").Press("enter").See("This is the past: esc goes back to now.")
	term.Press("esc").See("◆WI", "⏎ edit")
}

// The footer says what the key does here: a reference is followed, a text is edited.
func TestTheFooterOfAReference(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("down", "down", "down", "enter").See("⏎ edit").DontSee("e edit", "⏎ follow")
	for range 20 {
		if strings.Contains(term.Line("▌"), "→") {
			break
		}
		term.Press("down")
	}
	term.See("⏎ follow", "e edit")
	term.Press("<").See("as of", "⏎ follow").DontSee("e edit")
	term.Press("esc").See("⏎ follow")
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.ReadOnly = "for this test" })
	term.See("read-only").DontSee("e edit").See("⏎ follow")
	term.Press("up", "up", "up", "up", "up", "up").Press("down").DontSee("⏎ follow", "⏎ edit").Press("enter").See("Read-only: for this test.")
}

func TestTheFirstNoticeLeavesHints(t *testing.T) {
	t.Parallel()
	o := options()
	o.Notice = "this domain is open in another window too, which does not keep anybody from working here, it says at length"
	term := tuitest.Start(t, sample(t), 80, 24, o)
	term.See("This domain is open in another", "working here, it says at length.")
	if line := strings.Split(term.Screen(), "\n")[23]; !strings.Contains(line, ": actions  q quit  ? help") {
		t.Errorf("the footer is %q", line)
	}
	term.Press("down").See("⏎ open")
}

func TestAWrongTokenIsNotTheAddress(t *testing.T) {
	t.Parallel()
	c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
	t.Cleanup(c.Close)
	c.Set(func(s *replica.Status, _ *[]replica.Peer, l *replica.Link) {
		*s = replica.Status{Joining: true}
		*l = replica.Link{Relay: "ws://relay.example", LastError: "the relay refused us (403): the token is wrong; check the token in the join URL"}
	})
	tuitest.Start(t, c, 80, 24, options()).See("the token is wrong", "Ask a teammate").DontSee("Is the address right")
}
