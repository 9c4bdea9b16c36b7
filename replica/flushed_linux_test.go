//go:build amd64 || arm64

package replica

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/engine"
)

// What a kill leaves in the memory of the machine, a loss of power does not: what counts
// is flushed. So the system calls of a process with two clones are traced: one starts a
// domain, the other takes a snapshot of it, and both write.

// A clone's file is a name with dataSuffix. Beside it are files to which the process
// writes when the clone publishes something, and when it tells a writer that all is done.
const (
	dataSuffix = ".mld"
	sentSuffix = ".sent"
	toldSuffix = ".told"
)

// flushed watches the order of the system calls.
type flushed struct {
	t *testing.T
	// dirty are files that were written to since they were flushed last; moved are
	// those that were renamed since their folder was.
	dirty, moved map[string]bool
	// saved counts the flushes of a file since its clone last told a writer.
	saved map[string]int
	// What was seen.
	sent, told, loaded int
}

func (f *flushed) see(thread int, c call) {
	switch c.number {
	case syscall.SYS_PWRITE64, syscall.SYS_WRITE, syscall.SYS_FTRUNCATE:
		base, kind := strings.TrimSuffix(c.path, filepath.Ext(c.path)), filepath.Ext(c.path)
		data := base + dataSuffix
		switch {
		case c.done || kind != sentSuffix && kind != toldSuffix:
			f.dirty[c.path] = true // From when it begins.
		case f.dirty[data]:
			f.t.Errorf("%s: something is told that is not flushed (%s)", filepath.Base(data), kind)
		case f.moved[data]:
			f.t.Errorf("%s: something is told before the folder is flushed", filepath.Base(data))
		case kind == sentSuffix:
			f.sent++
		case f.saved[data] == 0:
			f.t.Errorf("%s: a writer is told of what was never saved", filepath.Base(data))
		default:
			f.told++
			f.saved[data] = 0
		}
	case syscall.SYS_FDATASYNC, syscall.SYS_FSYNC:
		if !c.done {
			return
		}
		f.dirty[c.path] = false
		f.saved[c.path]++
		for path := range f.moved {
			if filepath.Dir(path) == c.path {
				delete(f.moved, path)
			}
		}
	case syscall.SYS_RENAMEAT:
		from, to := textAt(thread, c.args[1]), textAt(thread, c.args[3])
		switch {
		case filepath.Ext(to) != dataSuffix:
		case !c.done && f.dirty[from]:
			f.t.Errorf("%s takes the place of %s, and is not flushed", filepath.Base(from), filepath.Base(to))
		case !c.done:
			f.moved[to] = true
			f.dirty[to] = false
			f.loaded++
		}
	}
}

// TestWhatCountsIsFlushed: what a clone publishes, or tells its writer to be done, is on
// the disk and not only on its way there; also where writes are gathered; and a snapshot
// is, with its name, when it has taken the place of what was there.
func TestWhatCountsIsFlushed(t *testing.T) {
	const env = "MLD_TUI_TRACED"
	if of := os.Getenv(env); of != "" {
		dir, gather, _ := strings.Cut(of, "\n")
		d, err := time.ParseDuration(gather)
		if err != nil {
			t.Fatal(err)
		}
		writeTraced(t, dir, d)
		return
	}
	for _, gather := range []time.Duration{0, 5 * time.Millisecond} {
		f := &flushed{t: t, dirty: make(map[string]bool), moved: make(map[string]bool), saved: make(map[string]int)}
		printed := traceCalls(t, fmt.Sprintf("%s=%s\n%v", env, t.TempDir(), gather), []uintptr{
			syscall.SYS_PWRITE64, syscall.SYS_WRITE, syscall.SYS_FTRUNCATE, syscall.SYS_FDATASYNC, syscall.SYS_FSYNC, syscall.SYS_RENAMEAT,
		}, f.see)
		if f.told != 3*tracedWrites || f.sent < f.told || f.loaded != 1 {
			t.Errorf("gathered for %v, %d writers were told, %d messages sent, and %d snapshots taken:\n%s", gather, f.told, f.sent, f.loaded, printed)
		}
	}
}

const tracedWrites = 5

// writeTraced is what the traced process does.
func writeTraced(t *testing.T, dir string, gather time.Duration) {
	t.Helper()
	note := func(id, suffix string) {
		file, err := os.OpenFile(filepath.Join(dir, id+suffix), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		if err == nil {
			_, err = file.WriteString("x")
			_ = file.Close()
		}
		if err != nil {
			t.Error(err)
		}
	}
	b := &bus{tap: func(id string, effect engine.Effect) {
		switch effect.(type) {
		case engine.SendOperation, engine.SendReply: // A reply can give away a part of the clock.
			note(id, sentSuffix)
		}
	}}
	join := func() member {
		id := fmt.Sprintf("clone-%d-----------", len(b.plugs))
		return b.join(t, Config{File: filepath.Join(dir, id+dataSuffix), Gather: gather})
	}
	write := func(m member) {
		for range tracedWrites {
			done := make(chan error, 1)
			m.post(engine.Write{
				Change: func(model.Graph) (model.Patch, error) {
					return model.Patch{Inserts: []model.Triple{{
						S: "http://test.m-ld.org/x", P: "http://test.m-ld.org/#p", O: model.String(NewID()),
					}}}, nil
				},
				Done: func(_ Written, err error) { // In the clone's own goroutine, which does nothing else meanwhile.
					note(m.ID(), toldSuffix)
					done <- err
				},
			})
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
	}
	one := join()
	write(one)
	two := join()
	write(one)
	write(two)
	settle(t, one, two)
}
