package tuitest

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui"
)

// Terminal is the real terminal, run on an emulator in the same process: keys go
// in as bytes and the screen is what the emulator made of the bytes that came
// out. Each step waits until nothing is under way any more, never for a time.
type Terminal struct {
	t       testing.TB
	clone   tui.Clone
	root    *tui.Root
	program *tea.Program
	ended   chan struct{}
	stop    func()

	inputs  atomic.Int64
	renders atomic.Int64
	settles int
	old     *byCharacters

	mu     sync.Mutex
	drawn  sync.Cond // something was drawn, or time is up
	screen *vt.Emulator
	title  string
	frames int
	// resizing: the program may still draw for the size before.
	resizing bool
	raw      strings.Builder
	copied   int // where in it the last text ends that went to the clipboard
}

// Start runs the terminal on a window of w by h cells. It is ended with the
// test.
func Start(t testing.TB, c tui.Clone, w, h int, o tui.Options) *Terminal {
	t.Helper()
	return start(t, c, w, h, o, nil, *shuffleAll)
}

// StartShuffled is Start, where the answers of the clone come in an order of a seed.
func StartShuffled(t testing.TB, c tui.Clone, w, h int, o tui.Options, seed uint64) *Terminal {
	t.Helper()
	return start(t, c, w, h, o, nil, seed)
}

// start is Start, on a terminal that measures in the old way if it has one.
func start(t testing.TB, c tui.Clone, w, h int, o tui.Options, old *byCharacters, seed uint64) *Terminal {
	t.Helper()
	term := &Terminal{t: t, old: old, clone: c, screen: vt.NewEmulator(w, h), ended: make(chan struct{})}
	term.drawn.L = &term.mu
	// The program's output is no terminal to it, so its line feeds come bare.
	_, _ = term.screen.WriteString("\x1b[20h")
	term.screen.SetCallbacks(vt.Callbacks{Title: func(s string) { term.title = s }})
	if o.Theme == nil {
		dark := themes.Dark()
		o.Theme = &dark
	}
	if o.Now == nil {
		o.Now = Clock()
	}
	if o.AsOf == nil {
		o.AsOf = asOf(c)
	}
	term.root = tui.New(c, o)
	ctx, cancel := context.WithCancel(context.Background())
	term.program = tea.NewProgram(counted{term.root, &term.renders, newShuffle(seed)}, append([]tea.ProgramOption{
		tea.WithContext(ctx), tea.WithInput(term.screen), tea.WithOutput(term),
		tea.WithWindowSize(w, h), tea.WithColorProfile(colorprofile.TrueColor),
		tea.WithEnvironment([]string{"TERM=xterm-256color", "LANG=en_US.UTF-8"}),
		tea.WithoutSignalHandler(), tea.WithFPS(fps), tea.WithFilter(term.root.Filter),
	}, o.Program...)...)
	go func() {
		defer close(term.ended)
		if _, err := term.program.Run(); err != nil && ctx.Err() == nil {
			t.Errorf("the terminal ended: %v", err)
		}
	}()
	term.stop = sync.OnceFunc(func() {
		cancel()
		_ = term.screen.InputPipe().(io.Closer).Close()
		<-term.ended
		term.root.Close()
	})
	t.Cleanup(term.stop)
	if old == nil { // The emulator measures by graphemes, but does not say so.
		term.program.Send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
	}
	term.Settle()
	return term
}

// Clock is a clock that stands still.
func Clock() func() time.Time {
	noon := time.Date(2025, time.March, 14, 12, 0, 0, 0, time.UTC)
	return func() time.Time { return noon }
}

// Write takes what the program draws.
func (term *Terminal) Write(p []byte) (int, error) {
	term.mu.Lock()
	defer term.mu.Unlock()
	term.frames++
	term.raw.Write(p)
	defer term.drawn.Broadcast()
	term.draw(p)
	return len(p), nil
}

// until waits for a condition on what is drawn; it is checked whenever something
// is drawn.
func (term *Terminal) until(what string, cond func() bool) {
	term.t.Helper()
	late := false
	timer := time.AfterFunc(patience, func() {
		term.mu.Lock()
		late = true
		term.mu.Unlock()
		term.drawn.Broadcast()
	})
	defer timer.Stop()
	term.mu.Lock()
	defer term.mu.Unlock()
	for !cond() {
		if late {
			term.t.Fatalf("%s did not come; the screen is:\n%s", what, term.text())
		}
		term.drawn.Wait()
	}
}

// Press presses keys one after the other, each named as in a keymap, and waits
// after each.
func (term *Terminal) Press(keys ...string) *Terminal {
	term.t.Helper()
	for _, k := range keys {
		term.PressOnly(k)
		term.Settle()
	}
	return term
}

// Inputs counts what was pressed, typed and clicked so far. Any goroutine may ask.
func (term *Terminal) Inputs() int { return int(term.inputs.Load()) }

// PressOnly presses keys and does not wait.
func (term *Terminal) PressOnly(keys ...string) {
	term.t.Helper()
	for _, k := range keys {
		b, ok := bytesOf(k)
		if !ok {
			term.t.Fatalf("the driver does not know the key %q", k)
		}
		term.inputs.Add(1)
		term.screen.SendText(b)
	}
}

// Type types a text, quickly, and waits at its end.
func (term *Terminal) Type(s string) *Terminal {
	term.t.Helper()
	term.TypeOnly(s)
	return term.Settle()
}

// TypeOnly types a text and does not wait.
func (term *Terminal) TypeOnly(s string) {
	for rest := s; rest != ""; term.inputs.Add(1) {
		c, _ := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		rest = rest[len(c):]
	}
	term.screen.SendText(s)
}

// Paste pastes a text, in brackets as a terminal does.
func (term *Terminal) Paste(s string) *Terminal {
	term.t.Helper()
	term.PasteOnly(s)
	return term.Settle()
}

// PasteOnly pastes a text and does not wait.
func (term *Terminal) PasteOnly(s string) {
	term.inputs.Add(1)
	term.screen.SendText(ansi.BracketedPasteStart + s + ansi.BracketedPasteEnd)
}

// SendOnly gives the program a message, and does not wait.
func (term *Terminal) SendOnly(msg tea.Msg) { term.program.Send(msg) }

// Send gives the program a message that a terminal would cause.
func (term *Terminal) Send(msg tea.Msg) *Terminal {
	term.t.Helper()
	term.program.Send(msg)
	return term.Settle()
}

// See waits until the screen shows all of some texts.
func (term *Terminal) See(texts ...string) *Terminal {
	term.t.Helper()
	for _, s := range texts {
		term.until(fmt.Sprintf("%q", s), func() bool { return strings.Contains(term.text(), s) })
	}
	return term
}

// DontSee fails if the screen, once nothing is under way, shows one of some
// texts.
func (term *Terminal) DontSee(texts ...string) *Terminal {
	term.t.Helper()
	term.Settle()
	screen := term.Screen()
	for _, s := range texts {
		if strings.Contains(screen, s) {
			term.t.Fatalf("%q is on the screen:\n%s", s, screen)
		}
	}
	return term
}

// Screen is what the window shows, line by line, without trailing spaces.
func (term *Terminal) Screen() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.text()
}

func (term *Terminal) text() string {
	var b strings.Builder
	for y := range term.screen.Height() {
		var line strings.Builder
		for x := 0; x < term.screen.Width(); {
			c := term.screen.CellAt(x, y)
			if c == nil || c.Width == 0 {
				line.WriteByte(' ')
				x++
				continue
			}
			line.WriteString(c.Content)
			x += c.Width
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// Line is the first line of the screen with a text; empty if there is none.
func (term *Terminal) Line(with string) string {
	for line := range strings.Lines(term.Screen()) {
		if strings.Contains(line, with) {
			return strings.TrimRight(line, "\n")
		}
	}
	return ""
}

// Row is the number of the first line of the screen with a text, or -1.
func (term *Terminal) Row(with string) int {
	for y, line := range strings.Split(term.Screen(), "\n") {
		if strings.Contains(line, with) {
			return y
		}
	}
	return -1
}

// Style is the style of the first cell of a text on the screen.
func (term *Terminal) Style(of string) uv.Style {
	term.t.Helper()
	y := term.Row(of)
	if y < 0 {
		term.t.Fatalf("%q is not on the screen:\n%s", of, term.Screen())
	}
	line := strings.Split(term.Screen(), "\n")[y]
	before, _, _ := strings.Cut(line, of)
	x := ansi.StringWidth(before)
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.screen.CellAt(x, y).Style
}

// Cursor is the cell of the text cursor.
func (term *Terminal) Cursor() (x, y int) {
	term.mu.Lock()
	defer term.mu.Unlock()
	p := term.screen.CursorPosition()
	return p.X, p.Y
}

// Output is all bytes that the program has written so far.
func (term *Terminal) Output() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.raw.String()
}

// Renders counts how often a frame was made, be it as the one before or not.
func (term *Terminal) Renders() int { return int(term.renders.Load()) }

// counted is a model that counts its frames.
type counted struct {
	*tui.Root
	n    *atomic.Int64
	late *shuffle
}

// Init implements tea.Model.
func (c counted) Init() tea.Cmd { return c.late.cmd(c.Root.Init()) }

// Update implements tea.Model.
func (c counted) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := c.Root.Update(msg)
	return c, c.late.cmd(cmd)
}

// View implements tea.Model.
func (c counted) View() tea.View {
	c.n.Add(1)
	return c.Root.View()
}

// Frames counts the writes to the terminal so far.
func (term *Terminal) Frames() int {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.frames
}

// Stop ends the program, as when its window is closed.
func (term *Terminal) Stop() { term.stop() }

// Ended waits until the program has ended by itself.
func (term *Terminal) Ended() {
	term.t.Helper()
	select {
	case <-term.ended:
	case <-time.After(patience):
		term.t.Fatalf("the program did not end; the screen is:\n%s", term.Screen())
	}
}

// Place is where the person was when the program ended, which is waited for.
func (term *Terminal) Place() tui.Place {
	term.t.Helper()
	term.Ended()
	return term.root.Place()
}
