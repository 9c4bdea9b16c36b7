package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"syscall"
	"time"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/internal/wire"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/store"
)

// worker is this engine's side: clones in one process.
type worker struct {
	mu     sync.Mutex
	clones map[string]*cloned
	crowd  *crowd
	catch  *catcher
}

// cloned is an open clone, and what has been seen to come.
type cloned struct {
	*replica.Replica
	context *jsonld.Context
	domain  model.Domain

	mu      sync.Mutex
	prefix  model.IRI
	seen    []float64
	grown   *sync.Cond // of mu, when seen has more
	waiting map[model.IRI]chan struct{}
}

// runWorker takes requests as lines, and answers each when it is done.
func runWorker(in io.Reader, out io.Writer) error {
	w := &worker{clones: make(map[string]*cloned)}
	answers := jsonlines.NewWriter(out)
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var req request
		if err := json.Unmarshal(lines.Bytes(), &req); err != nil {
			return err
		}
		go func() {
			a, err := w.do(context.Background(), req)
			if err != nil {
				a.Err = err.Error()
			}
			a.N = req.N
			_ = answers.Write(a) // Who does not listen has gone, and the input ends.
		}()
	}
	return lines.Err()
}

func (w *worker) do(ctx context.Context, req request) (answer, error) {
	switch req.Do {
	case "open":
		return w.open(req)
	case "usage":
		return usage()
	case "commit":
		return commit(req)
	case "replay":
		return replay(req)
	case "catch":
		return w.beginCatching(req)
	case "caught":
		return w.catch.caught(req)
	case "pass":
		return pass(req)
	case "gather":
		return w.gather(req)
	case "shout":
		return w.shout(req)
	case "compact":
		_, size, err := store.Compact(req.Dir+".mld", store.Options{Domain: model.Domain(req.Domain)})
		return answer{State: float64(size.State), History: float64(size.History)}, err
	}
	w.mu.Lock()
	c := w.clones[req.Clone]
	w.mu.Unlock()
	if c == nil {
		return answer{}, fmt.Errorf("there is no clone %s", req.Clone)
	}
	switch req.Do {
	case "close":
		return answer{}, c.Close()
	case "write":
		return c.write(ctx, req)
	case "edit":
		return c.edit(ctx, req)
	case "watch":
		return c.watch(req), nil
	case "seen":
		return c.sightings(req), nil
	case "await":
		return c.await(ctx, req)
	case "describe":
		return c.describe(ctx, req)
	case "select":
		return c.selectCity(ctx, req)
	case "describeAll":
		return c.describeAll(ctx)
	default:
		return answer{}, fmt.Errorf("there is no work %q", req.Do)
	}
}

// open opens a clone, and returns when it has all that the others have,
// and they see it; the time is that of the first.
func (w *worker) open(req request) (answer, error) {
	start := time.Now()
	domain, err := model.ParseDomain(req.Domain)
	if err != nil {
		return answer{}, err
	}
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		return answer{}, err
	}
	t, err := wire.Connect(socketio.Options{URLs: []string{req.Relay}, ID: req.ID, Domain: req.Domain})
	if err != nil {
		return answer{}, err
	}
	r, err := replica.Open(replica.Config{
		Domain: domain, ID: req.ID, File: req.Dir + ".mld", Genesis: req.Genesis, NetworkTimeout: 30 * time.Second, Transport: t,
	})
	if err != nil {
		return answer{}, err
	}
	c := &cloned{Replica: r, context: ctx, domain: domain, waiting: make(map[model.IRI]chan struct{})}
	c.grown = sync.NewCond(&c.mu)
	st, _ := r.Status()
	updates, _ := r.Follow(st.Ticks)
	t.Begin()
	go c.follow(updates)
	var a answer
	for {
		st, changed := r.Status()
		if a.MS == 0 && st.Online && !st.Joining && !st.Outdated {
			a = took(start)
		}
		if a.MS > 0 && st.Present {
			break
		}
		select {
		case <-changed:
		case <-r.Done():
			return answer{}, fmt.Errorf("the clone closed: %w", r.Err())
		}
	}
	w.mu.Lock()
	w.clones[req.Clone] = c
	w.mu.Unlock()
	return a, nil
}

// sightings are when so many came that are watched: what is there already may still be on
// its way to who follows.
func (c *cloned) sightings(req request) answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.seen) < req.Times {
		c.grown.Wait()
	}
	return answer{At: c.seen}
}

// follow notes who comes, and when.
func (c *cloned) follow(updates <-chan replica.Update) {
	for u := range updates {
		at := micros(time.Now())
		c.mu.Lock()
		var last model.IRI
		for _, t := range u.Inserts {
			if t.S == last {
				continue
			}
			last = t.S
			if coming := c.waiting[t.S]; coming != nil {
				close(coming)
				delete(c.waiting, t.S)
			}
			if c.prefix != "" && len(t.S) > len(c.prefix) && t.S[:len(c.prefix)] == c.prefix {
				c.seen = append(c.seen, at)
			}
		}
		c.grown.Broadcast()
		c.mu.Unlock()
	}
}

func took(start time.Time) answer {
	return answer{MS: float64(time.Since(start)) / float64(time.Millisecond)}
}

func micros(t time.Time) float64 { return float64(t.UnixNano()) / 1000 }

func usage() (answer, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return answer{}, err
	}
	cpu := time.Duration(u.Utime.Nano() + u.Stime.Nano())
	return answer{CPU: float64(cpu) / float64(time.Millisecond)}, nil
}
