package settings_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/internal/settings"
)

// FuzzLoad: any file is read, or refused with an error that names it.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"data = \"x\"\nas = 'fred'\nrelay = [\"http://h\"]\n[keys]\nquit = [\"q\", \"ctrl+c\"]\n", "theme = 1", "keys = 7", "[keys]\nx = [[]]",
		"relay = \"\\ud800\"", "a.b.c.d = 1", "[[keys]]", "log-days = 99999999999999999999", "x = {a = {b = {c = 1}}}",
	} {
		f.Add([]byte(seed))
	}
	path := filepath.Join(f.TempDir(), "config.toml")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := settings.Load(path, true, func(string) string { return "" }); err != nil && err.Error() == "" {
			t.Error("an error says nothing")
		}
	})
}
