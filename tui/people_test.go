package tui_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// crowd is a clone whose teammates are all over the place at noon.
func crowd(t testing.TB) *tuitest.Clone {
	t.Helper()
	c := sample(t)
	noon := tuitest.Clock()()
	peers(c,
		replica.Peer{ID: "app"},
		at("wilma", "fred", "age", func(p *replica.Peer) { p.Editing = true }),
		at("Walter Iceman", "fred", "", func(p *replica.Peer) { p.Since = noon.Add(-25 * time.Minute) }),
		at("Betty Rubble", "dino", "name", func(p *replica.Peer) { p.Active, p.Since = noon.Add(-5*time.Minute), noon.Add(-90*time.Minute) }),
		at("Barney", "fred", "name", func(p *replica.Peer) { p.Beside = true }),
	)
	return c
}

// at is a teammate at a place, active just now.
func at(name, subject, property string, but ...func(*replica.Peer)) replica.Peer {
	now := tuitest.Clock()()
	p := replica.Peer{ID: "of " + name, Name: name, Process: "r", Active: now, Since: now}
	if subject != "" {
		p.Subject = tuitest.ID(subject)
	}
	if property != "" {
		p.Property = tuitest.Vocab(property)
	}
	for _, change := range but {
		change(&p)
	}
	return p
}

func peers(c *tuitest.Clone, all ...replica.Peer) {
	c.Set(func(_ *replica.Status, p *[]replica.Peer, _ *replica.Link) { *p = slices.Clone(all) })
}

// Who is at one of several values, or at an item of a list, is seen there, and who follows them
// goes there.
func TestWhoIsAtOneOfSeveralValues(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}} {
		c := sample(t)
		with := func(value string, editing bool) {
			peers(c, at("Ada", "fred", "nickname", func(p *replica.Peer) { p.Value, p.Editing = value, editing }))
		}
		twinkle := replica.MarkOf(model.String("Twinkletoes").Key())
		with(twinkle, true)
		term := fred(t, c, "nickname").Resize(size[0], size[1])
		term.See("✎AD")
		if line := term.Line("Twinkletoes"); !strings.Contains(line, "✎AD") {
			t.Errorf("who edits the second value is not seen there:\n%s", term.Screen())
		}
		term.Press("e").DontSee("is editing this too").Press("esc", "down", "e").See("Ada is editing this too").Press("esc")
		term.Press("home", "F").See("▌          └ Twinkletoes")
		with(replica.MarkOf(model.String("Freddy").Key()), false)
		term.See("▌ nickname ┌ Freddy")
		with("", true) // of a version of before
		if line := term.See("✎AD").Line("Freddy"); !strings.Contains(line, "✎AD") {
			t.Errorf("who does not say at which value they are is not seen at the first:\n%s", term.Screen())
		}
	}
}

func TestPeopleLayouts(t *testing.T) {
	t.Parallel()
	for _, s := range append(sizes, [2]int{36, 8}) {
		w, h := s[0], s[1]
		size := fmt.Sprintf("%dx%d", w, h)
		t.Run("places/"+size, func(t *testing.T) {
			term := tuitest.Start(t, crowd(t), w, h, options())
			if w < 40 { // a card
				term.Press("down", "down", "down")
			} else {
				term.Press("down", "down", "down", "enter")
			}
			golden.RequireEqual(t, term.Screen())
		})
		if w < 40 {
			continue
		}
		t.Run("dialog/"+size, func(t *testing.T) {
			term := tuitest.Start(t, crowd(t), w, h, options())
			term.Press("@", "down")
			golden.RequireEqual(t, term.Screen())
		})
		t.Run("following/"+size, func(t *testing.T) {
			term := tuitest.Start(t, crowd(t), w, h, options())
			term.Press("@", "down", "f")
			golden.RequireEqual(t, term.Screen())
		})
	}
	t.Run("ascii", func(t *testing.T) {
		o := options()
		ascii := themes.ASCII()
		o.Theme = &ascii
		term := tuitest.Start(t, crowd(t), 120, 30, o)
		term.Press("down", "down", "down", "enter")
		for _, r := range term.Screen() {
			if r > 0x7e {
				t.Fatalf("%q is not ASCII:\n%s", r, term.Screen())
			}
		}
		golden.RequireEqual(t, term.Screen())
	})
}

// Who comes, moves, rests and leaves is seen at once, and idle ones are dimmed.
func TestTeammatesComeMoveAndLeave(t *testing.T) {
	t.Parallel()
	c := sample(t)
	clock := tuitest.NewTime()
	o := options()
	o.Now, o.After = clock.Now, clock.After
	term := tuitest.Start(t, c, 120, 30, o)
	peers(c, at("Ada", "fred", "age"), at("Adam", "dino", ""))
	term.See("◆AD Ada", "◆AA Adam", "Fred Flintstone  ◆AD Person")
	if term.Style("◆AD").Fg == term.Style("◆AA").Fg {
		t.Error("two teammates have one colour")
	}
	bright := term.Style("◆AD").Fg
	term.Press("down", "down", "down").See("◆AD integer")
	peers(c, at("Ada", "fred", "height", func(p *replica.Peer) { p.Editing = true }), at("Adam", "dino", ""))
	term.See("1.83", "✎AD number").DontSee("◆AD integer")
	clock.Advance(3 * time.Minute)
	term.See("◇AD Ada", "◇AD number", "◇AA Pet")
	if term.Style("◇AD").Fg == bright {
		t.Error("who is idle is not dimmed")
	}
	peers(c, at("Adam", "fred", ""))
	term.See("◇AA  10 values").DontSee("AD")
	peers(c, replica.Peer{ID: "app"})
	term.See("1 other here").DontSee("AA")
}

func TestPeopleDialog(t *testing.T) {
	t.Parallel()
	c := crowd(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("@").See("▌ ✎WI wilma", "Fred Flintstone › age", "editing", "Walter Iceman", "Fred Flintstone, there for 25 min", "active now",
		"◇BR Betty Rubble", "idle 5 min", "Barney 2 (here too)", "an app, or somebody", "The others see you as Barney", "5 others")
	term.Press("down", "down", "down").See("▌ ◇BR")
	// The cursor stays with its person.
	peers(c, at("Betty Rubble", "dino", "name"), at("Zoe", "", ""))
	term.See("▌ ◆BR", "2 others").Press("enter").See("2 Dino", "▌ name").DontSee("People")
	term.Press("@", "end").See("▌ ◆ZO").Press("enter").See("▌ ◆ZO").Press("esc").DontSee("People")
	peers(c)
	term.Press("@").See("Nobody else is here. S shows how a teammate joins.").Press("f", "enter", "q").DontSee("People")
	term.Press("F").See("▲ There is nobody to follow.")
}

// Where a person is at a property, it is named, however long the name of the subject is.
func TestThePropertyHasItsRoom(t *testing.T) {
	t.Parallel()
	for _, s := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		c := sample(t)
		long := model.Patch{Inserts: []model.Triple{tuitest.T("mammoth", "name", "The Woolly Mammoth of the Northern Steppe, Called Woolly")}}
		if err := c.Patch(t.Context(), long); err != nil {
			t.Fatal(err)
		}
		since := func(p *replica.Peer) { p.Since = tuitest.Clock()().Add(-7 * time.Minute) }
		peers(c, at("Ada", "mammoth", "favouriteFood", since))
		tuitest.Start(t, c, s[0], s[1], options()).Press("@").See("The Wool", "… › favouriteFood").DontSee("there for")
	}
}

// Where somebody is has its name, though it is not in what is listed: also of who comes, or goes
// on, while one looks.
func TestAPlaceOutOfSightHasItsName(t *testing.T) {
	t.Parallel()
	for _, s := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		c := sample(t)
		peers(c, at("Ada", "fred", "age"))
		term := tuitest.Start(t, c, s[0], s[1], options()).Press("/").Type("Dino").See("1 of ").Press("enter").See("2 Dino")
		term.Press("@").See("Fred Flintstone › age")
		peers(c, at("Ada", "barney", ""))
		term.See("Barney Rubble").DontSee("Flintstone › ")
		peers(c, at("Ada", "nowhere", ""))
		term.See("  nowhere").DontSee("Barney Rubble")
	}
}

// The time beside a person is since when they do nothing, and that at their place is said to
// be of that; both go on while one looks.
func TestTheTimesOfPeopleGoOn(t *testing.T) {
	t.Parallel()
	for _, s := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		c := sample(t)
		clock := tuitest.NewTime()
		o := options()
		o.Now, o.After = clock.Now, clock.After
		term := tuitest.Start(t, c, s[0], s[1], o)
		ada := func(p *replica.Peer) { p.Since = clock.Now().Add(-25 * time.Minute) }
		peers(c, at("Ada", "fred", "age", ada))
		there := map[int]string{120: "age, there for ", 80: "age, for "}[s[0]] // Else the property takes the room.
		at := func(after int) string {
			if there == "" {
				return "Fred Flintstone › age"
			}
			return fmt.Sprint("Fred Flintstone › ", there, 25+after, " min")
		}
		term.Settle().Press("@").See("▌ ◆AD Ada", "active now", at(0))
		clock.Advance(time.Minute)
		term.See("▌ ◆AD Ada", "1 min ago", at(1)) // The sign is not yet that of who is idle.
		clock.Advance(time.Minute)
		term.See("▌ ◆AD Ada", "2 min ago", at(2))
		clock.Advance(time.Minute)
		term.See("▌ ◇AD Ada", "idle 3 min", at(3))
	}
}

func TestFollow(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			c := sample(t)
			peers(c, at("Ada", "dino", "owner"))
			term := tuitest.Start(t, c, s[0], s[1], options())
			term.Press("F").See("Dino", "▌ owner", "F")
			if head, _, _ := strings.Cut(term.Screen(), "\n"); !strings.Contains(head, "following AD") {
				t.Errorf("the status line does not tell whom one follows:\n%s", term.Screen())
			}
			peers(c, at("Ada", "quarry", "motto"))
			term.See("▌ motto").Settle() // What one sees is announced after it.
			if p := last(t, c); s[0] > 40 && p.Subject != tuitest.ID("quarry") {
				t.Errorf("one who follows is announced at %+v", p)
			}
			peers(c, at("Ada", "quarry", "name"))
			term.See("▌ name")
			term.Press("2", "down").See("You no longer follow Ada.", "▌ boss")
			peers(c, at("Ada", "dino", ""))
			term.Settle().See("▌ boss")
			// One goes back to where one was oneself.
			if s[0] > 40 {
				term.Press("backspace").See("2 Barney Rubble")
			}
		})
	}
}

func TestFollowingEnds(t *testing.T) {
	t.Parallel()
	c := sample(t)
	start := func() *tuitest.Terminal {
		peers(c, at("Ada", "dino", "owner"), at("Bo", "fred", "name"), replica.Peer{ID: "app"})
		term := tuitest.Start(t, c, 120, 30, options())
		term.Press("F").See("Follow whom?", "⏎ follow").DontSee("go there").Press("enter").See("following AD Ada", "F stops", "▌ owner")
		return term
	}
	term := start()
	term.Press("?", "esc", "3", "2", "1", "@", "esc").See("following AD Ada")
	term.Press("F").See("You no longer follow Ada.").DontSee("following")

	term = start()
	term.Press("2", "e").See("⏎ save", "esc cancel").DontSee("You no longer follow", "following AD").Type("x")
	peers(c, at("Ada", "fred", ""))
	term.Settle().See("2 Dino")

	term = start()
	term.Click("Mr. Slate").DontSee("following").See("2 Mr. Slate")

	term = start()
	peers(c, at("Bo", "fred", "name"))
	term.See("Ada has left: you follow nobody now.").DontSee("following AD")

	// A broken connection is no farewell.
	term = start()
	c.Set(func(s *replica.Status, p *[]replica.Peer, _ *replica.Link) { s.Online, *p = false, nil })
	term.See("offline", "following AD Ada")
	c.Set(func(s *replica.Status, p *[]replica.Peer, _ *replica.Link) {
		s.Online, *p = true, []replica.Peer{{ID: "of Ada"}, {ID: "app"}}
	})
	term.See("online", "following AD Ada")
	peers(c, at("Ada", "slate", "name"))
	term.See("2 Mr. Slate", "following AD Ada")

	term = start()
	term.Resize(36, 8).See("following").Press("down").DontSee("following")
}

// Names come from the principal, else from what was announced, else from a tag.
func TestAuthorsAreNamed(t *testing.T) {
	t.Parallel()
	c := sample(t)
	peers(c, at("Ada", "", ""))
	o := options()
	o.Who = func(a replica.Author) (string, bool) { return "Grace", a.Principal == "http://bedrock.m-ld.org/grace" }
	term := tuitest.Start(t, c, 120, 30, o)
	c.Remote("r", change("fred", "age", 43, 44))
	term.Settle().See("◆ Ada")
	c.Because(replica.ReasonRemote, replica.Author{Process: "r", Principal: "http://bedrock.m-ld.org/grace"}, change("fred", "age", 44, 45))
	term.Settle().See("◆ Grace", "✱GR Person")
	// Who has left keeps the name.
	peers(c, replica.Peer{ID: "app"})
	term.See("1 other here")
	c.Remote("lrlr", change("fred", "age", 45, 46))
	tag := replica.Author{Process: "lrlr"}.Tag()
	term.Settle().See("◆ someone " + tag)
	term.Press("down", "down", "down", "2").See("2 Fred").Press("H").See("unnamed: " + tag).Press("down").See("who     Grace, whose id is http://bedrock.m-ld.org/grace")
}

// Before many subjects are deleted, it is said who is editing one of them, as of one.
func TestWhoEditsWhatIsMarkedIsSeen(t *testing.T) {
	t.Parallel()
	c := sample(t)
	peers(c, at("Ada", "betty", "age", func(p *replica.Peer) { p.Editing = true }), at("Bo", "barney", "age"))
	term := tuitest.Start(t, c, 80, 24, options())
	term.Press("space", "space", "D").See("Delete 2 subjects with", "Ada is editing one of them now.").DontSee("Bo is").Press("esc")
	// A name is written as its owner does, as everywhere on the screen.
	peers(c, at("root", "betty", "age", func(p *replica.Peer) { p.Editing = true }))
	term.See("✎RO root").Press("D").See("root is editing one of them now.")
}

// Who changes the same thing at the same time is told of before it comes to a conflict.
func TestWhoEditsTheSameIsSeen(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("e", "up").DontSee("editing this too")
	peers(c, at("Ada", "fred", "age", func(p *replica.Peer) { p.Editing = true }), at("Bo", "fred", "age"))
	term.See("✎AD Ada is editing this too.").DontSee("Bo is editing")
	term.Press("esc", "D").See("Delete “Fred Flintstone” (fred)?", "Ada is editing it").DontSee("Bo is").Press("esc", "e", "up")
	c.Because(replica.ReasonRemote, replica.Author{Process: "r"}, change("fred", "age", 43, 45))
	peers(c, at("Ada", "fred", "age"), at("Bo", "fred", "age"))
	term.See("▲ Ada changed this to 45.", "⏎   mine   44", "^B  both   44 and 45", "esc theirs 45").DontSee("editing this too")
	term.Press("esc").See("✱AD")
	if !has(t, c, tuitest.T("fred", "age", 45)) {
		t.Error("theirs is gone")
	}
}

// One is called otherwise at once: here, to the others, and in what one writes.
func TestChangeOnesName(t *testing.T) {
	c := sample(t)
	names := make(map[string]string)
	o := options()
	o.Rename = func(name string) (string, error) {
		if name == "" {
			return "", errors.New("that is no name")
		}
		names["kept"] = name
		return "", nil
	}
	o.Who = func(a replica.Author) (string, bool) {
		return map[bool]string{true: names["kept"]}[a.Self], a.Self && names["kept"] != ""
	}
	term := tuitest.Start(t, c, 120, 30, o)
	term.See("◆ Barney").Press("@").See("The others see you as Barney", "n your name").Press("n").See("name  Barney")
	term.Press("ctrl+u", "enter").See("✕ that is no name").Type("Betty Rubble").Press("enter")
	term.See("The others see you as Betty Rubble now.", "◆ Betty Rubble").DontSee("Your name")
	if a := c.Announced(); len(a) == 0 || a[len(a)-1].Name != "Betty Rubble" {
		t.Errorf("the others were told %+v", a)
	}
	term.Press("@").See("The others see you as Betty Rubble.").Press("esc")
	// Without a way to do so, nothing offers it.
	o = options()
	o.Rename = nil
	term = tuitest.Start(t, c, 120, 30, o)
	term.Press("@").See("Another name: --as NAME").DontSee("your name").Press("n").See("The others see you as Barney").Press("esc")
	term.Press(":").Type("call yourself").Press("enter").See("cannot change your name")
}

// A time beside the signs of those who are at a subject is never cut: half of it would be read
// as another.
func TestATimeBesidePeopleIsWhole(t *testing.T) {
	t.Parallel()
	c := crowd(t)
	term := tuitest.Start(t, c, 120, 30, options())
	c.Remote("lr", add(tuitest.T("fred", "age", 44)))
	term.Press("1", "o").See("Subjects · recent", "12:00")
	for w := 64; w <= 130; w += 3 {
		term.Resize(w, 30).See("Subjects · recent")
		if cut := regexp.MustCompile(`\d:?…|:…`).FindString(term.Screen()); cut != "" {
			t.Fatalf("a time ends in %q at %d:\n%s", cut, w, term.Screen())
		}
	}
}
