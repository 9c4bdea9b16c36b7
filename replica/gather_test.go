package replica

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
)

// commits is the number of the last commit in a file, by the format of bbolt's two meta
// pages.
func commits(t *testing.T, path string) uint64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	last := uint64(0)
	for page := range 2 {
		number := make([]byte, 8)
		if _, err := f.ReadAt(number, int64(page*os.Getpagesize()+16+48)); err != nil {
			t.Fatal(err)
		}
		last = max(last, binary.LittleEndian.Uint64(number))
	}
	return last
}

// TestGatheredWritesShareACommit: writes that follow each other closely are saved
// together, and are on disk when their writers hear of it.
func TestGatheredWritesShareACommit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	r, err := Open(Config{Domain: "test.m-ld.org", File: path, Genesis: true, Gather: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	before := commits(t, path)
	const writers = 40
	var all sync.WaitGroup
	for n := range writers {
		all.Go(func() {
			was := commits(t, path)
			if _, err := r.Write(t.Context(), func(model.Graph) (model.Patch, error) {
				return model.Patch{Inserts: []model.Triple{{
					S: model.IRI(fmt.Sprint("http://test.m-ld.org/", n)), P: "http://test.m-ld.org/#p", O: model.Integer(int64(n)),
				}}}, nil
			}); err != nil {
				t.Error(err)
			}
			if commits(t, path) == was {
				t.Error("a writer was told before anything was saved")
			}
		})
	}
	all.Wait()
	if n := commits(t, path) - before; n > writers/4 {
		t.Errorf("%d writes took %d commits", writers, n)
	}
}
