package durability

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/store"
)

// smallDisk is a file system of its own, of some megabytes.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	dir := t.TempDir()
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes))
	if err != nil {
		t.Skipf("no file system of its own can be mounted here, which needs root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("it cannot be unmounted: %v", err)
		}
	})
	return dir
}

// stuff takes all the room of a file system but so many bytes, until free is called.
func stuff(t *testing.T, dir string, leave int64) (free func()) {
	t.Helper()
	path := filepath.Join(dir, "stuffing")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
		} else if err != nil {
			t.Fatal(err)
		}
	}
	info, err := f.Stat()
	if err == nil {
		err = f.Truncate(info.Size() - leave)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAFullDiskLeavesNoHalfFile: a domain that could not be begun, for the disk was full,
// can be begun when there is room.
func TestAFullDiskLeavesNoHalfFile(t *testing.T) {
	dir := smallDisk(t, 4)
	path := filepath.Join(dir, "data.mld")
	for _, leave := range []int64{0, 4 << 10, 12 << 10} {
		free := stuff(t, dir, leave)
		s, err := store.Open(path, store.Options{Domain: domain})
		if err == nil {
			err = s.Close()
			t.Fatalf("it was opened in %d bytes: %v", leave, err)
		}
		if !strings.Contains(err.Error(), "make room on the disk") {
			t.Errorf("with %d bytes left: %v", leave, err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
			t.Errorf("with %d bytes left: %v is left behind, %v", leave, left, err)
		}
		free()
	}
	s, err := store.Open(path, store.Options{Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%v is beside it, %v", left, err)
	}
}

// big is a triple that needs some room.
func big(name string) model.Triple {
	return model.Triple{S: iri(name), P: property("text"), O: model.String(strings.Repeat(name+" ", 600))}
}

func hasAll(triples ...model.Triple) func(model.Graph) error {
	return func(g model.Graph) error {
		for _, triple := range triples {
			if !hasTriple(g, triple) {
				return fmt.Errorf("%s is missing", triple.S)
			}
		}
		return nil
	}
}

// writeUntilFull writes until the disk is full, and gives what was acknowledged.
func writeUntilFull(t *testing.T, r *replica.Replica, prefix string) (acked []model.Triple, err error) {
	t.Helper()
	for n := range 10_000 {
		triple := big(fmt.Sprint(prefix, n))
		if err := r.Patch(t.Context(), model.Patch{Inserts: []model.Triple{triple}}); err != nil {
			return acked, err
		}
		acked = append(acked, triple)
	}
	t.Fatal("the disk is never full")
	return nil, nil
}

// TestFullDisk fills the disk of one of two clones: its writes fail with the
// reason, nothing that was acknowledged is lost, nothing that was not reaches the
// other, reading goes on; and when there is room again, so does everything, what
// the other wrote meanwhile included.
func TestFullDisk(t *testing.T) {
	url, disk := relaytest.Start(t), smallDisk(t, 12)
	path, otherPath := filepath.Join(disk, "data.mld"), filepath.Join(t.TempDir(), "other.mld")
	full, other := openFor(t, path, url, true), openFor(t, otherPath, url, false)
	awaitStatus(t, other, isCurrent)
	awaitStatus(t, full, isCurrent)

	for round := range 3 {
		free := stuff(t, disk, 0)
		acked, err := writeUntilFull(t, full, fmt.Sprintf("own%d-", round))
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "make room on the disk") {
			t.Errorf("a full disk is told as: %v", err)
		}
		// What comes from others cannot be saved either. It is asked for again.
		theirs := big(fmt.Sprintf("theirs%d", round))
		if err := other.Patch(t.Context(), model.Patch{Inserts: []model.Triple{theirs}}); err != nil {
			t.Fatal(err)
		}
		awaitStatus(t, full, func(st replica.Status) bool { return st.Outdated })
		refused := big(fmt.Sprintf("refused%d", round))
		if err := full.Patch(t.Context(), model.Patch{Inserts: []model.Triple{refused}}); err == nil {
			t.Fatal("there is room all of a sudden")
		}
		if err := full.Read(t.Context(), hasAll(acked...)); err != nil {
			t.Errorf("with a full disk: %v", err)
		}
		free()
		awaitData(t, full, hasAll(theirs))
		awaitData(t, other, hasAll(acked...))
		again := big(fmt.Sprintf("again%d", round))
		if err := full.Patch(t.Context(), model.Patch{Inserts: []model.Triple{again}}); err != nil {
			t.Fatalf("with room again: %v", err)
		}
		awaitData(t, other, func(g model.Graph) error {
			if hasTriple(g, refused) {
				t.Fatal("what was refused reached the other")
			}
			return hasAll(again)(g)
		})
		awaitStatus(t, full, isCurrent)
	}
	for _, r := range []*replica.Replica{full, other} {
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := digestOf(t, path), digestOf(t, otherPath); a != b {
		t.Errorf("the digests are %v and %v", a, b)
	}
}

// TestFullDiskWhileJoining: a snapshot that does not fit is tried again until it
// does.
func TestFullDiskWhileJoining(t *testing.T) {
	for name, leave := range map[string]int64{"at its beginning": 0, "in its middle": 256 << 10} {
		t.Run(name, func(t *testing.T) { joinOnFullDisk(t, leave) })
	}
}

func joinOnFullDisk(t *testing.T, leave int64) {
	url, disk := relaytest.Start(t), smallDisk(t, 12)
	giverPath, path := filepath.Join(t.TempDir(), "giver.mld"), filepath.Join(disk, "data.mld")
	giver := openFor(t, giverPath, url, true)
	fill(t, giver, many("s", 3000))
	awaitStatus(t, giver, func(st replica.Status) bool { return st.Online })

	// A file that is ready, but has no data yet.
	if s, err := store.Open(path, store.Options{Domain: domain}); err != nil {
		t.Fatal(err)
	} else if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	free := stuff(t, disk, leave)
	log := &listener{words: "no space left on device", heard: make(chan struct{})}
	newcomer, err := openLogging(path, url, false, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = newcomer.Close() })
	select {
	case <-log.heard:
	case <-time.After(patience):
		t.Fatal("the snapshot fits")
	}
	free()
	awaitStatus(t, newcomer, isCurrent)
	for _, r := range []*replica.Replica{giver, newcomer} {
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := digestOf(t, path), digestOf(t, giverPath); a != b {
		t.Errorf("the digests are %v and %v", a, b)
	}
}

// TestFullDiskWhileCompacting: a file that cannot be written anew stays as it is.
func TestFullDiskWhileCompacting(t *testing.T) {
	disk := smallDisk(t, 12)
	path := filepath.Join(disk, "data.mld")
	r, err := replica.Open(replica.Config{Domain: domain, File: path, Genesis: true})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, r, many("s", 2000))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	want := digestOf(t, path)
	free := stuff(t, disk, 0)
	_, _, err = store.Compact(path, store.Options{Domain: domain})
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "is as it was") {
		t.Errorf("with a full disk it says: %v", err)
	}
	if got := digestOf(t, path); got != want {
		t.Errorf("the digest was %v, and is %v", want, got)
	}
	free()
	onlyData(t, path)
	if _, _, err := store.Compact(path, store.Options{Domain: domain}); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if got := digestOf(t, path); got != want {
		t.Errorf("the digest was %v, and is %v", want, got)
	}
}

// TestFullDiskAtTheVeryStart: a domain for which there is no room does not begin, and says
// why, however far its file came; when there is room, it does.
func TestFullDiskAtTheVeryStart(t *testing.T) {
	page := int64(os.Getpagesize())
	for _, leave := range []int64{0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32} {
		t.Run(fmt.Sprint(leave, " pages"), func(t *testing.T) {
			disk := smallDisk(t, 2)
			path := filepath.Join(disk, "data.mld")
			start := func() (*replica.Replica, error) {
				return replica.Open(replica.Config{Domain: domain, File: path, Genesis: true})
			}
			free := stuff(t, disk, leave*page)
			r, err := start()
			switch {
			case err == nil: // So much is enough.
				if leave == 0 {
					t.Error("it begins without a file")
				}
				if err := r.Close(); err != nil {
					t.Error(err)
				}
			case !errors.Is(err, syscall.ENOSPC), !strings.Contains(err.Error(), "room on the disk"):
				t.Errorf("a full disk is told as: %v", err)
			}
			free()
			if r, err = start(); err != nil {
				t.Fatalf("with room again: %v", err)
			}
			defer func() { _ = r.Close() }()
			if err := r.Patch(t.Context(), model.Patch{Inserts: []model.Triple{big("first")}}); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestReadOnlyDisk: a file where nothing can be written is not opened, and what to do
// is said.
func TestReadOnlyDisk(t *testing.T) {
	disk := smallDisk(t, 12)
	path := filepath.Join(disk, "data.mld")
	r, err := replica.Open(replica.Config{Domain: domain, File: path, Genesis: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("it cannot be made read-only: %v", err)
	}
	for _, path := range []string{path, filepath.Join(disk, "folder", "data.mld")} {
		if _, err := store.Open(path, store.Options{Domain: domain}); !errors.Is(err, syscall.EROFS) ||
			!strings.Contains(err.Error(), "name that as the --data folder") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// listener waits for some words in a log.
type listener struct {
	words string
	once  sync.Once
	heard chan struct{}
}

// Write implements io.Writer.
func (l *listener) Write(line []byte) (int, error) {
	if strings.Contains(string(line), l.words) {
		l.once.Do(func() { close(l.heard) })
	}
	return len(line), nil
}
