package tui_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// flowing is the text of the box in front, as if it were on one line.
func flowing(screen string) string {
	var words []string
	for line := range strings.Lines(screen) {
		parts := strings.Split(line, "│")
		if len(parts) < 3 {
			continue
		}
		words = append(words, strings.Fields(parts[len(parts)/2])...)
	}
	return strings.Join(words, " ")
}

// Who cuts others off by leaving is asked once, and told who they are.
func TestAskBeforeOthersAreCutOff(t *testing.T) {
	t.Parallel()
	for _, try := range []struct {
		peers []replica.Peer
		said  string
	}{
		{[]replica.Peer{{ID: "1", Name: "Ann"}}, "Ann is connected through this window"},
		{[]replica.Peer{{ID: "1"}}, "1 teammate is connected through"},
		{[]replica.Peer{{ID: "1", Name: "Ann"}, {ID: "2", Name: "Bo"}}, "Ann and Bo are connected through"},
		{[]replica.Peer{{ID: "1", Name: "Ann"}, {ID: "2"}, {ID: "3"}}, "Ann and 2 more are connected through"},
		{[]replica.Peer{{ID: "1", Name: "Ann"}, {ID: "2", Name: "Bo"}, {ID: "3", Name: "Cy"}}, "Ann, Bo and 1 more are connected through"},
	} {
		for _, size := range [][2]int{{120, 30}, {40, 12}} {
			c := sample(t)
			c.Set(func(_ *replica.Status, peers *[]replica.Peer, _ *replica.Link) { *peers = try.peers })
			opened := make(chan model.Domain, 1)
			o := withDomains(func(_ context.Context, d model.Domain) error {
				opened <- d
				return nil
			})
			o.Hosts = func() bool { return true }
			term := tuitest.Start(t, c, size[0], size[1], o).Settle()
			see := func(said string) {
				t.Helper()
				if !strings.Contains(flowing(term.Screen()), said) {
					t.Errorf("%q is not said at %v:\n%s", said, size, term.Screen())
				}
			}
			term.Press("q").See("Stay here", "Leave anyway")
			see(try.said)
			see("cut off when it closes. q again leaves.")
			see("in another terminal keeps it going.")
			term.Press("enter").DontSee("Stay here").Press("O", "enter").See("Stay here", "Go there anyway")
			see(try.said)
			term.Press("n").DontSee("Stay here")
			if size[0] > 100 {
				term.Press("O", "enter").PressOnly("y")
				<-opened
			} else {
				term.Press("ctrl+c").See("Stay here").PressOnly("ctrl+c")
			}
			term.Ended()
		}
	}
}

// Nobody is cut off where they meet elsewhere, nor where another terminal takes over.
func TestLeaveWhereNobodyIsCutOff(t *testing.T) {
	t.Parallel()
	for _, hosts := range []bool{false, true} {
		c := sample(t)
		c.Set(func(_ *replica.Status, peers *[]replica.Peer, _ *replica.Link) {
			*peers = []replica.Peer{{ID: "1", Name: "Ann"}}
			if hosts {
				*peers = append(*peers, replica.Peer{ID: "2", Seat: 1, Beside: true, Name: "Wilma"})
			}
		})
		o := options()
		o.Hosts = func() bool { return hosts }
		term := tuitest.Start(t, c, 120, 30, o).Settle()
		term.PressOnly("q")
		term.Ended()
	}
}

// Nor is a text that is typed and not saved lost without a word, unless it was dismissed:
// that was given up, though it is offered again.
func TestAskBeforeATextIsLostByLeaving(t *testing.T) {
	t.Parallel()
	begun := map[string]func(*tuitest.Terminal){
		"left":   func(term *tuitest.Terminal) { term.Press("e").Type("!").Press("esc") },
		"editor": func(term *tuitest.Terminal) { term.Press("e").Type("!") },
		"form":   func(term *tuitest.Terminal) { term.Press("n").Type("Shoe") },
		"rename": func(term *tuitest.Terminal) { term.Press("R").Type("d") },
	}
	for name, begin := range begun {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			term := fred(t, sample(t), "name")
			begin(term)
			if name != "left" {
				term.Resize(30, 5).See("larger").Press("ctrl+c").See("1 text that you", "^C again")
				// Another key, and it is asked anew.
				term.Press("right").See("larger").Press("ctrl+c").See("^C again").PressOnly("ctrl+c")
			} else {
				term.Press("e").See("brings back").Press("esc").PressOnly("q")
			}
			term.Ended()
		})
	}
}

// What is open and as it was, or saved, is no reason to ask.
func TestLeaveWhereNothingIsTyped(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{{"e"}, {"n"}, {"R"}, {"N"}, {"e", "x", "ctrl+z"}, {"p"}} {
		term := fred(t, sample(t), "name")
		term.Press(keys...).Resize(30, 5).See("larger")
		term.PressOnly("ctrl+c")
		term.Ended()
	}
	term := fred(t, sample(t), "name")
	term.Press("e").Type("!").Press("esc", "e", "ctrl+r", "enter").See("Saved name")
	term.PressOnly("q")
	term.Ended()
}

// What a terminal has of the screen when the program gives it back is empty: tmux 3.3 would
// put lines of it above those of the shell, after its window was made larger.
func TestNothingIsLeftOnTheShell(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 80, 24, options())
	term.Resize(120, 40).See("quit")
	term.PressOnly("q")
	term.Ended()
	before, after, ok := strings.Cut(term.Output(), ansi.ResetModeAltScreenSaveCursor)
	if !ok || strings.ContainsAny(ansi.Strip(after), "│╭·") {
		t.Fatalf("after the screen was given back, this is written: %q", after)
	}
	screen := vt.NewEmulator(120, 40)
	go func() { _, _ = io.Copy(io.Discard, screen) }() // It answers, and waits until that is read.
	_, _ = screen.WriteString("\x1b[20h" + before)
	_ = screen.InputPipe().(io.Closer).Close() // Its own Close is not for while it is read.
	if left := strings.TrimSpace(screen.String()); left != "" {
		t.Errorf("it is given back with\n%s", left)
	}
}
