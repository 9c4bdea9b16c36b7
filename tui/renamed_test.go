package tui_test

import (
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// The changes of what was deleted since are of its name, which nobody else tells any more: its
// id says less, and is no name of now.
func TestTheChangesCallWhatIsDeletedAsItWas(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Remote("lr", add(tuitest.T("p17", "name", "Pearl Slaghoople"), tuitest.T("p17", "age", 70)))
	term := tuitest.Start(t, c, 120, 40, options())
	c.Remote("rl", change("p17", "age", 70, 71))
	term.Settle().Press("3").See("Pearl Slaghoople", "+ age 71")
	c.Remote("lr", model.Patch{Deletes: []model.Triple{tuitest.T("p17", "name", "Pearl Slaghoople"), tuitest.T("p17", "age", 71)}})
	term.Settle().See("− name Pearl Slaghoople", "+ name Pearl Slaghoople").DontSee("(now", "  p17 ")
}

// What was changed before a subject was renamed tells of it by the name that it had, and by
// that of now; the clone is not read for that.
func TestTheChangesCallASubjectAsItWas(t *testing.T) {
	t.Parallel()
	c, clock := lively(t)
	term := tuitest.Start(t, c, 120, 40, options())
	term.Press("down", "down", "down", "3").See("Fred Flintstone", "+ spouse → Betty Rubble").DontSee("(now")
	by := func(p model.Patch) {
		clock.at = clock.at.Add(time.Hour)
		c.Because(replica.ReasonRemote, replica.Author{Process: "rl", Principal: "http://people.example.org/Zoe"}, p)
	}
	_, before := c.Reads()
	by(change("fred", "name", "Fred Flintstone", "Frederick"))
	by(change("fred", "age", 49, 50))
	by(change("betty", "name", "Betty Rubble", "Bettina"))
	by(change("fred", "name", "Frederick", "Fritz"))
	term.Settle().See("Betty Rubble", "Bettina", "Fred Flintstone (now Fritz)", "Frederick (now Fritz)", "+ spouse → Betty Rubble", "− spouse → Wilma Flintstone")
	// A change that renames is of the name that it gave.
	subject := "" // of the lines that follow
	above := make(map[string]string)
	for line := range strings.Lines(term.Screen()) {
		at := strings.LastIndex(line, "│ ")
		if end := strings.LastIndex(line, "│"); at > 0 && end > at {
			line = line[at:end]
		}
		switch line = strings.Trim(line, "│▌ \n"); {
		case strings.HasPrefix(line, "+") || strings.HasPrefix(line, "−"):
			above[line] = subject
		default:
			subject = line
		}
	}
	for of, name := range map[string]string{
		"+ name Fritz": "Fritz", "+ name Frederick": "Frederick (now Fritz)", "+ age 50": "Frederick (now Fritz)", "+ age 49": "Fred Flintstone (now Fritz)",
	} {
		if above[of] != name {
			t.Errorf("above %q is %q, not %q:\n%s", of, above[of], name, term.Screen())
		}
	}
	if _, after := c.Reads(); after-before > 4+40 {
		t.Errorf("%d rows were read for four changes", after-before)
	}
	term.Press("end", "space").See("name The Great Gazoo")
	// As of a moment before it, it is called as it was then.
	term.Press("1", "<", "<").See("as of", "2 Frederick").DontSee("Fritz").Press("<", "<").See("2 Fred Flintstone").DontSee("(now")
}

// A list is called after who has it, and goes on to be when that is renamed.
func TestAListIsCalledAfterWhoHasIt(t *testing.T) {
	t.Parallel()
	id := tuitest.Domain.GenID("list1")
	r := realCloneAt(t, tuitest.Clock(), tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "todo", id))
	slot := func() model.IRI { return tuitest.Domain.GenID("slot1") }
	if err := r.Patch(t.Context(), list.Insert(id, 0, slot, model.Ref(tuitest.ID("wilma")))); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, r, 120, 30, options())
	term.Press("3", "space").See("todo of Fred ", "wilma")
	for _, p := range []model.Patch{change("fred", "name", "Fred", "Frederick"), add(tuitest.T("wilma", "name", "Wilma"))} {
		if err := r.Patch(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	term.Settle().See("todo of Frederick", "Wilma")
}
