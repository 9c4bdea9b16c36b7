package engine

import (
	"slices"
	"testing"
)

// An agreement knows more of a process that this clone has blocked than it lets count
// as seen. That does not make it news: else whatever was written since would be taken
// for void with the next snapshot.
func TestAnAgreementThatIsKnownIsNoNews(t *testing.T) {
	stories := readStories(t)
	s := stories[slices.IndexFunc(stories, func(s story) bool { return s.Name == "an agreement that does not know who is blocked" })]
	clones := make(map[string]*storyClone)
	for i, step := range s.Steps[:8] { // a has blocked b.
		if clones[step.Clone] == nil {
			clones[step.Clone] = newStoryClone(t, step)
		}
		clones[step.Clone].do(i, &s, step, clones, false)
	}
	a, b, c := clones["a"], clones["b"], clones["c"]
	sent := func(effects []Effect) []byte {
		i := slices.IndexFunc(effects, func(e Effect) bool { _, ok := e.(SendOperation); return ok })
		if i < 0 {
			t.Fatal("nothing was sent")
		}
		return effects[i].(SendOperation).Payload
	}
	takes := func(c *storyClone, payload []byte) {
		c.whole()
		c.run(func() {
			if o := c.e.receive(c.message(payload)); o != accepted {
				t.Errorf("%s: the outcome is %d", c.e.cfg.ID, o)
			}
		})
	}
	more := sent(b.transact(storyStep{Insert: s.Steps[8].Insert}))
	takes(c, s.Messages[1].Bytes)
	takes(c, more)
	agreement := sent(c.transact(storyStep{Insert: s.Steps[10].Insert, Agree: true}))
	takes(a, more)
	if known := a.message(agreement).Time; !a.e.isNews(known) {
		t.Error("it is said to be known before it comes")
	}
	takes(a, agreement)
	if known := a.message(agreement).Time; a.e.isNews(known) {
		t.Error("it is news after it was applied")
	}
}
