package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/internal/settings"
)

const snippet = "testdata/join.mjs"

// program makes a command of this program, for a data folder; it is killed at the
// end of the test.
func program(t testing.TB, data string, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append(os.Environ(), runMain+"=1", "GORACE=atexit_sleep_ms=0", "MLD_TUI_DATA="+data, "MLD_TUI_AS=tester", "XDG_CONFIG_HOME="+data)
	cmd.Stderr = testLog{t}
	return cmd
}

// start starts a command that is not expected to end by itself.
func start(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// testLog shows what a process says if its test fails.
type testLog struct{ t testing.TB }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Logf("%s", b)
	return len(b), nil
}

// attached attaches to the process that has a domain open, as soon as it has.
func attached(t *testing.T, data string) *owner.Client {
	t.Helper()
	return attachedTo(t, home.Home(data).Domain("team.example.org"))
}

func attachedTo(t *testing.T, folder home.Folder) *owner.Client {
	t.Helper()
	var c *owner.Client
	err := poll(func(ctx context.Context) (err error) {
		c, err = owner.Attach(ctx, folder.Socket(), nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// TestTheReadmeQuotesTheSnippet keeps the README true.
func TestTheReadmeQuotesTheSnippet(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile(snippet)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "```js\n"+string(code)+"```\n") {
		t.Errorf("the README does not quote %s as it is", snippet)
	}
}

// TestTheReadmeNamesAllSettings reads the README's settings as a person's: all are taken, and
// none is left out.
func TestTheReadmeNamesAllSettings(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(readme), "```toml\n")
	text, _, _ = strings.Cut(text, "```")
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := settings.Load(path, true, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := terminalOptions(choices{Settings: s}); err != nil {
		t.Error(err)
	}
	for v, i := reflect.ValueOf(s), 0; i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			t.Errorf("the README does not set %s", v.Type().Field(i).Name)
		}
	}
}

// TestTheSnippetJoins runs the README's snippet with the URL that a shared domain
// shows: it finds what is there, adds to it, and hears of changes.
func TestTheSnippetJoins(t *testing.T) {
	dir := reference.Dir(t)
	data := t.TempDir()
	start(t, program(t, data, "watch", "team.example.org", "--genesis", "--share", "--share-address", "127.0.0.1:0"))
	c := attached(t, data)
	if _, err := c.Transact(t.Context(), []byte(`{"@id":"fred","name":"Fred"}`), nil); err != nil {
		t.Fatal(err)
	}
	// The snippet is where an app is: beside its node_modules.
	app := t.TempDir()
	if err := os.Symlink(filepath.Join(dir, "..", "node_modules"), filepath.Join(app, "node_modules")); err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile(snippet)
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(app, "join.mjs")
	if err := os.WriteFile(script, code, 0o600); err != nil {
		t.Fatal(err)
	}
	js := reference.Node(t, app, script, c.JoinURL())
	seen := func(beginning, part string) {
		t.Helper()
		err := poll(func(ctx context.Context) error {
			select {
			case line, ok := <-js.Lines():
				if !ok {
					return context.Canceled
				}
				if strings.HasPrefix(string(line), beginning) && strings.Contains(string(line), part) {
					return nil
				}
				return errors.New("the last line is " + string(line))
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		if err != nil {
			t.Fatalf("%s … %s was not seen: %v", beginning, part, err)
		}
	}
	seen("found", `"name":"Fred"`)
	seen("updated", `"Betty"`)
	if err := poll(func(ctx context.Context) error {
		betty, err := c.Describe(ctx, "http://team.example.org/betty")
		if err == nil && len(betty) != 2 {
			err = errors.New("betty is not there")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Transact(t.Context(), []byte(`{"@id":"fred","age":42}`), nil); err != nil {
		t.Fatal(err)
	}
	seen("updated", `"age":42`)
}
