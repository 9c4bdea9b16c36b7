package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/internal/home"
)

// TestTheScreenBeginsWhereOneWas leaves the program in a value, and starts it again: by
// itself, read-only, attached to another, and with a file that cannot be read.
func TestTheScreenBeginsWhereOneWas(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	first := openWindow(t, program(t, data), 120, 30)
	first.see("books-", "▌ ★ Start here")
	first.press("/", "solaris")
	first.see("▌ Solaris")
	first.press("\r")
	first.see("▌ title")
	first.leave()
	for _, args := range [][]string{nil, {"--read-only"}} {
		again := openWindow(t, program(t, data, args...), 120, 30)
		again.see("1 Found", "2 Solaris", "▌ title")
		other := openWindow(t, program(t, data), 80, 24)
		other.see("2 Solaris", "▌ title")
		other.press("1")
		other.see("⏎ open")
		other.press("\x1b")
		other.see("▌ Solaris", "Kindred")
		other.leave()
		again.press("j", "k")
		again.leave() // The last counts.
	}
	domain, _, err := home.Home(data).LastUsed()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(string(home.Home(data).Domain(domain)), "screen.toml")
	if err := os.WriteFile(file, []byte("pane = "), 0o600); err != nil {
		t.Fatal(err)
	}
	again := openWindow(t, program(t, data), 120, 30)
	again.see("Where you were last is not known", "▌ ★ Start here")
	again.press("\t")
	again.see("▌ name")
	again.leave()
	again = openWindow(t, program(t, data), 120, 30)
	again.see("2 ★ Start here", "▌ name")
	again.leave()
}
