package replica

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// crashFile names, in the environment, the file that the writer writes to.
const crashFile = "MLD_TUI_CRASH_FILE"

var kills = flag.Int("kills", 20, "how often the writer of TestKilledWriterKeepsWhatItAcknowledged is killed")

// writeUntilKilled writes from several goroutines, and says on standard output
// what was acknowledged.
func writeUntilKilled(path string) {
	r, err := Open(Config{Domain: testDomain, File: path, Genesis: true})
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	run := time.Now().UnixNano()
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("w%d-%d-%d", run, g, n)
				// The value of a shared property is replaced, so that pages are freed, too.
				_, err := r.Write(context.Background(), func(graph model.Graph) (model.Patch, error) {
					p := model.Patch{Inserts: []model.Triple{triple(name, "name", name), triple("last", "name", name)}}
					for t := range graph.Match(model.Pattern{S: testDomain.Base() + "last"}) {
						p.Deletes = append(p.Deletes, t)
					}
					return p, nil
				})
				if err != nil {
					fmt.Println("error:", err)
					return
				}
				_, _ = os.Stdout.WriteString(name + "\n")
			}
		})
	}
	wg.Wait()
}

// TestKilledWriterKeepsWhatItAcknowledged kills a writing process again and again
// at random: the file opens, is sound, and has every write that was acknowledged.
func TestKilledWriterKeepsWhatItAcknowledged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	seed := uint64(time.Now().UnixNano())
	rng := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	var acknowledged []string
	for range *kills {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashFile+"="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		last := rng.IntN(60)
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if strings.HasPrefix(lines.Text(), "error:") {
				t.Errorf("the writer stops: %s", lines.Text())
			}
			acknowledged = append(acknowledged, lines.Text())
			if n == last { // What it has said until then is read to its end.
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait() // It was killed.
		checkAcknowledged(t, path, acknowledged)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d writes were acknowledged", len(acknowledged))
}

func checkAcknowledged(t *testing.T, path string, names []string) {
	t.Helper()
	s, err := store.Open(path, store.Options{Domain: testDomain})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if faults, err := s.Verify(); err != nil || len(faults) > 0 {
		t.Errorf("the file is broken: %v %v", faults, err)
	}
	err = s.View(func(tx *store.Tx) error {
		for _, name := range names {
			if !tx.Has(triple(name, "name", name)) {
				t.Errorf("%s was acknowledged, and is not there", name)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
