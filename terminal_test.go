//go:build linux

package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"golang.org/x/sys/unix"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/replica"
)

// window is the program in a terminal of its own: keys go in, and the screen is
// what an emulator makes of what comes out.
type window struct {
	t    testing.TB
	cmd  *exec.Cmd
	keys *os.File
	exit chan error

	mu     sync.Mutex
	screen *vt.Emulator
	drawn  chan struct{} // closed at the next drawing
	over   chan struct{} // closed when all is drawn, after the end
}

func openWindow(t testing.TB, cmd *exec.Cmd, columns, rows uint16) *window {
	t.Helper()
	control, terminal := openTerminal(t)
	size := &unix.Winsize{Col: columns, Row: rows}
	if err := unix.IoctlSetWinsize(int(terminal.Fd()), unix.TIOCSWINSZ, size); err != nil {
		t.Fatal(err)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, terminal, terminal
	// Whatever terminal and language the tests are run in.
	cmd.Env = append(cmd.Env, "TERM=xterm-256color", "LC_ALL=C.UTF-8", "NO_COLOR=", "COLORTERM=", "TMUX=")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	w := &window{
		t: t, cmd: cmd, keys: control, exit: make(chan error, 1),
		screen: vt.NewEmulator(int(columns), int(rows)), drawn: make(chan struct{}), over: make(chan struct{}),
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = terminal.Close()
	go w.draw()
	// What the program asks of the terminal is answered.
	go func() { _, _ = io.Copy(control, w.screen) }()
	go func() {
		defer close(w.exit)
		w.exit <- cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		for range w.exit { // It writes no more to folders that are removed now.
		}
		_ = w.screen.InputPipe().(io.Closer).Close()
		_ = control.Close()
	})
	return w
}

// openTerminal makes a pair of pseudo-terminals.
func openTerminal(t testing.TB) (control, terminal *os.File) {
	t.Helper()
	control, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	number, err := unix.IoctlGetInt(int(control.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(control.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return control, terminal
}

func (w *window) draw() {
	defer close(w.over)
	b := make([]byte, 1<<16)
	for {
		n, err := w.keys.Read(b)
		if err != nil {
			return
		}
		w.mu.Lock()
		_, _ = w.screen.Write(b[:n])
		close(w.drawn)
		w.drawn = make(chan struct{})
		w.mu.Unlock()
	}
}

func (w *window) text() (string, <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var b strings.Builder
	for y := range w.screen.Height() {
		for x := range w.screen.Width() {
			if c := w.screen.CellAt(x, y); c != nil && c.Width > 0 {
				b.WriteString(c.Content)
			}
		}
		b.WriteByte('\n')
	}
	return b.String(), w.drawn
}

// see waits until all the words are on the screen.
func (w *window) see(words ...string) {
	w.t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		text, drawn := w.text()
		missing := ""
		for _, word := range words {
			if !strings.Contains(text, word) {
				missing = word
			}
		}
		if missing == "" {
			return
		}
		select {
		case <-drawn:
		case <-timer.C:
			w.t.Fatalf("%q is not on the screen:\n%s", missing, text)
		}
	}
}

func (w *window) press(keys ...string) {
	w.t.Helper()
	for _, k := range keys {
		if _, err := w.keys.WriteString(k); err != nil {
			w.t.Fatal(err)
		}
	}
}

// leave presses q, and y where that is asked about: it may not have heard yet that a teammate
// has left before. It waits for the end.
func (w *window) leave() {
	w.t.Helper()
	w.press("q")
	for timeout := time.After(patience); ; {
		text, drawn := w.text()
		if strings.Contains(text, "Leave anyway") {
			w.press("y")
			w.ended()
			return
		}
		select {
		case err := <-w.exit:
			if err != nil {
				w.t.Errorf("the terminal ended with %v", err)
			}
			return
		case <-drawn:
		case <-timeout:
			w.t.Fatalf("it does not end:\n%s", text)
		}
	}
}

// ended waits for the end, and until what came before it is drawn.
func (w *window) ended() {
	w.t.Helper()
	select {
	case err := <-w.exit:
		if err != nil {
			w.t.Errorf("the terminal ended with %v", err)
		}
		<-w.over
	case <-time.After(patience):
		text, _ := w.text()
		w.t.Fatalf("it does not end:\n%s", text)
	}
}

// TestTerminals opens the sample, joins it in a second terminal, edits there, has
// the owner's process killed, and starts again.
func TestTerminals(t *testing.T) {
	t.Parallel()
	ann, ben := t.TempDir(), t.TempDir()
	first := openWindow(t, program(t, ann), 80, 24)
	first.see("books-", "Start here", "alone", "Started a new domain")
	first.press("S")
	first.see("Let a teammate join")
	first.press("y")
	first.see("A teammate joins", "mld-tui join", "shared")
	first.press("\x1b")
	domain, ok, err := home.Home(ann).LastUsed()
	if err != nil || !ok {
		t.Fatalf("no domain was used: %v", err)
	}
	folder := home.Home(ann).Domain(domain)
	joinURL := joinURLOf(t, folder)

	// A second terminal on the same data attaches to the first.
	second := openWindow(t, program(t, ann), 100, 30)
	second.see(string(domain), "Start here", "shared")

	// A teammate joins, and edits.
	mate := openWindow(t, program(t, ben, "join", joinURL), 120, 30)
	// All are called the same on all screens, for they have one name.
	owner, joined := "tester "+replica.Author{Process: "l"}.Tag(), "tester "+replica.Author{Process: "r"}.Tag()
	mate.see("Start here", "◆ "+joined, owner+" ", owner+" 2")
	first.see("◆ " + owner)
	second.see("◆ " + owner + " 2")
	mate.press("\t", "e")
	mate.see("esc cancel")
	mate.press(" now", "\r")
	mate.see("Saved") // Keys that come before would not open an editor again.
	for _, w := range []*window{first, second, mate} {
		w.see("Start here now")
	}

	// The first is killed: the second takes over, and the teammate finds it.
	if err := first.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	mate.press("e")
	mate.see("esc cancel")
	mate.press(", again", "\r")
	mate.see("Saved")
	second.see("Start here now, again")
	if now := joinURLOf(t, folder); now != joinURL {
		t.Errorf("the URL has become %s, and was %s", now, joinURL)
	}
	mate.leave()
	second.leave()

	// All is there after a restart.
	again := openWindow(t, program(t, ben), 100, 30)
	again.see(string(domain), "Start here now, again")
	again.leave()
}

func joinURLOf(t *testing.T, folder home.Folder) string {
	t.Helper()
	c := attachedTo(t, folder)
	defer func() { _ = c.Close() }()
	if c.JoinURL() == "" {
		t.Fatal("the domain is not shared")
	}
	return c.JoinURL()
}
