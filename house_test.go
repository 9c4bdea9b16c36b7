package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is the beginning of all our import paths.
const module = "github.com/m-ld/mld-tui"

// The house: which part may know of which. A part is a folder, with all that is in
// it; what is not listed may not be imported. What is true of a part is true of its
// tests, which may use what is named besides.
var house = []struct {
	part  string
	knows []string
	// tests may know of these too.
	tests []string
}{
	{part: "model", tests: []string{"internal/reference"}},
	{part: "net", tests: []string{"internal/reference"}},
	{part: "replica", knows: []string{"model"}, tests: []string{"internal/reference", "net"}},
	{part: "themes"},
	{part: "keymap"},
	{part: "tui", knows: []string{"replica", "model", "keymap", "themes"}},
	// What only main is made of may know everything.
	{part: "internal", knows: []string{"internal", "tui", "keymap", "themes", "replica", "net", "model"}},
	{part: "compliance", knows: []string{"internal/reference"}, tests: []string{"net", "model", "replica", "internal/wire"}},
	{part: "bench", knows: []string{"internal", "net", "replica", "model"}},
	// It tests the program from outside.
	{part: "e2e", tests: []string{"internal/reference"}},
	{part: "", knows: []string{"internal", "tui", "keymap", "themes", "replica", "net", "model"}},
}

// charmParts may import the libraries of Charm; nobody else.
var charmParts = []string{"", "tui", "keymap", "themes"}

var charm = []string{"charm.land/", "github.com/charmbracelet/"}

// impure is what the data layer must do without: it does no I/O. That it starts no
// goroutine and reads no clock is for TestTheDataLayerIsPure to see.
var impure = []string{"os", "os/", "net", "net/", "syscall", "log", "log/", "math/rand", "math/rand/", "crypto/rand", "io/fs"}

// golang is a package, as `go list -json` tells of it.
type golang struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func listPackages(t *testing.T) []golang {
	t.Helper()
	out, err := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports", "./...").Output()
	if err != nil {
		t.Fatalf("the packages cannot be listed: %v", err)
	}
	var all []golang
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p golang
		if err := decoder.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 20 {
		t.Fatalf("only %d packages are listed", len(all))
	}
	return all
}

// folder is the path of one of our packages within the repository; ok is false for
// others.
func folder(path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, module)
	return strings.TrimPrefix(rest, "/"), ok && (rest == "" || rest[0] == '/')
}

// within reports whether a folder is in a part.
func within(folder, part string) bool {
	if part == "" {
		return folder == ""
	}
	return folder == part || strings.HasPrefix(folder, part+"/")
}

// breach says what is wrong with an import, or nothing.
func breach(from, imported string, test bool) string {
	for _, h := range house {
		if !within(from, h.part) {
			continue
		}
		if to, ours := folder(imported); ours {
			allowed := append([]string{h.part}, h.knows...)
			if test {
				allowed = append(allowed, h.tests...)
			}
			if h.part == "" { // Not the whole repository.
				allowed = allowed[1:]
			}
			if !slices.ContainsFunc(allowed, func(part string) bool { return within(to, part) }) {
				return "must not know of " + to
			}
			return ""
		}
		isCharm := slices.ContainsFunc(charm, func(prefix string) bool { return strings.HasPrefix(imported, prefix) })
		if isCharm && !slices.Contains(charmParts, h.part) {
			return "must not use " + imported + ": only the terminal's folders and main may"
		}
		if h.part == "model" && !test && !strings.HasSuffix(from, "test") && isImpure(imported) {
			return "must not use " + imported + ": the data layer is pure"
		}
		return ""
	}
	return noPart
}

const noPart = "is in no part of the house: add it to the list"

func isImpure(imported string) bool {
	return slices.ContainsFunc(impure, func(name string) bool {
		return imported == name || strings.HasSuffix(name, "/") && strings.HasPrefix(imported, name) && imported != "net/url"
	})
}

// TestTheHouse fails on an arrow that points the wrong way.
func TestTheHouse(t *testing.T) {
	parts := map[string]bool{} // that are not listed
	for _, p := range listPackages(t) {
		from, ours := folder(p.ImportPath)
		if !ours {
			t.Errorf("%s is not ours", p.ImportPath)
		}
		check := func(imports []string, test bool) {
			for _, imported := range imports {
				if what := breach(from, imported, test); what == noPart {
					parts[from] = true
				} else if what != "" {
					t.Errorf("%s %s", p.ImportPath, what)
				}
			}
		}
		check(p.Imports, false)
		check(p.TestImports, true)
		check(p.XTestImports, true)
	}
	for part := range parts {
		t.Errorf("%s %s", part, noPart)
	}
}

// TestTheDataLayerIsPure looks for goroutines and clocks in package model and all
// that is below it.
func TestTheDataLayerIsPure(t *testing.T) {
	files := 0
	err := filepath.WalkDir("model", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		found, err := impurities(path, text)
		for _, what := range found {
			t.Errorf("%s: the data layer is pure", what)
		}
		return err
	})
	if err != nil || files < 20 {
		t.Errorf("%d files were read: %v", files, err)
	}
	found, err := impurities("x.go", []byte("package x\nfunc f() { go f(); _ = time.Now(); <-time.After(1) }"))
	if err != nil || len(found) != 3 {
		t.Errorf("what is impure is not found: %v, %v", found, err)
	}
}

func impurities(path string, text []byte) (found []string, err error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, text, 0)
	if err != nil {
		return nil, err
	}
	say := func(n ast.Node, what string) { found = append(found, files.Position(n.Pos()).String()+" "+what) }
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			say(n, "starts a goroutine")
		case *ast.SelectorExpr:
			clock := []string{"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "NewTimer", "NewTicker", "Tick"}
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clock, n.Sel.Name) {
				say(n, "reads the clock")
			}
		}
		return true
	})
	return found, nil
}

// maxLines is how long a file may be. Each has one subject.
const maxLines = 400

// TestTheHouseHasSmallFiles: what has grown beyond one subject is to be split.
func TestTheHouseHasSmallFiles(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		if lines := bytes.Count(text, []byte("\n")); lines > maxLines {
			t.Errorf("%s has %d lines: split it by subject", path, lines)
		}
		return err
	})
	if err != nil || files < 300 {
		t.Errorf("%d files were read: %v", files, err)
	}
}

// TestTheHouseSeesBreaches makes sure that the rules can fail.
func TestTheHouseSeesBreaches(t *testing.T) {
	const bad, good = true, false
	for _, c := range []struct {
		from, imported string
		test, want     bool
	}{
		{"model", module + "/replica", false, bad},
		{"model/jrql", module + "/model/jsonld", false, good},
		{"model", "os", false, bad},
		{"model", "os", true, good},
		{"model", "math/rand/v2", false, bad},
		{"model", "net/url", false, good},
		{"net/relay", module + "/model", false, bad},
		{"net/relay", module + "/net/socketio", false, good},
		{"net/relay", module + "/internal/reference", true, good},
		{"net/relay", module + "/internal/reference", false, bad},
		{"replica/engine", module + "/net/socketio", false, bad},
		{"replica/engine", module + "/model", false, good},
		{"replica", module + "/tui", true, bad},
		{"replica", "charm.land/bubbletea/v2", false, bad},
		{"tui/box", module + "/themes", false, good},
		{"tui/box", module + "/net/relay", false, bad},
		{"tui/box", module + "/internal/home", false, bad},
		{"tui", "charm.land/bubbletea/v2", false, good},
		{"keymap", module + "/tui", false, bad},
		{"internal/owner", "github.com/charmbracelet/x/term", false, bad},
		{"", "charm.land/fang/v2", false, good},
		{"", module + "/replica", false, good},
		{"replicas", module + "/model", false, bad},
	} {
		if got := breach(c.from, c.imported, c.test); (got != "") != c.want {
			t.Errorf("%q importing %s: %q", c.from, c.imported, got)
		}
	}
}
