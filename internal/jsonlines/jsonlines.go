// Package jsonlines has what the protocols of JSON lines have in common: that of
// `mld-tui headless`, and that of the owner's socket, which is an extension of it.
package jsonlines

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
)

// Reply is a line of the output.
type Reply map[string]any

// Writer writes lines of JSON, one at a time, from any goroutine.
type Writer struct {
	mu  sync.Mutex
	out *json.Encoder
}

// NewWriter makes a writer.
func NewWriter(w io.Writer) *Writer {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return &Writer{out: e}
}

// Write writes a line.
func (w *Writer) Write(v any) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.Encode(v)
}

// ErrorText is an error with m-ld's number, where it has one.
func ErrorText(err error) string {
	var e *model.Error
	if errors.As(err, &e) && e.Status != 0 {
		return fmt.Sprintf("%d %s", e.Status, err)
	}
	return err.Error()
}

// Update is an update as m-ld's API has it.
func Update(c *jsonld.Context, u replica.Update) map[string]any {
	removed, made := list.Aliases(u.Deletes, u.Inserts)
	body := map[string]any{
		"@delete": subjects(c, u.Deletes, removed), "@insert": subjects(c, u.Inserts, made),
		"@update": []any{}, "@ticks": u.Tick,
	}
	if u.Author.Principal != "" {
		body["@principal"] = map[string]any{"@id": c.CompactID(u.Author.Principal)}
	}
	return body
}

// Told is an update as m-ld's API has it, with what this clone's constraints made of
// it (which comes next among the updates), and with what that API leaves out: why it
// happened, where it is not just that somebody has written. "@reason" is then "void",
// and what an agreement has undone is told as its opposite; or "blocked", and the
// process's operations are refused from now on; or "resolution". "@process" says
// whose operation that was, and "@self" that it was this clone's own.
func Told(c *jsonld.Context, u replica.Update, updates <-chan replica.Update) map[string]any {
	resolved := u.Resolved
	u = replica.Whole(u, updates)
	body := Update(c, u)
	switch {
	case u.Reason == replica.ReasonVoid || u.Reason == replica.ReasonBlocked:
		body["@reason"], body["@process"], body["@self"] = u.Reason.String(), u.Author.Process, u.Author.Self
	case resolved:
		body["@reason"] = replica.ReasonResolution.String()
	}
	return body
}

// Change is an update as a transaction.
func Change(ctx context.Context, u *jrql.Update, domain model.Domain) replica.Change {
	return func(g model.Graph) (model.Patch, error) {
		return u.Patch(ctx, g, newSubject(domain))
	}
}

// newSubject makes identities for subjects that came without one.
func newSubject(domain model.Domain) func() model.IRI {
	return func() model.IRI { return domain.GenID(replica.NewID()) }
}
