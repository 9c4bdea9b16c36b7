package tui_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// ticking is a clock that goes on by itself, so much with each change.
type ticking struct{ at time.Time }

func (c *ticking) now() time.Time { return c.at }

// lively is a clone with a morning's changes of several people.
func lively(t *testing.T) (*tuitest.Clone, *ticking) {
	t.Helper()
	clock := &ticking{tuitest.Clock()().Add(-3 * time.Hour)}
	c := tuitest.NewClone(tuitest.Domain, clock.now)
	t.Cleanup(c.Close)
	c.Load(tuitest.Sample()...)
	by := func(name string, after time.Duration, p model.Patch) {
		clock.at = clock.at.Add(after)
		c.Because(replica.ReasonRemote, replica.Author{Process: "rl", Principal: model.IRI("http://people.example.org/" + name)}, p)
	}
	by("Ann%20Lee", 0, add(tuitest.T("gazoo", "name", "The Great Gazoo")))
	by("Bo", time.Hour, change("fred", "age", 42, 43))
	for i := range 6 {
		by("Ann%20Lee", 7*time.Second, change("fred", "age", 43+i, 44+i))
	}
	by("Ann%20Lee", 5*time.Second, change("fred", "spouse", ref("wilma"), ref("betty")))
	clock.at = clock.at.Add(time.Hour)
	if err := c.Patch(t.Context(), add(tuitest.T("wilma", "motto", "first come, first served, and no credit given to dinosaurs of any kind"))); err != nil {
		t.Fatal(err)
	}
	clock.at = tuitest.Clock()()
	return c, clock
}

func ref(id string) model.Term { return model.Ref(tuitest.ID(id)) }

func TestChangesLayouts(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		size := fmt.Sprintf("%dx%d", s[0], s[1])
		t.Run("bursts/"+size, func(t *testing.T) {
			c, _ := lively(t)
			term := tuitest.Start(t, c, s[0], s[1], options())
			golden.RequireEqual(t, term.Press("3", "down").Screen())
		})
		t.Run("open/"+size, func(t *testing.T) {
			c, _ := lively(t)
			term := tuitest.Start(t, c, s[0], s[1], options())
			golden.RequireEqual(t, term.Press("3", "down", "space").Screen())
		})
		t.Run("filter/"+size, func(t *testing.T) {
			c, _ := lively(t)
			term := tuitest.Start(t, c, s[0], s[1], options())
			golden.RequireEqual(t, term.Press("3", "f").Type("by ann since 2h").Screen())
		})
	}
	inEachTheme(t, func(t *testing.T, theme *themes.Theme) {
		c, _ := lively(t)
		o := options()
		o.Theme = theme
		term := tuitest.Start(t, c, 80, 24, o)
		golden.RequireEqual(t, term.Press("3", "f").Type("by ann of fred").Press("enter", "space").Screen())
	})
}

// What one did in a row is gathered, opened to its exact values, and shut again.
func TestBursts(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 120, 40, options())
	term.Press("3", "down").See("▌ ◆ Ann Lee", "− age 43", "+ age 49", "− spouse → Wilma Flintstone", "+ spouse → Betty Rubble", "7 changes in 40 s")
	term.Press("space").See("+ age 47  integer", "betty").DontSee("7 changes")
	term.Press("down", "down").See("▌ ◆").Press("space").See("7 changes in 40 s", "▌ ◆ Ann Lee")
	term.Press("up", "space").See("first come")
	term.Press("end").See("+ name The Great Gazoo").Press("enter").See("2 The Great Gazoo")
}

// A burst is put back change by change, and only when that is confirmed, with what it does in sight.
func TestPutBackFromTheChanges(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 120, 40, options())
	term.Press("3", "down", "r").See("▲ These are 7 changes: open them first, and put back one.")
	term.Press("space", "r").See("Put a change back", "Put back the change of 10:00:47", "Fred Flintstone”: spouse Betty Rubble → Wilma Flintstone")
	if !has(t, c, tuitest.T("fred", "spouse", ref("betty"))) {
		t.Fatal("it was put back before it was confirmed")
	}
	term.Press("enter").DontSee("Put a change back").Press("r", "y").See("✓ Put back: spouse of “Fred Flintstone” is Wilma Flintstone again.")
	if has(t, c, tuitest.T("fred", "spouse", ref("betty"))) || !has(t, c, tuitest.T("fred", "spouse", ref("wilma"))) {
		t.Error("it was not put back")
	}
}

// What was changed at another terminal of this computer, under another name, is by that
// person, and not by me.
func TestChangesOfWhoSharesTheClone(t *testing.T) {
	t.Parallel()
	c := sample(t)
	o := options()
	o.Who = func(a replica.Author) (string, bool) {
		return map[string]string{"": "Barney", "b": "Bo"}[a.Session], a.Self
	}
	term := tuitest.Start(t, c, 120, 30, o)
	for session, title := range map[string]string{"": "mine", "b": "theirs"} {
		c.Because(replica.ReasonLocal, replica.Author{Self: true, Process: "l", Session: session}, add(tuitest.T(title, "name", "of "+title)))
	}
	const mine, theirs, remote = "+ name of mine", "+ name of theirs", "+ age 43"
	term.Settle().Press("3").See(mine, theirs, remote)
	for by, see := range map[string][]string{"me": {mine, theirs, remote}, "bo": {theirs, mine, remote}, "barney": {mine, theirs, remote}} {
		term.Press("f").Type("by " + by).See(see[0]).DontSee(see[1:]...).Press("esc")
	}
	term.Press("f").Type("by others").See(theirs, remote).DontSee(mine)
}

// In a small window all of the question is there, and what it is about, before what is said of
// an answer.
func TestAQuestionIsWholeInASmallWindow(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Remote("lr", change("fred", "name", "Fred Flintstone", "Freddie"))
	term := tuitest.Start(t, c, 40, 12, options())
	term.Press("3", "space", "r").See("Put back the change of", "everybody?", "name “Fred").Press("down").See("everybody?", "name “Fred", "What others")
	term.Press("esc", "1", "space", "down", "space", "=").Type("name").Press("enter").Type("Fred").Press("enter")
	term.See("Set name “Fred” in 2 subjects?", "“Dino”: name").Press("down").See("“Barney Rubble”: name", "“Dino”: name", "and 2 other values go.")
}

func TestFilterOfTheChanges(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 120, 40, options())
	term.Press("3").See("The Great Gazoo", "first come", "f filter").Press("f").See("any words · by Ann Lee", "Wilma Flintst…", "motto", "⏎ keep")
	term.Type("by bo").See("− age 42", "+ age 43").DontSee("+ name The Great", "first come")
	term.Press("enter").See("⌕ by bo", "⏎ go there").DontSee("+ name The Great")
	term.Press("esc").See("+ name The Great", "first come").DontSee("⌕ by bo")
	for typed, see := range map[string][3]string{
		"by me":                    {"first come", "", "+ name The Great"},
		"by others":                {"+ name The Great", "7 changes", "first come"},
		"by ann":                   {"+ name The Great", "7 changes", "first come"},
		"by ann lee since 150m":    {"7 changes", "since 09:30:00", "+ name The Great"},
		"of gazoo":                 {"+ name The Great", "of The Great Gazoo", "age"},
		"of the great gazoo":       {"+ name The Great", "of The Great Gazoo", "age"},
		"of this":                  {"No change like this.", "of Barney Rubble", "+ name The Great"},
		"property spouse":          {"+ spouse → Betty Rubble", "− spouse", "age"},
		"lee":                      {"+ name The Great", "7 changes", "first come"},
		"lee spouse":               {"+ spouse → Betty Rubble", "− spouse", "age"},
		"WILMA":                    {"first come", "+ spouse → Betty Rubble", "age"},
		"betty":                    {"+ spouse → Betty Rubble", "", "first come"},
		`"great gazoo"`:            {"+ name The Great", "", "age"},
		`"of any kind"`:            {"first come", "", "+ name The Great"},
		`"gazoo great"`:            {"No change like this.", "", "age"},
		"dinosaurs":                {"first come", "", "+ name The Great"},
		"until 10:30 property age": {"+ age 43", "until 10:30:00", "spouse ┌"},
		"since noon":               {"No change like this.", "since 12:00:00", "+ name The Great"},
	} {
		term.Press("f").Type(typed).Press("enter").See("⌕ "+typed, see[0], see[1]).DontSee(see[2])
		term.Press("esc").See("+ name The Great")
	}
	term.Press("f").Type("since sometime").See("is no time").Press("enter").See("⏎ keep").Press("esc").DontSee("is no time")
	term.Press("f").Type("of nobody at all").See("no subject is called").Press("esc").See("+ name The Great")
	term.Press("f").Type("by").See(`what comes after "by"?`, "me, or others").Press("esc")
}

// That a filter names nobody, or nothing, is said; and where a word of its own is mistyped,
// which one.
func TestFilterThatNamesNothing(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 70, 40, options()) // One pane, with room for whole sentences.
	term.Press("3")
	for typed, see := range map[string]string{
		"by xyzzy":                        `obody who changed anything is called "xyzzy"`,
		"by xyzzy of fred":                `obody who changed anything is called "xyzzy"`,
		"property nosuch":                 `o property is called "nosuch": put "property nosuch" in quotes`,
		"since dinosaurs":                 `put "since dinosaurs" in`,
		"of":                              `Put "of"`,
		"by ann property nosuch":          `o property is called "nosuch"`,
		"of nosuch":                       `o subject is called "nosuch": put "of nosuch" in quotes to`,
		"by ann of gazoo property spouse": "No change like this.",
		"property height":                 "No change like this.", // It has values, and none was changed.
		"by ann property spouse sinc 10m": `"since"`,
		"of gazoo sinc 10m":               `"since"`,
		"by ann lee snice 10m":            `"since"`,
		"by ann unitl noon":               `"until"`,
		"since 3h untl noon":              `"until"`,
		"sinc 10m":                        `"since"`,
	} {
		term.Press("f").Type(typed).See(see)
		term.Press("esc").See("+ name The Great")
	}
}

// The word of all the data that came at once is no change like those that a filter selects;
// but where it is by whom one asks for.
func TestFilterLeavesOutWhatCameAtOnce(t *testing.T) {
	t.Parallel()
	c, clock := lively(t)
	c.Snapshot("rl", tuitest.Sample()...)
	clock.at = clock.at.Add(time.Minute)
	c.Because(replica.ReasonRemote, replica.Author{Process: "rl", Principal: "http://people.example.org/Ann%20Lee"}, change("fred", "age", 42, 43))
	const whole = "gave you all the data"
	term := tuitest.Start(t, c, 120, 40, options())
	term.Press("3").See(whole)
	for typed, see := range map[string]string{
		"by ann": "+ age 43", "by bo": "− age 42", "by me": "first come", "of fred": "+ age 43", "property age": "+ age 43",
		"of gazoo": "The Great Gazoo", "dinosaurs": "first come", "by xyzzy": "Nobody who changed",
	} {
		term.Press("f").Type(typed).Press("enter").See("⌕ "+typed, see).DontSee(whole)
		if typed != "by xyzzy" {
			term.See("All the data came at once")
		}
		term.Press("esc").See(whole)
	}
	for _, typed := range []string{"by others", "since 3h"} {
		term.Press("f").Type(typed).Press("enter").See("⌕ "+typed, whole)
		term.Press("esc").See(whole)
	}
}

// A change is selected or not: it is shown whole, with what was looked for marked, and
// first. What others did between two changes keeps them apart, for together they would
// come to what never was.
func TestFilteredChangesAreWhole(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	by := func(name string, p model.Patch) {
		c.Because(replica.ReasonRemote, replica.Author{Process: "rl", Principal: model.IRI("http://people.example.org/" + name)}, p)
	}
	one := change("fred", "age", 49, 50)
	for i := range 30 {
		one.Inserts = append(one.Inserts, tuitest.T("fred", "entry", fmt.Sprint("number ", i)))
	}
	one.Inserts = append(one.Inserts, tuitest.T("zoo", "opened", "in 1963"))
	by("Zoe", one)
	term := tuitest.Start(t, c, 120, 40, options())
	term.Press("3", "f").Type("1963").Press("enter").See("+ opened in 1963", "Fred Flintstone", "+ age 50", "− age 49")
	if got := term.Style("1963 "); got != term.Style("⌕") && got.Fg == term.Style("+ opened").Fg {
		t.Errorf("the match is not marked: %+v", got)
	}
	if term.Row("+ opened") > term.Row("+ age 50") {
		t.Errorf("what was looked for comes last:\n%s", term.Screen())
	}
	term.Press("esc")
	by("Zoe", change("fred", "height", 1.83, 2.0))
	by("Max", change("fred", "height", 2.0, 3.0))
	by("Zoe", change("fred", "height", 3.0, 4.0))
	term.Press("f").Type("by zoe").Press("enter").See("− height 1.83", "+ height 2", "− height 3", "+ height 4").DontSee("changes in")
}

// What comes while a filter is on is shown only if the filter selects it.
func TestFilterIsLive(t *testing.T) {
	t.Parallel()
	c, clock := lively(t)
	term := tuitest.Start(t, c, 120, 40, options())
	term.Press("3", "f").Type("property motto").Press("enter").See("first come")
	clock.at = clock.at.Add(time.Hour)
	c.Remote("lr", change("fred", "age", 49, 99))
	c.Remote("lr", add(tuitest.T("fred", "motto", "Yabba dabba doo")))
	term.Settle().See("+ motto Yabba dabba doo", "first come").DontSee("age 99")
	term.Press("f").Paste(" by someone").See("Yabba", "by someone").DontSee("first come")
}

// A long past is read as one goes there, and no more than that.
func TestChangesAreReadAsOneMoves(t *testing.T) {
	t.Parallel()
	clock := &ticking{tuitest.Clock()().Add(-5000 * time.Minute)}
	c := tuitest.NewClone(tuitest.Domain, clock.now)
	t.Cleanup(c.Close)
	c.Load(tuitest.Sample()...)
	for i := range 2000 { // each a burst of its own
		clock.at = clock.at.Add(2 * time.Minute)
		c.Remote("lr", change("fred", "age", 42+i, 43+i))
	}
	term := tuitest.Start(t, c, 120, 30, options())
	if _, rows := c.Reads(); rows > 300 {
		t.Errorf("%d rows were read for the first screen", rows)
	}
	term.Press("3", "end").See("▌")
	for range 60 {
		term.Press("end")
	}
	term.See("− age 42", "+ age 43").Press("home").See("+ age 2042").DontSee("newer")
}

// More than a page comes at once while one looks at something older: it is not lost.
func TestManyNewerChanges(t *testing.T) {
	t.Parallel()
	c, clock := lively(t)
	term := tuitest.Start(t, c, 120, 40, options())
	term.Press("3", "down", "down").See("▌ ◆")
	release := c.Hold()
	for i := range 500 {
		clock.at = clock.at.Add(2 * time.Minute)
		c.Remote("lr", add(tuitest.T("fred", "step", i)))
	}
	release()
	term.Settle().See("many newer", "+ age 49").Press("esc").See("+ step 499").DontSee("newer")
	c.Remote("lr", add(tuitest.T("fred", "step", 500)))
	term.Settle().See("+ step 500")
}

// Of long texts, where they differ is shown: their beginnings would be the same.
func TestChangesOfLongTexts(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	const long = "A small book club of people who read one long novel a month, and meet on "
	c.Remote("lr", add(tuitest.T("fred", "about", long+"Mondays in the library")))
	c.Because(replica.ReasonRemote, replica.Author{Process: "xx"}, change("fred", "about", long+"Mondays in the library", long+"Fridays in the library"))
	c.Because(replica.ReasonRemote, replica.Author{Process: "yy"}, change("fred", "about", long+"Fridays in the library", "Une "+long+"Fridays"))
	tuitest.Start(t, c, 120, 40, options()).See("− about …on Mondays in", "+ about …on Fridays in", "− about A small book", "+ about Une A small")
}

// The newest edit is at the top: a burst is over when its author goes to another subject,
// rests or undoes, and what it touched last comes first.
func TestTheNewestEditIsAtTheTop(t *testing.T) {
	t.Parallel()
	c, clock := lively(t)
	by := func(after time.Duration, p model.Patch) {
		clock.at = clock.at.Add(after)
		c.Because(replica.ReasonRemote, replica.Author{Process: "rl", Principal: "http://people.example.org/Zoe"}, p)
	}
	term := tuitest.Start(t, c, 120, 40, options())
	top := func(see string) {
		t.Helper()
		term.Settle().See(see)
		if at := term.Row(see); at > 4 {
			t.Fatalf("%q is in row %d:\n%s", see, at, term.Screen())
		}
	}
	for n := range 12 {
		by(3*time.Second, add(tuitest.T("fred", fmt.Sprint("p", 10+n), n)))
	}
	top("+ p21 11")
	term.See("12 changes in 33 s")
	by(3*time.Second, add(tuitest.T("wilma", "hat", "red")))
	top("+ hat red")
	by(15*time.Second, add(tuitest.T("wilma", "shoes", "green")))
	top("+ shoes green")
	by(3*time.Second, change("wilma", "shoes", "green", "blue"))
	by(3*time.Second, change("wilma", "shoes", "blue", "green"))
	by(3*time.Second, model.Patch{Deletes: []model.Triple{tuitest.T("wilma", "shoes", "green")}})
	top("− shoes green")
	term.See("4 changes in 9 s, as before").DontSee("as it was")
}

// Whoever leaves the changes sees what is new, and comes back from a subject to the change
// that led there.
func TestTheChangesRestAtTheNewest(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	for i := range 20 {
		c.Remote(fmt.Sprint("p", i), add(tuitest.T("fred", "step", i)))
	}
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("3", "pgdown", "pgdown", "pgdown").See("newer").Press("1").See("+ step 19").DontSee("newer")
	term.Wheel("+ step 19", 5).See("newer").Press("down").See("+ step 19").DontSee("newer")
	term.Press("3", "pgdown", "pgdown", "pgdown")
	here := term.Line("▌ ◆")
	term.Press("enter").See("2 Fred Flintstone", "+ step 19").Press("3").See("newer")
	if there := term.Line("▌ ◆"); there != here {
		t.Errorf("it came back to %q, not to %q:\n%s", there, here, term.Screen())
	}
	term.Press("1", "3").DontSee("newer")
}
