package tui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// waits are the files that may wait by the time of day, and how often they do. All other
// waiting goes by Options.After, where TestNothingMovesNothingIsDrawn sees it: so that no
// timer wakes the terminal while nothing moves.
var waits = map[string]int{
	"tui.go":        1, // what Options.After is if nothing else is given
	"commands.go":   1, // a frame, after the status has changed
	"follow.go":     1, // a frame, after the data has changed
	"feed.go":       1, // a frame, before a page that is asked for
	"connection.go": 1, // between two looks, while its page is open
}

func TestTimersGoByTheClockThatIsGiven(t *testing.T) {
	t.Parallel()
	found := map[string]int{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "tuitest":
			return filepath.SkipDir
		case d.IsDir(), !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if n := timers(file); n > 0 {
			found[filepath.ToSlash(path)] = n
		}
		return err
	})
	if err != nil || !maps.Equal(found, waits) {
		t.Errorf("the time of day is waited for in %v, %v; wait with Options.After", found, err)
	}
}

// timers counts what waits by the time of day.
func timers(file *ast.File) (n int) {
	ast.Inspect(file, func(node ast.Node) bool {
		s, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		of, ok := s.X.(*ast.Ident)
		waiting := map[string][]string{
			"time": {"After", "AfterFunc", "NewTicker", "NewTimer", "Sleep", "Tick"},
			"tea":  {"Every", "Tick"},
		}
		if ok && slices.Contains(waiting[of.Name], s.Sel.Name) {
			n++
		}
		return true
	})
	return n
}
