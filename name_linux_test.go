package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTheNameIsKept joins as somebody, and starts again without saying who it is: the name
// is that of before, in the same domain only, until another is said.
func TestTheNameIsKept(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	at := func(domain, says, is string) {
		t.Helper()
		args := []string{domain}
		if says != "" {
			args = append(args, "--as", says)
		}
		cmd := program(t, data, args...)
		cmd.Env = append(cmd.Env, "MLD_TUI_AS=", "USER=root")
		w := openWindow(t, cmd, 80, 24)
		w.see("◆ " + is)
		w.leave()
	}
	at("a.example.org", "Bob", "Bob")
	at("a.example.org", "", "Bob")
	at("b.example.org", "", "root")
	at("a.example.org", "Carol", "Carol")
	at("a.example.org", "", "Carol")
	settings := filepath.Join(data, "mld-tui", "config.toml")
	if err := os.MkdirAll(filepath.Dir(settings), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(settings, []byte("as = \"Zoe\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	at("a.example.org", "", "Zoe")
	if err := os.Remove(settings); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "a.example.org", "me.toml"), []byte("as = \" \"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	at("a.example.org", "", "root")
}
