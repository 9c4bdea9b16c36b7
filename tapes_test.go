package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/joinurl"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// TestTapes plays the keys of all tapes in terminals in this process, each with the
// real demo behind it, and waits for all that the tape waits for. It does not sleep
// where the tape does.
func TestTapes(t *testing.T) {
	paths, err := filepath.Glob("demo/*.tape")
	if err != nil || len(paths) < 2 {
		t.Fatalf("the tapes are %v: %v", paths, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".tape"), func(t *testing.T) {
			t.Parallel()
			p := readTape(t, path)
			s := &stage{t: t, tape: p, panes: []*stagePane{{}}, relays: make(map[string]string)}
			seen := 0
			for _, c := range p.cues {
				s.play(c)
				if c.kind == sees || c.kind == beside {
					seen++
				}
			}
			if seen < 8 {
				t.Errorf("the tape waits for %d things only", seen)
			}
		})
	}
}

// stage is what a tape is played on: a shell, or two side by side, with our program
// in them.
type stage struct {
	t      *testing.T
	tape   tape
	panes  []*stagePane
	focus  int
	relays map[string]string // where they really are, by where the tape has them
}

// stagePane is a shell.
type stagePane struct {
	typed string            // on the command line
	term  *tuitest.Terminal // while the program runs
	close func()
}

func (s *stage) play(c cue) {
	s.t.Helper()
	p := s.panes[s.focus]
	switch {
	case c.kind == ignored:
	case c.kind == sees:
		s.await(c, p)
	case c.kind == beside && len(s.panes) == 2:
		s.await(c, s.panes[1-s.focus])
	case c.kind == beside:
		s.t.Fatalf("line %d: there is only one terminal", c.line)
	case c.text == "ctrl+o" && len(s.panes) == 2: // See tmux.conf.
		s.focus = 1 - s.focus
	case p.term == nil && c.kind == types:
		p.typed += c.text
	case p.term == nil && c.text == "enter":
		s.run(c, p, p.typed)
		p.typed = ""
	case p.term == nil && c.text == "ctrl+d" && len(s.panes) == 2:
		s.panes, s.focus = slices.Delete(s.panes, s.focus, s.focus+1), 0
	case p.term == nil:
	case c.kind == presses:
		p.term.Press(c.text)
	case c.text == "q":
		p.term.TypeOnly("q")
		p.term.Ended()
		p.close()
		p.term = nil
	default:
		p.term.Type(c.text)
	}
}

// await waits until a terminal shows what is wanted.
func (s *stage) await(c cue, p *stagePane) {
	s.t.Helper()
	if p.term == nil {
		s.t.Fatalf("line %d: there is no program that could show %q", c.line, c.text)
	}
	for deadline := time.Now().Add(patience); !c.wanted.MatchString(p.term.Screen()); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("line %d: %q is not on the screen:\n%s", c.line, c.text, p.term.Screen())
		}
	}
}

var commandEnd = regexp.MustCompile(`\s*;\s*`)

// run does what a shell would do with a line.
func (s *stage) run(c cue, p *stagePane, line string) {
	s.t.Helper()
	for _, command := range commandEnd.Split(line, -1) {
		args := strings.Fields(command)
		switch {
		case len(args) == 0 || args[0] == "clear" || args[0] == "rm":
		case args[0] == "tmux":
			s.panes = append(s.panes, &stagePane{})
		case args[0] == "mld-tui" && len(args) > 1 && args[1] == "demo":
			s.demo(p, args[2:])
		case args[0] == "mld-tui" && len(args) > 1 && args[1] == "join":
			s.join(p, args[2:])
		default:
			s.t.Fatalf("line %d: the stage has no %q", c.line, command)
		}
	}
}

// demo runs `mld-tui demo`.
func (s *stage) demo(p *stagePane, args []string) {
	s.t.Helper()
	cmd := newDemoCommand()
	if err := cmd.ParseFlags(args); err != nil {
		s.t.Fatal(err)
	}
	seed, _ := cmd.Flags().GetUint64("seed")
	pace, _ := cmd.Flags().GetFloat64("pace")
	keys, _ := cmd.Flags().GetInt("keys")
	if keys == 0 {
		s.t.Errorf("the demo of the tape goes by the clock, so that no recording is like another: give it --keys")
	}
	listen, _ := cmd.Flags().GetString("listen")
	var c choices
	c.As, _ = cmd.Flags().GetString("as")
	o := demoOptions{listen: "127.0.0.1:0", seed: seed, pace: pace, keys: keys}
	d, err := startDemo(s.t.Context(), c, o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.relays[listen] = strings.TrimPrefix(d.relay.url, "http://")
	d.play(o)
	s.show(p, d.screen, d.Close)
}

// join runs `mld-tui join`.
func (s *stage) join(p *stagePane, args []string) {
	s.t.Helper()
	cmd := newJoinCommand()
	if err := cmd.ParseFlags(args); err != nil {
		s.t.Fatal(err)
	}
	url := cmd.Flags().Arg(0)
	for is, really := range s.relays {
		url = strings.ReplaceAll(url, is, really)
	}
	domain, relay, err := joinurl.Parse(url)
	if err != nil {
		s.t.Fatal(err)
	}
	var c choices
	c.As, _ = cmd.Flags().GetString("as")
	c.home, c.named, c.flagged = home.Home(s.t.TempDir()), []string{relay}, []string{relay}
	joined, err := openScreen(s.t.Context(), domain, c, &words{say: func(string) {}})
	if err != nil {
		s.t.Fatal(err)
	}
	s.show(p, joined, joined.Close)
}

// show gives a program a terminal.
func (s *stage) show(p *stagePane, screen *screen, end func() error) {
	s.t.Helper()
	closed := false
	p.close = func() {
		if !closed {
			closed = true
			if err := end(); err != nil {
				s.t.Error(err)
			}
		}
	}
	s.t.Cleanup(p.close)
	p.term = tuitest.Start(s.t, screen, s.tape.columns, s.tape.rows, screen.options)
}
