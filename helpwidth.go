package main

import (
	"os"
	"slices"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// The widths of help: of one that is not shown in a terminal, the most that is used, how
// far what it lists is indented and apart from what it says of it, and the least for that.
const (
	helpWidth     = 80
	mostHelpWidth = 120
	helpIndent    = 4
	helpGap       = 2
	leastHelpText = 44
)

// widthOfHelp is how many cells a line of help may have.
func widthOfHelp() int {
	w, _, err := term.GetSize(os.Stdout.Fd())
	if err != nil || w <= 0 {
		return helpWidth
	}
	return min(w, mostHelpWidth)
}

// fitHelp breaks the lines of the help that some arguments may ask for between words. What
// prints it sets names and what they mean side by side, and lets the terminal break lines
// where they happen to end.
func fitHelp(root *cobra.Command, args []string, w int) {
	if len(args) > 0 && args[0] == "help" {
		args = args[1:]
	}
	root.InitDefaultCompletionCmd(args...)
	root.InitDefaultHelpCmd()
	cmd, _, err := root.Find(args)
	if err != nil {
		cmd = root
	}
	names := 0
	named := func(s string) { names = max(names, len(s)) }
	for _, sub := range cmd.Commands() {
		named(sub.Use + flagsWord)
	}
	if w-helpIndent-names-helpGap < leastHelpText {
		names = 0
		for _, sub := range cmd.Commands() {
			if !sub.HasSubCommands() {
				sub.Use = sub.Name() // Its own help tells the rest.
			}
			named(sub.Use + flagsWord)
		}
	}
	flags := func(do func(*pflag.Flag)) {
		cmd.LocalFlags().VisitAll(do)
		cmd.InheritedFlags().VisitAll(do)
	}
	flags(func(f *pflag.Flag) { named("-x --" + f.Name) })
	room := max(leastHelpText/2, w-helpIndent-names-helpGap)
	for _, sub := range cmd.Commands() {
		sub.Short = wrapped(sub.Short, room)
	}
	flags(func(f *pflag.Flag) {
		f.Usage = wrapped(f.Usage, room)
		if last := f.Usage[strings.LastIndexByte(f.Usage, '\n')+1:]; len(last)+len(f.DefValue)+len(" ()") > room {
			f.Usage += "\n" // It says the default behind it.
		}
	})
	paragraphs := strings.Split(cmd.Long, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = wrapped(p, w-helpGap)
	}
	cmd.Long = strings.Join(paragraphs, "\n\n")
}

// flagsWord is what is said of each command behind its name.
const flagsWord = " [--flags]"

// wrapped breaks the lines of a text that are too long, and all of a paragraph where one is.
func wrapped(s string, w int) string {
	lines := strings.Split(s, "\n")
	if !slices.ContainsFunc(lines, func(l string) bool { return text.Width(l) > w }) {
		return s
	}
	return strings.Join(text.Wrap(strings.Join(lines, " "), w, 0, themes.Glyphs{Ellipsis: "…"}), "\n")
}
