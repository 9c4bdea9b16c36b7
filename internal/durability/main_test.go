package durability

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/internal/wire"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/store"
)

const domain = model.Domain("test.m-ld.org")

// patience bounds every wait for what is sure to come.
const patience = 60 * time.Second

var kills = flag.Int("kills", 25, "how often a process is killed in the longest of the tests, and a tenth of it in the others")

// The environment of a process that is to be killed.
const (
	envJob   = "MLD_TUI_DURABILITY_JOB"
	envFile  = "MLD_TUI_DURABILITY_FILE"
	envRelay = "MLD_TUI_DURABILITY_RELAY"
)

// jobs are what such a process does.
var jobs = map[string]func(){"write": writeUntilKilled, "join": joinUntilKilled, "import": importUntilKilled, "compact": compactUntilKilled}

func TestMain(m *testing.M) {
	if job := jobs[os.Getenv(envJob)]; job != nil {
		job()
		return
	}
	os.Exit(m.Run())
}

// victim is a process that does a job with a file.
func victim(t *testing.T, job, path, relayURL string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envJob+"="+job, envFile+"="+path, envRelay+"="+relayURL, "GORACE=atexit_sleep_ms=0")
	cmd.Stderr = os.Stderr
	t.Cleanup(func() {
		if cmd.Process != nil && cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	})
	return cmd
}

// killAfter runs a process, and kills it after a while, or waits for it to end.
func killAfter(t *testing.T, cmd *exec.Cmd, after time.Duration) (ended bool) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		err = cmd.Wait()
	}()
	select {
	case <-done:
		if err != nil {
			t.Fatalf("the process failed by itself: %v", err)
		}
		return true
	case <-time.After(after):
		_ = cmd.Process.Kill()
		<-done
		return false
	}
}

// open opens a clone at a relay. Its network timeout is short, for what fails is
// tried again in proportion to it.
func open(path, relayURL string, genesis bool) (*replica.Replica, error) {
	return openLogging(path, relayURL, genesis, nil)
}

// openLogging is open, and tells what happens.
func openLogging(path, relayURL string, genesis bool, log io.Writer) (*replica.Replica, error) {
	id := replica.NewID()
	if log == nil {
		log = io.Discard
	}
	w, err := wire.Connect(socketio.Options{
		URLs: []string{relayURL}, ID: id, Domain: string(domain),
		Backoff: socketio.Backoff{Min: 5 * time.Millisecond, Max: 50 * time.Millisecond},
	})
	if err != nil {
		return nil, err
	}
	r, err := replica.Open(replica.Config{
		Domain: domain, ID: id, File: path, Genesis: genesis, Transport: w, NetworkTimeout: time.Second,
		Log:    store.LogBounds{Bytes: 1 << 20}, // So that checking does not take longer and longer.
		Logger: slog.New(slog.NewTextHandler(log, nil)),
	})
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	w.Begin()
	return r, nil
}

// openFor is open, in a test.
func openFor(t *testing.T, path, relayURL string, genesis bool) *replica.Replica {
	t.Helper()
	r, err := open(path, relayURL, genesis)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func isCurrent(st replica.Status) bool { return !st.Joining && st.Online && !st.Outdated }

// awaitStatus waits until a clone's status is as wanted.
func awaitStatus(t *testing.T, r *replica.Replica, wanted func(replica.Status) bool) {
	t.Helper()
	for timeout := time.After(patience); ; {
		st, changed := r.Status()
		if wanted(st) {
			return
		}
		select {
		case <-changed:
		case <-r.Done():
			t.Fatalf("the clone has closed: %v", r.Err())
		case <-timeout:
			t.Fatalf("the status is still %+v", st)
		}
	}
}

// awaitData waits until what a clone holds is as wanted.
func awaitData(t *testing.T, r *replica.Replica, wanted func(model.Graph) error) {
	t.Helper()
	st, _ := r.Status()
	updates, stop := r.Follow(st.Ticks)
	defer stop()
	for timeout := time.After(patience); ; {
		err := r.Read(context.Background(), wanted)
		if err == nil {
			return
		}
		select {
		case _, ok := <-updates:
			if !ok {
				t.Fatalf("the clone has closed: %v", r.Err())
			}
		case <-timeout:
			st, _ := r.Status()
			t.Fatalf("still: %v; the status is %+v", err, st)
		}
	}
}

// inspect opens a file that nobody has open, checks it, and looks into it.
func inspect(t *testing.T, path string, look func(tx *store.Tx) error) {
	t.Helper()
	s, err := store.Open(path, store.Options{Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if faults, err := s.Verify(); err != nil || len(faults) > 0 {
		t.Fatalf("the file is broken: %v %q", err, faults)
	}
	if err := s.View(look); err != nil {
		t.Fatal(err)
	}
}

// digestOf is the digest of a file that nobody has open.
func digestOf(t *testing.T, path string) (d store.Digest) {
	t.Helper()
	inspect(t, path, func(tx *store.Tx) error { d = tx.Digest(); return nil })
	return d
}

func iri(name string) model.IRI { return domain.Base() + model.IRI(name) }

func property(name string) model.IRI { return domain.Vocab() + model.IRI(name) }

// many are triples of n subjects.
func many(prefix string, n int) []model.Triple {
	out := make([]model.Triple, 0, 2*n)
	for i := range n {
		id := iri(fmt.Sprintf("%s%d", prefix, i))
		out = append(out,
			model.Triple{S: id, P: model.RDFType, O: model.Ref(property("Thing"))},
			model.Triple{S: id, P: property("text"), O: model.String(fmt.Sprint(prefix, " number ", i))})
	}
	return out
}

// fill writes many triples, in transactions of a size that relays take.
func fill(t *testing.T, r *replica.Replica, triples []model.Triple) {
	t.Helper()
	for len(triples) > 0 {
		n := min(len(triples), 2000)
		if err := r.Patch(t.Context(), model.Patch{Inserts: triples[:n]}); err != nil {
			t.Fatal(err)
		}
		triples = triples[n:]
	}
}
