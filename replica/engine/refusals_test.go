package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/replica/store"
)

// Nonsense without end, of many kinds and from many, does not push out what is grave:
// neither an operation that was refused, nor who claims this clone's own ticks. What is
// kept is bounded, and is there when the file is opened again.
func TestNonsenseDoesNotHideWhatIsGrave(t *testing.T) {
	v := newVictim(t)
	v.do(Operation{Payload: guestOperation(t, []any{[]any{2.0, 90.0}, []any{1.0}}, 0, nil)}) // It claims our ticks.
	v.do(Operation{Payload: broken(t, "no update")})
	for n := range 200 {
		v.do(Request{From: fmt.Sprint("stranger", n), MessageID: "m", Payload: []byte("nonsense")})
	}
	var list []store.Refusal
	err := v.Store().View(func(tx *store.Tx) (err error) {
		list, err = tx.Refusals()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	counts := make(map[store.RefusalKind]int)
	for _, r := range list {
		counts[r.Kind]++
	}
	if counts[store.RefusedRule] != 1 || counts[store.RefusedOperation] != 1 || counts[store.RefusedNonsense] != maxRefusals[store.RefusedNonsense] {
		t.Errorf("kept are %v: %+v", counts, list)
	}
	if i := slices.IndexFunc(list, func(r store.Refusal) bool { return r.Kind == store.RefusedRule }); i != 0 || !strings.Contains(list[0].Why, "this clone's own") {
		t.Errorf("the oldest is %+v", list[0])
	}
	if last := list[len(list)-1]; last.Origin != "clone stranger199" {
		t.Errorf("the latest is %+v", last)
	}
}
