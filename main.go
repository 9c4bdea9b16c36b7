// Command mld-tui shows a live m-ld domain in the terminal, and lets people edit
// it together. It is a clone of the domain itself: it keeps all data in a file of
// its own, works offline, and needs no server but a relay.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/heap"
)

func main() { os.Exit(run()) }

// run is the whole program; it returns the exit code.
func run() int {
	heap.Spend()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if err := fang.Execute(ctx, newCommand(), fang.WithErrorHandler(sayError)); err != nil {
		return 1
	}
	return 0
}

// newCommand is the command line.
func newCommand() *cobra.Command {
	root := newTerminalCommand()
	root.SetFlagErrorFunc(flagError)
	root.PersistentPreRunE = emptyFlags
	root.AddCommand(
		newJoinCommand(), newReadCommand(), newWriteCommand(), newWatchCommand(), newHistoryCommand(), newUndoCommand(), newImportCommand(), newExportCommand(),
		newDigestCommand(), newCheckCommand(), newCompactCommand(), newRescueCommand(), newRelayCommand(), newDemoCommand(), newHeadlessCommand(),
	)
	return root
}

func newHeadlessCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "headless",
		Short: "Run one clone, driven by JSON lines on standard input and output",
		Args:  takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runHeadless(cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
}

// sayError shows an error in one line: the cause and what to do. The numbers that m-ld
// has for errors are for programs: headless tells them.
func sayError(w io.Writer, _ fang.Styles, err error) {
	text := strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
	_, _ = fmt.Fprintln(w, "mld-tui: "+text)
}
