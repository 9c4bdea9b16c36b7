package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/settings"
	"github.com/m-ld/mld-tui/keymap"
)

// TestKeysArePrintedAsSettings reads what is printed as a settings file: it has every
// action, and is the preset again.
func TestKeysArePrintedAsSettings(t *testing.T) {
	t.Parallel()
	for _, preset := range keymap.PresetNames() {
		cmd := newCommand()
		var out strings.Builder
		cmd.SetOut(&out)
		cmd.SetArgs([]string{"keys", preset})
		if err := cmd.Execute(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := settings.Load(path, true, func(string) string { return "" })
		if err != nil {
			t.Fatal(err)
		}
		if n := len(keymap.Default().All()); len(s.Bindings) != n {
			t.Errorf("%s: %d actions of %d are printed", preset, len(s.Bindings), n)
		}
		if !strings.Contains(out.String(), "# leave") {
			t.Errorf("%s: it is not said what an action does", preset)
		}
	}
}

// Who has keys of their own sees them, and which they are; and who has made a mistake there
// sees what it is, and the names of all actions.
func TestOnesOwnKeysArePrinted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	printed := func(written string) string {
		t.Helper()
		if err := os.WriteFile(file, []byte(written), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := newCommand()
		var out strings.Builder
		cmd.SetOut(&out)
		cmd.SetArgs([]string{"keys", "--config", file, "--data", dir})
		if err := cmd.Execute(); err != nil {
			t.Fatal(err)
		}
		if _, err := settings.Load(file, true, func(string) string { return "" }); err != nil && written == "" {
			t.Fatal(err)
		}
		return out.String()
	}
	has := func(got string, lines ...string) {
		t.Helper()
		for _, l := range lines {
			if !strings.Contains(got, l+"\n") {
				t.Errorf("%q is not in\n%s", l, got)
			}
		}
	}
	has(printed(""), "# Your keys: those of the preset default.", `app.quit = ["q", "ctrl+c"]  # leave`)
	vim := printed("preset = \"vim\"\n[keys]\napp.share = [\"X\"]\n")
	has(vim, "# Your keys: those of the preset vim, and where it says so, those in "+forPeople(file)+".",
		`app.share = ["X"]  # let a teammate join  (your own)`)
	if strings.Count(vim, "(your own)") != 1 || !strings.Contains(vim, `"Z Z"`) {
		t.Errorf("these are not the keys of vim with one of one's own:\n%s", vim)
	}
	if err := os.WriteFile(filepath.Join(dir, "choices.toml"), []byte("preset = \"emacs\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	has(printed(""), "# Your keys: those of the preset emacs.")
	has(printed("[keys]\nno.such = [\"X\"]\n"), "# These are the usual keys, not yours, for these cannot be had:", `app.quit = ["q", "ctrl+c"]  # leave`)
}
