package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// member is a clone at a relay, and the person at its terminal.
type member struct {
	*replica.Replica
	*tuitest.Terminal
}

// members are real clones of one domain at a real relay, each with a terminal in
// this process. The first has begun the domain, with some data.
func members(t *testing.T, w, h int, data []model.Triple, names ...string) []member {
	t.Helper()
	m := meet(t)
	var all []member
	for i, name := range names {
		r, _ := m.open(opening{name: name, genesis: i == 0})
		awaitUntil(t, current(r))
		if i == 0 {
			if err := r.Patch(t.Context(), model.Patch{Inserts: data}); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, member{r, tuitest.Start(t, r, w, h, tui.Options{Me: name, Who: who(tuitest.Domain)})})
	}
	return all
}

// awaitUntil waits for a condition that nobody announces.
func awaitUntil(t *testing.T, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !cond(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not come to that")
		}
	}
}

func (m member) describe(t *testing.T, id string) []model.Triple {
	t.Helper()
	ts, err := m.Describe(t.Context(), tuitest.ID(id))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(ts, model.Triple.Compare)
	return ts
}

// goTo puts the cursor on a line of a subject.
func (m member) goTo(t *testing.T, subject, line string) *tuitest.Terminal {
	t.Helper()
	m.Press("esc", "/").Type(subject).Press("enter", "2", "home")
	for range 30 {
		if strings.Contains(m.Line("▌ "+line), line) {
			return m.Terminal
		}
		m.Press("down")
	}
	t.Fatalf("the cursor did not come to %q:\n%s", line, m.Screen())
	return nil
}

func TestTwoPeopleEditTogether(t *testing.T) {
	both := members(t, 120, 30, []model.Triple{tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "age", 42)}, "Ada", "Noor")
	ada, noor := both[0], both[1]
	ada.goTo(t, "fred", "age")
	noor.goTo(t, "fred", "age")
	ada.Press("e", "up", "enter").See("▌ age      43")
	noor.See("▌ age      43").Press("e", "up")
	ada.Press("e", "up", "up", "enter").See("▌ age      45")
	noor.See("Ada changed this to 45.", "mine   44", "both   44 and 45", "theirs 45").Press("ctrl+b").See("┌ 44", "└ 45")
	ada.See("┌ 44", "└ 45").Press("s").See("Settled on 45: 44 is gone.")
	noor.See("▌ age      45").DontSee("└")
	// What one did can be undone, but not by the other.
	noor.Press("u").See("▲").DontSee("age      44")
	ada.Press("u").See("┌ 44", "└ 45")
	noor.See("┌ 44", "└ 45")
	awaitUntil(t, func() bool { return slices.Equal(ada.describe(t, "fred"), noor.describe(t, "fred")) })
}
