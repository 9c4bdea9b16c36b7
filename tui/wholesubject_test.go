package tui_test

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// Who puts back a value of a subject that somebody has deleted meanwhile sees it in the list
// again, and is offered the rest of it, with its lists and what referred to it.
func TestPutBackASubject(t *testing.T) {
	likes, slot := tuitest.Domain.GenID("list"), tuitest.Domain.GenID("slot")
	at, err := list.Between(list.Position{}, list.Position{}, list.NewSite("lr"), 1)
	if err != nil {
		t.Fatal(err)
	}
	of := []model.Triple{
		tuitest.T("dino", "@type", "Pet"), tuitest.T("dino", "name", "Dino"),
		tuitest.T("dino", "owner", tuitest.ID("fred")), tuitest.T("dino", "owner", tuitest.ID("wilma")),
		tuitest.T("dino", "likes", likes),
	}
	parts := []model.Triple{
		tuitest.T("fred", "pet", tuitest.ID("dino")),
		{S: likes, P: model.RDFType, O: model.Ref(model.MeldList)},
		list.Slot{List: likes, Position: at[0].String(), ID: slot}.Triple(),
		{S: slot, P: model.JSONRQLItem, O: model.String("bones")},
	}
	for _, s := range sizes {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			c := sample(t)
			c.Load(parts...)
			c.Load(of[4])
			term := tuitest.Start(t, c, s[0], s[1], options())
			term.Press("/").Type("dino").Press("enter").See("▌ name").Press("e").Type("saur")
			c.Remote("lr", remove(append(parts, of...)...))
			term.Settle().See("put it back").Press("enter")
			term.See("Put a subject back", "Bring back 4 values and 1").Press("down")
			if s[0] < 100 { // Else the changes are seen, in which names come when they come.
				golden.RequireEqual(t, term.Screen())
			}
			term.Press("enter").See("Brought back 4 values and 1")
			for _, want := range append(append([]model.Triple{tuitest.T("dino", "name", "Dinosaur")}, parts...), of[0], of[2], of[3], of[4]) {
				if !has(t, c, want) {
					t.Errorf("%v is not there again", want)
				}
			}
			if has(t, c, of[1]) {
				t.Error("what was replaced came back, too")
			}
			term.Press("1").See("▌ Dinosaur")
		})
	}
}

// Where there is more of the subject, or it is left so, nothing is brought back.
func TestPutBackOnlyAValue(t *testing.T) {
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("e", "up")
	c.Remote("lr", remove(tuitest.T("fred", "age", 43)))
	term.Settle().See("put it back").Press("enter").See("Saved ").DontSee("Put a subject back")
	term.Press("1").Press("/").Type("betty").Press("enter").See("▌ name").Press("e").Type("!")
	c.Remote("lr", remove(tuitest.T("betty", "@type", "Person"), tuitest.T("betty", "name", "Betty Rubble")))
	term.Settle().See("put it back").Press("enter").See("Put a subject back").Press("enter").DontSee("Put a subject back")
	term.See("▌ Betty Rubble!", "1 value")
	if has(t, c, tuitest.T("betty", "@type", "Person")) {
		t.Error("it came back, though it was to be left so")
	}
}
