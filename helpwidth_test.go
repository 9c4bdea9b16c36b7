package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/m-ld/mld-tui/tui/text"
)

// TestHelpIsAsWideAsTheTerminal looks at each line of what help says beside each other: none
// is left for the terminal to break.
func TestHelpIsAsWideAsTheTerminal(t *testing.T) {
	t.Parallel()
	for _, w := range []int{80, 100, 120} {
		var names [][]string
		for _, sub := range newCommand().Commands() {
			names = append(names, []string{sub.Name()}, []string{"help", sub.Name()})
		}
		for _, args := range append(names, nil, []string{"help"}, []string{"nonsense"}) {
			root := newCommand()
			fitHelp(root, args, w)
			cmd := root
			if len(args) > 0 && args[0] != "nonsense" {
				cmd, _, _ = root.Find(args[len(args)-1:])
			}
			if cmd.Name() == "help" {
				cmd = root
			}
			listed(t, cmd, w)
			for line := range strings.Lines(cmd.Long) {
				if n := text.Width(strings.TrimRight(line, "\n")); n > w-helpGap {
					t.Errorf("%v at %d: %d cells: %s", args, w, n, line)
				}
			}
			for line := range strings.Lines(cmd.Example) {
				if n := text.Width(strings.TrimSpace(line)); n > w-helpIndent {
					t.Errorf("%v at %d: the example has %d cells: %s", args, w, n, line)
				}
			}
		}
	}
}

// listed checks what help lists of a command, beside the longest of the names.
func listed(t *testing.T, cmd *cobra.Command, w int) {
	t.Helper()
	names, said := 0, make(map[string]string)
	add := func(name, what string) {
		names = max(names, len(name))
		said[name] = what
	}
	for _, sub := range cmd.Commands() {
		add(sub.Use+flagsWord, sub.Short)
	}
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		what := f.Usage
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" && f.DefValue != "[]" {
			what += " (" + f.DefValue + ")"
		}
		add("--"+f.Name, what)
	})
	for name, what := range said {
		for line := range strings.Lines(what) {
			if n := helpIndent + names + helpGap + text.Width(strings.TrimRight(line, "\n")); n > w {
				t.Errorf("%s at %d: %d cells: %s %s", cmd.Name(), w, n, name, line)
			}
		}
	}
}
