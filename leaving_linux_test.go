package main

import (
	"testing"

	"github.com/m-ld/mld-tui/internal/home"
)

// TestLeavingWhoHasJoinedHere shares a domain from one terminal, and leaves it: who has joined
// through it is named first, unless another terminal of this computer takes over.
func TestLeavingWhoHasJoinedHere(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	at := func(data string, args ...string) *window {
		t.Helper()
		return openWindow(t, program(t, data, args...), 120, 30)
	}
	ann := at(data, "a.example.org", "--share", "--share-address", "127.0.0.1:0", "--as", "Ann")
	ann.see("◆ Ann")
	url := attachedTo(t, home.Home(data).Domain("a.example.org")).JoinURL()
	bob := at(t.TempDir(), "join", url, "--as", "Bob")
	bob.see("◆AN Ann")
	ann.see("◆BO Bob")
	ann.press("q")
	ann.see("Bob is connected through this window", "Stay here")
	ann.press("n")
	eve := at(data, "a.example.org", "--share-address", "127.0.0.1:0", "--as", "Eve")
	eve.see("◆AN Ann", "◆BO Bob")
	ann.see("◆EV Eve")
	ann.leave() // Eve's takes over.
}
