// Command mld-tui shows a live m-ld domain in the terminal, and lets people edit
// it together. It is a clone of the domain itself: it keeps all data in a file of
// its own, works offline, and needs no server but a relay.
package main

import (
	"context"
	"os"
	"os/signal"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := fang.Execute(ctx, newCommand()); err != nil {
		os.Exit(1)
	}
}

// newCommand is the command line.
func newCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "mld-tui",
		Short: "See, follow and edit a live m-ld domain together",
	}
	root.AddCommand(newHeadlessCommand(), newRelayCommand())
	return root
}

func newHeadlessCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "headless",
		Short: "Run one clone, driven by JSON lines on standard input and output",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runHeadless(cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
}
