package constraint_test

import (
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/store"
)

// What others got wrong does not matter here.
func TestIndexesOfOthersAreNotTrusted(t *testing.T) {
	c := newClone("me")
	if _, err := c.write(model.Patch{Inserts: slices.Concat(at(0, "a"), at(1, "b"), at(2, "c"))}); err != nil {
		t.Fatal(err)
	}
	c.graph.Delete(model.Triple{S: slot("b"), P: model.JSONRQLIndex, O: model.Integer(1)})
	c.graph.Insert(
		model.Triple{S: slot("c"), P: model.JSONRQLIndex, O: model.Integer(9)},
		model.Triple{S: slot("gone"), P: model.JSONRQLIndex, O: model.Integer(0)},
	)
	u := engine.NewInterim(c.graph, model.Patch{}, false)
	c.rule.DeriveAll(u)
	checkNumbered(t, u)
}

// A snapshot may lack the index of a place that is empty, in a list that is none any
// more by its type.
func TestEmptyPlacesOfUntypedListsAreFound(t *testing.T) {
	s, err := store.Open(filepath.Join(t.TempDir(), "data.mld"), store.Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var changes []store.Change
	for i, position := range []string{"3me______________", "5me______________"} {
		place := model.Triple{S: shopping, P: list.Property(position), O: model.Ref(slot(strconv.Itoa(i)))}
		changes = append(changes, store.Change{Triple: place, TIDs: []clock.TID{"kQE="}})
	}
	err = s.Update(func(tx *store.Tx) error {
		if err := tx.Put(changes); err != nil {
			return err
		}
		u := engine.NewInterim(tx, model.Patch{}, false)
		newClone("me").rule.DeriveAll(u)
		checkNumbered(t, u)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
