package sim

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// island is some clones that know the same operations. When all is healed there is
// one island, but for this: a clone can bring others what they lack, by a rev-up or on
// top of their snapshot, only as far as it has that in its journal; and it has not
// what came to it with a snapshot, or what it has cut. Where a clone and the others
// each know operations that the other lacks and has not kept, neither can take
// anything from the other: the clone is outdated for good. It must say so and be silent,
// and that it is so is proven here. Nothing else excuses anybody, and all others are one
// island, the main one, which there always is: whoever is present.
type island struct {
	gwc    clock.Global
	clones []*clone
	// outdated: they say that they are.
	outdated bool
	// kept are the operations that each clone has in its journal.
	kept map[*clone]map[*op]bool
}

// islands finds who knows the same.
func (w *world) islands() (all []*island, err error) {
	for _, c := range w.alive() {
		if !c.up() || !c.hasData() {
			return nil, fmt.Errorf("%s is down, or has not joined", c.name)
		}
		st := c.engine.Status()
		outdated := st.Outdated && strings.HasPrefix(st.Lost, "clone outdated")
		err := c.engine.Store().View(func(tx *store.Tx) error {
			st, _, err := tx.State()
			if err != nil {
				return err
			}
			i := slices.IndexFunc(all, func(i *island) bool { return i.outdated == outdated && w.knowTheSame(i.gwc, st.GWC) })
			if i < 0 {
				i = len(all)
				all = append(all, &island{gwc: st.GWC, outdated: outdated, kept: make(map[*clone]map[*op]bool)})
			}
			all[i].clones = append(all[i].clones, c)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, w.judgeIslands(all)
}

// knowTheSame reports whether clones with two global clocks know the same. That a process is
// blocked is told only in a rev-up, for which there is a reason when somebody writes who knows
// it; until then some may not have heard of it.
func (w *world) knowTheSame(one, other clock.Global) bool {
	if w.probed {
		return one.Same(other)
	}
	all := func(string) bool { return true }
	return one.WithBlocks(other, all).SameUnblocked(other.WithBlocks(one, all))
}

// judgeIslands makes sure that there is a main island, and that those who are outdated
// can never come to it.
func (w *world) judgeIslands(all []*island) error {
	var main *island
	for _, i := range all {
		switch {
		case i.outdated:
		case main != nil:
			return fmt.Errorf("%s has global clock %s, but %s has %s, and neither says that it is outdated",
				main.clones[0].name, globalJSON(main.gwc), i.clones[0].name, globalJSON(i.gwc))
		default:
			main = i
		}
	}
	if main == nil {
		return errors.New("all clones say that they are outdated, and nobody is the domain")
	}
	for _, i := range all {
		if i == main {
			continue
		}
		for _, sides := range [][2]*island{{i, main}, {main, i}} {
			if err := w.judgeApart(sides[0], sides[1]); err != nil {
				return err
			}
		}
	}
	return nil
}

// judgeApart makes sure that no clone of one island can bring another all that it lacks.
func (w *world) judgeApart(from, to *island) error {
	for _, c := range from.clones {
		o, err := w.cannotBring(from, c, to)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", c.name, err)
		case o == nil:
			return fmt.Errorf("%s could bring %s all that it lacks, but %s has global clock %s, and %s has %s",
				c.name, to.clones[0].name, c.name, globalJSON(from.gwc), to.clones[0].name, globalJSON(to.gwc))
		}
		w.trace.line(w.now, c.name, "cannot bring %s to %s", o, to.clones[0].name)
	}
	return nil
}

// cannotBring is an operation that a clone knows and another island lacks, and that
// it has not kept; nil if it has all.
func (w *world) cannotBring(i *island, c *clone, to *island) (*op, error) {
	if i.kept[c] == nil {
		kept, err := w.keptBy(c)
		if err != nil {
			return nil, err
		}
		i.kept[c] = kept
	}
	here, there := w.truth.atGlobal(i.gwc), w.truth.atGlobal(to.gwc)
	for _, o := range w.truth.ops {
		if here.counts(o) && !there.knows(o) && !i.kept[c][o] {
			return o, nil
		}
	}
	return nil, nil
}

// keptBy are the operations in the journal of a clone, by themselves or in a fusion.
func (w *world) keptBy(c *clone) (map[*op]bool, error) {
	kept := make(map[*op]bool)
	err := c.engine.Store().View(func(tx *store.Tx) error {
		for tick := uint64(0); ; {
			entry, err := tx.EntryAfter(tick)
			if err != nil || entry == nil {
				return err
			}
			tick = entry.Tick
			encoded, err := w.codec.Parse(entry.Operation)
			if err != nil {
				return err
			}
			for _, o := range w.truth.ops {
				if at := o.time.Ticks(); at < encoded.From || at > encoded.Time.Ticks() {
					continue
				}
				if at, err := encoded.Time.At(o.time.Ticks()); err == nil && at.TID() == o.tid {
					kept[o] = true
				}
			}
		}
	})
	return kept, err
}
