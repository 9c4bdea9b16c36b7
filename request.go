package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/internal/plain"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/engine"
)

// isTerminal reports whether a person is at the other end.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// console is what commands that are no terminal need of a cobra.Command.
type console struct {
	cmd *cobra.Command
}

// say tells a person, beside the output.
func (c console) say(text string) { c.cmd.PrintErrln("mld-tui: " + text) }

// log goes to the standard error output, as far as it is worth a line there.
func (c console) log() *slog.Logger {
	return slog.New(sentences{say: c.say})
}

func (c console) purpose(command string) purpose {
	return purpose{command: command, say: c.say, log: c.log()}
}

// requests reads the json-rql requests that a command is given: JSON itself, the
// name of a file, or "-" for the standard input, which is taken as well when there
// is nothing else and nobody types there. There may be several, one after the
// other.
func requests(args []string, stdin io.Reader) ([]json.RawMessage, error) {
	name, text := "the request", []byte(nil)
	var err error
	switch {
	case len(args) > 0 && strings.ContainsAny(firstChar(args[0]), "{["):
		text = []byte(args[0])
	case len(args) > 0 && args[0] != "-":
		name = args[0]
		text, err = os.ReadFile(name)
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("%q is neither json-rql nor a file that is there: a request looks like '{\"@describe\":\"fred\"}'", name)
		}
	case len(args) == 0 && isTerminal(stdin):
		return nil, errors.New(`the request is missing: give json-rql, such as '{"@describe":"fred"}', or the name of a file with it`)
	default:
		name = "the input"
		text, err = io.ReadAll(stdin)
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	return splitJSON(name, text)
}

func firstChar(s string) string {
	s = strings.TrimSpace(s)
	return s[:min(1, len(s))]
}

// splitJSON takes JSON values apart that follow each other.
func splitJSON(name string, text []byte) ([]json.RawMessage, error) {
	var all []json.RawMessage
	text, err := plain.Text(text)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	for {
		var one json.RawMessage
		err := decoder.Decode(&one)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			at := decoder.InputOffset()
			var syntax *json.SyntaxError
			if errors.As(err, &syntax) {
				at = syntax.Offset - 1
			} else if errors.Is(err, io.ErrUnexpectedEOF) {
				at, err = int64(len(text)), errors.New("it ends in the middle")
			}
			return nil, model.Errorf(model.StatusNotAPattern, "%s is not valid JSON, %s: %w", name, plain.Place(text, int(at)), err)
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, model.Errorf(model.StatusNotAPattern, "%s is empty: json-rql is expected", name)
	}
	return all, nil
}

// waitFlag is how long a command waits for others.
func waitFlag(cmd *cobra.Command, value *time.Duration, usual time.Duration) {
	cmd.Flags().DurationVar(value, "wait", usual, "how long to wait for the others, where a relay is known")
}

// catchUp waits until a clone knows what the others know, where there are any. It
// fails only if there is no data at all.
func catchUp(ctx context.Context, a access, wait time.Duration, say func(string)) error {
	o, mine := a.(*owned)
	st, _ := a.Status()
	if !st.Joining && (!mine || !o.wire.HasRelay()) {
		return nil // Another process sees to it, or nobody does.
	}
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	settled := func(st replica.Status) bool { return isCurrent(st) || st.Lost != "" && !st.Joining }
	if awaitStatus(limited, a, settled) {
		if st, _ = a.Status(); st.Lost != "" {
			say(st.Lost)
		}
		return nil
	}
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	st, _ = a.Status()
	link := a.Link()
	switch {
	case mine && o.Err() != nil:
		return o.Err()
	case st.Joining && link.Connected:
		return model.Errorf(engine.StatusNoClones, "there is no data of %s here yet, and nobody who has it is at %s: ask a teammate to open it, "+
			"or start it with --genesis", a.Domain(), link.Relay)
	case st.Joining:
		return model.Errorf(engine.StatusOffline, "there is no data of %s here yet, and the relay %s is not reached%s: is its address right?",
			a.Domain(), link.Relay, because(link.LastError))
	case !link.Connected:
		say(fmt.Sprintf("the relay %s is not reached%s: working alone; others hear of changes later", link.Relay, because(link.LastError)))
	default:
		say("the others have not answered in time: there may be news that is not seen here")
	}
	return nil
}

// cause is why the clone has closed, where that is behind an error.
func cause(a access, err error) error {
	o, mine := a.(*owned)
	var known *model.Error
	if !mine || !errors.As(err, &known) || known.Status != engine.StatusClosed {
		return err
	}
	<-o.Done()
	if why := o.Err(); why != nil {
		return why
	}
	return err
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return " (" + reason + ")"
}
