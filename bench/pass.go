package main

import (
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
)

// passer is a client of a relay that is no clone, with a database.
type passer struct {
	db     *bbolt.DB
	client *socketio.Client
	commit func() error
}

// newPasser returns when the client is connected.
func newPasser(req request) (p *passer, err error) {
	p = &passer{}
	if p.db, err = bbolt.Open(req.Dir, 0o600, nil); err != nil {
		return nil, err
	}
	p.commit = twoKeys(p.db)
	if p.client, err = socketio.New(socketio.Options{URLs: []string{req.Relay}, ID: req.ID, Domain: req.Domain}); err != nil {
		return nil, errors.Join(err, p.db.Close())
	}
	for e := range p.client.Events() {
		switch e.Kind {
		case transport.Presence:
			return p, nil
		case transport.Disconnected:
			return nil, errors.Join(e.Err, p.close())
		}
	}
	return nil, errors.Join(errors.New("the client closed"), p.close())
}

func (p *passer) close() error { return errors.Join(p.client.Close(), p.db.Close()) }

// messageSize is about that of an edit's operation, in bytes.
const messageSize = 200

// pass commits and sends a message, a number of times, and tells when each began.
func pass(req request) (a answer, err error) {
	p, err := newPasser(req)
	if err != nil {
		return a, err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	for range req.Times {
		time.Sleep(time.Duration(req.Gap) * time.Millisecond)
		a.At = append(a.At, micros(time.Now()))
		if err := p.commit(); err != nil {
			return a, err
		}
		if err := p.client.Send(transport.Envelope{Kind: transport.Operation, Payload: make([]byte, messageSize)}); err != nil {
			return a, err
		}
	}
	return a, nil
}

// catcher commits for each message that comes.
type catcher struct {
	*passer
	at chan float64
}

func (w *worker) beginCatching(req request) (answer, error) {
	p, err := newPasser(req)
	if err != nil {
		return answer{}, err
	}
	c := &catcher{p, make(chan float64, 1024)}
	w.catch = c
	go func() {
		defer close(c.at)
		for e := range p.client.Events() {
			if e.Kind != transport.Operation {
				continue
			}
			if p.commit() != nil {
				return // One will be missing.
			}
			c.at <- micros(time.Now())
		}
	}()
	return answer{}, nil
}

// caught tells when so many messages had come and were committed.
func (c *catcher) caught(req request) (a answer, err error) {
	for range req.Times {
		at, ok := <-c.at
		if !ok {
			return a, fmt.Errorf("%d messages have come, not %d", len(a.At), req.Times)
		}
		a.At = append(a.At, at)
	}
	return a, c.close()
}
