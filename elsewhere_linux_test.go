package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestGoToAnotherDomain goes from one domain to another and back on the screen, with what each
// has, and stays where a domain cannot be opened.
func TestGoToAnotherDomain(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for _, name := range []string{"b", "a"} {
		w := openWindow(t, program(t, data, name+".example.org"), 100, 24)
		w.see(name+".example.org", "quit")
		w.press("n")
		w.see("esc cancel")
		w.press("Thing", "\t", "\t", "Thing of "+name, "\x13") // ctrl+s
		w.see("2 Thing of " + name)
		w.leave()
	}
	w := openWindow(t, program(t, data, "a.example.org"), 100, 24)
	w.see("2 Thing of a")
	w.press("O")
	w.see("Domains on this computer", "▌ b.example.org", "a.example.org ✓")
	w.press("\r")
	w.see("2 Thing of b")
	w.press("O")
	w.see("▌ a.example.org")
	w.press("\r")
	w.see("2 Thing of a")
	if err := os.WriteFile(filepath.Join(data, "b.example.org", "data.mld"), []byte("no data"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.press("O")
	w.see("▌ b.example.org")
	w.press("\r")
	w.see("▲", "2 Thing of a")
	w.leave()
}
