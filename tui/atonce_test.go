package tui_test

import (
	"context"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// Two who save a value at once are both told, in place, that both values are kept; and
// one key settles it.
func TestTwoSaveAtOnce(t *testing.T) {
	t.Parallel()
	c := sample(t)
	o := options()
	o.Who = wilma
	term := fredWith(t, c, "age", o)
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 431.")
	c.Remote("lr", add(tuitest.T("fred", "age", 45))) // What there was, they took away as well.
	term.Settle().See("▌ age      ┌ 431", "           └ 45", "▲ Wilma saved 45 at the same moment", "as you 431: both are kept.", "s keeps only 431", "✓ Saved age 431.")
	term.Press("down").See("s keeps only 45")
	term.Resize(40, 12).See("▲ Wilma saved 45, too.", "s keeps only 45").Resize(120, 30)
	term.Press("1").See("at the same moment").Press("2", "s").See("Settled on 45: 431 is gone.").DontSee("at the same moment", "└ 431", "┌ 431")
	if has(t, c, tuitest.T("fred", "age", 431)) {
		t.Error("it is not settled")
	}
}

// wilma is who writes by the process lr.
func wilma(a replica.Author) (string, bool) { return "Wilma", a.Process == "lr" }

// What others save reaches this clone just before one's own change does, or is there
// when the values are read after it: that is told as well.
func TestTheOtherSavesJustBefore(t *testing.T) {
	t.Parallel()
	for _, c := range []*racing{
		{Clone: sample(t), before: change("fred", "age", 43, 45)},
		{Clone: sample(t), after: add(tuitest.T("fred", "age", 45))},
	} {
		o := options()
		o.Who = wilma
		term := fredWith(t, c, "age", o)
		term.Press("e").Type("1").Press("enter").See("┌ 431", "└ 45", "▲ Wilma saved 45 at the same moment", "s keeps only 431", "✓ Saved age 431.")
	}
}

// racing is a clone where somebody else writes around each change.
type racing struct {
	*tuitest.Clone

	before, after model.Patch
}

func (r *racing) Patch(ctx context.Context, p model.Patch) error {
	if len(r.before.Inserts) > 0 {
		r.Remote("lr", r.before)
	}
	err := r.Clone.Patch(ctx, p)
	if len(r.after.Inserts) > 0 {
		r.Remote("lr", r.after)
	}
	return err
}

var _ tui.Clone = (*racing)(nil)

// It is not said to be saved where another value stands by now.
func TestSavedAndReplaced(t *testing.T) {
	t.Parallel()
	c := sample(t)
	o := options()
	o.Who = wilma
	term := fredWith(t, c, "age", o)
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 431.")
	c.Remote("lr", change("fred", "age", 431, 50))
	term.Settle().See("You saved 431; Wilma has put 50 in its place.").DontSee("✓")
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 501.")
	c.Remote("lr", remove(tuitest.T("fred", "age", 501)))
	term.Settle().See("You saved 501; Wilma has removed it since.")
}

func TestARuleKeepsOneOfTwo(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 431.")
	c.Remote("lr", add(tuitest.T("fred", "age", 45)))
	c.Because(replica.ReasonResolution, replica.Author{Process: "l", Self: true}, remove(tuitest.T("fred", "age", 431)))
	term.Settle().See("You saved 431; a rule keeps one value, and that is 45.").DontSee("at the same moment")
}

// Of two values of an item of a list, one is kept.
func TestTwoSaveAnItemAtOnce(t *testing.T) {
	t.Parallel()
	o := options()
	o.Who = func(replica.Author) (string, bool) { return "Wilma", true }
	c, term := withListAnd(t, o, "milk", "bread", "eggs")
	term.Press("e").Type("!").Press("enter").See("✓ Saved “eggs!”.")
	page, err := c.List(t.Context(), replica.ListQuery{List: tuitest.ID(shopping)})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Patch(t.Context(), page.Items[2].Set(model.String("rolls"))); err != nil {
		t.Fatal(err)
	}
	term.See("You saved “eggs!”; Wilma has put “rolls” in its place.")
}

// To add a value is to have several; and others who write elsewhere are no matter.
func TestAddingIsNoRace(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "nickname")
	term.Press("a").Type("Yabba").Press("enter").See("✓ Saved nickname “Yabba”.")
	c.Remote("lr", add(tuitest.T("fred", "nickname", "Dabba")))
	c.Remote("lr", add(tuitest.T("barney", "nickname", "Dabba")))
	term.Settle().See("Dabba", "✓ Saved nickname “Yabba”.").DontSee("at the same moment")
}

// Whoever has gone elsewhere is told at the foot of the screen.
func TestTwoSaveAtOnceAndOneHasGone(t *testing.T) {
	t.Parallel()
	c := sample(t)
	o := options()
	o.Who = wilma
	term := fredWith(t, c, "age", o)
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 431.").Press("1", "down")
	c.Remote("lr", add(tuitest.T("fred", "age", 45)))
	term.Settle().See("▲ Wilma saved age 45 of “Fred Flintstone” at the same moment as you: it has both values now.")
}
