package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
)

// crowd are clients of a relay that are no clones: they send and count.
type crowd struct {
	clients []*socketio.Client
	// heard gets a token for every operation that reaches one of them.
	heard chan struct{}
}

// gather connects a number of clients, in domains of so many each.
func (w *worker) gather(req request) (answer, error) {
	w.crowd = &crowd{heard: make(chan struct{}, 1<<16)}
	start := time.Now()
	var all sync.WaitGroup
	errs := make(chan error, req.Times)
	for i := range req.Times {
		c, err := socketio.New(socketio.Options{
			URLs: []string{req.Relay}, ID: fmt.Sprint("crowd", i), Domain: fmt.Sprintf("d%d.%s", i/req.Subjects, req.Domain),
		})
		if err != nil {
			return answer{}, err
		}
		w.crowd.clients = append(w.crowd.clients, c)
		all.Add(1)
		go w.crowd.listen(c, &all, errs)
	}
	all.Wait()
	select {
	case err := <-errs:
		return answer{}, err
	default:
		return took(start), nil
	}
}

func (c *crowd) listen(client *socketio.Client, here *sync.WaitGroup, errs chan<- error) {
	var once sync.Once
	for e := range client.Events() {
		switch e.Kind {
		case transport.Presence:
			once.Do(here.Done)
		case transport.Operation:
			c.heard <- struct{}{}
		case transport.Disconnected:
			errs <- e.Err
			once.Do(here.Done)
		}
	}
}

// shout has the first client send operations, until all others of its domain have
// each.
func (w *worker) shout(req request) (answer, error) {
	start := time.Now()
	payload := make([]byte, 1000)
	others := min(req.Subjects, len(w.crowd.clients)) - 1
	const outstanding = 256
	heard := 0
	hear := func(until int) {
		for ; heard < until; heard++ {
			<-w.crowd.heard
		}
	}
	for i := range req.Times {
		if err := w.crowd.clients[0].Send(transport.Envelope{Kind: transport.Operation, Payload: payload}); err != nil {
			return answer{}, err
		}
		hear((i - outstanding) * others)
	}
	hear(req.Times * others)
	return took(start), nil
}

// meet has clients meet at the relay, in domains of ten, and one of them speak.
func (r *run) meet(clients, messages int) {
	const perDomain = 10
	p := r.process()
	before := memoryInUse()
	r.figures["to connect"] = r.do(p, request{Do: "gather", Relay: r.url, Domain: domain, Times: clients, Subjects: perDomain}).MS
	r.figures["memory a connection"] = (memoryInUse() - before) / float64(clients) / 1000
	ms := r.do(p, request{Do: "shout", Times: messages, Subjects: perDomain}).MS
	if ms > 0 {
		r.figures["messages delivered"] = float64(messages*(perDomain-1)) / ms * 1000
	}
}

// memoryInUse is what this process, which has the relay, holds on to.
func memoryInUse() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc + m.StackInuse)
}
