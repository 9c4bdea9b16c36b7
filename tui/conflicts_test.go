package tui_test

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// What two have written without knowing of each other is marked, on the values, on the
// subject and in the header, wherever one has been meanwhile; a list of it leads there; and
// one key settles on one value, another on both.
func TestConflicts(t *testing.T) {
	c := sample(t)
	o := options()
	o.Who = wilma
	term := fredWith(t, c, "age", o)
	term.DontSee("to settle").Press("!").See("Nothing is in conflict.")
	c.Apart("lr", add(tuitest.T("fred", "age", 45)))
	term.Settle().See("▲ 1 to settle", "▲ Fred Flintst", "▌ age     ▲┌ 43", "          ▲└ 45", "▲ Wilma saved 45, not knowing of", "your 43: both are kept.", "s keeps only 43  b keeps both")
	term.Press("down").Resize(40, 12).See("· ▲ 1", "▲ Wilma saved 45, too.", "s keeps only 45").Resize(80, 24).See("▲ 1 to settle").Resize(120, 30)
	term.Press("1", "down", "2").DontSee("Wilma saved 45").Press(":").Type("conflict").See("show the conflicts that are to be settled").Press("enter")
	term.See("1 conflict to settle", "Fred Flintstone · age: 43, 45", "go there").Press("enter").See("▌ age     ▲┌ 43", "Wilma saved 45")
	term.Press("b").See("✓ Kept both: it is settled. u takes it back.", "┌ 43", "└ 45").DontSee("to settle", "▲")
	term.Press("b").See("This is not in conflict with anything.")

	c.Apart("lr", model.Patch{Deletes: []model.Triple{tuitest.T("fred", "age", 45)}, Inserts: []model.Triple{tuitest.T("fred", "age", 46)}})
	term.Settle().See("▲ 1 to settle", "▲└ 46").Press("down", "s").See("Settled on 46: 43 is gone.").DontSee("to settle", "▲ Wilma")
}

// Whose names are in conflict is called by the one by which everybody calls it, with the
// sign of that.
func TestANameInConflict(t *testing.T) {
	c := sample(t)
	term := fred(t, c, "name")
	c.Apart("lr", change("fred", "name", "Fred Flintstone", "Alf"))
	if err := c.Patch(t.Context(), model.Patch{Inserts: []model.Triple{tuitest.T("fred", "name", "Zoe")}}); err != nil {
		t.Fatal(err)
	}
	c.Apart("lr", add(tuitest.T("fred", "name", "Bob")))
	term.Settle().See("2 ▲ Alf", "▲ Alf", "▲└ Zoe", "Zoe, not knowing of your Alf: all", "3 are kept.", "b keeps all")
}

// Others' conflicts have no value of one's own, and those of whom the log does not tell no
// name.
func TestConflictsOfOthers(t *testing.T) {
	c := sample(t)
	o := options()
	o.Who = func(a replica.Author) (string, bool) {
		return map[string]string{"lr": "Wilma", "rr": "Pebbles"}[a.Process], a.Process != "l"
	}
	term := fredWith(t, c, "age", o)
	c.Remote("rr", change("fred", "age", 43, 44))
	c.Apart("lr", add(tuitest.T("fred", "age", 45)))
	c.Contest(tuitest.T("fred", "age", 44), replica.Contender{By: replica.Author{Process: "rr"}, Time: tuitest.Clock()()})
	term.Settle().See("▲ Pebbles saved 44, Wilma saved 45,", "not knowing of each other: both", "are kept.")
	c.Contest(tuitest.T("fred", "age", 44), replica.Contender{})
	term.Press("1", "down", "up", "2").See("▲ Somebody saved 44, Wilma saved 45,")
}
