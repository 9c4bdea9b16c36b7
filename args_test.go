package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"charm.land/fang/v2"
)

// TestErrorsAreSaidInOneLine, or several in one each: in words for people, and nothing of what they did themselves.
func TestErrorsAreSaidInOneLine(t *testing.T) {
	unread := &os.PathError{Op: "write", Path: os.Stdout.Name(), Err: syscall.EPIPE}
	for _, c := range []struct {
		err  error
		want string
	}{
		{errors.New("it is so"), "mld-tui: it is so\n"},
		{errors.Join(errors.New("one"), errors.New("two")), "mld-tui: one\nmld-tui: two\n"},
		{fmt.Errorf("it is so: %w", errors.Join(errors.New("one"), errors.New("two"))), "mld-tui: it is so: one; two\n"},
		{errors.Join(errors.Join(errors.New("one"), errors.New("two")), fmt.Errorf("%w and %w", context.Canceled, errors.New("three"))), "mld-tui: one\nmld-tui: two\nmld-tui: interrupted and three\n"},
		{fmt.Errorf("3 triples were imported before it stopped: %w; go on", context.Canceled), "mld-tui: 3 triples were imported before it stopped: interrupted; go on\n"},
		{context.Canceled, "mld-tui: interrupted\n"},
		{fmt.Errorf("the data cannot be written: %w", unread), ""},
		{&os.PathError{Op: "write", Path: "pipe", Err: syscall.EPIPE}, "mld-tui: write pipe: broken pipe\n"},
	} {
		var out bytes.Buffer
		sayError(&out, fang.Styles{}, c.err)
		if out.String() != c.want {
			t.Errorf("%v is said as %q, and should be %q", c.err, out.String(), c.want)
		}
	}
}
