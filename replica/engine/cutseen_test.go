package engine

import (
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// TestAFusionIsCutByAPastThatIsNotKept: of four operations of the guest, three are
// known, but not all of them kept any more. What the last deletes of them, which the
// fusion of all does not say, goes; nothing else does, and nothing comes back.
func TestAFusionIsCutByAPastThatIsNotKept(t *testing.T) {
	at := func(tick uint64) any { return []any{2.0, []any{float64(tick)}} }
	var ops []*operation.Operation
	part := func(gone map[string]int, names ...string) []byte {
		tick := uint64(len(ops) + 1)
		return guestOperation(t, at(tick), tick-1, func(o *operation.Operation) {
			for _, name := range slices.Sorted(slices.Values([]string{"a", "c", "e"})) {
				if of, ok := gone[name]; ok {
					o.Deletes = append(o.Deletes, operation.Plain(ops[of-1].Time.TID(), []model.Triple{named(name)})...)
				}
			}
			var triples []model.Triple
			for _, name := range names {
				triples = append(triples, named(name))
			}
			o.Inserts = operation.Plain(o.Time.TID(), triples)
			ops = append(ops, o)
		})
	}
	known := [][]byte{part(nil, "a", "b"), part(nil, "c", "f"), part(nil, "e")}
	part(map[string]int{"a": 1, "c": 2, "e": 3}, "d", "a")
	fused := guestOperation(t, at(4), 0, func(o *operation.Operation) { *o = *operation.Fuse(ops...) })
	for name, lost := range map[string]int{"all are kept": 0, "the first is not": 1, "only the last is": 2, "none is": 3} {
		t.Run(name, func(t *testing.T) {
			v := newVictim(t)
			for _, payload := range known {
				v.do(Operation{Payload: payload})
			}
			v.do(Write{ // What was deleted since does not come back.
				Change: func(model.Graph) (model.Patch, error) {
					return model.Patch{Deletes: []model.Triple{named("f")}}, nil
				},
				Done: func(_ Written, err error) {
					if err != nil {
						t.Error(err)
					}
				},
			})
			forget(t, v, ops[:lost])
			v.do(Operation{Payload: fused})
			tids := map[string][]clock.TID{
				"b": {ops[0].Time.TID()}, "d": {ops[3].Time.TID()}, "a": {ops[3].Time.TID()}, "c": nil, "e": nil, "f": nil,
			}
			if err := v.Store().View(func(tx *store.Tx) error {
				for name, want := range tids {
					if got := tx.TIDs(named(name)); !slices.Equal(got, want) {
						t.Errorf("%s has the TIDs %v, and should have %v", name, got, want)
					}
				}
				if !tx.Has(named("fred")) {
					t.Error("what others have written went, too")
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// forget takes operations out of a clone's journal, as its bound does.
func forget(t *testing.T, v *victim, ops []*operation.Operation) {
	t.Helper()
	if err := v.Store().Update(func(tx *store.Tx) error {
		for _, o := range ops {
			record, _ := tx.Operation(o.Time.TID())
			entry, err := tx.EntryAfter(record.Tick - 1)
			if err != nil {
				return err
			}
			if err := tx.DeleteEntry(entry); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
