package replica

import (
	"fmt"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// inConflict are the values that a clone has in conflict, as "property: value value".
func inConflict(t *testing.T, r *Replica) (all []string) {
	t.Helper()
	page, err := r.Conflicts(t.Context(), ConflictsQuery{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range page.Rows {
		var values []string
		for _, v := range c.Values {
			values = append(values, v.Value.Value)
		}
		slices.Sort(values)
		name := c.Property[len(testDomain.Vocab()):]
		all = append(all, fmt.Sprintf("%s: %v", name, values))
		if !c.Subject.InConflict {
			t.Errorf("%s is not marked", c.Subject.ID)
		}
	}
	if page.Total != len(all) {
		t.Errorf("there are %d conflicts, and %d are counted", len(all), page.Total)
	}
	member{Replica: r}.await(t, func(st Status) bool { return st.Conflicts == len(all) })
	return all
}

func areInConflict(t *testing.T, when string, want []string, clones ...member) {
	t.Helper()
	for i, c := range clones {
		if got := inConflict(t, c.Replica); !slices.Equal(got, want) {
			t.Errorf("%s, clone %d has in conflict %q, not %q", when, i, got, want)
		}
	}
}

// apart has each of some clones write alone, and then has them meet.
func apart(t *testing.T, clones []member, write ...func(member)) {
	t.Helper()
	for _, c := range clones {
		c.plug.set(false)
	}
	for i, w := range write {
		w(clones[i])
	}
	for _, c := range clones {
		c.plug.set(true)
	}
	for _, c := range clones {
		c.await(t, func(st Status) bool { return st.Online && !st.Outdated })
	}
	settle(t, clones...)
}

func replacing(t *testing.T, subject, property string, old, now string) func(member) {
	return func(m member) {
		t.Helper()
		var gone []model.Triple
		if old != "" {
			gone = append(gone, triple(subject, property, old))
		}
		patch(t, m.Replica, gone, []model.Triple{triple(subject, property, now)})
	}
}

// crowd has so many clones join that TIDs are hashes, of which nothing can be read.
func crowd(t *testing.T, net *bus) {
	t.Helper()
	for range 12 {
		m := net.join(t, Config{})
		patch(t, m.Replica, nil, []model.Triple{triple("crowd", "was", m.ID())})
		settle(t, m)
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAConflictIsKeptUntilItIsSettled: two who change a value without knowing of each other
// are in conflict, at all clones, and after a restart, until one value goes, or both are
// kept; and again when that is undone.
func TestAConflictIsKeptUntilItIsSettled(t *testing.T) {
	for _, many := range []bool{false, true} {
		t.Run(fmt.Sprintf("hashed %t", many), func(t *testing.T) {
			var net bus
			a := net.join(t, Config{})
			patch(t, a.Replica, nil, []model.Triple{triple("fred", "mail", "old"), triple("fred", "age", "40")})
			if many {
				crowd(t, &net)
			}
			b, c := net.join(t, Config{}), net.join(t, Config{})
			all := []member{a, b, c}
			settle(t, all...)
			apart(t, all[:2], replacing(t, "fred", "mail", "old", "a"), replacing(t, "fred", "mail", "old", "b"))
			settle(t, all...)
			want := []string{"mail: [a b]"}
			areInConflict(t, "when they have met", want, all...)

			do := func(what string, want []string, f func() error) {
				t.Helper()
				if err := f(); err != nil {
					t.Fatal(err)
				}
				settle(t, all...)
				areInConflict(t, what, want, all...)
			}
			ctx := t.Context()
			undo := func() error { _, err := b.Undo(ctx); return err }
			redo := func() error { _, err := b.Redo(ctx); return err }
			do("when another value is changed", want, func() error {
				return c.Patch(ctx, model.Patch{Inserts: []model.Triple{triple("fred", "age", "41")}})
			})
			do("when one is removed", nil, func() error {
				return b.Patch(ctx, model.Patch{Deletes: []model.Triple{triple("fred", "mail", "a")}})
			})
			do("when that is undone", want, undo)
			do("when it is redone", nil, redo)
			do("and undone", want, undo)
			do("when the same is brought once more", want, func() error {
				before, err := b.History(ctx, HistoryQuery{Limit: 1})
				if err != nil {
					return err
				}
				n, err := b.Add(ctx, []model.Triple{triple("fred", "mail", "a"), triple("fred", "mail", "b"), triple("fred", "mail", "a")}, 0)
				after, _ := b.History(ctx, HistoryQuery{Limit: 1})
				if n.New != 0 || after.Newest != before.Newest {
					t.Errorf("%+v came, in change %d after %d", n, after.Newest, before.Newest)
				}
				return err
			})
			page, err := b.Conflicts(ctx, ConflictsQuery{Subject: iri("fred")})
			if err != nil || len(page.Rows) != 1 {
				t.Fatal(page, err)
			}
			do("when both are kept", nil, func() error { return b.Patch(ctx, page.Rows[0].KeepAll()) })
			do("when that is undone, too", want, undo)
			do("when that is redone", nil, redo)
			do("when it is undone again", want, undo)
			do("when one is changed, seeing both", []string{"mail: [b c]"}, func() error {
				replacing(t, "fred", "mail", "a", "c")(a)
				return nil
			})
			if got := values(t, a.Replica, "fred", "mail"); !slices.Equal(got, []string{"b", "c"}) {
				t.Errorf("there are %q", got)
			}
			do("when that is undone by who did it", want, func() error { _, err := a.Undo(ctx); return err })

			do("when one is changed to the other", nil, func() error {
				replacing(t, "fred", "mail", "a", "b")(a)
				return nil
			})
			do("and that is undone", want, func() error { _, err := a.Undo(ctx); return err })

			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			again, err := Open(Config{Domain: testDomain, File: b.cfg.File})
			if err != nil {
				t.Fatal(err)
			}
			areInConflict(t, "after a restart", want, member{Replica: again})
			err = again.Patch(ctx, model.Patch{Deletes: []model.Triple{triple("fred", "mail", "b")}})
			if err != nil {
				t.Fatal(err)
			}
			areInConflict(t, "settled alone", nil, member{Replica: again})
			if err := again.Close(); err != nil {
				t.Fatal(err)
			}
			isSound(t, b.cfg.File)
		})
	}
}

func isSound(t *testing.T, file string) {
	t.Helper()
	s, err := store.Open(file, store.Options{Domain: testDomain})
	if err != nil {
		t.Fatal(err)
	}
	if faults, err := s.Verify(); err != nil || len(faults) > 0 {
		t.Errorf("the file is not sound: %q, %v", faults, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestWhoKnowsOfTheOthersIsInNoConflict: several values that one person has written, or
// several who saw each other's, are none.
func TestWhoKnowsOfTheOthersIsInNoConflict(t *testing.T) {
	var net bus
	a := net.join(t, Config{})
	crowd(t, &net)
	b := net.join(t, Config{})
	all := []member{a, b}
	patch(t, a.Replica, nil, []model.Triple{triple("fred", "likes", "1"), triple("fred", "likes", "2")})
	settle(t, all...)
	replacing(t, "fred", "likes", "", "3")(b)
	settle(t, all...)
	replacing(t, "fred", "likes", "1", "4")(a)
	settle(t, all...)
	areInConflict(t, "one after the other", nil, all...)
	apart(t, all, replacing(t, "fred", "likes", "2", "5"), replacing(t, "fred", "age", "", "40"))
	areInConflict(t, "of other properties", nil, all...)
	apart(t, all, replacing(t, "fred", "age", "40", "50"), replacing(t, "fred", "age", "40", "50"))
	areInConflict(t, "of the same value", nil, all...)
	replacing(t, "fred", "age", "", "60")(a)
	settle(t, all...)
	areInConflict(t, "beside that", nil, all...)
}

// TestAnEditSettlesNothing: who changes one of the values that are in conflict has it in
// conflict with the others, for everybody, in whatever order they hear of it.
func TestAnEditSettlesNothing(t *testing.T) {
	var net bus
	a := net.join(t, Config{})
	patch(t, a.Replica, nil, []model.Triple{triple("fred", "mail", "old")})
	crowd(t, &net)
	b, c := net.join(t, Config{}), net.join(t, Config{})
	all := []member{a, b, c}
	settle(t, all...)
	apart(t, all, replacing(t, "fred", "mail", "old", "a"), replacing(t, "fred", "mail", "old", "b"), replacing(t, "fred", "mail", "old", "c"))
	areInConflict(t, "at first", []string{"mail: [a b c]"}, all...)
	// Several edits of one, which come to the others in one piece.
	apart(t, all, func(m member) {
		replacing(t, "fred", "mail", "a", "d")(m)
		replacing(t, "fred", "mail", "d", "e")(m)
	})
	areInConflict(t, "one changed twice", []string{"mail: [b c e]"}, all...)
	// One settles on one of them while another changes another.
	apart(t, all, func(m member) {
		patch(t, m.Replica, []model.Triple{triple("fred", "mail", "b"), triple("fred", "mail", "c")}, []model.Triple{triple("fred", "mail", "e")})
	}, replacing(t, "fred", "mail", "b", "f"))
	areInConflict(t, "settled and changed at once", []string{"mail: [e f]"}, all...)
	replacing(t, "fred", "mail", "f", "g")(c)
	settle(t, all...)
	areInConflict(t, "changed by a third", []string{"mail: [e g]"}, all...)
	patch(t, c.Replica, []model.Triple{triple("fred", "mail", "e"), triple("fred", "mail", "g")}, []model.Triple{triple("fred", "mail", "h")})
	settle(t, all...)
	areInConflict(t, "all replaced", nil, all...)
	replacing(t, "fred", "mail", "", "i")(b)
	settle(t, all...)
	areInConflict(t, "and one more", nil, all...)
}

// TestDeletedWhileChanged: where one deletes a subject while another changes it, all are
// told, until one who knows says what is to become of what is left; and again when that is
// undone.
func TestDeletedWhileChanged(t *testing.T) {
	var net bus
	a := net.join(t, Config{})
	whole := []model.Triple{triple("fred", "name", "Fred"), triple("fred", "mail", "old"), triple("fred", "age", "40")}
	patch(t, a.Replica, nil, append(whole, triple("barney", "name", "Barney")))
	crowd(t, &net)
	b, c := net.join(t, Config{}), net.join(t, Config{})
	all := []member{a, b, c}
	settle(t, all...)
	apart(t, all, func(m member) { patch(t, m.Replica, whole, nil) }, replacing(t, "fred", "age", "40", "41"),
		func(m member) { patch(t, m.Replica, []model.Triple{triple("barney", "name", "Barney")}, nil) })
	torn := func(when string, want ...string) {
		t.Helper()
		settle(t, all...)
		for i, m := range all {
			page, err := m.Conflicts(t.Context(), ConflictsQuery{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range page.Rows {
				for _, v := range c.Values {
					got = append(got, c.Triple(v).O.Value)
				}
				if c.Property != "" || c.Subject.ID != iri("fred") || c.Deleted.Number == 0 || c.Deleted.By.Self != (i == 0) || c.Values[0].By.Self != (i == 1) {
					t.Errorf("%s, clone %d has %+v", when, i, c)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, clone %d has %q left, not %q", when, i, got, want)
			}
		}
	}
	torn("at first", "41")
	undo := func(m member) {
		t.Helper()
		if _, err := m.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	replacing(t, "fred", "age", "41", "42")(b)
	torn("when what is left is changed", "42")
	undo(b)
	torn("when that is undone", "41")
	patch(t, c.Replica, nil, whole[:2])
	torn("when the rest is put back")
	undo(c)
	torn("when that is undone", "41")
	patch(t, c.Replica, []model.Triple{triple("fred", "age", "41")}, nil)
	torn("when what is left is deleted")
	undo(c)
	torn("when that is undone", "41")
	page, err := c.Conflicts(t.Context(), ConflictsQuery{})
	if err != nil || len(page.Rows) != 1 {
		t.Fatal(page, err)
	}
	if err := c.Patch(t.Context(), page.Rows[0].KeepAll()); err != nil {
		t.Fatal(err)
	}
	torn("when it is to be so")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	isSound(t, b.cfg.File)
}

// TestASetIsNoConflict: a property of very many values is not to be settled on one.
func TestASetIsNoConflict(t *testing.T) {
	var net bus
	a := net.join(t, Config{})
	b := net.join(t, Config{})
	all := []member{a, b}
	many := func(of string) func(member) {
		return func(m member) {
			var p []model.Triple
			for n := range store.MaxHeld/2 + 1 {
				p = append(p, triple("fred", "likes", fmt.Sprint(of, n)))
			}
			patch(t, m.Replica, nil, p)
		}
	}
	apart(t, all, many("a"), many("b"))
	areInConflict(t, "of many values", nil, all...)
}
