package compliance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// networkTimeout is what clones are told, in milliseconds: everything is on this machine.
const networkTimeout = 1000

// maxRequest bounds the body of a request.
const maxRequest = 64 << 20

// Options are what an [Orchestrator] needs.
type Options struct {
	// Policy chooses each clone's engine.
	Policy Policy
	// Relay is the address of the relay that all clones use in the end, `http://host:port`.
	Relay string
	// Dir is where clones keep their data.
	Dir string
	// Log has the word on everything that happens.
	Log *Log
	// LogLevel is handed to the clones.
	LogLevel string
	// Latency is how late clones hear from each other. Some specs have clones write at once, and rely upon all to have
	// begun before any has heard of another's write, which clones that answer within a millisecond would do.
	Latency time.Duration
	// IO has connection options for the clones, handed on as they are; without any, engines use their defaults.
	IO map[string]any
}

// Orchestrator runs clones at the wish of the compliance suite, by HTTP. Use [NewOrchestrator].
type Orchestrator struct {
	options  Options
	server   *http.Server
	url      string
	order    *sequencer
	requests atomic.Int64

	mu      sync.Mutex
	clones  map[string]*clone
	domains map[string]int // how many clones have ever started
	faults  []string
}

// NewOrchestrator begins to serve on a port of the loopback interface.
func NewOrchestrator(options Options) (*Orchestrator, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	o := &Orchestrator{
		options: options,
		url:     "http://" + listener.Addr().String(),
		order:   newSequencer(),
		clones:  make(map[string]*clone),
		domains: make(map[string]int),
	}
	routes := http.NewServeMux()
	for name, handle := range map[string]func(request) error{
		"start": o.start, "transact": o.transact, "stop": o.stop,
		"kill": o.kill, "destroy": o.destroy, "partition": o.partition,
	} {
		routes.HandleFunc("POST /"+name, o.handler(handle))
	}
	o.server = &http.Server{Handler: routes, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = o.server.Serve(listener) }()
	return o, nil
}

// URL is what the suite is to be given.
func (o *Orchestrator) URL() string {
	return o.url
}

// Close kills all clones and stops serving.
func (o *Orchestrator) Close() {
	_ = o.server.Close()
	o.mu.Lock()
	clones := o.clones
	o.clones = make(map[string]*clone)
	o.mu.Unlock()
	for _, c := range clones {
		c.discard()
	}
	o.order.close()
}

// Faults lists what clone processes did that no spec can excuse: a panic, or a data race. Clones that still run have
// not been looked at.
func (o *Orchestrator) Faults() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.faults)
}

// inspect looks for a fault in what a clone process has written to standard error.
func (o *Orchestrator) inspect(c *clone, stderr string) {
	if fault := Fault(stderr); fault != "" && c.engine.Name == GoName {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.faults = append(o.faults, fmt.Sprintf("clone %s of %s: %s", c.id, c.domain, fault))
	}
}

// request is what the suite asks of us.
type request struct {
	context context.Context
	id      string
	cloneID string
	query   func(string) string
	body    []byte
	res     *response
}

// statusError is an error with an HTTP status.
type statusError struct {
	status int
	error
}

func (o *Orchestrator) handler(handle func(request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		res, err := takeOver(w)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		req := request{
			// The connection is ours from here, and a clone outlives the request that starts it
			context: context.WithoutCancel(r.Context()),
			id:      "r" + strconv.FormatInt(o.requests.Add(1), 10),
			cloneID: r.URL.Query().Get("cloneId"),
			query:   r.URL.Query().Get,
			body:    body,
			res:     res,
		}
		if err := handle(req); err != nil {
			o.options.Log.Printf(o.domainOf(req.cloneID), "%s %s %s failed: %v", req.cloneID, r.URL.Path, req.id, err)
			status := http.StatusInternalServerError
			var withStatus statusError
			if errors.As(err, &withStatus) {
				status = withStatus.status
			}
			o.order.deliver(func() { res.fail(status, err.Error()) })
		}
	}
}

// domainOf is the domain of a clone, if it is known.
func (o *Orchestrator) domainOf(cloneID string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if c := o.clones[cloneID]; c != nil {
		return c.domain
	}
	return ""
}

// find returns a clone that has been started at some time.
func (o *Orchestrator) find(cloneID string) (*clone, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if c := o.clones[cloneID]; c != nil {
		return c, nil
	}
	return nil, statusError{http.StatusNotFound, fmt.Errorf("clone %s has not been started", cloneID)}
}

// enlist finds a clone, or makes it known with a place for its data, a proxy, an engine, and its genesis claim.
func (o *Orchestrator) enlist(cloneID, domain string) (*clone, error) {
	if cloneID == "" || domain == "" || strings.ContainsAny(cloneID, `/\`) {
		return nil, statusError{http.StatusBadRequest, errors.New("start needs a clone id and a domain")}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if c := o.clones[cloneID]; c != nil && c.domain == domain {
		return c, nil
	} else if c != nil {
		return nil, statusError{http.StatusBadRequest, fmt.Errorf("clone %s is of domain %s", cloneID, c.domain)}
	}
	proxy, err := NewSlowProxy(strings.TrimPrefix(o.options.Relay, "http://"), o.options.Latency)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(o.options.Dir, cloneID)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		proxy.Close()
		return nil, err
	}
	position := o.domains[domain]
	o.domains[domain]++
	c := &clone{
		id: cloneID, domain: domain, dir: dir, proxy: proxy,
		engine: o.options.Policy(position), genesis: position == 0,
		order: o.order, log: o.options.Log, inspect: o.inspect,
	}
	o.clones[cloneID] = c
	return c, nil
}

func (o *Orchestrator) start(req request) error {
	c, err := o.enlist(req.cloneID, req.query("domain"))
	if err != nil {
		return err
	}
	config, err := cloneConfig{
		ID: c.id, Domain: c.domain, Genesis: c.claimGenesis(), NetworkTimeout: networkTimeout,
		LogLevel: o.options.LogLevel, IO: ioConfig{URI: c.proxy.URI(), Opts: o.options.IO},
	}.merge(req.body)
	if err != nil {
		return statusError{http.StatusBadRequest, err}
	}
	return c.start(req.id, req.res, config)
}

func (o *Orchestrator) transact(req request) error {
	c, err := o.find(req.cloneID)
	if err != nil {
		return err
	}
	if !json.Valid(req.body) {
		return statusError{http.StatusBadRequest, errors.New("a transaction must be JSON")}
	}
	return c.transact(req.id, req.res, req.body)
}

func (o *Orchestrator) stop(req request) error {
	c, err := o.find(req.cloneID)
	if err != nil {
		return err
	}
	if err := c.end("stop"); err != nil {
		return err
	}
	o.order.deliver(func() { req.res.answer(http.StatusOK, map[string]string{"@type": "stopped", "cloneId": c.id}) })
	return nil
}

func (o *Orchestrator) kill(req request) error {
	c, err := o.find(req.cloneID)
	if err != nil {
		return err
	}
	c.kill()
	o.order.deliver(func() { req.res.answer(http.StatusOK, map[string]string{"@type": "killed", "cloneId": c.id}) })
	return nil
}

// destroy takes a clone that never started, or is long dead, as destroyed: so the suite's client says it should be.
func (o *Orchestrator) destroy(req request) error {
	o.mu.Lock()
	c := o.clones[req.cloneID]
	delete(o.clones, req.cloneID)
	o.mu.Unlock()
	if c != nil {
		err := c.end("destroy")
		c.discard()
		if err != nil {
			return err
		}
	}
	o.order.deliver(func() { req.res.answer(http.StatusOK, map[string]string{"@type": "destroyed", "cloneId": req.cloneID}) })
	return nil
}

func (o *Orchestrator) partition(req request) error {
	c, err := o.find(req.cloneID)
	if err != nil {
		return err
	}
	state := req.query("state") != "false"
	o.options.Log.Printf(c.domain, "%s partition %v", c.id, state)
	if state {
		c.proxy.Cut()
	} else {
		c.proxy.Heal()
	}
	o.order.deliver(func() { req.res.answer(http.StatusOK, map[string]any{"@type": "partitioned", "state": state}) })
	return nil
}
