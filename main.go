// Command mld-tui shows a live m-ld domain in the terminal, and lets people edit
// it together. It is a clone of the domain itself: it keeps all data in a file of
// its own, works offline, and needs no server but a relay.
package main

import (
	"context"
	"errors"
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
	// Who does not read on what is printed does not end a command in the middle, so that it
	// still sends to others what it has to send.
	signal.Ignore(syscall.SIGPIPE)
	root := newCommand()
	fitHelp(root, os.Args[1:], widthOfHelp())
	if err := execute(ctx, root); err != nil {
		return 1
	}
	return 0
}

// newCommand is the command line.
func newCommand() *cobra.Command {
	root := newTerminalCommand()
	root.SetFlagErrorFunc(flagError)
	root.PersistentPreRunE = senselessFlags
	root.AddCommand(
		newJoinCommand(), newReadCommand(), newWriteCommand(), newWatchCommand(), newHistoryCommand(), newUndoCommand(), newImportCommand(), newExportCommand(),
		newDigestCommand(), newCheckCommand(), newCompactCommand(), newRescueCommand(), newRelayCommand(), newDemoCommand(), newKeysCommand(), newHeadlessCommand(),
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

// isUnread reports whether something failed just because nobody reads on what is
// printed, as behind "| head".
func isUnread(err error) bool {
	var failed *os.PathError
	return errors.As(err, &failed) && failed.Path == os.Stdout.Name() && errors.Is(failed.Err, syscall.EPIPE)
}

// sayError shows an error in one line: the cause and what to do. Several errors have a line
// each. The numbers that m-ld has for errors are for programs: headless tells them.
func sayError(w io.Writer, _ fang.Styles, err error) {
	if isUnread(err) {
		return
	}
	for _, err := range each(err) {
		text := strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
		if errors.Is(err, context.Canceled) {
			text = strings.ReplaceAll(text, context.Canceled.Error(), "interrupted")
		}
		_, _ = fmt.Fprintln(w, "mld-tui: "+text)
	}
}

// each are the errors that an error joins, if that is all it does.
func each(err error) (all []error) {
	several, ok := err.(interface{ Unwrap() []error })
	if !ok || errors.Join(several.Unwrap()...).Error() != err.Error() {
		return []error{err}
	}
	for _, e := range several.Unwrap() {
		all = append(all, each(e)...)
	}
	return all
}
