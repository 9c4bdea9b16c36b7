package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/joinurl"
	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
)

const team model.Domain = "team.example.org"

// output runs a command to its end.
func output(t *testing.T, cmd *exec.Cmd) (stdout, stderr string, err error) {
	t.Helper()
	var out, errors bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errors
	err = cmd.Run()
	return out.String(), errors.String(), err
}

// TestAnOwnerThatHangs does not keep others waiting for ever.
func TestAnOwnerThatHangs(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	watch := program(t, data, "watch", string(team), "--genesis")
	start(t, watch)
	attached(t, data)
	if err := watch.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	_, said, err := output(t, program(t, data, "read", string(team), `{"@describe":"fred"}`))
	if err == nil || !strings.Contains(said, "the process that has the domain open does not answer") {
		t.Errorf("reading past an owner that hangs: %v, %s", err, said)
	}
	if err := watch.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = watch.Wait()
	if _, said, err := output(t, program(t, data, "read", string(team), `{"@describe":"fred"}`)); err != nil {
		t.Errorf("reading after it was killed: %v, %s", err, said)
	}
}

// TestAFileThatIsInUse is told with the kind of process that uses it.
func TestAFileThatIsInUse(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	folder := home.Home(data).Domain(team)
	headless := program(t, data, "headless")
	in, err := headless.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	start(t, headless)
	line := `{"@type":"start","requestId":"1","tmpDirName":%q,"config":{"@id":"h","@domain":%q,"genesis":true,"networkTimeout":100}}` + "\n"
	if _, err := fmt.Fprintf(in, line, string(folder), team); err != nil {
		t.Fatal(err)
	}
	if err := poll(func(context.Context) error {
		if _, ok := folder.Signed(); !ok {
			return errors.New("the file is not in use")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	_, said, err := output(t, program(t, data, "read", string(team), `{"@describe":"fred"}`))
	want := fmt.Sprintf("mld-tui: the data of %s is in use by another process, mld-tui headless (number %d), which does not answer: "+
		"end it, or use another --data folder\n", team, headless.Process.Pid)
	if err == nil || said != want {
		t.Errorf("the error is %q, %v", said, err)
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := headless.Wait(); err != nil {
		t.Fatal(err)
	}
	if _, ok := folder.Signed(); ok {
		t.Error("headless has left its note behind")
	}
}

// interrupt ends a process in peace.
func interrupt(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("it did not end well: %v", err)
	}
}

// TestSharingKeepsItsPort shares, restarts, and ends sharing.
func TestSharingKeepsItsPort(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	first := program(t, data, "watch", string(team), "--genesis")
	start(t, first)
	c := attached(t, data)
	if c.JoinURL() != "" {
		t.Errorf("it is shared from the beginning: %s", c.JoinURL())
	}
	shared, err := c.Share(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if again, err := c.Share(t.Context()); err != nil || again != shared {
		t.Errorf("shared twice: %s and %s, %v", shared, again, err)
	}
	domain, relay, err := joinurl.Parse(shared)
	if err != nil || domain != team || !strings.Contains(relay, "token=") {
		t.Fatalf("the URL is %s: %v", shared, err)
	}
	interrupt(t, first)
	second := program(t, data, "watch", string(team))
	start(t, second)
	if now := attached(t, data).JoinURL(); now != shared {
		t.Errorf("after a restart the URL is %s, not %s", now, shared)
	}
	interrupt(t, second)

	// Another program takes the port that teammates know.
	u, err := url.Parse(shared)
	if err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp", ":"+u.Port())
	if err != nil {
		t.Fatal(err)
	}
	const inUse = "at which teammates look for the domain, is in use by another program"
	_, said, err := output(t, program(t, data, "watch", string(team), "--share"))
	if err == nil || !strings.Contains(said, "port "+u.Port()+", "+inUse) {
		t.Errorf("with a port that is taken: %v, %s", err, said)
	}
	var heard bytes.Buffer
	alone := program(t, data, "watch", string(team))
	alone.Stderr = &heard
	start(t, alone)
	if now := attached(t, data).JoinURL(); now != "" {
		t.Errorf("it is joined at a port that is taken: %s", now)
	}
	interrupt(t, alone)
	if !strings.Contains(heard.String(), inUse) {
		t.Errorf("with a port that is taken it said %q", heard.String())
	}
	_ = taken.Close()

	third := program(t, data, "watch", string(team), "--share=false")
	start(t, third)
	if now := attached(t, data).JoinURL(); now != "" {
		t.Errorf("it is still shared: %s", now)
	}
	interrupt(t, third)
	start(t, program(t, data, "watch", string(team)))
	if now := attached(t, data).JoinURL(); now != "" {
		t.Errorf("it is shared again: %s", now)
	}
}

func write(t *testing.T, c *owner.Client, request string) {
	t.Helper()
	if _, err := c.Transact(t.Context(), []byte(request), nil); err != nil {
		t.Fatal(err)
	}
}

// has waits until a clone has a subject.
func has(t *testing.T, c *owner.Client, subject string) {
	t.Helper()
	if err := poll(func(ctx context.Context) error {
		triples, err := c.Describe(ctx, team.Base()+model.IRI(subject))
		if err == nil && len(triples) == 0 {
			st, _ := c.Status()
			err = fmt.Errorf("%s is not there; the status is %+v, %+v", subject, st, c.Link())
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestAnyMemberCanShare has the one who shared go away, another take over, a third
// join through that one, and the first come back to them.
func TestAnyMemberCanShare(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	ann, ben, cyd := filepath.Join(root, "ann"), filepath.Join(root, "ben"), filepath.Join(root, "cyd")
	share := []string{"--share-address", "127.0.0.1:0"}
	first := program(t, ann, "watch", string(team), "--genesis", "--share", share[0], share[1])
	start(t, first)
	a := attached(t, ann)
	write(t, a, `{"@id":"fred","name":"Fred"}`)
	_, relay, err := joinurl.Parse(a.JoinURL())
	if err != nil {
		t.Fatal(err)
	}

	start(t, program(t, ben, "watch", string(team), "--relay", relay, share[0], share[1]))
	b := attached(t, ben)
	has(t, b, "fred")
	if theirs, err := b.Share(t.Context()); err != nil || theirs != a.JoinURL() || b.JoinURL() != theirs {
		t.Errorf("to share while all is well gives %s, %v; not %s", theirs, err, a.JoinURL())
	}
	interrupt(t, first)
	if err := poll(func(context.Context) error {
		if b.Link().Connected {
			return errors.New("still connected")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	write(t, b, `{"@id":"wilma","name":"Wilma"}`)
	taken, err := b.Share(t.Context())
	if err != nil || taken == "" {
		t.Fatalf("taking over: %s, %v", taken, err)
	}
	_, relay2, err := joinurl.Parse(taken)
	if err != nil || relay2 == relay {
		t.Fatalf("taken over at %s: %v", taken, err)
	}

	start(t, program(t, cyd, "watch", string(team), "--relay", relay2))
	c := attached(t, cyd)
	has(t, c, "wilma")
	write(t, c, `{"@id":"barney","name":"Barney"}`)
	has(t, b, "barney")

	// The first is back, alone at its own relay, with an edit of its own; then it
	// joins the others while it is open.
	start(t, program(t, ann, "watch", string(team), share[0], share[1]))
	a = attached(t, ann)
	write(t, a, `{"@id":"betty","name":"Betty"}`)
	if _, said, err := output(t, program(t, ann, "read", string(team), "--relay", relay2, `{"@describe":"fred"}`)); err != nil {
		t.Fatalf("%v, %s", err, said)
	}
	has(t, a, "barney")
	has(t, b, "betty")
	has(t, c, "betty")
}

// Who stops sharing goes on without those who had joined; whoever shares again is found at
// the same address.
func TestStopSharing(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	ann, ben := filepath.Join(root, "ann"), filepath.Join(root, "ben")
	start(t, program(t, ann, "watch", string(team), "--genesis", "--share", "--share-address", "127.0.0.1:0"))
	a := attached(t, ann)
	write(t, a, `{"@id":"fred","name":"Fred"}`)
	address := a.JoinURL()
	_, relay, err := joinurl.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	start(t, program(t, ben, "watch", string(team), "--relay", relay))
	b := attached(t, ben)
	has(t, b, "fred")
	if err := b.Unshare(t.Context()); err == nil || !strings.Contains(err.Error(), "not through this computer") {
		t.Errorf("who has joined ends it: %v", err)
	}

	if err := a.Unshare(t.Context()); err != nil {
		t.Fatal(err)
	}
	cut := func(c *owner.Client, connected bool) {
		t.Helper()
		if err := poll(func(context.Context) error {
			if l := c.Link(); l.Connected != connected {
				return fmt.Errorf("%+v", l)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	cut(b, false)
	cut(a, true) // At its own relay, by itself.
	if b.Hosts() {
		t.Error("who has joined lets others in")
	}
	if err := poll(func(context.Context) error {
		if url := a.JoinURL(); url != "" || a.Hosts() {
			return errors.New("one can still join at " + url)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	write(t, a, `{"@id":"wilma","name":"Wilma"}`)
	write(t, b, `{"@id":"barney","name":"Barney"}`)
	if err := a.Unshare(t.Context()); err != nil {
		t.Errorf("to end it twice: %v", err)
	}
	if again, err := a.Share(t.Context()); err != nil || again != address {
		t.Fatalf("shared again at %s, %v; not at %s", again, err, address)
	}
	if err := poll(func(context.Context) error { // Nothing else has happened that would tell.
		if !a.Hosts() {
			return errors.New("it does not say that others can join")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	has(t, b, "wilma")
	has(t, a, "barney")
}

// watched gives the lines that a watch prints.
func watched(t *testing.T, cmd *exec.Cmd) <-chan string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			lines <- s.Text()
		}
	}()
	start(t, cmd)
	return lines
}

func nextLine(t *testing.T, lines <-chan string, want string) {
	t.Helper()
	select {
	case line := <-lines:
		if line != want {
			t.Fatalf("the next line is\n%s\nand not\n%s", line, want)
		}
	case <-time.After(patience):
		t.Fatalf("this did not come:\n%s", want)
	}
}

// TestWatchersMissNothing has one watcher own the domain, and another attached to
// it take over.
func TestWatchersMissNothing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	const line = `{"@delete":[],"@insert":[{"@id":"%s","name":"x"}],"@principal":{"@id":".well-known/user/tester"},"@ticks":%d,"@update":[]}`
	owning := program(t, data, "watch", string(team), "--genesis", "--after", "0")
	first := watched(t, owning)
	c := attached(t, data)
	write(t, c, `{"@id":"fred","name":"x"}`)
	nextLine(t, first, fmt.Sprintf(line, "fred", 1))
	second := watched(t, program(t, data, "watch", string(team), "--after", "1"))
	write(t, c, `{"@id":"wilma","name":"x"}`)
	for _, lines := range []<-chan string{first, second} {
		nextLine(t, lines, fmt.Sprintf(line, "wilma", 2))
	}
	interrupt(t, owning)
	if line, more := <-first; more {
		t.Errorf("there was more: %s", line)
	}
	// A third is faster than the second to write; that is all the same to it.
	if _, said, err := output(t, program(t, data, "write", string(team), `{"@id":"barney","name":"x"}`)); err != nil {
		t.Fatalf("%v, %s", err, said)
	}
	nextLine(t, second, fmt.Sprintf(line, "barney", 3))
	write(t, attached(t, data), `{"@id":"betty","name":"x"}`)
	nextLine(t, second, fmt.Sprintf(line, "betty", 4))
}
