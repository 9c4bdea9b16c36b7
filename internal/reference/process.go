package reference

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// lineTimeout is how long [Process.Read] waits for a line, if nothing else is said.
const lineTimeout = time.Minute

// maxLine bounds one line of a script's output.
const maxLine = 64 << 20

// Process is a running script that takes and gives JSON lines. It is killed when its test ends; what it wrote to
// standard error is logged if the test failed. Its methods may be called from any goroutine, each line being read once.
type Process struct {
	cmd    *exec.Cmd
	input  io.WriteCloser
	lines  chan []byte
	exited chan struct{}
	stderr tail

	mu  sync.Mutex // serialises input
	end sync.Once
}

// Node runs a script of the js folder, or one by its absolute path, or a Node flag such as -e, in the directory that
// [Dir] gave. The process is killed at the end of the test.
func Node(t testing.TB, dir, script string, args ...string) *Process {
	t.Helper()
	p, err := Start(dir, script, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.Kill()
		if t.Failed() {
			t.Logf("standard error of %s:\n%s", script, p.Stderr())
		}
	})
	return p
}

// Start is [Node] for programs that are not tests; the caller must call [Process.Kill].
func Start(dir, script string, args ...string) (*Process, error) {
	cmd := exec.Command("node", append([]string{script}, args...)...)
	cmd.Dir = dir
	return run(cmd)
}

// StartCommand runs any command that takes and gives JSON lines, as [Start] does a script.
func StartCommand(path string, args ...string) (*Process, error) {
	return run(exec.Command(path, args...))
}

func run(cmd *exec.Cmd) (*Process, error) {
	p := &Process{cmd: cmd, lines: make(chan []byte, 64), exited: make(chan struct{})}
	cmd.Stderr = &p.stderr
	// A grandchild with our standard error must not keep Wait from returning
	cmd.WaitDelay = time.Second
	input, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	p.input = input
	output, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("cannot run %s: %w", filepath.Base(cmd.Path), err)
	}
	go p.read(output)
	return p, nil
}

func (p *Process) read(output io.Reader) {
	scanner := bufio.NewScanner(output)
	scanner.Buffer(make([]byte, 0, 64<<10), maxLine)
	for scanner.Scan() {
		p.lines <- bytes.Clone(scanner.Bytes())
	}
	close(p.lines)
	_ = p.cmd.Wait()
	close(p.exited)
}

// Send writes a value as one line of JSON to the process.
func (p *Process) Send(value any) error {
	line, err := json.Marshal(value)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_, err = p.input.Write(append(line, '\n'))
	return err
}

// Lines gives the lines of standard output as they come; it must be drained, or the process will stand still. It is
// closed when the process has closed its output. Use either Lines or [Process.Read].
func (p *Process) Lines() <-chan []byte {
	return p.lines
}

// Read decodes the next line of the process into value. It fails when the process ends, or when none comes in
// [lineTimeout].
func (p *Process) Read(value any) error {
	timer := time.NewTimer(lineTimeout)
	defer timer.Stop()
	select {
	case line, ok := <-p.lines:
		if !ok {
			return fmt.Errorf("%s ended: %s", filepath.Base(p.cmd.Path), p.Stderr())
		}
		if err := json.Unmarshal(line, value); err != nil {
			return fmt.Errorf("unexpected line %q: %w", line, err)
		}
		return nil
	case <-timer.C:
		return fmt.Errorf("no line from %s in %v: %s", filepath.Base(p.cmd.Path), lineTimeout, p.Stderr())
	}
}

// CloseInput tells the process that nothing more comes, at which all scripts end.
func (p *Process) CloseInput() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.input.Close()
}

// PID is the number that the system knows the process by.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Exited is closed when the process is gone.
func (p *Process) Exited() <-chan struct{} {
	return p.exited
}

// Kill ends the process without any chance to tidy up, and waits until it is gone. It may be called again. Lines that
// were not read are lost.
func (p *Process) Kill() {
	p.end.Do(func() {
		_ = p.cmd.Process.Kill()
		go func() {
			for range p.lines {
			}
		}()
	})
	<-p.exited
}

// Stderr returns the last of what the process wrote to standard error.
func (p *Process) Stderr() string {
	return p.stderr.String()
}

// tail keeps the last part of what is written to it.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

const tailSize = 64 << 10

func (w *tail) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.buf = append(w.buf, b...)
	if over := len(w.buf) - tailSize; over > 0 {
		w.buf = append(w.buf[:0], w.buf[over:]...)
	}
	return len(b), nil
}

func (w *tail) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return string(w.buf)
}

// Relay runs the reference's relay until the test ends, and returns its address, `http://127.0.0.1:port`.
func Relay(t testing.TB, dir string) string {
	t.Helper()
	var listening struct {
		URI string `json:"uri"`
	}
	if err := Node(t, dir, relayScript).Read(&listening); err != nil {
		t.Fatalf("the reference's relay did not start: %v", err)
	}
	return listening.URI
}
