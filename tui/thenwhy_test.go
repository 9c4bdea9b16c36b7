package tui

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/history"
)

// Who held a value at a moment is who held it when that was now, whatever became of it:
// said, said once more, taken away, undone and redone.
func TestWhyThenIsWhyAsItWas(t *testing.T) {
	t.Parallel()
	const d model.Domain = "why.m-ld.org"
	r, err := replica.Open(replica.Config{Domain: d, ID: "why", File: filepath.Join(t.TempDir(), "data.mld"), Genesis: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ctx := t.Context()
	value := []model.Triple{{S: d.Base() + "fred", P: d.Vocab() + "age", O: model.Number(42)}}
	other := []model.Triple{{S: d.Base() + "fred", P: d.Vocab() + "age", O: model.Number(43)}}
	random := rand.New(rand.NewPCG(7, 4))
	why := func(shown then) (tids []string) {
		t.Helper()
		items, err := shown.why(ctx, r, value[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range items {
			if i == (history.Item{}) || i.Entry == nil {
				t.Fatal("who holds it is not known")
			}
			tids = append(tids, i.TID)
		}
		slices.Sort(tids)
		return tids
	}
	was := make(map[uint64][]string)
	several := 0
	for range 150 {
		switch random.IntN(6) {
		case 0, 1:
			err = r.Patch(ctx, model.Patch{Inserts: value})
		case 2:
			err = r.Patch(ctx, model.Patch{Deletes: value})
		case 3:
			err = r.Patch(ctx, model.Patch{Inserts: other})
		case 4:
			_, _ = r.Undo(ctx) // There may be nothing left.
		case 5:
			_, _ = r.Redo(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
		st, _ := r.Status()
		held := why(then{})
		if len(held) > 1 {
			several++
		}
		was[st.Ticks] = held
	}
	if several == 0 {
		t.Error("no two ever held it: that shows little")
	}
	for tick, held := range was {
		past, err := r.AsOf(context.WithoutCancel(ctx), replica.Moment{Tick: tick})
		if err != nil {
			t.Fatal(err)
		}
		if got := why(then{past: past, at: replica.Moment{Tick: tick}}); !slices.Equal(got, held) {
			t.Errorf("as of tick %d %v held it, not %v", tick, got, held)
		}
		if err := past.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
