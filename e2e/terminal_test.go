package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// patience is how long something may take that is not measured; a busy machine
// can be very slow.
const patience = time.Minute

// desk is a tmux server of its own, with the terminals of one test.
type desk struct {
	t      *testing.T
	folder string // short: sockets cannot have long names
	socket string
	names  []string // of the sessions
}

// settings of tmux: nothing of the user's, and nothing that changes what is typed.
const settings = `
set -s escape-time 0
set -s set-clipboard on
set -g default-terminal screen-256color
set -g status off
set -g history-limit 0
`

func newDesk(t *testing.T) *desk {
	t.Helper()
	needTerminals(t)
	folder, err := os.MkdirTemp("", "e2e-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	d := &desk{t: t, folder: folder, socket: filepath.Join(folder, "tmux")}
	if err := os.WriteFile(d.path("conf"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			d.tell()
		}
		if len(d.names) > 0 {
			_ = exec.Command(tmux, "-S", d.socket, "kill-server").Run()
		}
	})
	return d
}

// tell shows what there is to find a fault with: all screens, and what the programs
// have logged.
func (d *desk) tell() {
	for _, name := range d.names {
		target := "=" + name + ":"
		screen, err := exec.Command(tmux, "-S", d.socket, "-u", "capture-pane", "-p", "-t", target).Output()
		if err == nil {
			d.t.Logf("%s:\n%s", name, strings.TrimRight(string(screen), "\n "))
		}
	}
	logs, _ := filepath.Glob(d.path("*/*/log.txt"))
	for _, name := range logs {
		if text, err := os.ReadFile(name); err == nil {
			d.t.Logf("%s:\n%s", name, text)
		}
	}
}

func (d *desk) path(name string) string { return filepath.Join(d.folder, name) }

// env is the whole environment of the program: nothing of the user's.
func (d *desk) env() []string {
	return []string{"HOME=" + d.folder, "PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "GORACE=halt_on_error=1"}
}

// terminal is one terminal with one program in it.
type terminal struct {
	t    *testing.T
	name string
	pid  string // the file with the number of the process
	ctl  *control
}

type size struct{ w, h int }

func (s size) String() string { return fmt.Sprintf("%dx%d", s.w, s.h) }

// lastWords are on the screen when the program has ended. (tmux knows that too, but
// now and then it loses the exit status.)
const lastWords = "The program ended with "

// shell notes the number of the process of a program, and how it ends.
const shell = `file=$1; shift
sh -c 'echo $$ >"$0"; exec "$@"' "$file" "$@"
printf '\r\n` + lastWords + `%s.\r\n' $?
exec sleep 3600`

// open runs the program in a new terminal.
func (d *desk) open(name string, sz size, args ...string) *terminal {
	d.t.Helper()
	session := name + strconv.Itoa(len(d.names))
	d.names = append(d.names, session)
	pid := d.path(session + ".pid")
	command := []string{
		"-S", d.socket, "-f", d.path("conf"), "-u", "new-session", "-d", "-s", session,
		"-x", strconv.Itoa(sz.w), "-y", strconv.Itoa(sz.h), "--", "env", "-i", "TERM=screen-256color",
	}
	command = append(command, d.env()...)
	command = append(append(command, "sh", "-c", shell, "sh", pid, program), args...)
	cmd := exec.Command(tmux, command...)
	cmd.Env = append(os.Environ(), "TMUX=")
	if out, err := cmd.CombinedOutput(); err != nil {
		d.t.Fatalf("no terminal: %v: %s", err, out)
	}
	return &terminal{t: d.t, name: name, pid: pid, ctl: attach(d.t, d.socket, session)}
}

// do gives tmux a command; the test fails if that does.
func (m *terminal) do(args ...string) []string {
	m.t.Helper()
	lines, err := m.ctl.do(args...)
	if err != nil {
		m.t.Fatalf("%s: %v", m.name, err)
	}
	return lines
}

// press presses keys, by tmux's names for them.
func (m *terminal) press(keys ...string) {
	m.t.Helper()
	m.do(append([]string{"send-keys"}, keys...)...)
}

// write types a text.
func (m *terminal) write(text string) {
	m.t.Helper()
	m.do("send-keys", "-l", "--", text)
}

// until waits until the screen is as wanted, and gives it.
func (m *terminal) until(what string, wanted func(screen string) bool) string {
	m.t.Helper()
	s, err := m.await(wanted)
	if err != nil {
		m.t.Fatalf("%s: waited for %s: %v\n%s", m.name, what, err, s)
	}
	return s
}

func (m *terminal) await(wanted func(screen string) bool) (string, error) {
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		lines, err := m.ctl.do("capture-pane", "-p")
		s := strings.Join(lines, "\n")
		if err != nil || wanted(s) {
			return s, err
		}
		select {
		case <-m.ctl.output:
		case <-time.After(time.Second / 2): // A resize need not make output.
		case <-deadline.C:
			return s, fmt.Errorf("not within %s; the screen is", patience)
		}
	}
}

// see waits until texts are on the screen, all at once.
func (m *terminal) see(texts ...string) string {
	m.t.Helper()
	return m.until(fmt.Sprintf("%q", texts), func(s string) bool {
		for _, text := range texts {
			if !strings.Contains(s, text) {
				return false
			}
		}
		return true
	})
}

// has is whether a text is on a screen.
func has(text string) func(string) bool {
	return func(screen string) bool { return strings.Contains(screen, text) }
}

// unsee waits until a text is not on the screen.
func (m *terminal) unsee(text string) {
	m.t.Helper()
	m.until(fmt.Sprintf("%q to go", text), func(s string) bool { return !strings.Contains(s, text) })
}

// status waits for texts in the first line.
func (m *terminal) status(texts ...string) {
	m.t.Helper()
	m.until(fmt.Sprintf("%q in the status line", texts), func(s string) bool {
		line, _, _ := strings.Cut(s, "\n")
		for _, text := range texts {
			if !strings.Contains(line, text) {
				return false
			}
		}
		return true
	})
}

// resize gives the terminal another size.
func (m *terminal) resize(sz size) {
	m.t.Helper()
	m.do("resize-window", "-x", strconv.Itoa(sz.w), "-y", strconv.Itoa(sz.h))
}

// fits waits until the screen is drawn for its size: the status line and the borders
// reach its edges.
func (m *terminal) fits(sz size) {
	m.t.Helper()
	m.until("a screen of "+sz.String(), func(s string) bool {
		lines := strings.Split(s, "\n")
		if len(lines) != sz.h {
			return false
		}
		last := []rune(lines[sz.h-2])
		return len(last) == sz.w && last[sz.w-1] == '╯'
	})
}

// ended waits until the program has ended, and gives its exit status and what it
// left on the screen.
func (m *terminal) ended() (status, screen string) {
	m.t.Helper()
	screen = m.until("the program to end", has(lastWords))
	_, rest, _ := strings.Cut(screen, lastWords)
	status, _, _ = strings.Cut(rest, ".")
	return status, screen
}

// quit leaves the program as a person does, also where it asks since others have joined
// through it.
func (m *terminal) quit() {
	m.t.Helper()
	m.press("q")
	const asked = "Leave anyway"
	screen := m.until("the program to end, or to ask", func(s string) bool { return has(lastWords)(s) || has(asked)(s) })
	if has(asked)(screen) {
		m.press("q")
	}
	if status, screen := m.ended(); status != "0" {
		m.t.Fatalf("%s: ended with %q:\n%s", m.name, status, screen)
	}
}

// kill ends the program as a power cut does.
func (m *terminal) kill() {
	m.t.Helper()
	text, err := os.ReadFile(m.pid)
	if err != nil {
		m.t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		m.t.Fatal(err)
	}
	p, err := os.FindProcess(pid)
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		m.t.Fatal(err)
	}
	if status, screen := m.ended(); status != "137" {
		m.t.Fatalf("%s: ended with %q:\n%s", m.name, status, screen)
	}
}
