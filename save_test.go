package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/sample"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui"
)

// screenAtHome opens a new domain, in a folder that is the person's home.
func screenAtHome(t *testing.T) (s *screen, folder string) {
	t.Helper()
	folder = t.TempDir()
	t.Setenv("HOME", folder)
	t.Chdir(folder)
	c := choices{home: home.Home(t.TempDir())}
	c.Data, c.genesis = string(c.home), true
	s, err := openScreen(t.Context(), team, c, &words{say: func(string) {}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, folder
}

func TestSaveFromTheScreen(t *testing.T) {
	s, folder := screenAtHome(t)
	all := sample.Triples(team)
	if err := s.Patch(t.Context(), model.Patch{Inserts: all}); err != nil {
		t.Fatal(err)
	}
	save := func(ctx context.Context, file string, replace bool) (tui.Exported, bool, error) {
		begun := false
		done, err := s.export(ctx, tui.Export{File: file, Replace: replace, Begun: func(n int) { begun = n > 0 }, Progress: func(int) {}})
		return done, begun, err
	}
	for file, want := range map[string]string{
		"": "type the name", "~": "is a folder", "all": "end the name in .jsonld", "~/no/all.nq": "there is no folder ~/no",
	} {
		if _, begun, err := save(t.Context(), file, false); err == nil || begun || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", file, err)
		}
	}
	done, begun, err := save(t.Context(), "~/all.nq", false)
	if err != nil || !begun || done != (tui.Exported{Triples: len(all), File: "~/all.nq"}) {
		t.Fatalf("%+v, %v, %v", done, begun, err)
	}
	first, err := os.ReadFile(filepath.Join(folder, "all.nq"))
	if err != nil || strings.Count(string(first), "\n") != len(all) {
		t.Fatalf("the file holds %q, %v", first, err)
	}
	if _, begun, err := save(t.Context(), "all.nq", false); !errors.Is(err, fs.ErrExist) || begun {
		t.Errorf("over another file: %v", err)
	}
	if _, _, err := save(t.Context(), "all.nq", true); err != nil {
		t.Error(err)
	}
	if _, _, err := save(t.Context(), " all.jsonld ", false); err != nil {
		t.Error(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := save(ended, "part.nq", false); err == nil {
		t.Error("what was ended is taken for whole")
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 2 {
		t.Errorf("in the folder are %v, %v", entries, err)
	}
}
