package tui_test

import (
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
		// Who is at another terminal of the same clone is here, too.
		{func(_ *replica.Status, p *[]replica.Peer, _ *replica.Link) {
			*p = []replica.Peer{{ID: "1", Name: "Wilma"}}
		}, []string{"● online · ◆WI Wilma"}},
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
	c.Snapshot("rl", tuitest.Sample()...)
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
