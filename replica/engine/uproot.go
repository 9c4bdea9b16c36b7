package engine

import (
	"slices"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/store"
)

// A snapshot can be of a time after an agreement that this clone has not heard of.
// Then all of its journal that the agreement does not know is void, for none of it
// knows the agreement; and its own clock may have been forked from what is void.

// isNews reports whether this clone has not heard of an agreement.
func (e *Engine) isNews(agreement clock.Tree) bool { return e.state.GWC.AnyLt(agreement) }

// isUprooted reports whether the clone's clock was forked from what an agreement
// has voided that a snapshot knows. The process from which it was forked goes on;
// this one cannot, for nobody would follow it.
//
// The reference goes on, as the very process that it was forked from, and so two
// clones are one process.
func (e *Engine) isUprooted(res control.Response) bool {
	if !e.has || !e.isNews(res.Agreed) {
		return false
	}
	_, ok := e.state.Time.Fit(res.GWC)
	return !ok
}

// timeWith is the clone's time on top of a snapshot.
func (e *Engine) timeWith(res control.Response) (clock.Tree, error) {
	switch {
	case e.rec.newClock:
		return res.Clock.At(max(res.Clock.Ticks(), e.state.Time.Ticks()))
	case e.isNews(res.Agreed):
		time, _ := e.state.Time.Fit(res.GWC)
		return time, nil
	default:
		return e.state.Time, nil
	}
}

// entriesOnTop are the entries of the journal that a snapshot lacks, and those
// that it voids, newest first, with what they had done.
func (e *Engine) entriesOnTop(res control.Response) (kept []*store.Entry, undone []voided, err error) {
	if kept, err = e.entriesSince(res.GWC); err != nil || !e.isNews(res.Agreed) {
		return kept, nil, err
	}
	all, err := e.entriesSince(clock.GenesisGlobal())
	if err != nil {
		return nil, nil, err
	}
	back := rewound{}
	for _, entry := range slices.Backward(all) {
		encoded, err := e.codec.Parse(entry.Operation)
		if err != nil {
			return nil, nil, err
		}
		if encoded.Agreed != nil || !res.Agreed.AnyLt(encoded.Time) {
			continue
		}
		op, err := e.codec.Decode(encoded)
		if err != nil {
			return nil, nil, err
		}
		back.voided = append(back.voided, voided{entry: entry, op: op})
		kept = slices.DeleteFunc(kept, func(k *store.Entry) bool { return k.Tick == entry.Tick })
	}
	back.undo(newChanges(e.read()))
	return kept, back.voided, nil
}

// voidsBySnapshot are the updates that tell what a snapshot has undone. What it
// holds nevertheless was not.
func (e *Engine) voidsBySnapshot(tx *store.Tx, undone []voided, tick uint64) (updates []*store.Update) {
	for _, v := range undone {
		v.shifts = slices.DeleteFunc(v.shifts, func(s store.Shift) bool { return s.Gone() && tx.Has(s.Triple) })
		if v.visible() {
			updates = append(updates, e.voidUpdate(v, tick))
		}
	}
	return updates
}
