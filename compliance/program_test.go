package compliance_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/m-ld/mld-tui/compliance"
)

// scratch is a directory for the whole test process.
var scratch string

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == fakeClone {
		runFakeClone()
	}
	var err error
	if scratch, err = os.MkdirTemp("", "mld-tui-compliance-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	_ = os.RemoveAll(scratch)
	os.Exit(status)
}

// build makes the program under test, once, with the race detector if the tests have it.
var build = sync.OnceValues(func() (string, error) {
	program := filepath.Join(scratch, "mld-tui")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	args := []string{"build", "-o", program}
	if raceEnabled {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, "github.com/m-ld/mld-tui")...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("the program does not build: %w\n%s", err, out)
	}
	return program, nil
})

// goEngine is the engine of this repository, as it is now.
func goEngine(t *testing.T) compliance.Engine {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return compliance.GoEngine(program)
}
