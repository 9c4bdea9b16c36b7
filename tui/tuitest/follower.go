package tuitest

import (
	"sync"

	"github.com/m-ld/mld-tui/replica"
)

// follower passes updates on in order, at the speed of who takes them.
type follower struct {
	mu     sync.Mutex
	queue  []replica.Update
	ended  bool
	signal chan struct{} // holds one when there is something to do
	stop   chan struct{}
}

// Follow gives the updates after a tick.
func (c *Clone) Follow(after uint64) (<-chan replica.Update, func()) {
	f := &follower{signal: make(chan struct{}, 1), stop: make(chan struct{})}
	c.mu.Lock()
	for _, u := range c.log {
		if u.Tick > after {
			f.queue = append(f.queue, u)
		}
	}
	c.followers[f] = struct{}{}
	if c.closed {
		f.ended = true
	}
	c.mu.Unlock()
	out := make(chan replica.Update)
	f.poke()
	go f.run(out)
	return out, sync.OnceFunc(func() {
		c.mu.Lock()
		delete(c.followers, f)
		c.mu.Unlock()
		close(f.stop)
	})
}

func (f *follower) poke() {
	select {
	case f.signal <- struct{}{}:
	default:
	}
}

func (f *follower) add(u replica.Update) {
	f.mu.Lock()
	f.queue = append(f.queue, u)
	f.mu.Unlock()
	f.poke()
}

func (f *follower) end() {
	f.mu.Lock()
	f.ended = true
	f.mu.Unlock()
	f.poke()
}

func (f *follower) run(out chan<- replica.Update) {
	defer close(out)
	for {
		select {
		case <-f.signal:
		case <-f.stop:
			return
		}
		f.mu.Lock()
		queue, ended := f.queue, f.ended
		f.queue = nil
		f.mu.Unlock()
		for _, u := range queue {
			select {
			case out <- u:
			case <-f.stop:
				return
			}
		}
		if ended {
			return
		}
	}
}
