package tui_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

type status = func(*replica.Status, *[]replica.Peer, *replica.Link)

func TestStatusLine(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	for _, step := range []struct {
		set status
		see []string
	}{
		{func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.Online = false }, []string{"○ offline"}},
		{func(s *replica.Status, p *[]replica.Peer, _ *replica.Link) {
			s.Online, s.Silo, *p = true, true, nil
		}, []string{"◐ online, alone"}},
		{func(s *replica.Status, p *[]replica.Peer, _ *replica.Link) {
			s.Silo, s.Outdated = false, true
			*p = []replica.Peer{{ID: "1", Name: "Wilma"}, {ID: "2", Name: "Fred"}, {ID: "3", Name: "Betty"}, {ID: "4", Name: "Dino"}}
		}, []string{"◌ catching up", "◆WI Wilma  ◆FR Fred  ◆BE Betty  ◆DI Dino"}},
		{func(s *replica.Status, p *[]replica.Peer, _ *replica.Link) {
			s.Outdated = false
			*p = []replica.Peer{{ID: "1"}}
		}, []string{"● online", "1 other here"}},
		{func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) {
			s.ReadOnly = "the file is on a full disk"
		}, []string{"▣ read-only: the file is on a full disk"}},
	} {
		c.Set(step.set)
		term.See(step.see...)
	}
	c.Close()
	term.See("✕ closed", "The clone has closed")
	term.Press("n").See("▲ The clone has closed.")
	term.PressOnly("q")
	term.Ended()
}

func TestWhyTheCloneHasClosed(t *testing.T) {
	t.Parallel()
	c := sample(t)
	o := options()
	o.Err = func() error { return errors.New("there is another domain of that name") }
	term := tuitest.Start(t, c, 80, 24, o)
	term.Press("down", "enter").See("2 Betty").Press("a").See("cancel").Type("half a na")
	c.Close()
	term.See("✕ closed", "There is another domain of that name.", "can still be read")
	term.Press("esc").See("half a na").Press("esc").See("nothing here changes any more. q leaves.")
	term.PressOnly("q")
	term.Ended()
}

func TestJoining(t *testing.T) {
	t.Parallel()
	c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
	t.Cleanup(c.Close)
	c.Set(func(s *replica.Status, _ *[]replica.Peer, l *replica.Link) {
		*s = replica.Status{Joining: true}
		*l = replica.Link{Relay: "ws://relay.example", LastError: "connection refused"}
	})
	term := tuitest.Start(t, c, 80, 24, options())
	term.See("Connecting to the relay at ws://relay.example", "The last try failed: connection refused", "gives up")
	term.Press("n", "e", "/").DontSee("New subject")
	c.Set(func(s *replica.Status, _ *[]replica.Peer, l *replica.Link) { s.Online, l.Connected = true, true })
	term.See("Waiting for somebody of bedrock.m-ld.org to be present at")
	c.Set(func(s *replica.Status, p *[]replica.Peer, _ *replica.Link) {
		*p, s.Others = []replica.Peer{{ID: "1"}}, 1
	})
	term.See("Getting the data of bedrock.m-ld.org from 1 teammate").DontSee("so far")
	getting := replica.Link{Relay: "ws://relay.example", Connected: true}
	getting.Exchange.Getting = replica.Recovered{From: "1", Snapshot: true, Bytes: 1_234_567, Triples: 20_000, Began: tuitest.Clock()()}
	c.SetLink(getting)
	term.See("1.2 MB with 20,000 values so far.", "q quit").DontSee("%") // How much there is, nobody has said.
	getting.Exchange.Getting.Bytes, getting.Exchange.Getting.Triples = 2_345_678, 40_000
	c.SetLink(getting)
	term.See("2.3 MB with 40,000 values so far.")
	getting.Exchange.Getting.Subjects, getting.Exchange.Getting.AllSubjects = 4_000, 10_000
	c.Set(func(_ *replica.Status, p *[]replica.Peer, l *replica.Link) {
		*l, *p = getting, []replica.Peer{{ID: "1", Name: "Wilma"}}
	})
	term.See("Getting the data of bedrock.m-ld.org from Wilma", "4,000 of 10,000 subjects so far, in 2.3 MB.", "████████████████░░░░░░░░░░░░░░░░░░░░░░░░   40%")
	for _, s := range [][2]int{{40, 12}, {120, 30}, {80, 24}} {
		term.Resize(s[0], s[1]).See("from Wilma", "4,000 of 10,000 subjects", "█░", "40%", "q gives up")
	}
	getting.Exchange.Getting.Subjects = 10_000
	c.SetLink(getting)
	term.See("All 10,000 subjects are here; they are being put in order…", "██  100%")
	c.SetLink(replica.Link{Relay: "ws://relay.example", Connected: true})
	release := c.Hold()
	c.Snapshot(tuitest.Sample()...)
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.Joining = false })
	term.See("reading…").Gone("Nothing here yet", "There is nothing here") // What there is, is not known yet.
	release()
	term.See("▌ Barney Rubble", "2 Barney Rubble", "→ Betty Rubble")
}

// Who catches up sees how much has come, once it takes a while, and not what the clone
// has got before.
func TestTheFooterTellsWhatComes(t *testing.T) {
	t.Parallel()
	c := sample(t)
	now := tuitest.Clock()()
	link := func(began time.Time, n uint64) (l replica.Link) {
		l.Connected = true
		l.Exchange.Getting = replica.Recovered{From: "1", Bytes: n, Began: began}
		return l
	}
	c.Set(func(s *replica.Status, _ *[]replica.Peer, l *replica.Link) {
		s.Online, s.Outdated, *l = true, true, link(now, 1000)
	})
	for _, w := range []int{40, 80} {
		term := tuitest.Start(t, c, w, 24, options())
		term.See("catching up", "⏎ open").DontSee("Getting")
		c.SetLink(link(now.Add(-time.Minute), 45_600))
		term.See("⏎ open", "Getting  45.6 kB…")
		c.SetLink(link(now.Add(-time.Minute), 145_600_000))
		term.See("Getting  145.6 MB…")
		all := link(now.Add(-time.Minute), 145_600_000)
		all.Exchange.Getting.Subjects, all.Exchange.Getting.AllSubjects = 1000, 2000
		c.SetLink(all)
		term.See("Getting  ████", "░  50%")
		c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.Outdated = false })
		term.See("online").DontSee("Getting")
		c.Set(func(s *replica.Status, _ *[]replica.Peer, l *replica.Link) { s.Outdated, *l = true, link(now, 1000) })
	}
}

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
	term.Press("S").See("▲ The port 43117 is taken by another program")
	fail = nil
	term.Press("S").See("A teammate joins", "mld-tui join", "'"+joinURL+"'")
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
		o.Hosts = func() bool { return shared }
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
		term.Press("S").See("x stop sharing", "esc close").Press("x").See("✓ Nobody can join any more.").DontSee("A teammate joins")
		if ends != 1 {
			t.Fatalf("it was ended %d times", ends)
		}
		peers(c, at("Ada", "fred", "age"))
		term.See("◆AD").Press("S").See("x stop sharing").Press("end").See("until x shuts it").Press("x").
			See("Ada is connected through", "Go on sharing").Press("esc").DontSee("Stop sharing")
		if ends != 1 || !shared {
			t.Fatalf("it was ended %d times", ends)
		}
		fail = errors.New("the port is stuck")
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
		o.Hosts = func() bool { return false }
		tuitest.Start(t, c, s[0], s[1], o).Press("S").See("A teammate joins").DontSee("stop sharing").Press("x").See("A teammate joins")
	}
}

// The command is on one line where that is possible, and it is said what to do where not.
func TestTheCommandIsOnOneLine(t *testing.T) {
	t.Parallel()
	for _, s := range [][2]int{{120, 30}, {76, 24}, {40, 12}} {
		term := tuitest.Start(t, sample(t), s[0], s[1], options())
		term.Press("S").See("A teammate joins")
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
	term.Press("S").See("everything in", "mld-tui join", "↓ more", "y copy").DontSee("Give it only")
	term.Press("end").See("trust.", "↑ more").Press("home").See("everything in")
	term.Wheel("everything in", 3).See("trust.")
	term.Press("c").See("copied").Press("k").DontSee("copied").Press("enter").DontSee("A teammate joins")
}

// Help begins with what can be done where one is, and says all of it.
func TestHelpBeginsWhereOneIs(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		term := tuitest.Start(t, sample(t), size[0], size[1], options())
		for key, title := range map[string]string{"1": "Subjects", "2": "The chosen subject", "3": "Changes", "4": "What refers to the subject"} {
			term.Press(key, "?").See("Keys")
			lines := strings.Split(term.Screen(), "\n")
			if row := term.Row(" Keys "); !strings.Contains(lines[row+1], title) {
				t.Errorf("in pane %s, help begins with %q", key, lines[row+1])
			}
			if strings.Contains(term.Screen(), "…") {
				t.Errorf("help is cut:\n%s", term.Screen())
			}
			term.Press("esc")
		}
	}
}

func TestEmptyDomainFills(t *testing.T) {
	t.Parallel()
	c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
	t.Cleanup(c.Close)
	term := tuitest.Start(t, c, 80, 24, options())
	term.See("Nothing here yet").Press("n").Type("Person").Press("enter", "enter").Type("Fred").Press("enter")
	term.See("Added “Fred”.", "▌ Fred").DontSee("Welcome")
	term.Press("D", "y").See("Deleted “Fred” with 2 values.").See("Nothing here yet")
}

// Whatever the data holds, the terminal gets no control of it.
func TestHostileData(t *testing.T) {
	t.Parallel()
	evil := hostile
	c := sample(t)
	c.Load(
		tuitest.T("aa", "name", evil), tuitest.T("aa", "@type", model.Ref(tuitest.Vocab(evil))),
		model.Triple{S: tuitest.ID("aa"), P: tuitest.Vocab(evil), O: model.Ref(tuitest.ID(evil))},
		model.Triple{S: tuitest.ID("aa"), P: tuitest.Vocab("q"), O: model.Literal("broken \xff\xfe", tuitest.Vocab(evil))},
	)
	c.Set(func(s *replica.Status, p *[]replica.Peer, l *replica.Link) {
		*p = []replica.Peer{{ID: "1", Name: evil}}
		s.ReadOnly = evil
		l.LastError = evil
	})
	o := options()
	o.Me = evil
	term := tuitest.Start(t, c, 160, 50, o)
	c.Remote("lr", add(tuitest.T("aa", "note", evil)))
	term.Settle().See("␛]0;owned␇", `\u{202e}`, `\xff\xfe`)
	term.Press("enter", "down", "y", "Y", "d", "3", "enter")
	for _, s := range steering {
		if strings.Contains(term.Output(), s) {
			t.Errorf("%q of the data was sent to the terminal", s)
		}
	}
}

func TestWideCharactersKeepTheColumns(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Load(
		tuitest.T("aa", "name", "日本語のとても長い名前がここにあります"), tuitest.T("ab", "name", "🦖 dino 👩‍👩‍👧 family"),
		tuitest.T("ac", "name", "e\u0301clair naïve"), tuitest.T("ad", "name", "שלום עולם"),
	)
	for _, s := range sizes[:3] {
		term := tuitest.Start(t, c, s[0], s[1], options())
		term.Send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset}) // the emulator measures clusters
		lines := strings.Split(term.Screen(), "\n")
		for y, line := range lines[1 : s[1]-1] {
			if !strings.HasSuffix(line, "│") && !strings.HasSuffix(line, "╮") && !strings.HasSuffix(line, "╯") {
				t.Errorf("at %dx%d line %d does not end at the border: %q", s[0], s[1], y+1, line)
			}
		}
	}
}

func TestColoursGoWhereThereAreNone(t *testing.T) {
	t.Parallel()
	o := options()
	o.Program = []tea.ProgramOption{tea.WithColorProfile(colorprofile.ASCII)}
	term := tuitest.Start(t, sample(t), 120, 30, o)
	term.Press("2").See("▌ name")
	if strings.Contains(term.Output(), "38;2;") || strings.Contains(term.Output(), "48;2;") {
		t.Error("colours were sent to a terminal without any")
	}
}

func TestReadErrorsAreSaid(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Close()
	term := tuitest.Start(t, c, 120, 30, options())
	term.See("The subjects could not be", "the clone is closed")
}

func TestWhyTheRelayIsNotReached(t *testing.T) {
	t.Parallel()
	c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
	t.Cleanup(c.Close)
	c.Set(func(s *replica.Status, _ *[]replica.Peer, l *replica.Link) {
		*s, *l = replica.Status{Joining: true}, replica.Link{}
	})
	term := tuitest.Start(t, c, 80, 24, options())
	c.SetLink(replica.Link{Relay: "ws://relay.example", LastError: "no route to host"}) // which nobody announces
	term.See("The last try failed: no route to host")
}

func TestLostEditsAreSaid(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) {
		s.Lost = "what you wrote since Monday cannot reach the others; export it and join again"
	})
	term.See("▲ What you wrote since Monday cannot reach the others; export it and join again.")
	term.Press("up").See("▲ what you wrote since Monday", "⏎ open")
}

func TestPasteTooLong(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("e").Paste(strings.Repeat("x", 200_000)).See("too long to paste", "Fred Flintstone")
	term.Type("!").See("Fred Flintstone!")
}
