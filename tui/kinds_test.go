package tui_test

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// A value of a new property is taken for what it looks like, and one sees for what.
func TestAValueOfANewPropertyIsWhatItLooksLike(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		typed, kind string
		want        model.Term
	}{
		{"30", "integer", model.Integer(30)},
		{"6.5", "number", model.Number(6.5)},
		{"true", "boolean", model.Boolean(true)},
		{"2026-11-23", "date", model.Literal("2026-11-23", model.XSDDate)},
		{"2026-11-23 18:30", "date+time", model.Literal("2026-11-23T18:30:00", model.XSDDateTime)},
		{"http://bedrock.m-ld.org/dino", "reference", model.Ref(tuitest.ID("dino"))},
		{"true story", "text", model.String("true story")},
		{"007", "text", model.String("007")},
	} {
		t.Run(test.typed, func(t *testing.T) {
			t.Parallel()
			c := sample(t)
			term := fred(t, c, "age")
			term.Press("p").Type("shoe").Press("enter").Type(test.typed).See(test.kind)
			if test.kind != "text" {
				term.See("taken for "+test.kind, "^T makes")
			}
			term.Press("enter").See("Saved shoe")
			holds(t, c, tuitest.T("fred", "shoe", test.want))
		})
	}
}

// One key makes text of what was guessed, and typing on guesses no more.
func TestAGuessedTypeIsNotForced(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("p").Type("shoe").Press("enter").Type("30").See("taken for integer").Press("ctrl+t").DontSee("taken for")
	term.Type("1").Press("enter").See("Saved shoe")
	holds(t, c, tuitest.T("fred", "shoe", "301"))
	// The others follow.
	term.Press("p").Type("hat").Press("enter").Type("30").Press("ctrl+t", "ctrl+t", "ctrl+t").Press("enter").See("Saved hat")
	holds(t, c, tuitest.T("fred", "hat", 30))
}

// What the property has elsewhere counts for more: of any type, however the name is entered.
func TestThePropertyElsewhereSaysTheType(t *testing.T) {
	t.Parallel()
	for _, enter := range []string{"enter", "tab"} {
		c := sample(t)
		c.Load(tuitest.T("quarry", "code", "0"))
		term := fred(t, c, "age")
		term.Press("p").Type("code").Press(enter).Type("30").See("text").DontSee("taken for").Press("enter").See("Saved code")
		holds(t, c, tuitest.T("fred", "code", "30"))
		// It is another one when the name is.
		term.Press("p").Type("code").Press("tab").Type("31").DontSee("taken for").Press("tab").Type("x").Press("ctrl+s").See("Saved codex")
		holds(t, c, tuitest.T("fred", "codex", 31))
	}
}

func TestTheContextSaysTheType(t *testing.T) {
	t.Parallel()
	c := sample(t)
	ctx, err := jsonld.New(tuitest.Domain, map[string]any{"code": map[string]any{"@type": model.XSDString}})
	if err != nil {
		t.Fatal(err)
	}
	o := options()
	o.JSON = ctx
	term := fredWith(t, c, "age", o)
	term.Press("p").Type("code").Press("enter").Type("30").DontSee("taken for").Press("enter").See("Saved code")
	holds(t, c, tuitest.T("fred", "code", "30"))
}

// The form for a subject, and that for many, guess in the same way.
func TestFormsGuessTypes(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Load(tuitest.T("quarry", "code", "0"))
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("n").Type("Shoe").Press("enter").Type("size").Press("enter").Type("30").See("integer", "taken for integer", "^T makes it text")
	term.Press("tab").Type("shoe").Press("ctrl+s").See("Added shoe")
	holds(t, c, tuitest.T("shoe", "size", 30))
	term.Press("n").Type("Shoe").Press("enter").Type("code").Press("enter").Type("30").See("30", "text").DontSee("taken for")
	term.Press("tab").Type("boot").Press("ctrl+s").See("Added boot")
	holds(t, c, tuitest.T("boot", "code", "30"))
	// A name is a text.
	term.Press("n").Type("Shoe").Press("enter").Type("name").Press("enter").Type("30").See("30", "text").DontSee("taken for")
	term.Press("ctrl+s").See("Added “30”")
	holds(t, c, tuitest.T("30", "name", "30"))
	term.Press("1", "space", "=").See("1 subject is marked").Type("worn").Press("enter").Type("true").See("taken for boolean").
		Press("ctrl+t").See("text").DontSee("taken for")
}
