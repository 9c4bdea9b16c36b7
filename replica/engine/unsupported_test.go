package engine

import (
	"bytes"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// TestWhereThereIsCollaborativeTextNothingIsWritten: the reference destroys characters of
// such text, and this version cannot edit it. It takes what others write, passes that on as
// it came, and writes nothing, of which it says why. So it is where the domain declares
// extensions that it does not know.
func TestWhereThereIsCollaborativeTextNothingIsWritten(t *testing.T) {
	text := model.Triple{S: "http://test.m-ld.org/doc", P: "http://test.m-ld.org/#body", O: model.Literal("1", sharedText)}
	require := model.Triple{S: model.Extensions, P: "http://js.m-ld.org/#require", O: model.String("@m-ld/m-ld/ext/tseq")}
	for name, c := range map[string]struct {
		change func(*operation.Operation)
		why    string
	}{
		"a text": {func(op *operation.Operation) {
			op.Inserts = operation.Plain(op.Time.TID(), []model.Triple{text})
		}, unsupportedShared},
		"an edit of a text": {func(op *operation.Operation) {
			// Half of a character, as the reference sends it.
			op.Updates = []operation.Shared{{Triple: text, Op: []any{[]any{[]any{[]any{"guest", 0.0}}, []any{[]any{"\ufffd", 1.0}}}}}}
		}, unsupportedShared},
		"an extension": {func(op *operation.Operation) {
			op.Inserts = operation.Plain(op.Time.TID(), []model.Triple{require})
		}, unsupportedExtensions},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVictim(t)
			payload := guestOperation(t, guestAt(1), 0, c.change)
			v.do(Operation{Payload: payload})
			var last []byte
			err := v.Store().View(func(tx *store.Tx) error {
				entry, err := tx.EntryBefore(^uint64(0))
				last = entry.Operation
				return err
			})
			if err != nil || !bytes.Contains(payload, last) {
				t.Errorf("it is passed on as %q (%v)", last, err)
			}
			if _, err := insert(v.Engine, "own"); err == nil || !strings.Contains(err.Error(), c.why) {
				t.Errorf("a write gives %v", err)
			}
			v.do(Operation{Payload: guestNames(t, 2, 1, "guest")})
			if !v.hasName("guest") || v.hasName("own") {
				t.Errorf("it holds %q", v.names())
			}
		})
	}
}
