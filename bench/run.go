package main

import (
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/net/relay"
)

// engine is one of the two that are compared.
type engine string

// domain is where all clones are.
const domain = "bench.m-ld.org"

const (
	ours   engine = "Go"
	theirs engine = "JavaScript"
)

// run is one piece of work, done once by one engine. The first error ends it: what
// follows does nothing.
type run struct {
	*bench
	engine  engine
	dir     string
	relay   *relay.Relay
	url     string
	workers []*process
	figures map[string]float64
	clones  int

	mu  sync.Mutex
	err error
}

// once does a workload with an engine.
func (b *bench) once(w workload, e engine) (map[string]float64, error) {
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &run{
		bench: b, engine: e, dir: dir, relay: relay.New(relay.Options{}), url: "http://" + listener.Addr().String(),
		figures: make(map[string]float64),
	}
	server := &http.Server{Handler: r.relay, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // It ends with Close.
	defer func() {
		for _, p := range r.workers {
			p.CloseInput() // It ends by itself, and writes its profile.
			select {
			case <-p.Exited():
			case <-time.After(5 * time.Second):
			}
			p.Kill()
		}
		_ = server.Close()
		r.relay.Close()
	}()
	w.run(r)
	return r.figures, r.err
}

// process begins a process of the engine.
func (r *run) process() *process {
	var p *reference.Process
	var err error
	if r.engine == ours {
		p, err = reference.StartCommand(r.self, append([]string{"worker"}, r.workerFlags()...)...)
	} else {
		p, err = reference.Start(r.npm, r.script)
	}
	if err != nil {
		r.fail(err)
		return nil
	}
	w := newProcess(p)
	r.workers = append(r.workers, w)
	return w
}

func (r *run) workerFlags() []string {
	if r.profiles == "" {
		return nil
	}
	return []string{"-cpuprofile", filepath.Join(r.profiles, fmt.Sprintf("%s-%d.pprof", r.current, len(r.workers)))}
}

func (r *run) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
	}
}

func (r *run) failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err != nil
}

// do has work done, unless something has failed.
func (r *run) do(p *process, req request) answer {
	if r.failed() {
		return answer{}
	}
	a, err := p.do(req)
	if err != nil {
		r.fail(err)
	}
	return a
}

// open opens a clone; the first one is the genesis.
func (r *run) open(p *process, name string) float64 {
	r.clones++
	return r.do(p, request{
		Do: "open", Clone: name, Dir: filepath.Join(r.dir, name), Relay: r.url, Domain: domain,
		ID: fmt.Sprintf("clone%02d%s", r.clones, name), Genesis: r.clones == 1,
	}).MS
}

// cpu is what the processes have used, in milliseconds.
func (r *run) cpu(p *process) float64 { return r.do(p, request{Do: "usage"}).CPU }

// memory is the most that a process has had so far, in MB.
func (r *run) memory(p *process) float64 {
	if r.failed() {
		return 0
	}
	return p.memory() / mega
}

// size is how many bytes a clone has on disk.
func (r *run) size(name string) (bytes float64) {
	for _, path := range []string{filepath.Join(r.dir, name), filepath.Join(r.dir, name+".mld")} {
		_ = filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil // Only one of the two is there.
			}
			if info, err := d.Info(); err == nil && !d.IsDir() {
				bytes += float64(info.Size())
			}
			return nil
		})
	}
	return bytes
}
