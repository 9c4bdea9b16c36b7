package store

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// chapter is a small journal: of a clone that joined with a snapshot at tick two of the
// first, and has seen two of the first's operations since.
type chapter struct {
	t           *testing.T
	old, newest clock.Tree // of the first
	state       State
}

func value(n int64) model.Triple {
	return model.Triple{S: domain.Base() + "s", P: domain.Vocab() + "n", O: model.Integer(n)}
}

// hashed is a TID of which nothing can be read.
const hashed clock.TID = "AAECAwQFBgcICQoLDA0ODxAREhM="

func newChapter(t *testing.T, s *Store) *chapter {
	t.Helper()
	first, mine := clock.Genesis().Tick().Tick().Fork()
	start, err := clock.GenesisGlobal().Set(clock.Genesis().Tick().Tick())
	if err != nil {
		t.Fatal(err)
	}
	c := &chapter{t: t, old: clock.Genesis().Tick(), newest: first}
	c.state = State{Time: mine.Tick().Tick().Tick().Tick(), GWC: start, StartGWC: start, Start: 2, Agreed: clock.Genesis()}
	err = s.Update(func(tx *Tx) error {
		if err := tx.Put([]Change{
			{Triple: value(1), TIDs: []clock.TID{c.old.TID()}},
			{Triple: value(2), TIDs: []clock.TID{hashed}},
		}); err != nil {
			return err
		}
		for n := range int64(2) {
			if err := c.write(tx, value(3+n)); err != nil {
				return err
			}
		}
		return tx.PutState(c.state)
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// write applies an operation of the first clone.
func (c *chapter) write(tx *Tx, inserts ...model.Triple) error {
	c.newest = c.newest.Tick()
	op := &operation.Operation{From: c.newest.Ticks(), Time: c.newest}
	var changes []Change
	for _, triple := range inserts {
		op.Inserts = append(op.Inserts, operation.TripleTIDs{Triple: triple, TIDs: []clock.TID{c.newest.TID()}})
		changes = append(changes, Change{Triple: triple, TIDs: []clock.TID{c.newest.TID()}})
	}
	var err error
	if c.state.GWC, err = c.state.GWC.Set(c.newest); err != nil {
		return err
	}
	if err := tx.Put(changes); err != nil {
		return err
	}
	return tx.PutEntry(&Entry{
		Tick: c.newest.Ticks(), TID: c.newest.TID(), Operation: operation.NewCodec(domain).Encode(op).Packed,
	})
}

func give(n int64, tid clock.TID) func(*chapter, *Tx) error {
	return func(_ *chapter, tx *Tx) error {
		return tx.Put([]Change{{Triple: value(n), TIDs: []clock.TID{tid}}})
	}
}

func TestVerifyAccountsForTIDs(t *testing.T) {
	unknown := "1 of 4 TIDs"
	for name, c := range map[string]struct {
		breakIt        func(c *chapter, tx *Tx) error
		fault, unknown string
	}{
		"nothing":                               {func(*chapter, *Tx) error { return nil }, "", unknown},
		"a TID of before the journal is a hash": {give(9, hashed), "", "2 of 5 TIDs"},
		"a TID is none":                         {give(9, "nonsense"), "which is none", unknown},
		"a TID is of the future": {func(c *chapter, tx *Tx) error {
			return give(9, c.newest.Tick().TID())(c, tx)
		}, "which is of an operation that this clone has not seen", unknown},
		"a TID of the journal is not in it": {func(c *chapter, tx *Tx) error {
			return give(9, c.newest.TID())(c, tx)
		}, "though the journal reaches back", unknown},
		"what the journal gives is not there": {func(_ *chapter, tx *Tx) error {
			return tx.Put([]Change{{Triple: value(3)}})
		}, "which the journal gives it", unknown},
		"what the journal gives is not there, after an agreement": {func(c *chapter, tx *Tx) error {
			c.state.Agreed = c.newest
			if err := tx.PutState(c.state); err != nil {
				return err
			}
			return tx.Put([]Change{{Triple: value(3)}})
		}, "which the journal gives it", unknown},
		"what an agreement voided is still there": {func(c *chapter, tx *Tx) error {
			entry, err := tx.EntryBefore(^uint64(0))
			if err != nil {
				return err
			}
			before, err := c.newest.At(c.newest.Ticks() - 1)
			if err != nil {
				return err
			}
			c.state.Agreed = before
			if c.state.GWC, err = c.state.GWC.Set(before); err != nil {
				return err
			}
			if err := tx.PutState(c.state); err != nil {
				return err
			}
			return tx.DeleteEntry(entry)
		}, "which is of an operation that this clone has not seen", unknown},
		"a process is blocked": {func(c *chapter, tx *Tx) (err error) {
			c.state.GWC, err = c.state.GWC.SetTID(c.newest.Tick(), clock.BlockedTID)
			if err != nil {
				return err
			}
			return tx.PutState(c.state)
		}, "", unknown},
		"a process is blocked, and another is not where the journal comes to": {func(c *chapter, tx *Tx) (err error) {
			if c.state.GWC, err = c.state.GWC.SetTID(c.newest.Tick(), clock.BlockedTID); err == nil {
				c.state.GWC, err = c.state.GWC.Set(c.state.Time)
			}
			if err != nil {
				return err
			}
			return tx.PutState(c.state)
		}, "the journal does not come to what the clock says", unknown},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			chapter := newChapter(t, s)
			if err := s.Update(func(tx *Tx) error { return c.breakIt(chapter, tx) }); err != nil {
				t.Fatal(err)
			}
			r, err := s.Examine()
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(r.Faults, "\n"); (got == "") != (c.fault == "") || !strings.Contains(got, c.fault) {
				t.Errorf("found %q", got)
			}
			if got := strings.Join(r.Unknown, "\n"); !strings.HasPrefix(got, c.unknown) && c.fault == "" {
				t.Errorf("says %q of what is not known", got)
			}
		})
	}
}

func TestTimesOfTIDs(t *testing.T) {
	left, right := clock.Genesis().Tick().Fork()
	for _, want := range []clock.Tree{clock.Genesis(), clock.Genesis().Tick(), left.Tick(), right.Tick().Tick()} {
		if got, ok, err := clock.TimeOf(want.TID()); err != nil || !ok || got.TID() != want.TID() {
			t.Errorf("the time of %s: %v, %v", want.TID(), ok, err)
		}
	}
	if _, ok, err := clock.TimeOf(hashed); ok || err != nil {
		t.Errorf("the time of a hash: %v, %v", ok, err)
	}
	for _, none := range []clock.TID{"", "x", "kQ==", clock.BlockedTID} {
		if _, _, err := clock.TimeOf(none); err == nil {
			t.Errorf("%q is taken for a TID", none)
		}
	}
}
