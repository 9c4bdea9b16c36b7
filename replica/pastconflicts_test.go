package replica

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// told is a page of conflicts in words.
func told(page ConflictsPage) (all []string) {
	all = append(all, fmt.Sprint(page.Total))
	for _, c := range page.Rows {
		s := fmt.Sprintf("%s %s:", c.Subject.ID, c.Property) // Who deleted it may be known better since.
		for _, v := range c.Values {
			s += fmt.Sprintf(" %s %s by %s at %d changed %t", v.Property, v.Value.Value, v.By.Process, v.Time.UnixNano(), v.Changed)
		}
		all = append(all, s)
	}
	return all
}

// knownTo are the latest operations of every process that a clone knows of.
func knownTo(t *testing.T, m member) (gwc clock.Global) {
	t.Helper()
	if err := m.view(func(tx *store.Tx) error {
		st, _, err := tx.State()
		gwc = st.GWC
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return gwc
}

// TestConflictsAsOfAMomentAreThoseOfThen has two write, change, delete, settle, undo and redo at
// random, apart and together: as of each moment, each of them has in conflict what it had until
// the next.
func TestConflictsAsOfAMomentAreThoseOfThen(t *testing.T) {
	several, deleted := 0, 0
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 1))
		var net bus
		both := []member{net.join(t, Config{})}
		patch(t, both[0].Replica, nil, []model.Triple{triple("fred", "mail", "old"), triple("fred", "age", "40"), triple("wilma", "age", "39")})
		both = append(both, net.join(t, Config{}))
		settle(t, both...)
		was := []map[uint64][]string{{}, {}}
		look := func(i int) {
			t.Helper()
			var page ConflictsPage
			err := both[i].view(func(tx *store.Tx) (err error) {
				page, err = conflicts(t.Context(), tx, ConflictsQuery{Limit: MaxConflicts})
				u, also := tx.Update(tx.LastUpdate())
				if u != nil { // What leaves no record makes no moment of its own.
					was[i][u.Tick] = told(page)
				}
				return errors.Join(err, also)
			})
			if err != nil {
				t.Fatal(err)
			}
			several += page.Total
			for _, c := range page.Rows {
				if c.Property == "" {
					deleted++
				}
			}
		}
		// What somebody does may be known without anything that is seen by it.
		meet := func() {
			t.Helper()
			for {
				st, changed := both[0].Status()
				other, also := both[1].Status()
				if knownTo(t, both[0]).Same(knownTo(t, both[1])) {
					break
				}
				select {
				case <-changed:
				case <-also:
				case <-time.After(time.Minute):
					t.Fatalf("they do not come to know the same: %v, %v", st, other)
				}
			}
			look(0)
			look(1)
		}
		act := func(i int) {
			m := both[i]
			property := []string{"mail", "age"}[random.IntN(2)]
			var gone []model.Triple
			for _, v := range values(t, m.Replica, "fred", property) {
				gone = append(gone, triple("fred", property, v))
			}
			switch n := random.IntN(9); {
			case n < 2 && len(gone) > 0:
				patch(t, m.Replica, gone, []model.Triple{gone[random.IntN(len(gone))]})
			case n < 3:
				patch(t, m.Replica, append(gone, triple("fred", "mail", "old"), triple("fred", "age", "40")), nil)
			case n < 4:
				_, _ = m.Undo(t.Context()) // There may be nothing.
			case n < 5:
				_, _ = m.Redo(t.Context())
			default:
				patch(t, m.Replica, gone[:min(1, len(gone))], []model.Triple{triple("fred", property, string("abc"[random.IntN(3)]))})
			}
			look(i)
		}
		for range 6 {
			some := func(i int) func(member) {
				return func(member) {
					for range 1 + random.IntN(2) {
						act(i)
					}
				}
			}
			apart(t, both, some(0), some(1))
			meet()
			act(random.IntN(2))
			meet()
		}
		for i, m := range both {
			for tick, want := range was[i] {
				past, err := m.AsOf(t.Context(), Moment{Tick: tick})
				if err != nil {
					t.Fatal(err)
				}
				page, err := past.Conflicts(t.Context(), ConflictsQuery{})
				if got := told(page); err != nil || !slices.Equal(got, want) {
					t.Errorf("seed %d: as of tick %d, %d has in conflict %q, %v, and had %q", seed, tick, i, got, err, want)
				}
				of, err := past.Conflicts(t.Context(), ConflictsQuery{Subject: iri("fred")})
				row, also := past.Subjects(t.Context(), SubjectsQuery{Around: iri("fred"), Limit: 1})
				if err != nil || also != nil || len(of.Rows) != len(page.Rows) || len(row.Rows) > 0 && row.Rows[0].ID == iri("fred") && row.Rows[0].InConflict != (len(page.Rows) > 0) {
					t.Errorf("seed %d: as of tick %d, of fred it has %v, %v, in the list %v, %v", seed, tick, of, err, row, also)
				}
				if err := past.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if err := m.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if several < 20 || deleted < 3 {
		t.Errorf("there were %d conflicts, %d of deleted subjects: that shows little", several, deleted)
	}
}
