package sim

import (
	"fmt"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/constraint"
	"github.com/m-ld/mld-tui/replica/engine"
)

var (
	shopping = domain.Base() + "shopping"
	// single is a property that may have one value, in runs with rules.
	single = domain.Vocab() + "single"
)

// rules are the constraints of a clone.
func (w *world) rules(c *clone) []engine.Constraint {
	var own []engine.Constraint
	if w.mix.sin > 0 {
		own = append(own, law{})
	}
	if w.mix.rules {
		own = append(own, constraint.NewList(domain, c.id))
	}
	if !w.mix.single {
		return own
	}
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		w.fail("%w", err)
		return nil
	}
	config := []any{map[string]any{"@type": "single-valued", "property": string(single)}}
	rules, err := constraint.FromConfig(config, ctx)
	if err != nil {
		w.fail("%w", err)
	}
	return append(own, rules...)
}

// changeRuled makes a random transaction on what the rules are about.
func (w *world) changeRuled(g model.Graph) model.Patch {
	slots := list.Slots(g, shopping)
	at := w.rng.IntN(len(slots) + 2)
	n := w.rng.IntN(6)
	switch {
	case n < 2 && w.mix.single: // Another single value; at times without taking the old ones away.
		t := model.Triple{S: one(w, subjects), P: single, O: one(w, values)}
		return model.Patch{
			Deletes: w.some(g.Match(model.Pattern{S: t.S, P: t.P}), 0.9), Inserts: []model.Triple{t},
		}
	case n < 4 || len(slots) == 0:
		return model.Patch{Inserts: w.items(at)}
	case n == 4: // A move, and perhaps a new item.
		s := one(w, slots)
		p := model.Patch{
			Deletes: []model.Triple{s.Triple()},
			Inserts: []model.Triple{{S: shopping, P: list.Index{At: at, Sub: list.NoSub}.Property(), O: model.Ref(s.ID)}},
		}
		return p
	default:
		p := model.Patch{Deletes: []model.Triple{one(w, slots).Triple()}}
		if w.chance(0.3) {
			p.Inserts = w.items(at)
		}
		return p
	}
}

// items are one item or a few to insert at an index of the list.
func (w *world) items(at int) (out []model.Triple) {
	count := 1 + w.rng.IntN(3)
	for i := range count {
		index := list.Index{At: at, Sub: list.NoSub}
		if count > 1 {
			index.Sub = i
		}
		slot := domain.Base() + model.IRI(w.newID("slot"))
		out = append(out,
			model.Triple{S: shopping, P: index.Property(), O: model.Ref(slot)},
			model.Triple{S: slot, P: model.JSONRQLItem, O: model.String(fmt.Sprint(w.rng.IntN(20)))},
		)
	}
	return out
}

// judgeRules looks whether the rules are kept.
func judgeRules(g model.Graph) error {
	for _, s := range subjects {
		if held := slices.Collect(g.Match(model.Pattern{S: s, P: single})); len(held) > 1 {
			return fmt.Errorf("a property with a single value has %v", held)
		}
	}
	slots := list.Slots(g, shopping)
	// After a snapshot, a list whose type was deleted is found by its items only: a
	// place that has none may have no index until an edit touches it.
	unfound := 0
	placed := make(map[model.IRI]bool)
	for i, s := range slots {
		if placed[s.ID] {
			return fmt.Errorf("%s is in the list twice", s.ID)
		}
		placed[s.ID] = true
		want := model.Triple{S: s.ID, P: model.JSONRQLIndex, O: model.Integer(int64(i))}
		got := slices.Collect(g.Match(model.Pattern{S: s.ID, P: model.JSONRQLIndex}))
		items := slices.Collect(g.Match(model.Pattern{S: s.ID, P: model.JSONRQLItem}))
		switch {
		case len(items) > 1: // None, where it was deleted by itself.
			return fmt.Errorf("place %d of the list has the items %v", i, items)
		case len(got) == 0 && len(items) == 0:
			unfound++
		case !slices.Equal(got, []model.Triple{want}):
			return fmt.Errorf("place %d of the list, %v, has the indexes %v and the items %v", i, s, got, items)
		}
	}
	if n := len(slices.Collect(g.Match(model.Pattern{P: model.JSONRQLIndex}))); n != len(slots)-unfound {
		return fmt.Errorf("a list of %d has %d indexes", len(slots), n)
	}
	return nil
}
