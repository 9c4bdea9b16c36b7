package main

import (
	"syscall"
	"testing"
)

// A terminal that is told to end does, each time, and leaves the screen that was before.
func TestSignalsEndATerminal(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for range 6 {
		for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
			w := openWindow(t, program(t, data), 80, 24)
			w.see("Start here", "alone")
			if err := w.cmd.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
			w.ended()
			w.mu.Lock()
			if w.screen.IsAltScreen() {
				t.Errorf("after %v the screen is not restored", s)
			}
			w.mu.Unlock()
		}
	}
}
