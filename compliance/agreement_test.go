package compliance_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/reference"
)

// agreementsEnv, if set, has agreements tried.
const agreementsEnv = "MLD_TUI_AGREEMENTS"

// agreeing is a trial in which the first member, who can, makes agreements while another is cut off and edits: what
// the other wrote meanwhile is voided everywhere, and all hold the same data in the end.
//
// The others are quiet meanwhile. When they are not, clones of the reference alone often differ in the end.
func agreeing(t *testing.T, relay string, engines ...compliance.Engine) {
	t.Helper()
	if os.Getenv(agreementsEnv) == "" {
		t.Skipf("%s is not set: agreements are followed, but now and then clones differ after one", agreementsEnv)
	}
	c := newColony(t, relay, engines...)
	c.edit(10, c.members...)
	c.converge()
	for round, victim := range c.members[1:] {
		victim.proxy.Cut()
		c.await(victim, func(s compliance.Status) bool { return !s.Online })
		c.edit(5, victim)
		lost := object{"@id": "lost", fmt.Sprint("round", round): victim.ID}
		if _, err := victim.Transact(c.ctx, lost); err != nil {
			t.Fatal(err)
		}
		agreement := fmt.Sprint("agreement", round)
		if _, err := c.members[0].Transact(c.ctx, object{
			"@insert": object{"@id": agreement, "by": c.members[0].ID}, "@agree": true,
		}); err != nil {
			t.Fatal(err)
		}
		victim.proxy.Heal()
		c.awaitSubject(agreement)
		c.edit(5, c.members...)
		c.converge()
		for i, held := range c.read() {
			if values, ok := held["lost"][fmt.Sprint("round", round)]; ok {
				t.Errorf("%s (%s) still holds what an agreement has voided: %v",
					c.members[i].ID, c.members[i].Engine.Name, values)
			}
		}
	}
}

// awaitSubject waits until all members hold a subject.
func (c *colony) awaitSubject(id string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, convergence)
	defer cancel()
	for {
		var changed []<-chan struct{}
		for _, m := range c.members {
			changed = append(changed, m.Changed())
		}
		missing := ""
		for i, held := range c.read() {
			if held[id] == nil {
				missing = c.members[i].ID
			}
		}
		if missing == "" {
			return
		}
		if !anyOf(ctx, changed) {
			c.t.Fatalf("%s never heard of %s", missing, id)
		}
	}
}

func TestAgreeingWithGo(t *testing.T) {
	js := compliance.ReferenceEngine(reference.Dir(t))
	agreeing(t, ourRelay(t), js, goEngine(t), goEngine(t))
}

func TestAgreeingMixed(t *testing.T) {
	needLong(t)
	js := compliance.ReferenceEngine(reference.Dir(t))
	agreeing(t, ourRelay(t), js, goEngine(t), js)
}

// The reference alone is a check of the trial itself.
func TestAgreeingAllReference(t *testing.T) {
	needLong(t)
	js := compliance.ReferenceEngine(reference.Dir(t))
	agreeing(t, ourRelay(t), js, js, js)
}
