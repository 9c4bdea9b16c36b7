package tui_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// What refers to an item is the subject that has the list, at a place of it, and one goes there.
func TestReferrersThroughAList(t *testing.T) {
	t.Parallel()
	r, term := steps(t)
	term.See("pet    ← Fred", "item 2 ← shopping")
	own := tuitest.Domain.GenID("list")
	n := 0
	slots := []model.IRI{tuitest.Domain.GenID("o1"), tuitest.Domain.GenID("o2"), tuitest.Domain.GenID("o3")}
	p := list.Insert(own, 0, func() model.IRI { n++; return slots[n-1] }, model.String("one"), model.String("two"), model.Ref(tuitest.ID("exem")))
	p.Inserts = append(p.Inserts, tuitest.T("fred", "steps", own))
	if err := r.Patch(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	term.See("steps · item 3 ← Fred", "item 2         ← shopping")
	page, err := r.List(t.Context(), replica.ListQuery{List: own, Limit: 1})
	if err == nil {
		err = r.Patch(t.Context(), page.Items[0].Remove())
	}
	if err != nil {
		t.Fatal(err)
	}
	term.See("steps · item 2 ← Fred").Press("4")
	for range 3 {
		if strings.Contains(term.Settle().Screen(), "▌ steps") {
			break
		}
		term.Press("down").Settle()
	}
	term.Press("enter").See("Exem › Fred", "▌      2   → Exem")
}
