package sim

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"strings"
	"time"
)

// tracer writes what happens, one event a line: the virtual time in seconds, who,
// and what. Its hash identifies the run.
type tracer struct {
	out   io.Writer
	hash  hash.Hash
	lines int
	tail  []string
}

// tailLines is how many lines a failure shows.
const tailLines = 80

func newTracer(out io.Writer) *tracer {
	return &tracer{out: out, hash: sha256.New(), tail: make([]string, tailLines)}
}

func (t *tracer) line(now time.Duration, who, format string, args ...any) {
	line := fmt.Sprintf("%11.6f %-5s %s", now.Seconds(), who, fmt.Sprintf(format, args...))
	_, _ = io.WriteString(t.hash, line+"\n")
	t.tail[t.lines%tailLines] = line
	t.lines++
	if t.out != nil {
		_, _ = io.WriteString(t.out, line+"\n")
	}
}

func (t *tracer) sum() string { return hex.EncodeToString(t.hash.Sum(nil)[:12]) }

func (t *tracer) lastLines() []string {
	if t.lines < tailLines {
		return t.tail[:t.lines]
	}
	at := t.lines % tailLines
	return append(append([]string{}, t.tail[at:]...), t.tail[:at]...)
}

// logTo is a log that goes to the trace.
type logTo struct {
	w   *world
	who string
}

func (l logTo) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelInfo }

func (l logTo) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	r.Attrs(func(a slog.Attr) bool {
		fmt.Fprintf(&b, " %s=%v", a.Key, a.Value)
		return true
	})
	what := strings.ReplaceAll(r.Message+b.String(), l.w.opts.Dir, "") // Every run has another folder.
	l.w.trace.line(l.w.now, l.who, "   # %s", what)
	return nil
}

func (l logTo) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l logTo) WithGroup(string) slog.Handler      { return l }
