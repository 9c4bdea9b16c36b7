package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"path/filepath"
	"time"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/internal/wire"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/constraint"
)

// session is a running clone.
type session struct {
	out      *jsonlines.Writer
	id, dir  string
	request  string
	context  *jsonld.Context
	replica  *replica.Replica
	requests chan func()
	finished chan struct{}
	// updates are what is still to be said.
	updates <-chan replica.Update
	// begin lets in what comes from the transport.
	begin func()
}

func openSession(m headlessMessage, out *jsonlines.Writer, stderr io.Writer) (*session, error) {
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
	constraints, err := constraint.FromConfig(m.Config.Constraints, ctx)
	if err != nil {
		return nil, err
	}
	logger := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: logLevel(m.Config.LogLevel)}))
	cfg := replica.Config{
		Domain: domain, ID: m.Config.ID, File: filepath.Join(m.TmpDirName, dataFile), Genesis: m.Config.Genesis,
		NetworkTimeout: time.Duration(m.Config.NetworkTimeout * float64(time.Millisecond)), Logger: logger,
		Constraints: constraints,
	}
	var w *wire.Wire
	if m.Config.IO.URI != "" {
		query := url.Values{}
		for name, value := range m.Config.IO.Opts.Query {
			query.Set(name, value)
		}
		if w, err = wire.Connect(socketio.Options{
			URLs: []string{m.Config.IO.URI}, ID: cfg.ID, Domain: m.Config.Domain, Query: query, Logger: logger,
		}); err != nil {
			return nil, err
		}
		cfg.Transport = w
		cfg.GenesisWait = genesisPatience // It is over as soon as the relay has told who is there.
	}
	r, err := replica.Open(cfg)
	if err != nil {
		if cfg.Transport != nil {
			err = errors.Join(err, cfg.Transport.Close())
		}
		return nil, err
	}
	s := &session{
		out: out, id: m.Config.ID, dir: m.TmpDirName, request: m.RequestID, context: ctx, replica: r,
		requests: make(chan func()), finished: make(chan struct{}),
		begin: func() {},
	}
	if w != nil {
		s.begin = w.Begin
	}
	return s, nil
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
	defer home.Folder(s.dir).Sign("headless")()
	// What others send may come at once, and is to be said if it finds data here.
	status, _ := s.replica.Status()
	s.begin()
	if err := s.awaitJoined(); err != nil {
		s.close() // Nobody may see the clone any more when this is said.
		say(s.out, jsonlines.Reply{"requestId": s.request, "@type": "unstarted", "err": jsonlines.ErrorText(err)})
		return
	}
	if status.Joining {
		status, _ = s.replica.Status()
	}
	updates, stop := s.replica.Follow(status.Ticks)
	defer stop()
	s.updates = updates
	say(s.out, jsonlines.Reply{"requestId": s.request, "@type": "started", "cloneId": s.id})
	s.follow()
	s.close()
	end := jsonlines.Reply{"requestId": s.request, "@type": "closed"}
	if err := s.replica.Err(); err != nil {
		end["err"] = jsonlines.ErrorText(err)
	}
	say(s.out, end)
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
			say(s.out, jsonlines.Reply{"requestId": s.request, "@type": "status", "body": status})
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
	if len(u.Deletes)+len(u.Inserts) == 0 && u.Reason != replica.ReasonBlocked {
		return // A snapshot, say: m-ld's API has no word for it.
	}
	say(s.out, jsonlines.Reply{"requestId": s.request, "@type": "updated", "body": jsonlines.Told(s.context, u, s.updates)})
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

// transact answers one request.
func (s *session) transact(id string, request json.RawMessage) {
	if err := s.answer(id, request); err != nil {
		fail(s.out, id, err)
		return
	}
	say(s.out, jsonlines.Reply{"requestId": id, "@type": "complete"})
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
				say(s.out, jsonlines.Reply{"requestId": id, "@type": "next", "body": q.JSON(result)})
			}
			return nil
		})
	case *jrql.Update:
		written, err := s.replica.Write(context.Background(), jsonlines.Change(context.Background(), q, s.replica.Domain()))
		if err == nil && written.Updated {
			s.sayUpdatesTo(written.Tick) // Before the request is said to be complete.
		}
		return err
	default:
		return fmt.Errorf("a request of the type %T", parsed)
	}
}
