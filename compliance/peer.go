package compliance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/m-ld/mld-tui/internal/reference"
)

// Status is what a clone says of its place in the domain.
type Status struct {
	Online   bool `json:"online"`
	Outdated bool `json:"outdated"`
	Silo     bool `json:"silo"`
	Ticks    int  `json:"ticks"`
}

// Peer is a clone process that a Go test drives directly. Its methods may be called from any goroutine.
type Peer struct {
	// ID is the clone's id, and Engine what it runs on.
	ID     string
	Engine Engine

	process *reference.Process
	log     *Log
	domain  string

	mu       sync.Mutex
	requests int
	pending  map[string]*exchange
	status   Status
	changed  chan struct{} // closed and replaced at everything that the clone says of itself
	over     bool
}

// exchange is a request whose answers are gathered.
type exchange struct {
	bodies []json.RawMessage
	done   chan error // has room for one
}

// PeerConfig says what clone to start, where it keeps its data, and which relay it uses.
type PeerConfig struct {
	ID, Domain, Dir, Relay string
	Genesis                bool
	Log                    *Log
	// Constraints are rules that the clone keeps, in the reference's form.
	Constraints []any
}

// startRequest is the request id under which a clone speaks of itself.
const startRequest = "start"

// StartPeer launches a clone and waits until it has started. Call [Peer.Kill] in the end.
func StartPeer(ctx context.Context, engine Engine, config PeerConfig) (*Peer, error) {
	process, err := engine.Launch()
	if err != nil {
		return nil, err
	}
	p := &Peer{
		ID: config.ID, Engine: engine, process: process, log: config.Log, domain: config.Domain,
		pending: make(map[string]*exchange), changed: make(chan struct{}),
	}
	go p.listen()
	_, err = p.ask(ctx, startRequest, map[string]any{
		"@type": "start", "requestId": startRequest, "tmpDirName": config.Dir,
		"config": cloneConfig{
			ID: config.ID, Domain: config.Domain, Genesis: config.Genesis,
			NetworkTimeout: networkTimeout, IO: ioConfig{URI: config.Relay}, Constraints: config.Constraints,
		},
	})
	if err != nil {
		p.Kill()
		return nil, fmt.Errorf("clone %s (%s) did not start: %w", p.ID, engine.Name, err)
	}
	return p, nil
}

// Transact performs a read or a write, and returns the subjects that were read.
func (p *Peer) Transact(ctx context.Context, request any) ([]json.RawMessage, error) {
	id := p.nextRequest()
	bodies, err := p.ask(ctx, id, map[string]any{"@type": "transact", "id": id, "request": request})
	if err != nil {
		return nil, fmt.Errorf("clone %s (%s): %w", p.ID, p.Engine.Name, err)
	}
	return bodies, nil
}

// Stop closes the clone, and waits until its process is gone.
func (p *Peer) Stop(ctx context.Context) error {
	id := p.nextRequest()
	if _, err := p.ask(ctx, id, map[string]any{"@type": "stop", "id": id}); err != nil {
		return fmt.Errorf("clone %s (%s) did not stop: %w", p.ID, p.Engine.Name, err)
	}
	p.process.CloseInput()
	select {
	case <-p.process.Exited():
		return nil
	case <-ctx.Done():
		return fmt.Errorf("the process of clone %s (%s) did not end: %w", p.ID, p.Engine.Name, ctx.Err())
	}
}

// Kill ends the process without warning. It may be called again, and after [Peer.Stop].
func (p *Peer) Kill() {
	p.process.Kill()
}

// Stderr is the last of what the process wrote to standard error.
func (p *Peer) Stderr() string {
	return p.process.Stderr()
}

// Await waits until the clone's status is as wanted.
func (p *Peer) Await(ctx context.Context, wanted func(Status) bool) error {
	for {
		p.mu.Lock()
		status, changed, over := p.status, p.changed, p.over
		p.mu.Unlock()
		switch {
		case wanted(status):
			return nil
		case over:
			return fmt.Errorf("clone %s (%s) ended", p.ID, p.Engine.Name)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("the status of clone %s (%s) is still %+v: %w", p.ID, p.Engine.Name, status, ctx.Err())
		}
	}
}

// Changed returns a channel that is closed when the clone next says something of itself: an update, or its status.
func (p *Peer) Changed() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed
}

func (p *Peer) nextRequest() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests++
	return p.ID + "-" + strconv.Itoa(p.requests)
}

// ask sends a command and gathers its answers.
func (p *Peer) ask(ctx context.Context, id string, command map[string]any) ([]json.RawMessage, error) {
	x := &exchange{done: make(chan error, 1)}
	p.mu.Lock()
	if p.over {
		p.mu.Unlock()
		return nil, errors.New("the process has ended")
	}
	p.pending[id] = x
	p.mu.Unlock()
	p.log.JSON(p.domain, p.ID+" < ", command)
	if err := p.process.Send(command); err != nil {
		return nil, err
	}
	select {
	case err := <-x.done:
		return x.bodies, err
	case <-ctx.Done():
		return nil, fmt.Errorf("no answer to %s: %w", command["@type"], ctx.Err())
	}
}

func (p *Peer) listen() {
	for line := range p.process.Lines() {
		p.log.Line(p.domain, p.ID+" > ", line)
		var m message
		if err := json.Unmarshal(line, &m); err != nil {
			p.log.Printf(p.domain, "%s said something that is not a message: %v", p.ID, err)
			continue
		}
		p.hear(m)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	for _, x := range p.pending {
		x.done <- errors.New("the process has ended")
	}
	p.pending = nil
	close(p.changed)
}

// hear handles one message.
func (p *Peer) hear(m message) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x := p.pending[m.RequestID]
	switch m.Type {
	case "next":
		if x != nil {
			x.bodies = append(x.bodies, m.Body)
		}
		return
	case "status":
		var status Status
		if err := json.Unmarshal(m.Body, &status); err != nil {
			p.log.Printf(p.domain, "%s said a status that is none: %v", p.ID, err)
			return
		}
		p.status = status
	case "updated", "closed":
	case "unstarted", "error":
		p.settle(m.RequestID, x, errors.New(m.reason()))
		return
	default: // started, complete, stopped
		p.settle(m.RequestID, x, nil)
		return
	}
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *Peer) settle(id string, x *exchange, err error) {
	if x != nil {
		delete(p.pending, id)
		x.done <- err
	}
}
