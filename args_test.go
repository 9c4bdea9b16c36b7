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

// TestErrorsAreSaidInOneLine: in words for people, and nothing of what they did themselves.
func TestErrorsAreSaidInOneLine(t *testing.T) {
	unread := &os.PathError{Op: "write", Path: os.Stdout.Name(), Err: syscall.EPIPE}
	for _, c := range []struct {
		err  error
		want string
	}{
		{errors.New("it is so"), "mld-tui: it is so\n"},
		{errors.Join(errors.New("one"), errors.New("two")), "mld-tui: one; two\n"},
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
