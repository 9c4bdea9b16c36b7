package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/m-ld/mld-tui/internal/jsonlines"
)

// dataFile is the name of a clone's file in its folder.
const dataFile = "data.mld"

// maxLine is the longest line that headless reads.
const maxLine = 64 << 20

// headless runs one clone, driven by JSON lines.
type headless struct {
	out    *jsonlines.Writer
	stderr io.Writer

	mu      sync.Mutex
	session *session
	working sync.WaitGroup
}

// headlessMessage is a line of the input.
type headlessMessage struct {
	Type       string          `json:"@type"`
	RequestID  string          `json:"requestId"`
	ID         string          `json:"id"`
	Config     headlessConfig  `json:"config"`
	TmpDirName string          `json:"tmpDirName"`
	Request    json.RawMessage `json:"request"`
}

// headlessConfig is m-ld's configuration of a clone, as far as it has a meaning
// here; the rest is left aside.
type headlessConfig struct {
	ID             string  `json:"@id"`
	Domain         string  `json:"@domain"`
	Context        any     `json:"@context"`
	Constraints    any     `json:"constraints"`
	Genesis        bool    `json:"genesis"`
	NetworkTimeout float64 `json:"networkTimeout"` // milliseconds
	LogLevel       any     `json:"logLevel"`
	IO             struct {
		URI  string `json:"uri"`
		Opts struct {
			Query map[string]string `json:"query"`
		} `json:"opts"`
	} `json:"io"`
}

// runHeadless reads lines until the end of the input, and then closes the clone.
func runHeadless(in io.Reader, out, stderr io.Writer) error {
	h := &headless{out: jsonlines.NewWriter(out), stderr: stderr}
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, maxLine)
	for scanner.Scan() {
		if len(scanner.Bytes()) > 0 {
			h.take(append([]byte(nil), scanner.Bytes()...))
		}
	}
	h.mu.Lock()
	s := h.session
	h.mu.Unlock()
	if s != nil {
		s.close()
	}
	h.working.Wait()
	if err := scanner.Err(); err != nil {
		return fmt.Errorf("the input cannot be read: %w", err)
	}
	return nil
}

func (h *headless) take(line []byte) {
	var m headlessMessage
	if err := json.Unmarshal(line, &m); err != nil {
		say(h.out, jsonlines.Reply{"@type": "error", "err": fmt.Sprintf("not a message: %v", err)})
		return
	}
	switch m.Type {
	case "start":
		h.start(m)
	case "transact":
		h.transact(m)
	case "stop":
		h.stop(m, "stopped")
	case "destroy":
		h.stop(m, "destroyed")
	default:
		fail(h.out, m.ID+m.RequestID, fmt.Errorf("there is no message %q: use start, transact, stop or destroy", m.Type))
	}
}

func (h *headless) start(m headlessMessage) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.session != nil {
		say(h.out, jsonlines.Reply{"requestId": m.RequestID, "@type": "unstarted", "err": "a clone is running already: stop it first"})
		return
	}
	s, err := openSession(m, h.out, h.stderr)
	if err != nil {
		say(h.out, jsonlines.Reply{"requestId": m.RequestID, "@type": "unstarted", "err": jsonlines.ErrorText(err)})
		return
	}
	h.session = s
	h.working.Add(1)
	go func() {
		defer h.working.Done()
		s.run()
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.session == s {
			h.session = nil
		}
	}()
}

func (h *headless) current() (*session, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.session == nil {
		return nil, errors.New("no clone is running: send a start first")
	}
	return h.session, nil
}

func (h *headless) transact(m headlessMessage) {
	s, err := h.current()
	if err != nil {
		fail(h.out, m.ID, err)
		return
	}
	// Requests are done in the order of their lines.
	select {
	case s.requests <- func() { s.transact(m.ID, m.Request) }:
	case <-s.finished:
		fail(h.out, m.ID, errors.New("the clone is closed"))
	}
}

// stop closes the clone; the data stays, but for destroy.
func (h *headless) stop(m headlessMessage, answer string) {
	s, err := h.current()
	if err != nil {
		fail(h.out, m.ID, err)
		return
	}
	s.close()
	<-s.finished
	if answer == "destroyed" {
		if err := os.Remove(filepath.Join(s.dir, dataFile)); err != nil {
			fail(h.out, m.ID, err)
			return
		}
	}
	say(h.out, jsonlines.Reply{"requestId": m.ID, "@type": answer})
}

// fail says that a request failed.
func fail(out *jsonlines.Writer, id string, err error) {
	say(out, jsonlines.Reply{"requestId": id, "@type": "error", "err": jsonlines.ErrorText(err)})
}

// say writes a line. When nobody reads any more, the input ends too.
func say(out *jsonlines.Writer, r jsonlines.Reply) { _ = out.Write(r) }
