package replica

import (
	"maps"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/history"
	"github.com/m-ld/mld-tui/replica/store"
)

func values(t *testing.T, r *Replica, subject, property string) (values []string) {
	t.Helper()
	for tr := range stateOf(t, r) {
		if tr.S == iri(subject) && tr.P == testDomain.Vocab()+model.IRI(property) {
			values = append(values, tr.O.Value)
		}
	}
	slices.Sort(values)
	return values
}

func left(t model.Triple, inserted bool, why history.Cause) Left {
	return Left{Triple: t, Inserted: inserted, Why: why}
}

// TestUndoLeavesWhatOthersDid tries each case of the rule, with two clones.
func TestUndoLeavesWhatOthersDid(t *testing.T) {
	a, b, c := triple("fred", "name", "a"), triple("fred", "name", "b"), triple("fred", "name", "c")
	age := triple("fred", "age", "40")
	type change struct {
		deletes, inserts []model.Triple
	}
	for name, s := range map[string]struct {
		before, mine change
		// theirs comes after mine is there; concurrent at the same time.
		theirs, concurrent []change
		want               []string // names
		left               []Left
	}{
		"nothing": {mine: change{nil, []model.Triple{a}}},
		"an insert that they deleted": {
			mine: change{nil, []model.Triple{a, age}}, theirs: []change{{[]model.Triple{a}, nil}},
			left: []Left{left(a, true, history.CauseGone)},
		},
		"an insert that they made too": {
			mine: change{nil, []model.Triple{a}}, concurrent: []change{{nil, []model.Triple{a}}},
			want: []string{"a"}, left: []Left{left(a, true, history.CauseShared)},
		},
		"an insert that they asserted later": {
			mine: change{nil, []model.Triple{a}}, theirs: []change{{nil, []model.Triple{a}}},
			want: []string{"a"}, left: []Left{left(a, true, history.CauseShared)},
		},
		"a replacement that they replaced": {
			before: change{nil, []model.Triple{a}}, mine: change{[]model.Triple{a}, []model.Triple{b}},
			theirs: []change{{[]model.Triple{b}, []model.Triple{c}}},
			want:   []string{"c"},
			left:   []Left{left(b, true, history.CauseGone), left(a, false, history.CauseReplaced)},
		},
		"a replacement beside which they put another": {
			before: change{nil, []model.Triple{a}}, mine: change{[]model.Triple{a}, []model.Triple{b}},
			theirs: []change{{nil, []model.Triple{c}}},
			want:   []string{"a", "c"},
		},
		"a delete of the last, after which they put another": {
			before: change{nil, []model.Triple{a, age}}, mine: change{[]model.Triple{a}, nil},
			theirs: []change{{nil, []model.Triple{c}}},
			want:   []string{"c"}, left: []Left{left(a, false, history.CauseOther)},
		},
		"a delete of one of several, after which they put another": {
			before: change{nil, []model.Triple{a, b}}, mine: change{[]model.Triple{a}, nil},
			theirs: []change{{nil, []model.Triple{c}}},
			want:   []string{"a", "b", "c"},
		},
		"a delete that they put back": {
			before: change{nil, []model.Triple{a, b}}, mine: change{[]model.Triple{a}, nil},
			theirs: []change{{nil, []model.Triple{a}}},
			want:   []string{"a", "b"}, left: []Left{left(a, false, history.CauseThere)},
		},
		"a delete that they put back and deleted": {
			before: change{nil, []model.Triple{a, b}}, mine: change{[]model.Triple{a}, nil},
			theirs: []change{{nil, []model.Triple{a}}, {[]model.Triple{a}, nil}},
			want:   []string{"b"}, left: []Left{left(a, false, history.CauseDeleted)},
		},
		"a delete from a subject that they deleted": {
			before: change{nil, []model.Triple{a, age}}, mine: change{[]model.Triple{a}, nil},
			theirs: []change{{[]model.Triple{age}, nil}},
			left:   []Left{left(a, false, history.CauseSubject)},
		},
		"a settling on one": {
			before: change{nil, []model.Triple{a, b}}, mine: change{[]model.Triple{a}, []model.Triple{b}},
			want: []string{"a", "b"},
		},
		"a settling on one, while they settled on the other": {
			before: change{nil, []model.Triple{a, b}}, mine: change{[]model.Triple{a}, []model.Triple{b}},
			concurrent: []change{{[]model.Triple{b}, []model.Triple{a}}},
			want:       []string{"a", "b"}, left: []Left{left(a, false, history.CauseThere)},
		},
		"a value said once more, that they replaced": {
			before: change{nil, []model.Triple{a}}, mine: change{nil, []model.Triple{a}},
			concurrent: []change{{[]model.Triple{a}, []model.Triple{b}}},
			want:       []string{"a", "b"},
		},
		"a delete that they made too": {
			before: change{nil, []model.Triple{a, b}}, mine: change{[]model.Triple{a}, nil}, concurrent: []change{{[]model.Triple{a}, nil}},
			want: []string{"a", "b"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var net bus
			me := net.join(t, Config{})
			patch(t, me.Replica, s.before.deletes, append(s.before.inserts, triple("x", "x", "x")))
			they := net.join(t, Config{})
			if len(s.concurrent) > 0 {
				they.plug.set(false)
			}
			patch(t, me.Replica, s.mine.deletes, s.mine.inserts)
			for _, c := range s.concurrent {
				patch(t, they.Replica, c.deletes, c.inserts)
			}
			they.plug.set(true)
			they.await(t, func(st Status) bool { return st.Online && !st.Outdated })
			settle(t, me, they)
			for _, c := range s.theirs {
				patch(t, they.Replica, c.deletes, c.inserts)
				settle(t, me, they)
			}
			undone, err := me.Undo(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			settle(t, me, they)
			for _, r := range []member{me, they} {
				if got := values(t, r.Replica, "fred", "name"); !slices.Equal(got, s.want) {
					t.Errorf("it came to %v, not %v", got, s.want)
				}
			}
			if !slices.Equal(undone.Left, s.left) {
				t.Errorf("it says to have left %+v, not %+v", undone.Left, s.left)
			}
			// What was left does not hinder what comes next: redo, and undo again.
			state := stateOf(t, me.Replica)
			if _, err := me.Redo(t.Context()); err != nil {
				t.Error(err)
			}
			if _, err := me.Undo(t.Context()); err != nil || !maps.Equal(stateOf(t, me.Replica), state) {
				t.Errorf("redone and undone again, there is %v, not %v: %v", stateOf(t, me.Replica), state, err)
			}
		})
	}
}

// TestRevertOfOthers puts back what a teammate did, and nothing beside it.
func TestRevertOfOthers(t *testing.T) {
	a, b := triple("fred", "name", "a"), triple("fred", "name", "b")
	for what, beside := range map[string][]string{"alone": nil, "one of several": {"c", "d", "e"}} {
		t.Run(what, func(t *testing.T) {
			var net bus
			one := net.join(t, Config{})
			insert(t, one.Replica, a, triple("wilma", "name", "a"), triple("fred", "motto", "a"))
			for _, v := range beside {
				insert(t, one.Replica, triple("fred", "name", v))
			}
			two := net.join(t, Config{})
			before := stateOf(t, two.Replica)
			patch(t, one.Replica, []model.Triple{a}, []model.Triple{b})
			settle(t, one, two)
			after := stateOf(t, two.Replica)
			entries, _ := all(t, two.Replica, HistoryQuery{Subject: iri("fred")})
			undone, err := two.Revert(t.Context(), entries[0].Number)
			if err != nil || len(undone.Left) > 0 || len(undone.Shifts) != 2 {
				t.Fatalf("it does %+v, %v", undone, err)
			}
			settle(t, one, two)
			for _, r := range []member{one, two} {
				if got := stateOf(t, r.Replica); !maps.Equal(got, before) {
					t.Errorf("it came to %v, not %v", got, before)
				}
			}
			if _, err := two.Undo(t.Context()); err != nil || !maps.Equal(stateOf(t, two.Replica), after) {
				t.Errorf("undone, it came to %v, %v", stateOf(t, two.Replica), err)
			}
			if got, want := values(t, two.Replica, "fred", "name"), append([]string{"b"}, beside...); !slices.Equal(got, want) {
				t.Errorf("undone, the names are %v, not %v", got, want)
			}
		})
	}
}

// TestUndoInLists: a slot that others moved or wrote in stays with what they did.
func TestUndoInLists(t *testing.T) {
	var net bus
	me := net.join(t, Config{})
	start := []model.Triple{place("list", "1", "s1"), item("s1", "one"), place("list", "2", "s2"), item("s2", "two")}
	patch(t, me.Replica, nil, start)
	they := net.join(t, Config{})
	undo := func(cause history.Cause) {
		t.Helper()
		settle(t, me, they)
		undone, err := me.Undo(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		settle(t, me, they)
		if cause != "" && !slices.ContainsFunc(undone.Left, func(l Left) bool { return l.Why == cause }) {
			t.Errorf("it says to have left %+v, without %q", undone.Left, cause)
		}
		if cause == "" && len(undone.Left) > 0 {
			t.Errorf("it says to have left %+v", undone.Left)
		}
	}
	patch(t, me.Replica, []model.Triple{place("list", "1", "s1")}, []model.Triple{place("list", "3", "s1")})
	settle(t, me, they)
	patch(t, they.Replica, []model.Triple{place("list", "3", "s1")}, []model.Triple{place("list", "5", "s1")})
	undo(history.CauseReplaced)
	if state := stateOf(t, they.Replica); !state[place("list", "5", "s1")] || state[place("list", "1", "s1")] {
		t.Errorf("a slot that they moved is not where they put it: %v", state)
	}
	patch(t, me.Replica, nil, []model.Triple{place("list", "4", "s4"), item("s4", "four")})
	settle(t, me, they)
	patch(t, they.Replica, []model.Triple{item("s4", "four")}, []model.Triple{item("s4", "vier")})
	undo(history.CauseWritten)
	if state := stateOf(t, they.Replica); !state[item("s4", "vier")] || !state[place("list", "4", "s4")] {
		t.Errorf("a slot that they wrote in is gone: %v", state)
	}
	patch(t, me.Replica, []model.Triple{place("list", "2", "s2")}, nil)
	settle(t, me, they)
	patch(t, they.Replica, nil, []model.Triple{place("list", "2", "s6"), item("s6", "six")}) // It takes the same place.
	undo("")
	err := they.view(func(tx *store.Tx) error {
		var items []string
		for _, s := range list.Slots(tx, iri("list")) {
			for tr := range tx.Match(model.Pattern{S: s.ID, P: model.JSONRQLItem}) {
				items = append(items, tr.O.Value)
			}
		}
		slices.Sort(items)
		if !slices.Equal(items, []string{"one", "six", "two", "vier"}) {
			t.Errorf("the list has %v", items)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestUndoOfCrossingSettlements: two settle a conflict at once, each on their own, and both
// take that back, at once or one after the other. What they said once more was there before,
// and is in conflict again.
func TestUndoOfCrossingSettlements(t *testing.T) {
	for name, undoing := range map[string]func(both []member, undo func(member)){
		"at once": func(both []member, undo func(member)) { apart(t, both, undo, undo) },
		"one after the other": func(both []member, undo func(member)) {
			for _, m := range both {
				undo(m)
				settle(t, both...)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			var net bus
			one := net.join(t, Config{})
			insert(t, one.Replica, triple("fred", "name", "old"))
			both := []member{one, net.join(t, Config{})}
			both[1].await(t, func(st Status) bool { return st.Online && !st.Outdated })
			apart(t, both, replacing(t, "fred", "name", "old", "a"), replacing(t, "fred", "name", "old", "b"))
			want := []string{"name: [a b]"}
			areInConflict(t, "apart", want, both...)
			apart(t, both, replacing(t, "fred", "name", "b", "a"), replacing(t, "fred", "name", "a", "b"))
			areInConflict(t, "after settling each", want, both...)
			undoing(both, func(m member) {
				if _, err := m.Undo(t.Context()); err != nil {
					t.Error(err)
				}
			})
			areInConflict(t, "undone", want, both...)
		})
	}
}
