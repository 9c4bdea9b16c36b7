package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// judge asks all oracles but that of time.
func (w *world) judge() error {
	for _, c := range w.alive() {
		if c.up() {
			if err := c.book.remember(c); err != nil {
				return err
			}
		}
	}
	islands, err := w.islands()
	if err != nil {
		return err
	}
	if len(islands) > 1 {
		w.divided = true
	}
	present := 0
	for _, i := range islands {
		if !i.outdated {
			present = len(i.clones)
		}
	}
	for _, i := range islands {
		for _, c := range i.clones {
			if err := w.judgeStatus(c, i.outdated, present); err != nil {
				return err
			}
		}
		if err := w.judgeIsland(i); err != nil {
			return err
		}
	}
	return nil
}

// judgeIsland makes sure that clones that know the same hold the same, and what they
// must.
func (w *world) judgeIsland(i *island) error {
	var digest store.Digest
	for n, c := range i.clones {
		err := c.engine.Store().View(func(tx *store.Tx) error {
			st, _, err := tx.State()
			if err != nil {
				return err
			}
			if err := w.judgeData(c, tx, st); err != nil {
				return err
			}
			switch {
			case n == 0:
				digest = tx.Digest()
			case tx.Digest() != digest:
				return fmt.Errorf("digest %s, but %s has %s", tx.Digest(), i.clones[0].name, digest)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// alive are the clones that were not destroyed.
func (w *world) alive() (out []*clone) {
	for _, c := range w.clones {
		if !c.destroyed {
			out = append(out, c)
		}
	}
	return out
}

// judgeStatus makes sure that a clone takes part, and knows that it does, and sees all that
// are on the main island; of one that is outdated for good, that it sees them and is silent.
func (w *world) judgeStatus(c *clone, outdated bool, present int) error {
	others := present
	if !outdated {
		others--
	}
	st := c.engine.Status()
	switch {
	case !st.Online:
		return fmt.Errorf("%s is not online", c.name)
	case len(c.engine.Others()) != others || st.Silo != (others == 0):
		return fmt.Errorf("%s sees %v (silo: %t), of %d who are present", c.name, c.engine.Others(), st.Silo, present)
	case st.Present == outdated:
		return fmt.Errorf("%s is outdated: %t, and present: %t", c.name, outdated, st.Present)
	case outdated:
		return nil
	case st.Outdated && len(w.alive()) > 1:
		return fmt.Errorf("%s is outdated", c.name)
	case st.Lost != "" && !w.lacksForGood():
		return fmt.Errorf("%s is lost: %s", c.name, st.Lost)
	}
	return nil
}

// lacksForGood reports whether a clone that was destroyed has taken edits with it, or
// one that is outdated keeps some, so that others of its edits may be here and never fit.
func (w *world) lacksForGood() bool {
	return w.divided || slices.ContainsFunc(w.truth.ops, func(o *op) bool {
		return o.by.destroyed && !slices.ContainsFunc(w.alive(), func(c *clone) bool { return c.book.seen[o] })
	})
}

// judgeData compares what a clone holds with what it must.
func (w *world) judgeData(c *clone, tx *store.Tx, st store.State) error {
	now := w.truth.atGlobal(st.GWC)
	for _, o := range w.truth.ops {
		if now.knows(o) || now.voids(o) || o.unlawful() {
			continue
		}
		knows := func(other *clone) bool { return other.book.seen[o] }
		switch i := slices.IndexFunc(w.alive(), knows); {
		case i < 0 && o.by.destroyed: // Nobody has it.
		case i < 0 && w.divided && w.truth.doomed(o): // Those who have it know that it is void; this one is apart from them.
		case i < 0:
			return fmt.Errorf("%v is not here (acknowledged: %t)", o, o.acked)
		case !w.divided: // Else those who have it are on another island.
			return fmt.Errorf("%v is not here, but %s had it", o, w.alive()[i].name)
		}
	}
	var cursor store.Cursor
	var held []pair
	for tt := range cursor.Next(tx) {
		held = append(held, pairsOf(only(tt))...)
	}
	if want := w.truth.state(st.GWC); diffPairs(held, want) != "" {
		return fmt.Errorf("holds other than it must: %s%s", diffPairs(held, want), w.truth.fates(held, want))
	}
	if err := judgeIndexes(tx); err != nil {
		return err
	}
	if err := w.judgeConflicts(tx); err != nil {
		return err
	}
	if w.mix.rules {
		if err := judgeRules(tx); err != nil {
			return err
		}
	}
	if err := c.book.judgeLog(tx); err != nil {
		return err
	}
	if err := w.judgeReports(c, tx, st); err != nil {
		return err
	}
	return w.judgeJournal(tx, st, held)
}

// isPart reports whether a subject is a part of another: a list that has no id but a
// generated one, or a slot of a list.
func isPart(triples []model.Triple) bool {
	if !strings.HasPrefix(string(triples[0].S), string(domain.GenID(""))) {
		return false
	}
	slot := true
	for _, t := range triples {
		if t.P == model.RDFType && t.O == model.Ref(model.MeldList) {
			return true // No list of the simulator has a name.
		}
		slot = slot && (t.P == model.JSONRQLItem || t.P == model.JSONRQLIndex)
	}
	return slot
}

// judgeIndexes asks for all triples by every kind of pattern.
func judgeIndexes(tx *store.Tx) error {
	all := slices.Collect(tx.Match(model.Pattern{}))
	want := make(map[model.Pattern][]model.Triple)
	subjects, typed := make(map[model.IRI]bool), make(map[model.IRI]int)
	for _, t := range all {
		for _, p := range []model.Pattern{
			{S: t.S}, {P: t.P}, {O: t.O}, {S: t.S, P: t.P}, {S: t.S, O: t.O}, {P: t.P, O: t.O}, model.Pattern(t),
		} {
			want[p] = append(want[p], t)
		}
		subjects[t.S] = true
		if t.P == model.RDFType {
			typed[t.O.IRI()]++
		}
		if derived := t.P == model.JSONRQLIndex; !tx.Has(t) || len(tx.TIDs(t)) == 0 != derived {
			return fmt.Errorf("%v is there, but has no TID", t)
		}
	}
	for p, triples := range want {
		got := slices.Collect(tx.Match(p))
		slices.SortFunc(got, model.Triple.Compare)
		slices.SortFunc(triples, model.Triple.Compare)
		if !slices.Equal(got, triples) {
			return fmt.Errorf("the indexes disagree: %v gives %v, not %v", p, got, triples)
		}
	}
	ids := slices.Sorted(maps.Keys(subjects))
	if got := slices.Collect(tx.Subjects()); !slices.Equal(got, ids) {
		return fmt.Errorf("the subjects are %v, not %v", got, ids)
	}
	ids = slices.DeleteFunc(ids, func(s model.IRI) bool {
		if !isPart(want[model.Pattern{S: s}]) {
			return false
		}
		for _, t := range want[model.Pattern{S: s, P: model.RDFType}] {
			typed[t.O.IRI()]--
		}
		return true
	})
	for _, order := range []store.Order{store.ByID, store.ByName} {
		var listed []model.IRI
		for s := range tx.List(order, "", "", false) {
			listed = append(listed, s)
		}
		if slices.Sort(listed); !slices.Equal(listed, ids) || tx.CountSubjects("") != len(ids) {
			return fmt.Errorf("the subjects listed are %v, not %v, and there are said to be %d", listed, ids, tx.CountSubjects(""))
		}
	}
	for class, n := range typed {
		if got := tx.CountSubjects(class); got != n {
			return fmt.Errorf("there are %d subjects of %s, not %d", got, class, n)
		}
	}
	return nil
}

// judgeLog replays the log from where it tells everything.
func (b *book) judgeLog(tx *store.Tx) error {
	held := maps.Clone(b.base)
	for at, u := range tx.UpdatesAfter(b.baseAt) {
		for _, t := range u.Deletes {
			if !held[bare(t)] {
				return fmt.Errorf("record %d of the log deletes what was not there: %v", at, t)
			}
			delete(held, bare(t))
		}
		for _, t := range u.Inserts {
			if held[bare(t)] {
				return fmt.Errorf("record %d of the log inserts what was there: %v", at, t)
			}
			held[bare(t)] = true
		}
	}
	n := 0
	for t := range tx.Match(model.Pattern{}) {
		if n++; !held[bare(t)] {
			return fmt.Errorf("the log does not tell of %v", t)
		}
	}
	if n != len(held) {
		return fmt.Errorf("the log leads to %d triples, not %d", len(held), n)
	}
	return nil
}

// judgeJournal replays a journal that begins at the beginning.
func (w *world) judgeJournal(tx *store.Tx, st store.State, held []pair) error {
	whole := st.StartGWC.Equal(clock.GenesisGlobal())
	now := w.truth.atGlobal(st.GWC)
	set := make(map[pair]bool)
	for tick := uint64(0); ; {
		entry, err := tx.EntryAfter(tick)
		if err != nil {
			return err
		}
		if entry == nil {
			break
		}
		tick = entry.Tick
		encoded, err := w.codec.Parse(entry.Operation)
		if err != nil {
			return err
		}
		if tick > st.Time.Ticks() || !now.reaches(encoded.Time) {
			return fmt.Errorf("the journal has %s at %d, which the clocks do not know", describeTime(encoded.Time), tick)
		}
		decoded, err := w.codec.Decode(encoded)
		if err != nil {
			return err
		}
		for _, p := range pairsOf(decoded.Deletes) {
			delete(set, p)
		}
		for _, p := range pairsOf(decoded.Inserts) {
			set[p] = true
		}
	}
	if !whole {
		return nil
	}
	if diff := diffPairs(slices.Collect(maps.Keys(set)), held); diff != "" {
		return fmt.Errorf("the journal leads to other data: %s", diff)
	}
	return nil
}
