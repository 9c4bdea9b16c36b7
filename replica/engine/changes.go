package engine

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// changes is a change set: what the triples that an event touches are to become.
// Nothing is written until it is whole.
type changes struct {
	tx *store.Tx
	// touched are the triples, in the order in which they were touched, so that the same
	// event gives the same update; and list is what becomes of each.
	touched model.TripleSet
	list    []change
	// period is counted up for each during, while isDuring; moments are what it has
	// touched so far.
	period   int
	isDuring bool
	moments  []moment
}

type change struct {
	had  []clock.TID
	tids []clock.TID
	// wasDerived and derived: the triple was, and is to be, derived by a
	// constraint; it has no TIDs then.
	wasDerived, derived bool
	// inserted: an operation inserts the triple, be it there already.
	inserted bool
	// period is the last in which it was touched.
	period int
}

// moment is how a triple was when something began.
type moment struct {
	of   int // its place in the list
	is   bool
	tids []clock.TID
}

func (ch *change) was() bool { return len(ch.had) > 0 || ch.wasDerived }
func (ch *change) is() bool  { return len(ch.tids) > 0 || ch.derived }

func newChanges(tx *store.Tx) *changes { return &changes{tx: tx} }

// expect makes room for more triples.
func (c *changes) expect(n int) {
	c.list = slices.Grow(c.list, n)
	c.moments = slices.Grow(c.moments, n)
}

// touch is the change of a triple; at first, none. It is good until the next.
func (c *changes) touch(t model.Triple) *change {
	i, isNew := c.touched.Add(t)
	if isNew {
		c.read(t)
	}
	return c.at(i)
}

// read takes up how a triple is that was touched for the first time.
func (c *changes) read(t model.Triple) {
	tids, has := c.tx.Held(t)
	derived := has && len(tids) == 0
	c.list = append(c.list, change{had: tids, tids: tids, wasDerived: derived, derived: derived})
}

// at is the change of the triple at a place of the list, which is touched.
func (c *changes) at(i int) *change {
	ch := &c.list[i]
	if c.isDuring && ch.period != c.period {
		ch.period = c.period
		c.moments = append(c.moments, moment{i, ch.is(), ch.tids})
	}
	return ch
}

// remove takes TIDs from a triple, and tells which it had.
func (c *changes) remove(t model.Triple, tids []clock.TID) (removed []clock.TID) {
	ch := c.touch(t)
	isIn := membership(tids)
	first := slices.IndexFunc(ch.tids, isIn)
	if first < 0 {
		return nil
	}
	kept := slices.Clip(ch.tids[:first]) // Others have what there was.
	for _, tid := range ch.tids[first:] {
		if isIn(tid) {
			removed = append(removed, tid)
		} else {
			kept = append(kept, tid)
		}
	}
	ch.tids = kept
	return removed
}

// add gives a triple a TID; the change is good until the next.
func (c *changes) add(t model.Triple, tids ...clock.TID) *change {
	ch := c.touch(t)
	ch.add(tids)
	return ch
}

func (ch *change) add(tids []clock.TID) {
	if len(ch.tids) == 0 && len(tids) == 1 {
		ch.tids = slices.Clip(tids)
		return
	}
	isIn := membership(ch.tids)
	added := slices.Clip(ch.tids)
	for _, tid := range distinct(tids) {
		if !isIn(tid) {
			added = append(added, tid)
		}
	}
	ch.tids = added
}

// fewTIDs is how many TIDs are looked through one by one; a triple seldom has
// more, but a hostile message may give it any number.
const fewTIDs = 16

// membership tells what is among TIDs.
func membership(tids []clock.TID) func(clock.TID) bool {
	if len(tids) <= fewTIDs {
		return func(tid clock.TID) bool { return slices.Contains(tids, tid) }
	}
	set := make(map[clock.TID]bool, len(tids))
	for _, tid := range tids {
		set[tid] = true
	}
	return func(tid clock.TID) bool { return set[tid] }
}

// distinct are TIDs without those that are there twice.
func distinct(tids []clock.TID) []clock.TID {
	if len(tids) < 2 {
		return tids
	}
	seen := make(map[clock.TID]bool, len(tids))
	out := make([]clock.TID, 0, len(tids))
	for _, tid := range tids {
		if !seen[tid] {
			seen[tid] = true
			out = append(out, tid)
		}
	}
	return out
}

// update is what became of the triples that something touched.
type update struct{ shifts []store.Shift }

// visible reports whether something really went or came.
func (u update) visible() bool {
	return slices.ContainsFunc(u.shifts, func(s store.Shift) bool { return s.Was != s.Is })
}

// during tells what becomes of triples by what fn does to the change set, in the order
// in which it touches them. It costs what fn does, however much was done before.
func (c *changes) during(fn func()) (u update) {
	c.period++
	c.isDuring, c.moments = true, c.moments[:0]
	fn()
	c.isDuring = false
	u.shifts = make([]store.Shift, 0, len(c.moments))
	for _, was := range c.moments {
		ch := &c.list[was.of]
		s := store.Shift{
			Triple: c.touched.At(was.of), Was: was.is, Is: ch.is(),
			Removed: lacking(was.tids, ch.tids), Added: lacking(ch.tids, was.tids),
		}
		if s.Was != s.Is || len(s.Removed)+len(s.Added) > 0 {
			u.shifts = append(u.shifts, s)
		}
	}
	return u
}

// lacking are those of some TIDs that are not among others; both have each once.
func lacking(tids, others []clock.TID) (out []clock.TID) {
	// Mostly one or two have come or gone, be there ever so many.
	for len(tids) > 0 && len(others) > 0 && tids[0] == others[0] {
		tids, others = tids[1:], others[1:]
	}
	for len(tids) > 0 && len(others) > 0 && tids[len(tids)-1] == others[len(others)-1] {
		tids, others = tids[:len(tids)-1], others[:len(others)-1]
	}
	if len(tids) == 0 || len(others) == 0 {
		return tids
	}
	isIn := membership(others)
	for _, tid := range tids {
		if !isIn(tid) {
			out = append(out, tid)
		}
	}
	return out
}

// put writes the change set.
func (c *changes) put() error {
	list := make([]store.Change, 0, len(c.list))
	for i, ch := range c.list {
		if slices.Equal(ch.had, ch.tids) && ch.wasDerived == ch.derived {
			continue
		}
		list = append(list, store.Change{Triple: c.touched.At(i), TIDs: ch.tids, Derived: ch.derived})
	}
	return c.tx.Put(list)
}

// judged is what constraints are asked about: what the change set does to the graph, and
// all that an operation inserts. Of that some may be there already, from one clone and not
// from another, or at one time and not at another; and a rule is to say the same of the
// operation everywhere. (So the reference has it.)
func (c *changes) judged() (p model.Patch) {
	p.Inserts = slices.Grow(p.Inserts, len(c.list)) // Most are.
	for i, ch := range c.list {
		switch {
		case ch.is() && (ch.inserted || !ch.was()):
			p.Inserts = append(p.Inserts, c.touched.At(i))
		case ch.was() && !ch.is():
			p.Deletes = append(p.Deletes, c.touched.At(i))
		}
	}
	return p
}

// entail makes a change to derived triples.
func (c *changes) entail(p model.Patch) {
	for _, t := range p.Deletes {
		c.touch(t).derived = false
	}
	for _, t := range p.Inserts {
		c.touch(t).derived = true
	}
}

// held are the TIDs that a triple has after the changes so far.
func (c *changes) held(t model.Triple) []clock.TID { return c.touch(t).tids }

// apply makes the change that an operation is, and tells what it removed.
func (c *changes) apply(op *operation.Operation) (removed []operation.TripleTIDs) {
	removed = c.removeAll(op.Deletes)
	c.addAll(op.Inserts, nil)
	return removed
}

// removeAll makes the deletes of an operation, and tells what they removed.
func (c *changes) removeAll(deletes []operation.TripleTIDs) (removed []operation.TripleTIDs) {
	for _, d := range deletes {
		if tids := c.remove(d.Triple, d.TIDs); len(tids) > 0 {
			removed = append(removed, operation.TripleTIDs{Triple: d.Triple, TIDs: tids})
		}
	}
	return removed
}

// addAll makes the inserts of an operation. Who has their triples by themselves may give
// them: if nothing was touched before, and they are many, they are not looked for.
func (c *changes) addAll(inserts []operation.TripleTIDs, triples []model.Triple) {
	if c.touched.Take(triples) {
		for i := range inserts {
			c.read(triples[i])
			ch := c.at(i)
			ch.add(inserts[i].TIDs)
			ch.inserted = true
		}
		return
	}
	c.touched.Grow(len(inserts))
	for _, i := range inserts {
		c.add(i.Triple, i.TIDs...).inserted = true
	}
}
