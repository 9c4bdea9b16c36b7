package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/internal/reference"
)

// patience is how long any one piece of work may take.
const patience = 20 * time.Minute

// process is a worker, seen from outside.
type process struct {
	*reference.Process
	mu      sync.Mutex
	n       int
	waiting map[int]chan answer
	ended   bool
	// anonymous is the most memory that was seen: see memory.
	anonymous float64
}

func newProcess(p *reference.Process) *process {
	w := &process{Process: p, waiting: make(map[int]chan answer)}
	go w.read()
	go w.watchMemory()
	return w
}

func (p *process) read() {
	for line := range p.Lines() {
		var a answer
		if err := json.Unmarshal(line, &a); err != nil {
			continue // The next figure will be missing.
		}
		p.mu.Lock()
		if to := p.waiting[a.N]; to != nil {
			to <- a
			delete(p.waiting, a.N)
		}
		p.mu.Unlock()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	for _, to := range p.waiting {
		to <- answer{Err: "the process ended: " + p.Stderr()}
	}
	p.waiting = nil
}

// do has some work done.
func (p *process) do(req request) (answer, error) {
	to := make(chan answer, 1)
	p.mu.Lock()
	if p.ended {
		p.mu.Unlock()
		return answer{}, errors.New("the process ended: " + p.Stderr())
	}
	p.n++
	req.N = p.n
	p.waiting[req.N] = to
	p.mu.Unlock()
	if err := p.Send(req); err != nil {
		return answer{}, err
	}
	select {
	case a := <-to:
		if a.Err != "" {
			return a, fmt.Errorf("%s: %s", req.Do, a.Err)
		}
		return a, nil
	case <-time.After(patience):
		return answer{}, fmt.Errorf("%s: no end in %v", req.Do, patience)
	}
}
