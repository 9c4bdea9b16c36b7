package compliance

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/internal/reference"
)

const (
	// presencePatience is how long a genesis clone's first words are held back for it to become present.
	presencePatience = 3 * time.Second
	// endPatience is how long a clone may take to stop, and then its process to end.
	endPatience = 10 * time.Second
)

// clone is one clone of the suite, over all its lives. A life is one process.
type clone struct {
	id      string
	domain  string
	dir     string
	engine  Engine
	genesis bool // it was the first in its domain
	proxy   *Proxy
	order   *sequencer
	log     *Log
	inspect func(c *clone, stderr string)

	mu      sync.Mutex
	settled bool // it has started once: the claim to be genesis is used up
	life    *life
}

// life is a running process of a clone.
type life struct {
	clone   *clone
	process *reference.Process
	request string
	res     *response
	over    chan struct{} // closed when the process has ended and all it said has been dealt with

	mu       sync.Mutex
	holding  []func()    // a genesis clone's first words, until it is present
	hold     bool        // whether words are to be held
	release  *time.Timer // bounds the holding
	begun    bool        // started was said
	pending  map[string]*pending
	expected bool   // the end of the process was asked for
	refusal  string // why the clone did not start, by its own word
}

// pending is a request that a clone process works on.
type pending struct {
	res  *response    // nil for an end
	done chan message // for an end
}

func (c *clone) claimGenesis() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.genesis && !c.settled
}

// start launches a process and has it start the clone; what the clone says then answers the request.
func (c *clone) start(request string, res *response, config map[string]json.RawMessage) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.life != nil {
		return statusError{http.StatusBadRequest, fmt.Errorf("clone %s is already started", c.id)}
	}
	process, err := c.engine.Launch()
	if err != nil {
		return err
	}
	l := &life{
		clone: c, process: process, request: request, res: res, over: make(chan struct{}),
		pending: make(map[string]*pending), hold: c.genesis && !c.settled,
	}
	if l.hold {
		l.release = time.AfterFunc(presencePatience, l.letOut)
	}
	c.life = l
	c.order.enter(c.id, c.domain)
	go l.listen()
	return l.send(map[string]any{"@type": "start", "requestId": request, "config": config, "tmpDirName": c.dir})
}

func (c *clone) current() *life {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.life
}

func (c *clone) transact(request string, res *response, body []byte) error {
	l := c.current()
	if l == nil {
		return fmt.Errorf("clone %s is not running", c.id)
	}
	if !isRead(body) {
		c.order.begin(c.id, request)
	}
	return l.ask(request, &pending{res: res}, map[string]any{
		"@type": "transact", "id": request, "request": json.RawMessage(body),
	})
}

// end stops or destroys the clone in its own way, and waits until its process is gone, so that the next one finds the
// data free. It is no error if the clone is not running.
func (c *clone) end(how string) error {
	l := c.current()
	if l == nil {
		return nil
	}
	l.mu.Lock()
	l.expected = true
	begun := l.begun
	l.mu.Unlock()
	if !begun {
		// A clone that is still about to start, or was refused, has nothing to tidy up
		c.kill()
		return nil
	}
	done := make(chan message, 1)
	request := how + "-" + l.request
	if err := l.ask(request, &pending{done: done}, map[string]any{"@type": how, "id": request}); err != nil {
		c.kill()
		return err
	}
	timeout := time.NewTimer(endPatience)
	defer timeout.Stop()
	var failure error
	select {
	case answer, ok := <-done:
		switch {
		case !ok:
			failure = fmt.Errorf("the process of clone %s ended at %s without a word", c.id, how)
		case answer.Type == "error":
			failure = errors.New(answer.reason())
		}
	case <-timeout.C:
		failure = fmt.Errorf("clone %s did not %s in %v", c.id, how, endPatience)
	}
	if failure != nil {
		c.kill()
		return failure
	}
	l.process.CloseInput()
	select {
	case <-l.over:
		return nil
	case <-timeout.C:
		c.kill()
		return fmt.Errorf("the process of clone %s did not end in %v after it said so", c.id, endPatience)
	}
}

// kill ends the clone's process without warning, and waits until it is gone.
func (c *clone) kill() {
	l := c.current()
	if l == nil {
		return
	}
	l.mu.Lock()
	l.expected = true
	l.mu.Unlock()
	c.log.Printf(c.domain, "%s kill", c.id)
	l.process.Kill()
	<-l.over
}

// discard kills the clone and removes all that is left of it.
func (c *clone) discard() {
	c.kill()
	c.proxy.Close()
	if err := os.RemoveAll(c.dir); err != nil {
		c.log.Printf(c.domain, "%s data could not be removed: %v", c.id, err)
	}
}
