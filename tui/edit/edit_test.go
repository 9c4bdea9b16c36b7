package edit_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

var keys = map[string]tea.KeyPressMsg{
	"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"backspace": {Code: tea.KeyBackspace}, "delete": {Code: tea.KeyDelete},
	"ctrl+w": {Code: 'w', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl}, "ctrl+k": {Code: 'k', Mod: tea.ModCtrl},
	"alt+b": {Code: 'b', Mod: tea.ModAlt}, "alt+f": {Code: 'f', Mod: tea.ModAlt}, "ctrl+j": {Code: 'j', Mod: tea.ModCtrl},
}

func press(l *edit.Line, names ...string) {
	for _, n := range names {
		k, ok := keys[n]
		if !ok {
			k = tea.KeyPressMsg{Code: []rune(n)[0], Text: n}
		}
		l.Key(k)
	}
}

func TestLine(t *testing.T) {
	for _, test := range []struct {
		start string
		keys  []string
		want  string
	}{
		{"abc", []string{"left", "X"}, "abXc"},
		{"abc", []string{"home", "delete", "end", "!"}, "bc!"},
		{"one two three", []string{"ctrl+w"}, "one two "},
		{"one two three", []string{"alt+b", "alt+b", "ctrl+k"}, "one "},
		{"one two", []string{"home", "alt+f", "ctrl+u"}, " two"},
		{"x👩‍👩‍👧", []string{"backspace"}, "x"},
		{"e", []string{"\u0301", "backspace"}, ""},
		{"日本", []string{"left", "backspace"}, "本"},
		{"a", []string{"ctrl+j", "b"}, "a\nb"},
		{"", []string{"backspace", "delete", "left", "right", "ctrl+w", "ctrl+u", "ctrl+k"}, ""},
	} {
		l := edit.NewLine(test.start)
		press(&l, test.keys...)
		if got := l.Value(); got != test.want {
			t.Errorf("%q and %v gives %q, not %q", test.start, test.keys, got, test.want)
		}
	}
}

// Whatever is typed, the view has its width and the cursor is in it.
func TestLineView(t *testing.T) {
	g := themes.Dark().Glyph
	names := []string{"left", "right", "home", "end", "backspace", "delete", "ctrl+w", "ctrl+u", "ctrl+k", "a", "日", " ", "🦖"}
	rapid.Check(t, func(t *rapid.T) {
		l := edit.NewLine(rapid.String().Draw(t, "start"))
		w := rapid.IntRange(3, 30).Draw(t, "width")
		for range rapid.IntRange(0, 20).Draw(t, "n") {
			press(&l, rapid.SampledFrom(names).Draw(t, "key"))
			shown, x := l.View(w, g)
			if text.Width(shown) != w || x < 0 || x >= w {
				t.Fatalf("of %q, %d cells are shown as %q with the cursor at %d", l.Value(), w, shown, x)
			}
		}
	})
}

// An ellipsis stands where there is more of a text, never over the cursor.
func TestMoreOfALineIsSaid(t *testing.T) {
	const all = "0123456789abcdefghijklmnopqrstuvwxyzABCD"
	for _, g := range []themes.Glyphs{themes.Dark().Glyph, themes.ASCII().Glyph} {
		l := edit.NewLine(all)
		for _, w := range []int{12, 15, 39, 40, 41, 60} {
			for _, key := range strings.Fields("end " + strings.Repeat("left ", 45) + strings.Repeat("right ", 45) + "home end home") {
				press(&l, key)
				shown, x := l.View(w, g)
				before, behind := strings.HasPrefix(shown, g.Ellipsis), strings.HasSuffix(shown, g.Ellipsis)
				part := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(shown, g.Ellipsis), g.Ellipsis))
				at := string([]rune(shown + " ")[x])
				if want := (all + " ")[l.Position() : l.Position()+1]; at != want || !strings.Contains(all, part) ||
					before == strings.HasPrefix(all, part) || behind == strings.HasSuffix(all, part) {
					t.Fatalf("in %d cells after %s: %q with the cursor on %q, which should be on %q", w, key, shown, at, want)
				}
			}
		}
	}
}

func TestShortTextIsShownWhole(t *testing.T) {
	l := edit.NewLine(strings.Repeat("x", 50))
	g := themes.Dark().Glyph
	l.View(20, g)
	for range 40 {
		press(&l, "backspace")
	}
	if shown, _ := l.View(20, g); !strings.HasPrefix(shown, "xxxxxxxxxx ") {
		t.Errorf("ten characters are shown as %q", shown)
	}
}

const domain model.Domain = "bedrock.m-ld.org"

var (
	names = values.Names{Namer: values.DomainNamer(domain)}
	age   = func(n float64) model.Triple {
		return model.Triple{S: domain.Base() + "fred", P: domain.Vocab() + "age", O: model.Number(n)}
	}
	show = func(t model.Term) string { return t.Value }
)

func TestPatchOfAChange(t *testing.T) {
	e := edit.NewChange(age(42), names, time.Now)
	if _, err := e.Patch(false, nil); !errors.Is(err, edit.ErrUnchanged) {
		t.Errorf("an untouched editor gives %v", err)
	}
	e.Value.Set("43")
	want := model.Patch{Deletes: []model.Triple{age(42)}, Inserts: []model.Triple{age(43)}}
	if got, err := e.Patch(false, nil); err != nil || !cmp.Equal(got, want) {
		t.Errorf("the patch is %v, %v", got, err)
	}
}

// What is shown of a new item before it is saved is what is sent: its slot, too.
func TestPatchOfANewItem(t *testing.T) {
	n := 0
	newID := func() model.IRI { n++; return domain.GenID(fmt.Sprint(n)) }
	e := edit.NewItem(domain.Base()+"fred", domain.Vocab()+"todo", domain.Base()+"list", 2, model.String("milk"), names, time.Now)
	e.Value.Set("bread")
	shown, err := e.Patch(false, newID)
	if err != nil || len(shown.Inserts) == 0 {
		t.Fatal(shown, err)
	}
	if sent, err := e.Patch(false, newID); err != nil || !cmp.Equal(sent, shown) {
		t.Errorf("%v is sent (%v), and %v was shown", sent, err, shown)
	}
	other := edit.NewItem(domain.Base()+"fred", domain.Vocab()+"todo", domain.Base()+"list", 2, model.String("milk"), names, time.Now)
	other.Value.Set("bread")
	if next, err := other.Patch(false, newID); err != nil || cmp.Equal(next, shown) {
		t.Errorf("another item has the same slot: %v (%v)", next, err)
	}
}

func TestPatchAfterOthersChanged(t *testing.T) {
	e := edit.NewChange(age(42), names, time.Now)
	e.Value.Set("50")
	elsewhere := age(42)
	elsewhere.S = domain.Base() + "wilma"
	if e.Remote(replica.Update{Deletes: []model.Triple{elsewhere}}, "x", show) || e.Badge != "" {
		t.Error("a change of another subject is taken for one of this value")
	}
	for n := 42.0; n < 44; n++ {
		u := replica.Update{Deletes: []model.Triple{age(n)}, Inserts: []model.Triple{age(n + 1)}}
		if !e.Remote(u, "Wilma", show) {
			t.Fatalf("the change from %v went unnoticed", n)
		}
	}
	if e.Badge != "Wilma changed this to 44" {
		t.Errorf("the badge says %q", e.Badge)
	}
	want := model.Patch{Deletes: []model.Triple{age(42), age(43), age(44)}, Inserts: []model.Triple{age(50)}}
	if got, err := e.Patch(false, nil); err != nil || !cmp.Equal(got, want) {
		t.Errorf("the patch is %v, %v", got, err)
	}
	// Even what was there at first can be put back, by typing it.
	e.Value.Replace("42", 2)
	want = model.Patch{Deletes: []model.Triple{age(43), age(44)}, Inserts: []model.Triple{age(42)}}
	if got, err := e.Patch(false, nil); err != nil || !cmp.Equal(got, want) {
		t.Errorf("the patch that puts the old value back is %v, %v", got, err)
	}
}

func TestPatchAfterOthersRemoved(t *testing.T) {
	e := edit.NewChange(age(42), names, time.Now)
	e.Remote(replica.Update{Deletes: []model.Triple{age(42)}}, "Wilma", show)
	if e.Badge != "Wilma removed this" {
		t.Errorf("the badge says %q", e.Badge)
	}
	want := model.Patch{Inserts: []model.Triple{age(42)}}
	if got, err := e.Patch(false, nil); err != nil || !cmp.Equal(got, want) {
		t.Errorf("saving the untouched text gives %v, %v; it should put the value back", got, err)
	}
}

func TestNothingIsLostWhileSaving(t *testing.T) {
	e := edit.NewChange(age(42), names, time.Now)
	e.Saving = true
	e.Key(tea.KeyPressMsg{Code: '7', Text: "7"})
	e.Paste("8")
	e.NextType()
	if e.Value.Value() != "42" || e.Kind != values.Integer {
		t.Error("an editor that saves took a key")
	}
}

// What is chosen for a person is taken once they can have seen it, or where it is sure.
func TestAReferenceIsTakenOnceItIsSeen(t *testing.T) {
	names := values.Names{Namer: values.DomainNamer("bedrock.m-ld.org")}
	ref := func(id, name string) edit.Option {
		return edit.Option{IRI: model.IRI("http://bedrock.m-ld.org/" + id), Text: id, Name: name}
	}
	two := []edit.Option{ref("barney", "Barney Rubble"), ref("betty", "Betty Rubble")}
	open := func(typed string) (*edit.Editor, edit.Query) {
		e := edit.NewAdd("http://bedrock.m-ld.org/fred", "http://bedrock.m-ld.org/#knows", model.Ref("http://bedrock.m-ld.org/x"), names, time.Now)
		e.Paste(typed)
		q, ok := e.Wanted()
		if !ok {
			t.Fatal("nothing is looked for")
		}
		return e, q
	}
	e, q := open("rub")
	if e.Deliver(q, two); e.Ready() || e.Err == "" {
		t.Error("one of two was taken that nobody had seen")
	}
	if e.Err = ""; !e.Ready() {
		t.Error("it is refused even after the person was told to look")
	}
	e, q = open("rub")
	e.Deliver(q, two)
	if e.Glanced(q); !e.Ready() {
		t.Errorf("it was seen, and is refused: %s", e.Err)
	}
	e, q = open("betty")
	if e.Deliver(q, two); !e.Ready() || e.Value.Value() != "betty" {
		t.Errorf("what is sure is refused: %s", e.Err)
	}
	// The same one, for one letter more, was seen already.
	e, q = open("ru")
	e.Deliver(q, two)
	e.Glanced(q)
	e.Paste("b")
	q, _ = e.Wanted()
	if e.Deliver(q, two); !e.Ready() {
		t.Errorf("it was there all the time: %s", e.Err)
	}
}
