package replica

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
)

// garbage is a transport whose peers send nonsense.
type garbage struct{ events chan engine.Event }

func (g *garbage) Send(engine.Effect) error    { return nil }
func (g *garbage) Events() <-chan engine.Event { return g.events }
func (g *garbage) Link() Link                  { return Link{} }
func (g *garbage) Close() error                { return nil }

// TestRefusalsAreKept: what was refused is told of at once, and when the file is
// opened again.
func TestRefusalsAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	wire := &garbage{make(chan engine.Event)}
	r, err := Open(Config{Domain: testDomain, File: path, Genesis: true, Transport: wire})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	wire.events <- engine.Connected{}
	wire.events <- engine.Presence{}
	for range 3 {
		wire.events <- engine.Operation{Payload: []byte("nonsense\x1b[2J")}
	}
	wire.events <- engine.Request{From: "peer\n", MessageID: "m", Payload: []byte("nonsense")}
	deadline := time.After(time.Minute)
	for {
		st, changed := r.Status()
		if st.Refusals == 2 {
			break
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("the status is %+v", st)
		}
	}
	check := func(r *Replica, least uint64) {
		t.Helper()
		list, err := r.Refusals(t.Context())
		if err != nil || len(list) != 2 {
			t.Fatalf("there are %+v, %v", list, err)
		}
		if list[0].Origin != "the domain" || list[0].Count < least || list[1].Origin != "clone peer\ufffd" || list[1].Count != 1 {
			t.Errorf("there are %+v", list)
		}
	}
	check(r, 2)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	check(open(t, path), 2)
}
