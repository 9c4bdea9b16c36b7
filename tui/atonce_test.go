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
	term := fredAmong(t, c, "age", wilma)
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 431.")
	c.Remote("lr", add(tuitest.T("fred", "age", 45))) // What there was, they took away as well.
	term.Settle().See("▌ age      ┌ 431", "           └ 45", "▲ Wilma saved 45, you saved 431:", "both are kept.", "s keeps only 431", "✓ Saved age 431.")
	term.Press("down").See("s keeps only 45")
	term.Resize(40, 12).See("▲ Wilma saved 45, too.", "s keeps only 45").Resize(120, 30)
	// It is of now: nothing can be settled in the past.
	term.Press("<", ">").See("you saved 431").Press("<").See("earlier").Settle().DontSee("you saved 431", "keeps only")
	term.Press("esc").See("you saved 431", "s keeps only 45")
	term.Press("1").See("you saved 431").Press("2", "s").See("Settled on 45: 431 is gone.").DontSee("you saved 431", "└ 431", "┌ 431")
	if has(t, c, tuitest.T("fred", "age", 431)) {
		t.Error("it is not settled")
	}
}

// Who writes, by their processes.
var (
	wilma           = map[string]string{"lr": "Wilma"}
	wilmaAndPebbles = map[string]string{"lr": "Wilma", "rr": "Pebbles"}
)

// fredAmong is fred, where others have names.
func fredAmong(t *testing.T, c tui.Clone, line string, named map[string]string) *tuitest.Terminal {
	t.Helper()
	o := options()
	o.Who = func(a replica.Author) (name string, ok bool) {
		name, ok = named[a.Process]
		return name, ok
	}
	return fredWith(t, c, line, o)
}

// What others save reaches this clone just before one's own change does, or is there
// when the values are read after it: that is told as well.
func TestTheOtherSavesJustBefore(t *testing.T) {
	t.Parallel()
	for _, c := range []*racing{
		{Clone: sample(t), before: change("fred", "age", 43, 45)},
		{Clone: sample(t), after: add(tuitest.T("fred", "age", 45))},
	} {
		term := fredAmong(t, c, "age", wilma)
		term.Press("e").Type("1").Press("enter").See("┌ 431", "└ 45", "▲ Wilma saved 45, you saved", "s keeps only 431", "✓ Saved age 431.")
	}
}

// Who it was is known, also where that is heard before it is known that one's own is saved.
func TestTheOtherIsHeardWhileOneSaves(t *testing.T) {
	t.Parallel()
	c := &racing{Clone: sample(t), before: change("fred", "age", 43, 45), said: make(chan struct{})}
	term := fredAmong(t, c, "age", wilma)
	term.Press("e").Type("1").PressOnly("enter")
	term.See("+ age 45")
	close(c.said)
	term.See("┌ 431", "└ 45", "▲ Wilma saved 45, you saved", "✓ Saved age 431.")
}

// racing is a clone where somebody else writes around each change, and of which it may be
// said late that it is on disk.
type racing struct {
	*tuitest.Clone

	before, after model.Patch
	said          chan struct{}
}

func (r *racing) Patch(ctx context.Context, p model.Patch) error {
	if len(r.before.Inserts) > 0 {
		r.Remote("lr", r.before)
	}
	err := r.Clone.Patch(ctx, p)
	if len(r.after.Inserts) > 0 {
		r.Remote("lr", r.after)
	}
	if r.said != nil {
		<-r.said
	}
	return err
}

var _ tui.Clone = (*racing)(nil)

// It is not said to be saved where another value stands by now.
func TestSavedAndReplaced(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fredAmong(t, c, "age", wilma)
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 431.")
	c.Remote("lr", change("fred", "age", 431, 50))
	term.Settle().See("You saved 431; Wilma has put 50 in its place.").DontSee("✓")
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 501.")
	c.Remote("lr", remove(tuitest.T("fred", "age", 501)))
	term.Settle().See("You saved 501; Wilma has removed it since.")
}

// What a line tells of was done; it does not stay as it is when others have changed that.
func TestWhatIsDoneIsChangedSince(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fredAmong(t, c, "nickname", wilma)
	term.Press("d", "y").See("✓ Removed nickname “Freddy”.")
	c.Remote("lr", add(tuitest.T("fred", "nickname", "Fritz"))) // That changes nothing of it.
	term.Settle().See("✓ Removed nickname “Freddy”.")
	c.Remote("lr", add(tuitest.T("fred", "nickname", "Freddy")))
	term.Settle().See("▲ Wilma has saved nickname “Freddy”: it is there again.").DontSee("✓", "Removed")
	c.Remote("lr", change("fred", "nickname", "Fritz", "Fritzi")) // Nor does that.
	term.Settle().See("nickname “Freddy”: it is there again.")
	c.Remote("lr", remove(tuitest.T("fred", "nickname", "Freddy"))) // It is not there any more.
	term.Settle().See("▲ Wilma has removed nickname “Freddy” since.").DontSee("again")

	term.Press("e").Type("!").Press("enter").See("✓ Saved nickname").Press("u").See("✓ Undone: nickname of")
	c.Remote("lr", add(tuitest.T("fred", "nickname", "Twinkletoes!")))
	term.Settle().See("▲ Wilma has saved nickname “Twinkletoes!”: it is there again.").DontSee("Undone")
	term.Press("D").See("Delete “Fred").Press("y").See("✓ Deleted")
	c.Remote("lr", add(tuitest.T("fred", "name", "Fred Flintstone")))
	term.Settle().See("▲ Wilma has saved name “Fred Flintstone”: it is there again.").DontSee("takes it back")
}

func TestARuleKeepsOneOfTwo(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 431.")
	c.Remote("lr", add(tuitest.T("fred", "age", 45)))
	c.Because(replica.ReasonResolution, replica.Author{Process: "l", Self: true}, remove(tuitest.T("fred", "age", 431)))
	term.Settle().See("You saved 431; a rule keeps one value, and that is 45.").DontSee("you saved 431")
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
	term.Settle().See("Dabba", "✓ Saved nickname “Yabba”.").DontSee("you saved 431")
}

// Whoever has gone elsewhere is told at the foot of the screen.
func TestTwoSaveAtOnceAndOneHasGone(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fredAmong(t, c, "age", wilma)
	term.Press("e").Type("1").Press("enter").See("✓ Saved age 431.").Press("1", "down")
	c.Remote("lr", add(tuitest.T("fred", "age", 45)))
	term.Settle().See("▲ Wilma saved age 45 of “Fred Flintstone”, too: it has both values now.")
}

// Of a property that is meant to have several values, one more is news like any other: to
// keep only one of them asks.
func TestAnotherOfSeveralIsNotSavedAgainstOnes(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fredAmong(t, c, "nickname", wilma)
	term.Press("e").Type(" F").Press("enter").See("✓ Saved nickname")
	c.Remote("lr", add(tuitest.T("fred", "nickname", "Dabba")))
	term.Settle().See("Dabba").DontSee("both are kept")
	term.Press("s").See("Keep only", "Twinkletoes").Press("n")
	if !has(t, c, tuitest.T("fred", "nickname", "Twinkletoes")) || !has(t, c, tuitest.T("fred", "nickname", "Dabba")) {
		t.Error("values have gone unasked")
	}
}
