package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestCommandsAskTheTerminalNothing runs commands that only print something in a terminal
// that answers nothing: asked for its background, it would be waited for.
func TestCommandsAskTheTerminalNothing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	faulty := filepath.Join(data, "faulty.toml")
	if err := os.WriteFile(faulty, []byte("theme = \"nope\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ args, says string }{
		{"--help", "USAGE"},
		{"nonsuch", `"nonsuch"`},
		{"join http://x/nope", "mld-tui: "},
		{"--config " + faulty, `"nope"`},
	} {
		control, terminal := openTerminal(t)
		cmd := program(t, data, strings.Fields(c.args)...)
		cmd.Env = append(cmd.Env, "TERM=xterm-256color", "NO_COLOR=")
		cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal, terminal, terminal
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		_ = terminal.Close()
		out, _ := io.ReadAll(control) // It ends with an error once nobody has the terminal open.
		_ = cmd.Wait()                // Some are to fail.
		_ = control.Close()
		if s := string(out); !strings.Contains(s, c.says) || strings.Contains(s, "\x1b]11;?") || strings.Contains(s, "\x1b[c") {
			t.Errorf("mld-tui %s prints %q", c.args, s)
		}
	}
}
