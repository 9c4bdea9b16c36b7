package main

import (
	"context"
	"os"

	tea "charm.land/bubbletea/v2"
	"charm.land/fang/v2"
	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"
)

// keyboard is where people type: what the program was started with as its input.
var keyboard = os.Stdin

// execute runs a command. Fang asks the terminal for its background whenever its standard
// input is one, and waits seconds for one that does not answer. It is given colours that go
// with any background, and while it runs, an input that is no terminal: commands have the
// true one from cobra, and the screen by onKeyboard.
func execute(ctx context.Context, root *cobra.Command) error {
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		return fang.Execute(ctx, root, fang.WithErrorHandler(sayError), fang.WithColorSchemeFunc(anyGround))
	}
	root.SetIn(keyboard)
	os.Stdin = nothing
	defer func() {
		os.Stdin = keyboard
		_ = nothing.Close() // Nothing was read.
	}()
	return fang.Execute(ctx, root, fang.WithErrorHandler(sayError), fang.WithColorSchemeFunc(anyGround))
}

// onKeyboard has the screen hear what people type.
func onKeyboard() tea.ProgramOption { return tea.WithInput(keyboard) }

// anyGround are colours of the terminal's own, which can be read on its background whether
// that is light or dark.
func anyGround(lipgloss.LightDarkFunc) fang.ColorScheme {
	plain := lipgloss.NoColor{}
	return fang.ColorScheme{
		Base: plain, Description: plain, Codeblock: plain, Argument: plain, DimmedArgument: plain, Comment: plain, FlagDefault: plain,
		Title: lipgloss.Blue, Program: lipgloss.Blue, Command: lipgloss.Blue, Flag: lipgloss.Magenta, QuotedString: lipgloss.Green,
	}
}
