package e2e

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// control is a client of tmux that is a program: it gives commands and hears of
// each output, so that nobody has to ask again and again whether the screen has
// changed.
type control struct {
	mu    sync.Mutex // One command at a time.
	in    io.WriteCloser
	reply chan reply
	// output has something whenever the screen may have changed.
	output chan struct{}
}

type reply struct {
	lines []string
	err   error
}

// errGone says that the tmux server has ended.
var errGone = errors.New("tmux has ended")

// attach attaches to a session, until the end of the test.
func attach(t *testing.T, socket, session string) *control {
	t.Helper()
	cmd := exec.Command(tmux, "-S", socket, "-u", "-C", "attach-session", "-f", "ignore-size", "-t", session)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &control{in: in, reply: make(chan reply, 1), output: make(chan struct{}, 1)}
	over := make(chan struct{})
	go func() {
		defer close(over)
		c.listen(out)
		_ = cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = in.Close() // Its end.
		<-over
	})
	return c
}

// listen reads what tmux says until it ends. A reply is what is between %begin and
// %end or %error; flags of 1 mean that it is to a command of this client.
func (c *control) listen(out io.Reader) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<24)
	var now reply
	within, ours := false, false
	for lines.Scan() {
		line := lines.Text()
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case !within && word == "%begin":
			within, ours, now = true, strings.HasSuffix(rest, " 1"), reply{}
		case within && (word == "%end" || word == "%error"):
			within = false
			if word == "%error" {
				now.err = errors.New(strings.Join(now.lines, " "))
			}
			if ours {
				c.reply <- now
			}
		case within:
			now.lines = append(now.lines, line)
		case word == "%output":
			select {
			case c.output <- struct{}{}:
			default:
			}
		}
	}
	close(c.reply)
}

// do gives a command and waits for its reply.
func (c *control) do(args ...string) ([]string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := io.WriteString(c.in, quote(args)+"\n"); err != nil {
		return nil, errGone
	}
	select {
	case r, ok := <-c.reply:
		if !ok {
			return nil, errGone
		}
		if r.err != nil {
			return nil, fmt.Errorf("tmux %s: %w", strings.Join(args, " "), r.err)
		}
		return r.lines, nil
	case <-time.After(patience):
		return nil, errors.New("tmux does not answer")
	}
}

// quote writes a command so that tmux reads just these words.
func quote(args []string) string {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = "'" + strings.ReplaceAll(a, "'", `'"'"'`) + "'"
	}
	return strings.Join(quoted, " ")
}
