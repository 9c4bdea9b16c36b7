package engine

import (
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/replica/operation"
)

// threeClones are clones of a domain as a story makes them, so far.
func threeClones(t *testing.T, steps int) (s story, a, b, c *storyClone) {
	t.Helper()
	stories := readStories(t)
	s = stories[slices.IndexFunc(stories, func(s story) bool { return s.Name == "an agreement that does not know who is blocked" })]
	clones := make(map[string]*storyClone)
	for i, step := range s.Steps[:steps] {
		if clones[step.Clone] == nil {
			clones[step.Clone] = newStoryClone(t, step)
		}
		clones[step.Clone].do(i, &s, step, clones, false)
	}
	return s, clones["a"], clones["b"], clones["c"]
}

// sends is what a clone writes, as it is sent.
func (c *storyClone) sends(step storyStep) []byte {
	c.t.Helper()
	return sent[SendOperation](c.t, c.transact(step)).Payload
}

// takes gives a clone a message.
func (c *storyClone) takes(payload []byte) {
	c.t.Helper()
	c.whole()
	c.run(func() {
		if o := c.e.receive(c.message(payload)); o != accepted {
			c.t.Errorf("%s: the outcome is %d", c.e.cfg.ID, o)
		}
	})
}

// An agreement knows more of a process that this clone has blocked than it lets count
// as seen. That does not make it news: else whatever was written since would be taken
// for void with the next snapshot.
func TestAnAgreementThatIsKnownIsNoNews(t *testing.T) {
	s, a, b, c := threeClones(t, 8) // a has blocked b.
	more := b.sends(storyStep{Insert: s.Steps[8].Insert})
	c.takes(s.Messages[1].Bytes)
	c.takes(more)
	agreement := c.sends(storyStep{Insert: s.Steps[10].Insert, Agree: true})
	a.takes(more)
	if known := a.message(agreement).Time; !a.e.isNews(known) {
		t.Error("it is said to be known before it comes")
	}
	a.takes(agreement)
	if known := a.message(agreement).Time; a.e.isNews(known) {
		t.Error("it is news after it was applied")
	}
}

// Others fuse an agreement with what its process did next, and another agreement voids
// that. The first does not speak for it; and who had both in one piece cannot void the
// one without the other.
func TestAnAgreementDoesNotSpeakForWhatCameAfterIt(t *testing.T) {
	s, a, b, c := threeClones(t, 6)
	first := a.sends(storyStep{Insert: s.Steps[8].Insert, Agree: true})
	after := a.sends(storyStep{Insert: s.Steps[10].Insert})
	b.takes(first)
	second := b.sends(storyStep{Insert: s.Steps[6].Insert, Agree: true})
	m := c.message(first)
	fusion := operation.Fuse(c.operation(m), c.operation(c.message(after)))
	fused := operation.NewMessage(m.Prev, c.e.codec.Encode(fusion), nil).Payload

	c.takes(first)
	c.takes(second)
	want := c.values()
	c.takes(fused)
	if got := c.values(); !slices.Equal(got, want) {
		t.Errorf("it holds %q, not %q", got, want)
	}

	_, _, _, c = threeClones(t, 6)
	c.takes(fused)
	want = c.values()
	c.whole()
	c.run(func() { c.outcome = c.e.receive(c.message(second)) })
	c.untouched(want...)
}
