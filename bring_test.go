package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
)

func TestImportFromTheScreen(t *testing.T) {
	s, folder := screenAtHome(t)
	var many strings.Builder
	for i := range 2500 {
		fmt.Fprintf(&many, "<http://x.org/s%d> <http://x.org/p> \"%d\" .\n", i, i)
	}
	for name, text := range map[string]string{
		"many.nq": many.String(), "bad.nq": "<http://x.org/s> <http://x.org/p> \"1\" .\n<http://x.org/s>\n", "one fine day.jsonld": `{"@id": "fred", "name": "Fred"}`,
		"not ours.txt": "", ".hidden.nq": "",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir("more", 0o700); err != nil {
		t.Fatal(err)
	}
	total := func() int {
		page, err := s.Subjects(t.Context(), replica.SubjectsQuery{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		return page.Total
	}
	var plan tui.ImportPlan
	agree := true
	bring := func(ctx context.Context, file string) (done tui.Imported, begun int, err error) {
		done, err = s.bring(ctx, tui.Import{
			File: file, Ask: func(p tui.ImportPlan) bool { begun, plan = p.Triples, p; return agree }, Progress: func(int) {},
		})
		return done, begun, err
	}
	for file, want := range map[string]string{
		"": "type the name", "more": "is a folder", "not ours.txt": "end the name in .jsonld", "no.nq": "there is no file ~/no.nq",
		"bad.nq": "line 2", "'": "end the name",
	} {
		if _, begun, err := bring(t.Context(), file); err == nil || begun > 0 || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", file, err)
		}
	}
	if n := total(); n != 0 {
		t.Fatalf("there are %d subjects of files with a fault", n)
	}
	agree = false
	if _, _, err := bring(t.Context(), "many.nq"); err == nil || total() != 0 || plan.New != 2500 || plan.Subjects != 2500 || plan.There != 0 || len(plan.First) != 200 {
		t.Fatalf("nobody agreed to %+v, %v; there are %d", plan, err, total())
	}
	agree = true
	done, begun, err := bring(t.Context(), " ~/many.nq ")
	if err != nil || begun != 2500 || done != (tui.Imported{Triples: 2500, New: 2500, Undos: 1, File: "~/many.nq"}) || total() != 2500 {
		t.Fatalf("%+v, %d, %v, %d subjects", done, begun, err, total())
	}
	// What is there already is not new, whoever said it, nor what is in a file twice.
	half := many.String()[:strings.Index(many.String(), "<http://x.org/s600>")]
	more := half + "<http://x.org/s1> <http://x.org/p> \"one\" .\n" + half + "<http://x.org/s1> <http://x.org/p> \"one\" .\n"
	if err := os.WriteFile("more.nq", []byte(more), 0o600); err != nil {
		t.Fatal(err)
	}
	if done, _, err := bring(t.Context(), "more.nq"); err != nil || done.Triples != 1202 || done.New != 1 || done.Undos != 1 {
		t.Errorf("of what was there already: %+v, %v", done, err)
	}
	if plan.New != 1 || plan.Subjects != 600 || plan.There != 600 || !plan.Compared || len(plan.First) != 1 || plan.First[0].O.Value != "one" {
		t.Errorf("it was to become %+v", plan)
	}
	before, err := s.History(t.Context(), replica.HistoryQuery{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if done, _, err := bring(t.Context(), "more.nq"); err != nil || done.New != 0 || done.Undos != 0 {
		t.Errorf("once more: %+v, %v", done, err)
	}
	if after, err := s.History(t.Context(), replica.HistoryQuery{Limit: 1}); err != nil || after.Newest != before.Newest {
		t.Errorf("what was there is written again: %d after %d, %v", after.Newest, before.Newest, err)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Error(err)
	}
	if err := os.Remove("more.nq"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(t.Context()); err != nil || total() != 0 {
		t.Errorf("after an undo there are %d: %v", total(), err)
	}
	if done, _, err := bring(t.Context(), "'one fine day.jsonld'"); err != nil || done.Undos != 1 || total() != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, begun, err := bring(ended, "many.nq"); err == nil || begun > 0 || total() != 1 {
		t.Errorf("what was ended goes on: %v", err)
	}

	for typed, want := range map[string][]string{
		"~": {"~/"}, "": {"bad.nq", "many.nq", "more/", "one fine day.jsonld"}, "m": {"many.nq", "more/"}, "~/b": {"~/bad.nq"},
		".": {".hidden.nq"}, "more/": nil, filepath.Join(folder, "ma"): {filepath.Join(folder, "many.nq")},
	} {
		if got, err := filesLike(t.Context(), typed); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q becomes %q, %v", typed, got, err)
		}
	}
	if _, err := filesLike(t.Context(), "no/x"); err == nil || !strings.Contains(err.Error(), "there is no folder no/") {
		t.Errorf("the error is %v", err)
	}
}
