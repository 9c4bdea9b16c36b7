package replica

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/history"
	"github.com/m-ld/mld-tui/replica/store"
)

// stateOf is all that a clone holds.
func stateOf(t testing.TB, r *Replica) map[model.Triple]bool {
	t.Helper()
	state := make(map[model.Triple]bool)
	err := r.Read(context.Background(), func(g model.Graph) error {
		for tr := range g.Match(model.Pattern{}) {
			state[tr] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// place puts a slot at a position of a list.
func place(l, position, slot string) model.Triple {
	return model.Triple{S: iri(l), P: list.Property(position + "site____________"), O: model.Ref(iri(slot))}
}

func item(slot, value string) model.Triple {
	return model.Triple{S: iri(slot), P: model.JSONRQLItem, O: model.String(value)}
}

// drawPatch is a random change over a small vocabulary, lists included.
func drawPatch(rt *rapid.T) (p model.Patch) {
	draw := func() model.Triple {
		if rapid.IntRange(0, 3).Draw(rt, "kind") == 0 {
			return typed(rapid.SampledFrom([]string{"fred", "wilma"}).Draw(rt, "s"), "Person")
		}
		return triple(rapid.SampledFrom([]string{"fred", "wilma"}).Draw(rt, "s"), rapid.SampledFrom([]string{"name", "age"}).Draw(rt, "p"),
			rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "o"))
	}
	for range rapid.IntRange(0, 3).Draw(rt, "deletes") {
		p.Deletes = append(p.Deletes, draw())
	}
	for range rapid.IntRange(0, 3).Draw(rt, "inserts") {
		p.Inserts = append(p.Inserts, draw())
	}
	switch rapid.IntRange(0, 6).Draw(rt, "list") {
	case 0, 1: // A slot comes.
		n := rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "slot")
		p.Inserts = append(p.Inserts, place("list", n, "slot"+n), item("slot"+n, "item"+n))
	case 2: // A slot goes.
		n := rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "slot")
		p.Deletes = append(p.Deletes, place("list", n, "slot"+n))
	case 3: // A slot moves, if it is there.
		p.Deletes = append(p.Deletes, place("list", "1", "slot1"))
		p.Inserts = append(p.Inserts, place("list", "5", "slot1"))
	}
	return p
}

// TestUndoAndRedoAlone compares undo and redo, when nobody else writes, with states
// that are put aside: each goes back to exactly what was there, over restarts too.
func TestUndoAndRedoAlone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(t.TempDir(), "data.mld")
		open := func() *Replica {
			r, err := Open(Config{Domain: testDomain, ID: "undoer----------", File: path, Genesis: true})
			if err != nil {
				rt.Fatal(err)
			}
			return r
		}
		r := open()
		defer func() { _ = r.Close() }()
		var undos, redos []map[model.Triple]bool
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			now := stateOf(t, r)
			step := func(from, to *[]map[model.Triple]bool, do func(context.Context) (Undone, error)) {
				undone, err := do(t.Context())
				if len(*from) == 0 {
					if err == nil {
						rt.Fatalf("there is nothing to be put back, and it does %+v", undone)
					}
					return
				}
				want := (*from)[len(*from)-1]
				*from, *to = (*from)[:len(*from)-1], append(*to, now)
				if err != nil {
					rt.Fatal(err)
				}
				if got := stateOf(t, r); !maps.Equal(got, want) {
					rt.Fatalf("from %v it came to %v, not %v; left: %+v", now, got, want, undone.Left)
				}
			}
			switch rapid.IntRange(0, 8).Draw(rt, "what") {
			case 0, 1, 2:
				step(&undos, &redos, r.Undo)
			case 3, 4:
				step(&redos, &undos, r.Redo)
			case 5:
				if err := r.Close(); err != nil {
					rt.Fatal(err)
				}
				r = open()
			default:
				st, _ := r.Status()
				p := drawPatch(rt)
				w, err := r.Write(t.Context(), func(model.Graph) (model.Patch, error) { return p, nil })
				if err == nil && w.Tick > st.Ticks {
					undos, redos = append(undos, now), nil
				}
			}
		}
	})
}

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

// TestUndoGoesOn: an undo with nothing left to do does not stand in the way.
func TestUndoGoesOn(t *testing.T) {
	r := openNew(t)
	a, b := triple("fred", "name", "a"), triple("wilma", "name", "b")
	first := insert(t, r, a)
	second := insert(t, r, b)
	other, _ := all(t, r, HistoryQuery{Subject: b.S})
	patch(t, r, []model.Triple{b}, nil)
	if _, err := r.Undo(t.Context()); err != nil { // of the delete
		t.Fatal(err)
	}
	if undone, err := r.Revert(t.Context(), other[0].Number); err != nil || undone.Number != other[0].Number || len(values(t, r, "wilma", "name")) != 0 {
		t.Fatalf("the insert is put back as %+v, %v", undone, err)
	}
	if undone, err := r.Undo(t.Context()); err != nil || len(values(t, r, "wilma", "name")) != 1 || !undone.Updated {
		t.Fatalf("putting it back is a change like others, and undone as %+v, %v", undone, err)
	}
	patch(t, r, []model.Triple{a}, []model.Triple{a}) // It has another TID besides.
	for range 2 {
		if _, err := r.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := values(t, r, "fred", "name"); len(got) != 1 || len(values(t, r, "wilma", "name")) != 0 {
		t.Errorf("undone to tick %d, fred is %v", first.Tick, got)
	}
	if undone, err := r.Undo(t.Context()); err != nil || len(stateOf(t, r)) != 0 {
		t.Errorf("all undone (%+v, %v), there is %v", undone, err, stateOf(t, r))
	}
	if _, err := r.Undo(t.Context()); err == nil || !strings.Contains(err.Error(), "nothing was changed here") {
		t.Errorf("more than all undone gives %v", err)
	}
	_ = second
}

// TestUndoRefuses says clearly what cannot be undone.
func TestUndoRefuses(t *testing.T) {
	var net bus
	one := net.join(t, Config{})
	insert(t, one.Replica, triple("fred", "name", "a"))
	two := net.join(t, Config{Log: LogBounds{Bytes: 1000}})
	refused := func(why string, do func() (Undone, error)) {
		t.Helper()
		before := digestOf(t, two)
		if _, err := do(); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("it is refused with %v, not %q", err, why)
		}
		if digestOf(t, two) != before {
			t.Error("and yet something was done")
		}
	}
	marker, _ := all(t, two.Replica, HistoryQuery{})
	refused("nothing was changed here", func() (Undone, error) { return two.Undo(t.Context()) })
	refused("nothing was undone", func() (Undone, error) { return two.Redo(t.Context()) })
	refused("a snapshot cannot be undone", func() (Undone, error) { return two.Revert(t.Context(), marker[0].Number) })
	refused("is not kept", func() (Undone, error) { return two.Revert(t.Context(), 999) })
	insert(t, two.Replica, triple("mine", "n", "0"))
	settle(t, one, two)
	for i := range 40 {
		insert(t, one.Replica, triple("fred", "n", fmt.Sprint(i)))
	}
	settle(t, one, two)
	refused("older changes are not kept", func() (Undone, error) { return two.Undo(t.Context()) })
}

// TestRevertOfOthers puts back what a teammate did.
func TestRevertOfOthers(t *testing.T) {
	var net bus
	one, a, b := net.join(t, Config{}), triple("fred", "name", "a"), triple("fred", "name", "b")
	insert(t, one.Replica, a)
	two := net.join(t, Config{})
	patch(t, one.Replica, []model.Triple{a}, []model.Triple{b})
	settle(t, one, two)
	entries, _ := all(t, two.Replica, HistoryQuery{Subject: iri("fred")})
	undone, err := two.Revert(t.Context(), entries[0].Number)
	if err != nil || len(undone.Left) > 0 || len(undone.Shifts) != 2 {
		t.Fatalf("it does %+v, %v", undone, err)
	}
	settle(t, one, two)
	if got := values(t, one.Replica, "fred", "name"); !slices.Equal(got, []string{"a"}) {
		t.Errorf("it came to %v", got)
	}
	if _, err := two.Undo(t.Context()); err != nil || !slices.Equal(values(t, two.Replica, "fred", "name"), []string{"b"}) {
		t.Errorf("undone, it came to %v, %v", values(t, two.Replica, "fred", "name"), err)
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
