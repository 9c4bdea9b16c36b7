package compliance_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
)

// agreeing is a trial in which the first member, who can, makes agreements while another is cut off and edits: what
// the other wrote meanwhile is voided everywhere, and all hold the same data in the end.
//
// The others are quiet meanwhile, unless they are to be busy. Where other JavaScript clones than the first are among
// them, they must be quiet, for clones of the reference alone often differ after an agreement that voids several
// operations of theirs: they take back their own ticks and use them again, so that entries of their journals are
// overwritten and left out of rev-ups; what a kept operation has deleted as well comes back with a voided delete; and
// what a clerk has begun to fuse it puts into the journal after it was voided. The stories in
// replica/testdata/record/suset/agreements.mjs show some of this.
func agreeing(t *testing.T, busy bool, relay string, engines ...compliance.Engine) {
	t.Helper()
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
		agreed := make(chan error, 1)
		go func() {
			_, err := c.members[0].Transact(c.ctx, object{
				"@insert": object{"@id": agreement, "by": c.members[0].ID}, "@agree": true,
			})
			agreed <- err
		}()
		if busy {
			c.edit(10, c.members[1:]...)
		}
		if err := <-agreed; err != nil {
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
	agreeing(t, true, relaytest.Start(t), js, goEngine(t), goEngine(t))
}

func TestAgreeingMixed(t *testing.T) {
	needLong(t)
	js := compliance.ReferenceEngine(reference.Dir(t))
	agreeing(t, false, relaytest.Start(t), js, goEngine(t), js)
}

// The reference alone is a check of the trial itself.
func TestAgreeingAllReference(t *testing.T) {
	needLong(t)
	js := compliance.ReferenceEngine(reference.Dir(t))
	agreeing(t, false, relaytest.Start(t), js, js, js)
}
