package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/store"
)

// TestCheckTellsWhatWasRefused of others, and that the file is sound all the same.
func TestCheckTellsWhatWasRefused(t *testing.T) {
	data := t.TempDir()
	path := filepath.Join(data, "team.example.org", dataFile)
	s, err := store.Open(path, store.Options{Domain: "team.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(func(tx *store.Tx) error {
		return tx.PutRefusals([]store.Refusal{{Origin: "clone peer", Why: "an answer: nonsense", First: time.Now(), Last: time.Now(), Count: 7}})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := newCheckCommand()
	cmd.SetArgs([]string{"team.example.org", "--data", data})
	cmd.SetOut(&out)
	if err := cmd.Execute(); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); !strings.Contains(text, "is sound") || !strings.Contains(text, "refused from clone peer, 7 times, last at ") ||
		!strings.HasSuffix(text, ": an answer: nonsense\n") {
		t.Errorf("it says %q", text)
	}
}
