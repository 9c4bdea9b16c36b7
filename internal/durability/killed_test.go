package durability

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/store"
)

// Each writer has some slots, whose one value it replaces, in turn: so that values
// are deleted, too, and the data does not grow with the number of kills.
const (
	writers = 4
	slots   = 50
)

// slot is where the write of a number goes.
func slot(writer string, n int) (model.IRI, model.IRI) {
	return iri(writer), property(fmt.Sprint("slot", n%slots))
}

// put replaces the value of a slot by a number, and what all write to by the
// writer's.
func put(r *replica.Replica, writer string, n int) error {
	_, err := r.Write(context.Background(), func(g model.Graph) (p model.Patch, err error) {
		id, at := slot(writer, n)
		for t := range g.Match(model.Pattern{S: id, P: at}) {
			p.Deletes = append(p.Deletes, t)
		}
		for t := range g.Match(model.Pattern{S: iri("all"), P: property("last")}) {
			p.Deletes = append(p.Deletes, t)
		}
		p.Inserts = []model.Triple{
			{S: id, P: at, O: model.Integer(int64(n))},
			{S: iri("all"), P: property("last"), O: model.String(fmt.Sprint(writer, n))},
		}
		return p, nil
	})
	return err
}

// valueOf is the one value of a slot; zero for none.
func valueOf(g model.Graph, writer string, n int) (value int, err error) {
	id, at := slot(writer, n)
	values := 0
	for t := range g.Match(model.Pattern{S: id, P: at}) {
		values++
		if _, err := fmt.Sscan(t.O.Value, &value); err != nil {
			return 0, err
		}
	}
	if values > 1 {
		return 0, fmt.Errorf("%s has %d values of %s", id, values, at)
	}
	return value, nil
}

// writeUntilKilled writes from several goroutines, begins where the last left off,
// and says on standard output what was acknowledged.
func writeUntilKilled() {
	r, err := open(os.Getenv(envFile), os.Getenv(envRelay), false)
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	for { // The first time, it has to join.
		st, changed := r.Status()
		if !st.Joining {
			break
		}
		<-changed
	}
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			writer := fmt.Sprint("w", w)
			n := 0
			err := r.Read(context.Background(), func(g model.Graph) error {
				for i := range slots {
					v, err := valueOf(g, writer, i)
					if err != nil {
						return err
					}
					n = max(n, v)
				}
				return nil
			})
			for err == nil {
				n++
				if err = put(r, writer, n); err == nil {
					_, err = fmt.Println(writer, n)
				}
			}
			fmt.Println("error:", err)
		})
	}
	wg.Wait()
}

// acknowledged are the last numbers that a writer has acknowledged, by slot.
type acknowledged map[string]*[slots]int

// missing says what of it a graph does not have. A write that was not acknowledged
// may have been made, but only the next one.
func (a acknowledged) missing(g model.Graph) error {
	for writer, last := range a {
		for at, n := range last {
			v, err := valueOf(g, writer, at)
			if err != nil {
				return err
			}
			if v < n {
				return fmt.Errorf("%s acknowledged %d, and slot %d has %d", writer, n, at, v)
			}
		}
	}
	return nil
}

// takeUntil reads what a writing process says, and kills it after so many writes.
func (a acknowledged) takeUntil(t *testing.T, out io.Reader, kill func(), writes int) (total int) {
	t.Helper()
	stuck := time.AfterFunc(patience, func() {
		t.Error("the writer is stuck")
		kill()
	})
	defer stuck.Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() { // What it has said until it was killed is read to its end.
		if strings.HasPrefix(lines.Text(), "error:") {
			t.Errorf("the writer stops: %s", lines.Text())
		}
		var writer string
		var n int
		if _, err := fmt.Sscan(lines.Text(), &writer, &n); err == nil {
			if a[writer] == nil {
				a[writer] = new([slots]int)
			}
			a[writer][n%slots] = n
		}
		if total++; total == writes {
			kill()
		}
	}
	return total
}

// TestKilledWriterLosesNothing kills a writing process again and again, at random,
// while another clone writes as well. Each time its file opens, is sound, and has
// every write that was acknowledged; and all of them reach the other clone.
func TestKilledWriterLosesNothing(t *testing.T) {
	url := relaytest.Start(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "victim.mld")
	witness := openFor(t, filepath.Join(dir, "witness.mld"), url, true)
	awaitStatus(t, witness, func(st replica.Status) bool { return st.Online })
	stop := keepWriting(t, witness)

	seed := uint64(time.Now().UnixNano())
	rng := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	acked, total, begun := make(acknowledged), 0, time.Now()
	for n := range *kills {
		cmd := victim(t, "write", path, url)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kill := func() { _ = cmd.Process.Kill() }
		if rng.IntN(4) == 0 && n > 0 { // While it opens, connects and catches up, perhaps.
			timer := time.AfterFunc(time.Duration(rng.IntN(150))*time.Millisecond, kill)
			total += acked.takeUntil(t, out, kill, 200)
			timer.Stop()
		} else {
			total += acked.takeUntil(t, out, kill, 1+rng.IntN(100))
		}
		_ = cmd.Wait() // It was killed.
		if n == 0 && total == 0 {
			t.Fatal("nothing was written")
		}
		inspect(t, path, func(tx *store.Tx) error { return acked.missing(tx) })
		if n%100 == 99 {
			t.Logf("%d kills and %d writes after %v", n+1, total, time.Since(begun).Round(time.Second))
		}
		if n%10 == 9 { // Else what is not sent piles up, which is worth a try, too.
			reaches(t, path, url, witness, acked)
		}
	}
	stop()
	reaches(t, path, url, witness, acked)
	var theirs store.Digest
	inspect(t, path, func(tx *store.Tx) error { theirs = tx.Digest(); return nil })
	if err := witness.Close(); err != nil {
		t.Fatal(err)
	}
	if ours := digestOf(t, filepath.Join(dir, "witness.mld")); ours != theirs {
		t.Errorf("the digests are %v and %v", ours, theirs)
	}
	t.Logf("%d kills, %d writes were acknowledged", *kills, total)
}

// keepWriting has a clone write until it is told to stop.
func keepWriting(t *testing.T, r *replica.Replica) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := 1; ctx.Err() == nil; n++ {
			if err := put(r, "witness", n); err != nil {
				t.Error(err)
				return
			}
			select {
			case <-ctx.Done():
			case <-time.After(3 * time.Millisecond): // A pace, not a wait.
			}
		}
	})
	stop = sync.OnceFunc(func() { cancel(); wg.Wait() })
	t.Cleanup(stop)
	return stop
}

// reaches opens a file, and makes sure that what was acknowledged comes to the
// other clone.
func reaches(t *testing.T, path, url string, witness *replica.Replica, acked acknowledged) {
	t.Helper()
	r, err := open(path, url, false)
	if err != nil {
		t.Fatal(err)
	}
	awaitStatus(t, r, isCurrent)
	awaitData(t, witness, acked.missing)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}
