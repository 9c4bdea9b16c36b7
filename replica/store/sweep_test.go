package store

import (
	"os"
	"path/filepath"
	"testing"
)

// What a crash has left of a file that was begun goes when the file is opened, be it new
// or not; the files of others stay.
func TestWhatWasBegunIsSweptAway(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "data.mld")
	others := []string{".data.mld.loading-2", ".other.mld-3", "data.mld-4", "data.mld.loading"}
	for _, name := range others {
		write(t, filepath.Join(dir, name))
	}
	for range 2 {
		left := filepath.Join(dir, ".data.mld-1")
		write(t, left)
		s, err := Open(path, Options{Domain: domain})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(left); !os.IsNotExist(err) {
			t.Errorf("%s is there: %v", left, err)
		}
	}
	for _, name := range others {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func write(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
}
