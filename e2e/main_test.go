package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// program is the path of the program, and tmux that of tmux; or missing says what
// is not there.
var program, tmux, missing string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if tmux, err = exec.LookPath("tmux"); err != nil {
		missing = "tmux is not installed, so there is no terminal to test in"
		return m.Run()
	}
	folder, err := os.MkdirTemp("", "mld-tui-e2e-")
	if err == nil {
		defer func() { _ = os.RemoveAll(folder) }()
		program = filepath.Join(folder, "mld-tui")
		err = build(program)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "the program cannot be built:", err)
		return 1
	}
	return m.Run()
}

func build(path string) error {
	args := append([]string{"build", "-o", path}, buildFlags...)
	cmd := exec.Command("go", append(args, "..")...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return errors.Join(err, errors.New(strings.TrimSpace(string(out))))
	}
	return nil
}

// needTerminals skips a test that cannot be done here.
func needTerminals(t *testing.T) {
	t.Helper()
	switch {
	case testing.Short():
		t.Skip("real terminals take a while")
	case missing != "" && os.Getenv("CI") == "true":
		t.Fatal(missing)
	case missing != "":
		t.Skip(missing)
	}
}
