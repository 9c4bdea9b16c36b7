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
