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

// TestTheNameIsChangedOnTheScreen changes it there: what is written from then on has it, so
// do others see it who share the clone, and the next start.
func TestTheNameIsChangedOnTheScreen(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	open := func(args ...string) *window {
		t.Helper()
		cmd := program(t, data, append([]string{"a.example.org"}, args...)...)
		cmd.Env = append(cmd.Env, "MLD_TUI_AS=", "USER=root")
		return openWindow(t, cmd, 120, 30)
	}
	add := func(w *window, name string) {
		t.Helper()
		w.press("n")
		w.see("New subject")
		w.press("\t", "\t", name, "\r")
		w.see("Added “" + name + "”")
	}
	owner := open("--as", "Ann")
	owner.see("◆ Ann")
	guest := open("--as", "Guy")
	guest.see("◆AN Ann")
	for _, name := range []string{"Zoe", "Tom"} {
		w := map[string]*window{"Zoe": owner, "Tom": guest}[name]
		w.press("@")
		w.see("n your name")
		w.press("n")
		w.see("Your name")
		w.press("\x15", name, "\r")
		w.see("The others see you as " + name + " now.")
		add(w, "the first of "+name)
		w.see("◆ " + name + "  ") // beside the change, not only above
	}
	guest.see("◆ZO Zoe")
	owner.see("◆TO Tom")
	guest.leave()
	owner.leave()
	again := open()
	again.see("◆ Tom") // who has changed it last, for the file is one
	again.leave()
}
