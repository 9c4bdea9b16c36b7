package tui_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestSettleOnAValue(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Remote("lr", add(tuitest.T("fred", "nickname", "Yabba")))
	before := c.Ticks()
	term := fred(t, c, "nickname ┌ Freddy")
	term.Press("down", "s").See("Keep only “Twinkletoes” as nickname of “Fred Flintstone”?", "− “Freddy”", "Keep all 3").Press("enter").DontSee("Keep only").Press("s", "y").See("Settled on “Twinkletoes”: 2 other values are gone.", "▌ nickname   Twinkletoes", "8 values"[:1])
	if has(t, c, tuitest.T("fred", "nickname", "Freddy")) || !has(t, c, tuitest.T("fred", "nickname", "Twinkletoes")) {
		t.Error("not the value under the cursor has stayed")
	}
	if c.Ticks() != before+1 {
		t.Errorf("it took %d operations", c.Ticks()-before)
	}
	term.Press("s").See("▲ There is nothing to settle: this is the only value.")
}

func TestRemoveAProperty(t *testing.T) {
	t.Parallel()
	c := sample(t)
	before := c.Ticks()
	term := fred(t, c, "nickname ┌ Freddy")
	term.Press("d").See("Remove nickname “Freddy” from “Fred Flintstone”?", "▌ Keep them", "Remove only “Freddy”", "Remove all 2 values of nickname")
	term.Press("down", "down").See("The whole property goes").Press("r").See(`"@delete": {`, `"nickname": ["Twinkletoes", "Freddy"]`)
	term.Press("enter").See("Removed all 2 values of nickname.", "8 values").DontSee("┌")
	if c.Ticks() != before+1 {
		t.Errorf("it took %d operations", c.Ticks()-before)
	}
}

func TestCopyAValueToAnotherSubject(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "nickname ┌ Freddy")
	term.Press("v").See("▲ Nothing was copied yet.")
	term.Press("y").See("Copied the value; v adds it to another subject.")
	term.Press("1", "up", "v").See("Added nickname “Freddy” to “Dino”.", "2 Dino", "nickname   Freddy")
	term.Press("v").See("“Dino” has that already.")
	if !has(t, c, tuitest.T("dino", "nickname", "Freddy")) {
		t.Error("the value did not come to Dino")
	}
}

func TestCopyASubject(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("c").See("Copied “Fred Flintstone” with 10 values, as JSON.")
	json := term.Clipboard()
	for _, want := range []string{`"@id": "fred"`, `"age": 43`, `"spouse": {"@id": "wilma"}`, `"@value": "1960-02-02"`} {
		if !strings.Contains(json, want) {
			t.Errorf("%s is missing in what was copied:\n%s", want, json)
		}
	}
	term.Press("1", "up", "v").See("Add what “Fred Flintstone” has to “Dino”?", "Add 10 values", "Add only what is missing: 8 values", "+ name “Fred Flintstone”, beside “Dino”", "+ age 43")
	term.Press("m").See("Added 8 values to “Dino”.", "Twinkletoes", "12 values")

	// Another terminal, with a domain of the same name, takes the JSON.
	other := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
	t.Cleanup(other.Close)
	other.Load(tuitest.T("betty", "name", "Betty Rubble"))
	there := tuitest.Start(t, other, 120, 30, options())
	there.Paste(json).See("Add what was pasted: fred?", "Add 1 subject with 10 values").Press("n").DontSee("Add what")
	there.Paste(json).Press("y").See("Added 10 values.", "2 Fred Flintstone", "Twinkletoes")
	want, err := c.Describe(t.Context(), tuitest.ID("fred"))
	if err != nil {
		t.Fatal(err)
	}
	for _, triple := range want {
		if !has(t, other, triple) {
			t.Errorf("%v did not come across", triple)
		}
	}
}

// TestCopyAnID: the whole of it, of what is under the cursor, goes to the clipboard of the
// terminal.
func TestCopyAnID(t *testing.T) {
	t.Parallel()
	term := fred(t, sample(t), "spouse")
	for _, at := range []struct {
		keys []string
		want string
	}{{nil, "fred"}, {[]string{"1"}, "fred"}, {[]string{"down"}, "slate"}, {[]string{"up", "up"}, "dino"}} {
		term.Press(at.keys...).Press("Y").See("Copied the id.")
		if got := term.Clipboard(); got != string(tuitest.ID(at.want)) {
			t.Errorf("after %q, %q is on the clipboard, not that of %s", at.keys, got, at.want)
		}
	}
}

func TestPasteTextOntoAProperty(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "nickname ┌ Freddy")
	term.Paste("Bedrock\nBomber").See("└ Bedrock⏎", "Bomber", "save").Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("fred", "nickname", "Bedrock\nBomber")) {
		t.Error("what was pasted is not a value")
	}
	term.Paste(`{"@id": "x y", "name"`).See("▲ What was pasted cannot be added: the document is not valid JSON")
	term.Press("esc", "1").Paste("some words").See("11 values").DontSee("some words")
}

func TestDuplicateASubject(t *testing.T) {
	t.Parallel()
	c := sample(t)
	before := c.Ticks()
	term := fred(t, c, "name")
	term.Press("N").See("A new subject with 10 values of “Fred Flintstone”.").Type("wilma").Press("enter").See("what people call the copy")
	term.Type(" II").Press("enter").See("wilma is there already, with 5 values; choose another id")
	term.Press("ctrl+u").Type("fred2").Press("ctrl+s").See("Added “Fred Flintstone II”.", "2 Fred Flintstone II", "Twinkletoes")
	ts, err := c.Describe(t.Context(), tuitest.ID("fred2"))
	if err != nil || len(ts) != 10 {
		t.Errorf("the copy has %d values, not 10 (%v)", len(ts), err)
	}
	if !has(t, c, tuitest.T("fred2", "name", "Fred Flintstone II")) || has(t, c, tuitest.T("fred2", "name", "Fred Flintstone")) {
		t.Error("the copy is not called as was typed")
	}
	if c.Ticks() != before+1 {
		t.Errorf("it took %d operations", c.Ticks()-before)
	}
}

func TestNothingHostileIsPasted(t *testing.T) {
	t.Parallel()
	c := sample(t)
	before := c.Ticks()
	term := tuitest.Start(t, c, 120, 30, options())
	for _, bad := range []string{`[1, 2`, `{"@id": "_:b", "name": {"@value": "x", "@type": "xsd:integer"}}`, `{"@context": "http://evil.example/", "name": "x"}`, "[]", "{}"} {
		term.Paste(bad).Press("esc", "esc")
	}
	term.See("2 Barney Rubble")
	if c.Ticks() != before {
		t.Error("something was written")
	}
	if ts, _ := c.Describe(t.Context(), model.IRI("")); len(ts) > 0 {
		t.Error("a subject without an id has values")
	}
}

func TestDeleteWithReferences(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("D").See("Delete “Fred Flintstone” (fred)? All its 10 values", "Delete it, and 2 references to it").Press("down").See("2 references to it stay, and lead nowhere.")
	term.Press("a").See("Deleted “Fred Flintstone” with 10 values and 2 references.")
	if has(t, c, tuitest.T("wilma", "spouse", tuitest.ID("fred"))) || !has(t, c, tuitest.T("dino", "owner", tuitest.ID("wilma"))) {
		t.Error("not the references to it are gone, or others")
	}
	term.Press("u").See("Undone: 12 values are back in 3 subjects.")
}
