package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/replica"
)

// dataFile is the name of a clone's file in its folder.
const dataFile = "data.mld"

// maxLine is the longest line that headless reads.
const maxLine = 64 << 20

// headless runs one clone, driven by JSON lines.
type headless struct {
	out    *lines
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
	h := &headless{out: newLines(out), stderr: stderr}
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
		h.out.write(reply{"@type": "error", "err": fmt.Sprintf("not a message: %v", err)})
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
		h.out.fail(m.ID+m.RequestID, fmt.Errorf("there is no message %q: use start, transact, stop or destroy", m.Type))
	}
}

func (h *headless) start(m headlessMessage) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.session != nil {
		h.out.write(reply{"requestId": m.RequestID, "@type": "unstarted", "err": "a clone is running already: stop it first"})
		return
	}
	s, err := openSession(m, h.out, h.stderr)
	if err != nil {
		h.out.write(reply{"requestId": m.RequestID, "@type": "unstarted", "err": errorText(err)})
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
		h.out.fail(m.ID, err)
		return
	}
	// Requests are done in the order of their lines.
	select {
	case s.requests <- func() { s.transact(m.ID, m.Request) }:
	case <-s.finished:
		h.out.fail(m.ID, errors.New("the clone is closed"))
	}
}

// stop closes the clone; the data stays, but for destroy.
func (h *headless) stop(m headlessMessage, answer string) {
	s, err := h.current()
	if err != nil {
		h.out.fail(m.ID, err)
		return
	}
	s.close()
	<-s.finished
	if answer == "destroyed" {
		if err := os.Remove(filepath.Join(s.dir, dataFile)); err != nil {
			h.out.fail(m.ID, err)
			return
		}
	}
	h.out.write(reply{"requestId": m.ID, "@type": answer})
}

// session is a running clone.
type session struct {
	out      *lines
	id, dir  string
	request  string
	context  *jsonld.Context
	replica  *replica.Replica
	requests chan func()
	finished chan struct{}
	// updates are what is still to be said.
	updates <-chan replica.Update
}

func openSession(m headlessMessage, out *lines, stderr io.Writer) (*session, error) {
	domain, err := model.ParseDomain(m.Config.Domain)
	if err != nil {
		return nil, err
	}
	if m.Config.ID == "" || m.TmpDirName == "" {
		return nil, errors.New(`a start needs "config" with an "@id", and "tmpDirName"`)
	}
	ctx, err := jsonld.New(domain, m.Config.Context)
	if err != nil {
		return nil, err
	}
	logger := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: logLevel(m.Config.LogLevel)}))
	cfg := replica.Config{
		Domain: domain, ID: m.Config.ID, File: filepath.Join(m.TmpDirName, dataFile), Genesis: m.Config.Genesis,
		NetworkTimeout: time.Duration(m.Config.NetworkTimeout * float64(time.Millisecond)), Logger: logger,
	}
	if m.Config.IO.URI != "" {
		query := url.Values{}
		for name, value := range m.Config.IO.Opts.Query {
			query.Set(name, value)
		}
		w, err := connect(socketio.Options{
			URLs: []string{m.Config.IO.URI}, ID: cfg.ID, Domain: m.Config.Domain, Query: query, Logger: logger,
		})
		if err != nil {
			return nil, err
		}
		cfg.Transport = w
	}
	r, err := replica.Open(cfg)
	if err != nil {
		if cfg.Transport != nil {
			err = errors.Join(err, cfg.Transport.Close())
		}
		return nil, err
	}
	return &session{
		out: out, id: m.Config.ID, dir: m.TmpDirName, request: m.RequestID, context: ctx, replica: r,
		requests: make(chan func()), finished: make(chan struct{}),
	}, nil
}

// logLevel understands the names and numbers of the reference's levels.
func logLevel(v any) slog.Level {
	switch v {
	case "trace", "debug", 0.0, 1.0:
		return slog.LevelDebug
	case "info", 2.0:
		return slog.LevelInfo
	case "error", "silent", 4.0, 5.0:
		return slog.LevelError
	default:
		return slog.LevelWarn
	}
}

func (s *session) close() { _ = s.replica.Close() }

// run says what happens to the clone until it is closed.
func (s *session) run() {
	defer close(s.finished)
	if err := s.awaitJoined(); err != nil {
		s.close() // Nobody may see the clone any more when this is said.
		s.out.write(reply{"requestId": s.request, "@type": "unstarted", "err": errorText(err)})
		return
	}
	status, _ := s.replica.Status()
	updates, stop := s.replica.Follow(status.Ticks)
	defer stop()
	s.updates = updates
	s.out.write(reply{"requestId": s.request, "@type": "started", "cloneId": s.id})
	s.follow()
	s.close()
	end := reply{"requestId": s.request, "@type": "closed"}
	if err := s.replica.Err(); err != nil {
		end["err"] = errorText(err)
	}
	s.out.write(end)
}

// awaitJoined waits until a new clone has its data. It fails if nobody is there
// who has it.
func (s *session) awaitJoined() error {
	for {
		status, changed := s.replica.Status()
		switch {
		case !status.Joining:
			return nil
		case status.Online && status.Others == 0:
			return model.Errorf(5031, "nobody who has the data of %s is present: start one with genesis first", s.replica.Domain())
		}
		select {
		case <-changed:
		case work := <-s.requests:
			work()
		case <-s.replica.Done():
			if err := s.replica.Err(); err != nil {
				return err
			}
			return errors.New("the clone was closed")
		}
	}
}

// follow says every update and every change of status, and does what is asked,
// one after the other, until the clone is closed.
func (s *session) follow() {
	var last [3]bool
	for first := true; ; {
		status, changed := s.replica.Status()
		// Who hears that this clone is online may expect that others see it.
		if now := saidStatus(status); (first || now != last) && (!status.Online || status.Present) {
			s.out.write(reply{"requestId": s.request, "@type": "status", "body": status})
			first, last = false, now
		}
		select {
		case u, ok := <-s.updates:
			if !ok {
				return
			}
			s.sayUpdate(u)
		case work := <-s.requests:
			work()
		case <-changed:
		case <-s.replica.Done():
			return
		}
	}
}

// saidStatus is the part of a status whose change is worth saying.
func saidStatus(st replica.Status) [3]bool { return [3]bool{st.Online, st.Outdated, st.Silo} }

func (s *session) sayUpdate(u replica.Update) {
	s.out.write(reply{"requestId": s.request, "@type": "updated", "body": updateJSON(s.context, u)})
}

// sayUpdatesTo says the updates up to a tick, which are sure to come.
func (s *session) sayUpdatesTo(tick uint64) {
	for u := range s.updates {
		s.sayUpdate(u)
		if u.Tick >= tick {
			return
		}
	}
}

// updateJSON is an update as m-ld's API has it.
func updateJSON(c *jsonld.Context, u replica.Update) map[string]any {
	body := map[string]any{
		"@delete": c.Subjects(u.Deletes), "@insert": c.Subjects(u.Inserts), "@update": []any{}, "@ticks": u.Tick,
	}
	if u.Author.Principal != "" {
		body["@principal"] = map[string]any{"@id": c.CompactID(u.Author.Principal)}
	}
	return body
}

// transact answers one request.
func (s *session) transact(id string, request json.RawMessage) {
	if err := s.answer(id, request); err != nil {
		s.out.fail(id, err)
		return
	}
	s.out.write(reply{"requestId": id, "@type": "complete"})
}

func (s *session) answer(id string, request json.RawMessage) error {
	parsed, err := jrql.ParseJSON(s.context, request)
	if err != nil {
		return err
	}
	switch q := parsed.(type) {
	case *jrql.Query:
		return s.replica.Read(context.Background(), func(g model.Graph) error {
			for result, err := range q.Results(context.Background(), g) {
				if err != nil {
					return err
				}
				s.out.write(reply{"requestId": id, "@type": "next", "body": q.JSON(result)})
			}
			return nil
		})
	case *jrql.Update:
		written, err := s.replica.Write(context.Background(), changeOf(context.Background(), q, s.replica.Domain()))
		if err == nil && written.Updated {
			s.sayUpdatesTo(written.Tick) // Before the request is said to be complete.
		}
		return err
	default:
		return fmt.Errorf("a request of the type %T", parsed)
	}
}

// changeOf is an update as a transaction.
func changeOf(ctx context.Context, u *jrql.Update, domain model.Domain) replica.Change {
	return func(g model.Graph) (model.Patch, error) {
		patch, err := u.Patch(ctx, g, func() model.IRI { return domain.GenID(replica.NewID()) })
		return model.Patch{Deletes: patch.Deletes, Inserts: patch.Inserts}, err
	}
}

// reply is a line of the output.
type reply map[string]any

// lines writes lines of JSON, one at a time.
type lines struct {
	mu  sync.Mutex
	out *json.Encoder
}

func newLines(w io.Writer) *lines {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return &lines{out: e}
}

func (l *lines) write(r reply) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.out.Encode(r) // When nobody reads any more, the input ends too.
}

func (l *lines) fail(id string, err error) {
	l.write(reply{"requestId": id, "@type": "error", "err": errorText(err)})
}

// errorText is an error with m-ld's number, where it has one.
func errorText(err error) string {
	var e *model.Error
	if errors.As(err, &e) && e.Status != 0 {
		return fmt.Sprintf("%d %s", e.Status, err)
	}
	return err.Error()
}
