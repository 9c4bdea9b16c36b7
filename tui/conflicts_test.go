package tui_test

import (
	"context"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// What two have written without knowing of each other is marked, on the values, on the
// subject and in the header, wherever one has been meanwhile; a list of it leads there; and
// one key settles on one value, another on both.
func TestConflicts(t *testing.T) {
	c := sample(t)
	term := fredAmong(t, c, "age", wilma)
	term.DontSee("to settle").Press("!").See("Nothing is in conflict.")
	c.Apart("lr", add(tuitest.T("fred", "age", 45)))
	term.Settle().See("▲ 1 to settle", "▲ Fred Flintst", "▌ age     ▲┌ 43", "          ▲└ 45", "▲ Wilma saved 45, not knowing of", "your 43: both are kept.", "s keeps only 43  b keeps both")
	term.Press("down").Resize(40, 12).See("· ▲ 1", "▲ Wilma saved 45, too.", "s only 45  b both").Resize(80, 24).See("▲ 1 to settle").Resize(120, 30)
	term.Press("1", "down", "2").DontSee("Wilma saved 45").Press(":").Type("conflict").See("show the conflicts to settle").Press("enter")
	term.See("1 conflict to settle", "Fred Flintstone · age: 43, 45", "go there").Press("enter").See("▌ age     ▲┌ 43", "Wilma saved 45")
	term.Press("b").See("✓ Kept both: it is settled. u takes it back.", "┌ 43", "└ 45").DontSee("to settle", "▲")
	term.Press("b").See("This is not in conflict with anything.")

	c.Apart("lr", model.Patch{Deletes: []model.Triple{tuitest.T("fred", "age", 45)}, Inserts: []model.Triple{tuitest.T("fred", "age", 46)}})
	term.Settle().See("▲ 1 to settle", "▲└ 46").Press("down", "s").See("Settled on 46: 43 is gone.").DontSee("to settle", "▲ Wilma")
}

// Who changes one of the values settles nothing, on no screen; and it is not said any more
// that they did not know of each other.
func TestAnEditSettlesNothing(t *testing.T) {
	c := sample(t)
	term := fredAmong(t, c, "age", wilma)
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 431.")
	c.Apart("lr", add(tuitest.T("fred", "age", 45)))
	term.Settle().See("▲ Wilma saved 45, not knowing of", "your 431: both are kept.")
	c.Remote("lr", change("fred", "age", 45, 46))
	term.Settle().See("▲ 1 to settle", "▲└ 46", "▲ Wilma saved 46, you saved 431: not", "settled yet, both are kept.").DontSee("you saved 431: both")
	term.Press("down", "e").Type("0").Press("enter").See("▲ 1 to settle", "▲└ 460", "▲ You saved 431 and 460: not settled", "yet, both are kept.", "s keeps only 460  b keeps both")
	term.Press("b").See("Kept both").DontSee("▲")

	// Nor is it told again when it was settled by others.
	term.Press("u", "up", "e").Type("0").Press("enter").See("✓ Saved age 4310.")
	c.Apart("lr", add(tuitest.T("fred", "age", 47)))
	term.Settle().See("▲ 1 to settle")
	c.Settle(tuitest.T("fred", "age", 47))
	term.See("online · ◆WI").Settle().DontSee("▲")
	c.Remote("lr", add(tuitest.T("fred", "nickname", "Bo")))
	term.Settle().See("Bo").DontSee("▲")
}

// What others did to their value since one saved another knew of that.
func TestSavedAtOnceAndChangedSince(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fredAmong(t, c, "age", wilma)
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 431.")
	c.Remote("lr", add(tuitest.T("fred", "age", 45)))
	term.Settle().See("▲ Wilma saved 45, you saved")
	c.Remote("lr", change("fred", "age", 45, 46))
	term.Settle().See("└ 46").DontSee("▲")
}

// Of several, as many are told as there is room for, and how to see the others; and both keys
// are in sight everywhere.
func TestSeveralInConflict(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fredAmong(t, c, "nickname", wilmaAndPebbles)
	long := "A very long nickname that nobody ever uses"
	c.Apart("lr", add(tuitest.T("fred", "nickname", long)))
	c.Apart("rr", add(tuitest.T("fred", "nickname", "Bo")))
	for _, who := range []struct{ value, process string }{{long, "lr"}, {"Bo", "rr"}} {
		c.Contest(tuitest.T("fred", "nickname", who.value), replica.Contender{By: replica.Author{Process: who.process}, Time: tuitest.Clock()()})
	}
	term.Settle().See("b keeps all 4").Resize(80, 24).See("▲┌ A very", "Wilma saved A very long", "Pebbles saved Bo", "all 4 are kept.", "b all 4")
	term.Resize(40, 12).See("▲ You saved Freddy, and 3", "more: ↑↓.", "s only Freddy  b all 4")
	term.Press("up").See("▲ Pebbles saved Bo, and 3", "s only Bo  b all 4").Press("up").See("▲ Wilma saved A very long…,", "s only A very l…  b all 4")
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
	term.Settle().See("2 ▲ Alf", "▲ Alf", "▲└ Zoe", "saved Bob, you saved", "Alf and Zoe: not settled yet, all", "3 are kept.", "b keeps all")
}

// Others' conflicts have no value of one's own, and those of whom the log does not tell no
// name.
func TestConflictsOfOthers(t *testing.T) {
	c := sample(t)
	term := fredAmong(t, c, "age", wilmaAndPebbles)
	c.Remote("rr", change("fred", "age", 43, 44))
	c.Apart("lr", add(tuitest.T("fred", "age", 45)))
	c.Contest(tuitest.T("fred", "age", 44), replica.Contender{By: replica.Author{Process: "rr"}, Time: tuitest.Clock()()})
	term.Settle().See("▲ Pebbles saved 44, Wilma saved 45,", "not knowing of each other: both", "are kept.")
	c.Contest(tuitest.T("fred", "age", 44), replica.Contender{})
	term.Press("1", "down", "up", "2").See("▲ Somebody saved 44, Wilma saved 45,")
}

// contestedPast is a past in which something was in conflict.
type contestedPast struct {
	tui.Past

	rows []replica.Conflict
}

func (p *contestedPast) Conflicts(_ context.Context, q replica.ConflictsQuery) (page replica.ConflictsPage, err error) {
	for _, r := range p.rows {
		if q.Subject == "" || q.Subject == r.Subject.ID {
			page.Rows = append(page.Rows, r)
		}
	}
	page.Total = len(page.Rows)
	return page, nil
}

// In the past, those conflicts are listed that there were then; none is settled there.
func TestConflictsOfThen(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	o := options()
	age := func(n int) replica.Contender { return replica.Contender{Value: tuitest.T("fred", "age", n).O} }
	rows := []replica.Conflict{{
		Subject: replica.SubjectRow{ID: tuitest.ID("fred"), Label: "Fred Flintstone"}, Property: tuitest.Vocab("age"),
		Values: []replica.Contender{age(43), age(45)}, Place: "fred age",
	}}
	o.AsOf = func(ctx context.Context, m replica.Moment) (tui.Past, error) {
		p, err := c.AsOf(ctx, m)
		return &contestedPast{p, rows}, err
	}
	term := tuitest.Start(t, c, 120, 30, o)
	term.Press("!").See("Nothing is in conflict.").Press("<").See("as of 10:00:47")
	term.Press("!").See("1 conflict at this time", "Fred Flintstone · age: 43, 45", "go there").Press("enter").See("as of 10:00:47", "2 Fred Flintstone", "▌ age")
	rows = nil
	term.Press("<", "!").See("Nothing was in conflict at this time.")
}
