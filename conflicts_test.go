package main

import (
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// TestAConflictOutlivesTheTerminals: two who change values without knowing of each other
// are both told, in the same words about the name; are told again when they have left and
// begin anew; and it is settled for both when one of them does so, and back when that is
// undone.
func TestAConflictOutlivesTheTerminals(t *testing.T) {
	m := meet(t)
	files := map[string]string{"Ada": filepath.Join(t.TempDir(), "data.mld"), "Noor": filepath.Join(t.TempDir(), "data.mld")}
	open := func(name string, genesis, online bool) (*replica.Replica, func()) {
		t.Helper()
		return m.open(opening{name: name, genesis: genesis, file: files[name], alone: !online})
	}
	ada, adaLeaves := open("Ada", true, true)
	awaitUntil(t, current(ada))
	if err := ada.Patch(t.Context(), model.Patch{Inserts: []model.Triple{
		tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "mail", "old"), tuitest.T("barney", "name", "Barney"),
		tuitest.T("barney", "age", "40"),
	}}); err != nil {
		t.Fatal(err)
	}
	noor, noorLeaves := open("Noor", false, true)
	awaitUntil(t, current(noor))
	adaLeaves()
	noorLeaves()

	// Each alone.
	for name, value := range map[string]string{"Ada": "a", "Noor": "n"} {
		r, leave := open(name, false, false)
		if err := r.Patch(t.Context(), model.Patch{
			Deletes: []model.Triple{tuitest.T("fred", "mail", "old"), tuitest.T("fred", "name", "Fred")},
			Inserts: []model.Triple{tuitest.T("fred", "mail", value), tuitest.T("fred", "name", "Fred "+value)},
		}); err != nil {
			t.Fatal(err)
		}
		leave()
	}
	start := func() (all []member, leave func()) {
		var leaves []func()
		for _, name := range []string{"Ada", "Noor"} {
			r, leave := open(name, false, true)
			leaves = append(leaves, leave)
			all = append(all, member{Replica: r})
			defer func() { awaitUntil(t, current(r)) }()
		}
		for i, name := range []string{"Ada", "Noor"} {
			all[i].Terminal = tuitest.Start(t, all[i].Replica, 160, 30, tui.Options{Me: name, Who: who(tuitest.Domain)})
		}
		return all, func() {
			for _, leave := range leaves {
				leave()
			}
		}
	}
	for range 2 { // They meet, and begin anew.
		both, leave := start()
		for i, m := range both {
			other, value, mine := "Noor", "n", "a"
			if i == 1 {
				other, value, mine = "Ada", "a", "n"
			}
			m.See("▲ 2 to settle", "▲ Fred a").DontSee("▲ Barney")
			m.goTo(t, "Fred", "mail").See("2 ▲ Fred a", "▲┌ a", "▲└ n", "▲ "+other+" saved "+value+", not knowing of your "+mine+": both are kept.")
			m.Press("!").See("2 conflicts to settle", "Fred a · mail: “a”, “n”", "Fred a · name: “Fred a”, “Fred n”").Press("esc")
		}
		leave()
	}
	both, leave := start()
	ada1, noor1 := both[0], both[1]
	ada1.goTo(t, "Fred", "mail").Press("s").See("Settled on “a”: “n” is gone.", "▲ 1 to settle")
	noor1.See("▲ 1 to settle")
	ada1.Press("u").See("▲ 2 to settle", "▌ mail  ▲┌ a", "▲ Noor saved n, not knowing of your a: both are kept.")
	noor1.See("▲ 2 to settle")
	// As of the moment before the undo it was settled, and as of the one before that it was not:
	// that is told, without the keys.
	ada1.Press("<").See("earlier", "mail   − n", "└ a").DontSee("s keeps only", "┌ a", "of your a:")
	ada1.Press("<").See("earlier", "▲ Fred a", "▲┌ a", "▲+ n", "▲ Noor saved n, not knowing of your a: both", "were kept.").DontSee("keeps only", "keeps both")
	ada1.Press("esc").See("s keeps only a", "both are kept.")
	noor1.goTo(t, "Fred", "mail").See("▲ Ada saved a, not knowing of your n: both are kept.")
	// To change one settles nothing, and is said so.
	ada1.Press("e").Type("b").Press("enter").See("Saved mail “ab”.", "▲┌ ab", "▲└ n", "▲ Noor saved n, you saved ab: not settled yet, both")
	noor1.See("▲ 2 to settle", "▲┌ ab", "▲└ n", "▲ Ada saved ab, you saved n: not settled yet, both")
	ada1.Press("u").See("▲ Noor saved n, not knowing of your a: both are kept.")
	noor1.See("▲ Ada saved a, not knowing of your n: both are kept.")
	noor1.goTo(t, "Fred", "mail").See("▲┌ a", "▲└ n").Press("b").See("Kept both", "▲ 1 to settle")
	ada1.See("▲ 1 to settle", " ┌ a", " └ n")
	noor1.Press("u").See("▲ 2 to settle", "✓ Undone: no value has come or gone by that.")
	ada1.See("▲ 2 to settle", "▲┌ a")
	leave()

	// One deletes a subject while the other changes it.
	for name, change := range map[string]model.Patch{
		"Ada": {Deletes: []model.Triple{tuitest.T("barney", "name", "Barney"), tuitest.T("barney", "age", "40")}},
		"Noor": {
			Deletes: []model.Triple{tuitest.T("barney", "age", "40")}, Inserts: []model.Triple{tuitest.T("barney", "age", "41")},
		},
	} {
		r, leave := open(name, false, false)
		if err := r.Patch(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		leave()
	}
	both, leave = start()
	ada1, noor1 = both[0], both[1]
	ada1.See("▲ 3 to settle").Press("!").See("barney · deleted while “41” was saved", "Fred a · mail").Press("enter")
	ada1.See("▲ You deleted this while Noor saved age 41: only that is left.", "s puts the rest back, or deletes this")
	noor1.Press("!").See("3 conflicts to settle").Press("enter").See("▲ Ada deleted this while you saved age 41: only that is left.")
	for _, size := range [][2]int{{80, 24}, {40, 12}, {160, 30}} {
		noor1.Resize(size[0], size[1]).See("Ada deleted this while", "41", "▌ age ")
	}
	noor1.Press("s").See("1 value of it was saved", "Decide later", "Leave it as it is", "Delete what is left", "Bring back 1 value").Press("y")
	noor1.See("Brought back 1 value of “Barney”.", "name", "▲ 2 to settle").DontSee("deleted this")
	ada1.See("▲ 2 to settle", "─ 2 Barney").DontSee("deleted this")
	noor1.Press("u").See("▲ 3 to settle", "▲ Ada deleted this while you saved age 41")
	ada1.See("▲ You deleted this while Noor saved age 41").Press("s").See("1 value of it was saved").Press("d").See("Deleted what was left of", "▲ 2 to settle")
	noor1.See("▲ 2 to settle", "It is gone: all its values were removed.").DontSee("deleted this")
	leave()

	// Where each settles on their own, both values are there still.
	for name, keys := range map[string][]string{"Ada": {"s"}, "Noor": {"down", "s"}} {
		r, leave := open(name, false, false)
		m := member{Replica: r, Terminal: tuitest.Start(t, r, 160, 30, tui.Options{Me: name, Who: who(tuitest.Domain)})}
		m.goTo(t, "Fred", "mail").See("▲┌ a", "▲└ n").Press(keys...).See("Settled on ", "▲ 1 to settle")
		leave()
	}
	both, leave = start()
	for _, m := range both {
		m.goTo(t, "Fred", "mail").See("▲┌ a", "▲└ n", "▲ 2 to settle")
		// Who asks why is told who wrote it first, and not only who said it once more when settling.
		m.Press("w").See("Why mail", "1 holds it", "mail “", "saved again", "+ mail “", "taken away since").Press("esc")
	}
	// To take that back destroys neither.
	for i, m := range both {
		m.Press("u").See("This was changed earlier").Press("y").See("▲ Not undone: it is there again (mail ", "▲┌ a", "▲└ n")
		both[1-i].See("▲┌ a", "▲└ n", "▲ 2 to settle")
	}
	// Who takes it back stays on the value that was kept, by whose name the subject goes.
	ada1 = both[0]
	ada1.goTo(t, "Fred", "name").Press("s").See("Settled on “Fred a”: “Fred n” is gone. u takes it back.")
	ada1.Press("u").See("✓ Undone: name “Fred n” of “Fred a” is back.", "▌ name  ▲┌ Fred a", "▲ 2 to settle")
	leave()
}
