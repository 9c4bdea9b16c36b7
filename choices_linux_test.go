package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestChoicesAreKept chooses a theme and a set of keys on the screen, and starts again: they
// hold, in other domains as well, unless the settings say otherwise.
func TestChoicesAreKept(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	open := func(domain string) *window {
		t.Helper()
		w := openWindow(t, program(t, data, domain), 100, 24)
		w.see("quit")
		return w
	}
	choose := func(w *window, action, value string) {
		t.Helper()
		w.press(":", action)
		w.see(action)
		w.press("\r")
		w.see("esc close")
		w.press(value)
		w.see("▌ " + value)
		w.press("\r")
	}
	w := open("a.example.org")
	choose(w, "theme", "contrast-light")
	w.see("From now on it starts with the theme contrast-light.")
	choose(w, "choose keys", "vim")
	w.see("From now on it starts with the keys of vim.")
	w.leave()

	settings := filepath.Join(data, "mld-tui", "config.toml")
	if err := os.MkdirAll(filepath.Dir(settings), 0o700); err != nil {
		t.Fatal(err)
	}
	w = open("b.example.org")
	w.press(":", "theme")
	w.see("choose a theme")
	w.press("\r")
	w.see("▌ contrast-light")
	w.press("\x1b")
	w.see("quit")
	w.press("Z", "Z")
	w.ended()

	if err := os.WriteFile(settings, []byte("# mine\ntheme = \"dark\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w = open("b.example.org")
	choose(w, "theme", "light")
	w.see(`For the next time, write theme = "light" in line 2 of `)
	w.leave()
	if err := os.WriteFile(filepath.Join(data, "choices.toml"), []byte("theme = \"gone\"\npreset = \"vi\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(settings); err != nil {
		t.Fatal(err)
	}
	w = open("b.example.org")
	w.see("The keys that you chose cannot be had")
	w.leave()
}
