package replica

import (
	"context"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// Holding is one transaction that holds a value: a value stays for as long as one
// transaction does that asserted it.
type Holding struct {
	// TID is the identity of the transaction.
	TID string
	// Entry is the update by which the transaction came here; nil where the log does
	// not have it: it came with a snapshot, or is not kept any more.
	Entry *Entry
	// Maker is who made it, where Entry is nil: the process alone, as far as the identity
	// tells. It does where it is short, or the latest of its process.
	Maker Author
	// Snapshot is the update that brought all the data in which it was, where Entry is nil
	// and the log still has that.
	Snapshot *Entry
}

// Why tells which transactions hold a triple, the newest known first. There are
// none where the data does not have it, or where a constraint derives it.
func (r *Replica) Why(ctx context.Context, t model.Triple) (held []Holding, err error) {
	err = r.view(func(tx *store.Tx) error {
		held, err = why(ctx, tx, t)
		return err
	})
	return held, err
}

func why(ctx context.Context, tx *store.Tx, t model.Triple) ([]Holding, error) {
	unknown := slices.Clone(tx.TIDs(t))
	restored := make(map[clock.TID]*Entry) // by updates that only gave them back
	var held []Holding
	p := model.Pattern(t)
	for number := range tx.HistoryOf(p, 0) {
		if len(unknown) == 0 {
			break
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		u, err := tx.Update(number)
		if err != nil {
			return nil, err
		}
		for _, s := range u.Shifts {
			if !p.Matches(s.Triple) {
				continue
			}
			for _, tid := range s.Added {
				i := slices.Index(unknown, tid)
				if i < 0 {
					continue
				}
				e := entryOf(number, u, HistoryQuery{Subject: t.S, Property: t.P, Value: t.O})
				if u.Reason == ReasonVoid {
					restored[tid] = &e
					continue
				}
				unknown = slices.Delete(unknown, i, i+1)
				held = append(held, Holding{TID: string(tid), Entry: &e})
			}
		}
	}
	slices.Sort(unknown)
	for _, tid := range unknown {
		h := Holding{TID: string(tid), Entry: restored[tid]}
		if h.Entry == nil {
			if err := h.tellWithoutLog(tx, tid); err != nil {
				return nil, err
			}
		}
		held = append(held, h)
	}
	return held, nil
}

// tellWithoutLog tells what is known of a transaction by other things than its update.
func (h *Holding) tellWithoutLog(tx *store.Tx, tid clock.TID) error {
	if marker := tx.Marker(); marker > 0 && marker >= tx.FirstUpdate() {
		u, err := tx.Update(marker)
		if err != nil {
			return err
		}
		e := entryOf(marker, u, HistoryQuery{})
		h.Snapshot = &e
	}
	st, ok, err := tx.State()
	if err != nil || !ok {
		return err
	}
	if h.Maker = makerOf(tid, st.GWC); h.Maker.Process != "" {
		h.Maker.Self = Stem(h.Maker.Process) == Stem(st.Time.Path())
	}
	return nil
}

// makerOf is the process that made a transaction; zero where its identity is a hash, and not
// that of the latest of a process.
func makerOf(tid clock.TID, gwc clock.Global) (maker Author) {
	if t, ok, err := clock.TimeOf(tid); err == nil && ok {
		return Author{Process: t.Path(), Ticks: t.Ticks()}
	}
	gwc.Processes(func(path string, ticks uint64, latest clock.TID) bool {
		if latest == tid {
			maker = Author{Process: path, Ticks: ticks}
		}
		return latest != tid
	})
	return maker
}
