package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
)

// sentences is a log for people at a command line: what is wrong is said as any other
// word of the command is, and what is not is left out.
type sentences struct {
	say   func(string)
	attrs []slog.Attr
}

// Enabled implements slog.Handler.
func (s sentences) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

// Handle implements slog.Handler.
func (s sentences) Handle(_ context.Context, r slog.Record) error {
	said, rest := r.Message, []string(nil)
	add := func(a slog.Attr) bool {
		switch a.Key {
		case "error", "because":
			said += ": " + a.Value.String()
		default:
			rest = append(rest, fmt.Sprintf("%s %s", a.Key, a.Value))
		}
		return true
	}
	for _, a := range s.attrs {
		add(a)
	}
	r.Attrs(add)
	if len(rest) > 0 {
		said += " (" + strings.Join(rest, ", ") + ")"
	}
	s.say(said)
	return nil
}

// WithAttrs implements slog.Handler.
func (s sentences) WithAttrs(attrs []slog.Attr) slog.Handler {
	return sentences{s.say, append(s.attrs[:len(s.attrs):len(s.attrs)], attrs...)}
}

// WithGroup implements slog.Handler: groups are for machines.
func (s sentences) WithGroup(string) slog.Handler { return s }
