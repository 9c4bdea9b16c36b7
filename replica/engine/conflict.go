package engine

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// Values that people gave a property without knowing of each other are in conflict until
// somebody settles it: the store keeps that (see store.Tx.ConflictAt). What a transaction
// knew of is told by its time, and is asked here when it comes.

// noteConflicts notes of which transactions an operation did not know, that gave the same
// properties other values. seen is what this clone has seen before it, and the data is
// as the operation has left it. Most know of all that is here, and cost a comparison of
// clocks; others cost as much as the properties that they give values to.
func (e *Engine) noteConflicts(tx *store.Tx, m *operation.Message, seen clock.Global, shifts []store.Shift, log *updates) error {
	if !m.Time.AnyLtGlobal(seen) {
		return nil
	}
	type property struct{ subject, property model.IRI }
	added := make(map[property]map[model.Triple][]clock.TID)
	var order []property
	for _, s := range shifts {
		p := property{s.Triple.S, s.Triple.P}
		if len(s.Added) == 0 || !s.Is {
			continue
		}
		if added[p] == nil {
			if !tx.HasSeveral(p.subject, p.property) {
				continue // As most have.
			}
			added[p], order = make(map[model.Triple][]clock.TID), append(order, p)
		}
		added[p][identity(s.Triple)] = s.Added
	}
	for _, p := range order {
		if values, ok := tx.ValuesOf(p.subject, p.property); ok {
			rows := e.unaware(log, m.Time, p.subject, p.property, values, added[p])
			if err := tx.NoteUnaware(p.subject, p.property, rows); err != nil {
				return err
			}
		}
	}
	return nil
}

// unaware tells which of the transactions that hold the values of a property an operation
// did not know of, for what it has added to other values of it.
func (e *Engine) unaware(log *updates, time clock.Tree, subject, property model.IRI, values []store.Held, added map[model.Triple][]clock.TID) (rows []store.Unaware) {
	unknown := make([][]clock.TID, len(values))
	for i, v := range values {
		t := model.Triple{S: subject, P: property, O: v.Value}
		mine := membership(added[identity(t)])
		for _, tid := range v.TIDs[max(0, len(v.TIDs)-maxAsked):] {
			if !mine(tid) && !e.knew(log, time, t, tid) {
				unknown[i] = append(unknown[i], tid)
			}
		}
	}
	for i, v := range values {
		var of []clock.TID
		for j := range values {
			if j != i {
				of = append(of, unknown[j]...)
			}
		}
		tids := added[identity(model.Triple{S: subject, P: property, O: v.Value})]
		for _, tid := range tids[max(0, len(tids)-maxAsked):] {
			if len(of) > 0 {
				rows = append(rows, store.Unaware{TID: tid, Of: of})
			}
		}
	}
	return rows
}

// maxAsked bounds how many of the transactions that hold one value, the latest, and how many
// records of the log are asked; maxHashed bounds the ticks that are looked through.
const (
	maxAsked  = 16
	maxHashed = 4096
)

// knew reports whether a transaction that holds a triple was known at a time. Where nothing
// tells that, for the transaction has come with a snapshot, it is taken for known; but not
// to what is put on top of that very snapshot.
func (e *Engine) knew(log *updates, time clock.Tree, t model.Triple, tid clock.TID) bool {
	if made, ok, err := clock.TimeOf(tid); err == nil && ok {
		return time.TicksOf(made) >= made.Ticks()
	}
	asked := 0
	for number := range log.tx.HistoryOf(model.Pattern(t), 0) {
		if asked++; asked > maxAsked {
			break
		}
		o := e.origins.of(log.tx, number)
		knew := time.TicksOfPath(o.process)
		switch {
		case o.ticks == 0:
		case o.tid == tid:
			return knew >= o.ticks
		case o.from == o.ticks || knew >= o.ticks: // It has no other, or was known.
		case !log.gave(number, t, tid):
		case knew < o.from:
			return false
		default:
			return e.isUpTo(log.tx, o, knew, tid)
		}
	}
	return e.heldBefore == nil || e.heldBefore(t, tid)
}

// isUpTo reports whether one of the transactions of a fusion is at a tick or before it.
func (e *Engine) isUpTo(tx *store.Tx, o origin, tick uint64, tid clock.TID) bool {
	record, ok := tx.Operation(o.tid)
	if !ok {
		return true
	}
	fusion, err := e.codec.Parse(record.Packed)
	if err != nil || tick-o.from > maxHashed {
		return true
	}
	for at := o.from; at <= tick; at++ {
		if t, err := fusion.Time.At(at); err == nil && t.TID() == tid {
			return true
		}
	}
	return false
}

// origin tells of which operation an update is; without ticks where it is of none.
type origin struct {
	tid         clock.TID
	process     string
	from, ticks uint64
}

func originOf(u *store.Update) origin { return origin{u.TID, u.Process, u.From, u.Ticks} }

// origins remembers some: of a large update many values are asked about.
type origins map[uint64]origin

const maxOrigins = 1024

func (known origins) of(tx *store.Tx, number uint64) origin {
	if o, ok := known[number]; ok {
		return o
	}
	var o origin
	if u, err := tx.UpdateHead(number); err == nil && u != nil {
		o = originOf(u)
	}
	if len(known) >= maxOrigins {
		clear(known)
	}
	known[number] = o
	return o
}

// giveBack has the transaction that gives values back stand for those that held them when
// they went, in what is kept of conflicts: so a conflict is back when its settlement is
// undone. Of an undo it is known which update it puts back. Of what others do it is not,
// and what comes back is taken for that; but who adds a value here sees the others.
func (e *Engine) giveBack(tx *store.Tx, r record, log *updates) error {
	if r.undoes == 0 && r.reason != store.ReasonRemote || !tx.KeepsUnaware() {
		return nil
	}
	type heir struct {
		subject model.IRI
		tid     clock.TID
	}
	back, order := make(map[heir][][]clock.TID), []heir(nil)
	for _, s := range r.shifts {
		if !s.Is || len(s.Added) == 0 || s.Was && len(s.Removed) == 0 {
			continue
		}
		ofProperty, ofSubject := tx.IsUnaware(s.Triple.S, s.Triple.P), tx.IsUnaware(s.Triple.S, "")
		if !ofProperty && !ofSubject {
			continue
		}
		from := s.Removed // It went and came in one piece.
		if s.Come() {
			from = log.lost(s.Triple, r.undoes)
		}
		if len(from) == 0 {
			continue
		}
		if ofProperty {
			if err := tx.Inherit(s.Triple.S, s.Triple.P, s.Added, [][]clock.TID{from}, nil); err != nil {
				return err
			}
		}
		for _, tid := range s.Added {
			h := heir{s.Triple.S, tid}
			switch {
			case !ofSubject:
				continue
			case back[h] == nil:
				order = append(order, h)
			}
			back[h] = append(back[h], from)
		}
	}
	for _, h := range order {
		if err := tx.Inherit(h.subject, "", []clock.TID{h.tid}, back[h], nil); err != nil {
			return err
		}
	}
	return nil
}

// inherit has what an operation puts in the place of values of a property stand for them,
// in what is kept of conflicts: who changes one of those that are in conflict has settled
// nothing. It asks what the operation deletes, be that here still or not, so that all
// clones come to the same. Of a fusion it is not known what is in the place of what: all is in
// the place of all, but not in conflict with each other, for one who has taken away both
// values knew what was left.
func (e *Engine) inherit(tx *store.Tx, op *operation.Operation) error {
	if len(op.Inserts) == 0 || !tx.KeepsUnaware() {
		return nil // As mostly.
	}
	type property struct{ subject, property model.IRI }
	from, heirs := make(map[property][][]clock.TID), make(map[property][]clock.TID)
	var order []property
	for _, d := range op.Deletes {
		p := property{d.Triple.S, d.Triple.P}
		if from[p] == nil {
			if !tx.IsUnaware(p.subject, p.property) && !tx.IsUnaware(p.subject, "") {
				continue
			}
			order = append(order, p)
		}
		from[p] = append(from[p], d.TIDs)
	}
	if len(order) == 0 {
		return nil
	}
	for _, i := range op.Inserts {
		if p := (property{i.Triple.S, i.Triple.P}); from[p] != nil {
			heirs[p] = append(heirs[p], i.TIDs...)
		}
	}
	for _, p := range order {
		if heirs := distinct(heirs[p]); len(heirs) > 0 {
			if err := inheritAt(tx, p.subject, p.property, heirs, from[p], heirs); err != nil {
				return err
			}
		}
	}
	return nil
}

// inheritAt has transactions stand for others, in what is kept of a property and of its
// subject; see store.Tx.Inherit.
func inheritAt(tx *store.Tx, subject, property model.IRI, heirs []clock.TID, from [][]clock.TID, knew []clock.TID) error {
	for _, of := range []model.IRI{property, ""} {
		if !tx.IsUnaware(subject, of) {
			continue
		}
		if err := tx.Inherit(subject, of, heirs, from, knew); err != nil {
			return err
		}
	}
	return nil
}

// countConflicts takes note of how many conflicts there are, for the status.
func (e *Engine) countConflicts() error {
	return e.store.View(func(tx *store.Tx) error {
		e.conflicts = tx.CountConflicts()
		return nil
	})
}
