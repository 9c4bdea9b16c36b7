package engine

import (
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/replica/store"
)

// Whoever wrote what an agreement voids is told, and so are the others: each
// operation by itself, newest first, with the values that go and come back, and
// before the agreement.
func TestVoidIsToldWithItsValues(t *testing.T) {
	told := updatesOf(t, "own operations of the receiver, who writes on")
	void := func(self string) []string {
		return []string{
			"void r kwEAkQM= " + self + "-Barney +Wilma", "void r kwEAkQI= " + self + "+Fred", "void r kwEAkQE= " + self + "-Wilma",
			"remote ll kwGSkQEAAA== +5",
		}
	}
	if got := told["b"][:4]; !slices.Equal(got, void("self ")) {
		t.Errorf("the writer is told %q", got)
	}
	if got := told["c"][3:7]; !slices.Equal(got, void("")) {
		t.Errorf("another is told %q", got)
	}
}

func TestBlockIsTold(t *testing.T) {
	told := updatesOf(t, "a forbidden value in a fusion")
	if got := told["a"]; !slices.Equal(got, []string{"blocked r kwEAkQI="}) {
		t.Errorf("followers of a are told %q", got)
	}
}

// updatesOf are the updates that each clone tells when it receives the messages of a
// story.
func updatesOf(t *testing.T, name string) map[string][]string {
	t.Helper()
	stories := readStories(t)
	at := slices.IndexFunc(stories, func(s story) bool { return s.Name == name })
	if at < 0 {
		t.Fatalf("there is no story %q", name)
	}
	s := stories[at]
	clones, told := make(map[string]*storyClone), make(map[string][]string)
	for i, step := range s.Steps {
		c := clones[step.Clone]
		if c == nil {
			c = newStoryClone(t, step)
			clones[step.Clone] = c
		}
		c.effects = nil
		c.do(i, &s, step, clones, false)
		for _, effect := range c.effects {
			if u, ok := effect.(Updated); ok {
				told[step.Clone] = append(told[step.Clone], summary(u.Update))
			}
		}
	}
	return told
}

func summary(u *store.Update) string {
	out := u.Reason.String() + " " + u.Process + " " + string(u.TID)
	if u.Self {
		out += " self"
	}
	gone, come := visible(u)
	for _, t := range gone {
		out += " -" + t.O.Value
	}
	for _, t := range come {
		out += " +" + t.O.Value
	}
	return out
}
