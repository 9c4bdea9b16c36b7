package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/replica/store"
)

// TestManyWritesDoNotGrowTheFile gives the same properties other values, by a process
// of its own each time: the file comes to a size and stays, and is sound.
func TestManyWritesDoNotGrowTheFile(t *testing.T) {
	t.Parallel()
	const writes = 40
	for name, what := range map[string]struct {
		values, maxEntries int // 9,000 bytes each
	}{
		"large": {12, writes},
		"small": {0, 30},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			config := filepath.Join(data, "settings.toml")
			if err := os.WriteFile(config, []byte("journal-mb = 1\nlog-mb = 1\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			path := home.Home(data).Domain(team).Data()
			half := int64(0)
			for n := range writes {
				cmd := program(t, data, "write", string(team), "-", "--genesis", "--config", config)
				request, err := replacement("x", n, what.values)
				if err != nil {
					t.Fatal(err)
				}
				cmd.Stdin = strings.NewReader(request)
				if out, said, err := output(t, cmd); err != nil {
					t.Fatal(out, said, err)
				}
				if info, err := os.Stat(path); err != nil {
					t.Fatal(err)
				} else if n <= writes/2 {
					half = info.Size()
				} else if info.Size() > half {
					t.Fatalf("half way the file had %d bytes, and after %d writes it has %d", half, n, info.Size())
				}
			}
			if out, said, err := output(t, program(t, data, "check", string(team))); err != nil || !strings.HasSuffix(out, " is sound\n") {
				t.Error(out, said, err)
			}
			s, err := store.Open(path, store.Options{Domain: team})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			if err := s.View(func(tx *store.Tx) error {
				if n, bytes := tx.CountEntries(0, 1000), tx.JournalBytes(); n > what.maxEntries || bytes > 2<<20 {
					t.Errorf("the journal has %d entries, of %d bytes", n, bytes)
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// replacement is a request that gives a subject other values, that can hardly be
// compressed, in the place of all that it has.
func replacement(id string, n, values int) (string, error) {
	rng := rand.New(rand.NewPCG(uint64(n), 2))
	insert := map[string]any{"@id": id, "n": n}
	for k := range values {
		text := make([]byte, 9_000)
		for i := range text {
			text[i] = byte('!' + rng.IntN('~'-'!'))
		}
		insert[fmt.Sprint("p", k)] = string(text)
	}
	all := map[string]any{"@id": id, "?p": "?v"}
	what := map[string]any{"@insert": insert}
	if n > 0 {
		what["@delete"], what["@where"] = all, all
	}
	request, err := json.Marshal(what)
	return string(request), err
}

// largeRequests writes requests, each a replacement of some 100 kB, to a file.
func largeRequests(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: large-requests file count subject")
	}
	count, err := strconv.Atoi(args[1])
	ts.Check(err)
	var all strings.Builder
	for n := range count {
		request, err := replacement(args[2], n, 12)
		ts.Check(err)
		all.WriteString(request + "\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(all.String()), 0o600))
}
