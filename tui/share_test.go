package tui_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestShare(t *testing.T) {
	t.Parallel()
	c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
	t.Cleanup(c.Close)
	o := options()
	var fail error
	o.Share = func(context.Context) (string, error) { return joinURL, fail }
	term := tuitest.Start(t, c, 120, 30, o)
	term.See("Welcome to bedrock.m-ld.org.", "lets a teammate join")
	fail = errors.New("the port 43117 is taken by another program; choose one with --port")
	term.Press("S").See("Let a teammate join", "will listen on the network", "S, then x", "Nobody can join.").
		Press("enter").DontSee("Let a teammate join", "Opening the door")
	term.Press("S", "y").See("▲ The port 43117 is taken by another program")
	fail = nil
	term.Press("S", "down").See("Whoever has it can read").Press("enter").See("A teammate joins", "mld-tui join", "'"+joinURL+"'")
	term.Press("c").See("copied")
	if got, want := term.Clipboard(), "mld-tui join '"+joinURL+"'"; got != want {
		t.Errorf("%q is on the clipboard, not %q", got, want)
	}
	term.Press("esc").See("Welcome")
}

// What one opened can be shut again, from the box or by its name; where others are joined
// that way, only if one says so again.
func TestStopSharing(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		c := sample(t)
		o := options()
		shared, fail, ends := false, error(nil), 0
		o.Share = func(context.Context) (string, error) { shared = true; return joinURL, nil }
		o.IsOpen = func() bool { return shared }
		o.JoinURL = func() string { return map[bool]string{true: joinURL}[shared] }
		o.Unshare = func(context.Context) error {
			if fail == nil {
				ends, shared = ends+1, false
			}
			return fail
		}
		stop := func(term *tuitest.Terminal) *tuitest.Terminal {
			return term.Press(":").Type("stop sharing").Press("enter")
		}
		peers(c)
		term := tuitest.Start(t, c, s[0], s[1], o)
		stop(term).See("nobody can join yet").Press("esc")
		term.Press("S", "y").See("x stop sharing", "esc close").Press("x").See("✓ Nobody can join any more.").DontSee("A teammate joins")
		if ends != 1 {
			t.Fatalf("it was ended %d times", ends)
		}
		peers(c, at("Ada", "fred", "age"))
		term.See("◆AD").Press("S", "y").See("x stop sharing").Press("end").See("until x shuts it").Press("x").
			See("Ada is connected through", "Go on sharing").Press("esc").DontSee("Stop sharing")
		if ends != 1 || !shared {
			t.Fatalf("it was ended %d times", ends)
		}
		fail = errors.New("the port is stuck")
		term.Press("S").See("x stop sharing").Press("esc") // It is open already.
		// One who shares this file does not keep it open for the others.
		peers(c, at("Ada", "fred", "age"), at("Zoe", "dino", "name", func(p *replica.Peer) { p.Beside = true }))
		term.See("◆ZO")
		stop(term).See("Ada is connected").Press("y").See("▲ The port is stuck.")
		fail = nil
		stop(term).See("Ada is connected").Press("y").See("✓ Nobody can join any more.")
		if ends != 2 || shared {
			t.Fatalf("it was ended %d times", ends)
		}
		term.Stop()
		// Where they meet elsewhere, there is nothing to end.
		o.IsOpen, o.JoinURL = func() bool { return false }, func() string { return joinURL }
		tuitest.Start(t, c, s[0], s[1], o).Press("S").See("A teammate joins").DontSee("stop sharing").Press("x").See("A teammate joins")
	}
}

// That others can join through this computer is at the top of any window for as long as they
// can, wherever it was begun; the page of the connection says to whom, and how that ends.
func TestAnOpenDoorIsSeen(t *testing.T) {
	t.Parallel()
	for _, s := range append([][2]int{{36, 6}}, sizes...) {
		c, o := sample(t), options()
		var open atomic.Bool
		o.Share = func(context.Context) (string, error) { return joinURL, nil }
		o.IsOpen = open.Load
		o.JoinURL = func() string { return map[bool]string{true: joinURL}[open.Load()] }
		c.Set(func(s *replica.Status, _ *[]replica.Peer, l *replica.Link) {
			s.Online, s.Silo, *l = true, true, replica.Link{Relay: "http://127.0.0.1:4000", Connected: true}
		})
		term := tuitest.Start(t, c, s[0], s[1], o)
		page := func(says ...string) {
			t.Helper()
			if s[1] < 12 {
				return // There is no page in a card.
			}
			term.Press("I").See("runs in mld-tui")
			for _, said := range says {
				for !strings.Contains(term.Screen(), said) && strings.Contains(term.Screen(), "↓ more") {
					term.Press("down")
				}
				term.See(said)
			}
			term.Press("esc")
		}
		term.DontSee("⇄")
		page("shut: that relay", "this computer only")
		open.Store(true) // Another terminal has begun it.
		c.Set(func(*replica.Status, *[]replica.Peer, *replica.Link) {})
		term.See("⇄")
		if s[0] >= 80 {
			term.See("⇄ shared")
		}
		page("open: whoever can reach", "192.168.1.17:43117", "shuts it")
		open.Store(false)
		c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.Online = false })
		term.See("○").DontSee("⇄")
		term.Stop()
	}
}

// The command is on one line where that is possible, and it is said what to do where not.
func TestTheCommandIsOnOneLine(t *testing.T) {
	t.Parallel()
	for _, s := range [][2]int{{120, 30}, {76, 24}, {40, 12}} {
		term := tuitest.Start(t, sample(t), s[0], s[1], options())
		term.Press("S", "y").See("A teammate joins")
		const hint = "y copies it as one line."
		if whole := strings.Contains(term.Screen(), "mld-tui join '"+joinURL+"'"); whole == strings.Contains(term.Screen(), hint) {
			t.Errorf("at %v:\n%s", s, term.Screen())
		}
		term.Press("y").See("copied")
		if got, want := term.Clipboard(), "mld-tui join '"+joinURL+"'"; got != want {
			t.Errorf("%q is on the clipboard, not %q", got, want)
		}
	}
}

// The command that the welcome shows can be copied as a whole, however it has to be broken,
// and that is said.
func TestTheWelcomesCommandIsCopied(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		for _, pane := range []string{"1", "2"} {
			c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
			t.Cleanup(c.Close)
			o := options()
			term := tuitest.Start(t, c, s[0], s[1], o)
			term.Press(pane, "y").See("▲ ").DontSee("Copied", "y    copies")
			term.Stop()
			o.JoinURL = func() string { return joinURL }
			term = tuitest.Start(t, c, s[0], s[1], o)
			term.See("y    copies the command to join:").Press(pane, "y").See("✓ Copied the command with")
			if got, want := term.Clipboard(), "mld-tui join '"+joinURL+"'"; got != want {
				t.Errorf("%q is on the clipboard, not %q", got, want)
			}
		}
	}
}

// Where the window is too small for all of it, nothing that one should know before giving
// the address away is out of sight, and the rest can be scrolled to.
func TestTheShareBoxInASmallWindow(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 40, 12, options())
	term.Press("S").See("Not now", "Let them join").Press("y").See("everything in", "mld-tui join", "↓ more", "y copy").DontSee("Give it only")
	term.Press("end").See("trust.", "↑ more").Press("home").See("everything in")
	term.Wheel("everything in", 3).See("trust.")
	term.Press("c").See("copied").Press("k").DontSee("copied").Press("enter").DontSee("A teammate joins")
}
