package engine

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// storyFaults has them by words of their descriptions.
var storyFaults = map[string]storyFault{
	"takes its journal to be long enough": {2, func(c *storyClone, _ *story, _ storyStep) {
		if c.helped {
			c.t.Errorf("%s: it offers a rev-up that lacks what came to it with a snapshot", c.where)
		}
	}},
	"keeps b from fusing": {1, func(c *storyClone, _ *story, _ storyStep) {
		for _, tt := range c.triples() {
			if tt.Triple.S == "http://test.m-ld.org/wilma" {
				c.t.Errorf("%s: what was deleted is back: %v", c.where, tt)
			}
		}
	}},
	"is set back below the operation": {2, func(c *storyClone, _ *story, step storyStep) {
		// Two ticks for the operation that was applied, none for the disordered one.
		if before := c.tree(step.Before); c.e.state.Time.Ticks() != before.Ticks()+2 {
			c.t.Errorf("%s: the time is %x", c.where, c.e.state.Time.AppendMsgPack(nil))
		}
	}},
	"a takes the second operation": {3, ignored},
	"c takes the second operation": {1, ignored},
	"though b has removed it as well": {1, func(c *storyClone, _ *story, _ storyStep) {
		if got := c.values(); c.outcome != accepted || !slices.Equal(got, []string{"Wilma"}) {
			c.t.Errorf("%s: holds %q", c.where, got)
		}
	}},
	"b undoes what a knows with the rest": {3, func(c *storyClone, s *story, _ storyStep) {
		c.untouched("Barney", "Wilma")
		c.transact(s.Steps[len(s.Steps)-2])
		if got := c.e.state.GWC.TicksOf(c.e.state.Time); got <= 3 || !slices.Contains(c.values(), "6") {
			c.t.Errorf("%s: it writes at the tick %d, and holds %q", c.where, got, c.values())
		}
	}},
	"c undoes what a knows with the rest": {1, func(c *storyClone, _ *story, _ storyStep) { c.untouched("Fred") }},
	"undoes the first operation of b": {1, func(c *storyClone, _ *story, _ storyStep) {
		want := []string{"5", "Fred", "Wilma"}
		if got := c.values(); c.outcome != accepted || !slices.Equal(got, want) {
			c.t.Errorf("%s: holds %q, not %q", c.where, got, want)
		}
	}},
	"c cannot write any more": {2, func(c *storyClone, s *story, _ storyStep) {
		c.transact(s.Steps[len(s.Steps)-1])
		if got := c.values(); !slices.Contains(got, "Barney") {
			c.t.Errorf("%s: it cannot write with its new clock: %q", c.where, got)
		}
	}},
	"takes nothing of c any more": {1, func(c *storyClone, _ *story, _ storyStep) {
		if got := c.values(); c.outcome != accepted || !slices.Contains(got, "Wilma") {
			c.t.Errorf("%s: holds %q", c.where, got)
		}
	}},
	"goes through its whole journal": {1, func(c *storyClone, _ *story, _ storyStep) {
		if got := c.values(); c.outcome != accepted || !slices.Contains(got, "Barney") || !slices.Contains(got, "Wilma") {
			c.t.Errorf("%s: holds %q", c.where, got)
		}
	}},
}

func ignored(c *storyClone, _ *story, step storyStep) {
	if c.outcome != accepted {
		c.t.Errorf("%s: it is not ignored", c.where)
	}
	c.check(step.After)
}

// untouched makes sure that an agreement waits for a snapshot, and has undone nothing.
func (c *storyClone) untouched(values ...string) {
	c.t.Helper()
	if got := c.values(); c.outcome != unbased || !slices.Equal(got, values) {
		c.t.Errorf("%s: the outcome is %d; it holds %q, not %q", c.where, c.outcome, got, values)
	}
}

// forbidding is a rule that blocks whoever writes a value.
type forbidding string

func (forbidding) Check(*Interim) error { return nil }

func (f forbidding) Apply(u *Interim) error {
	for _, t := range u.Inserts() {
		if t.O.Value == string(f) {
			return model.Errorf(4030, "it is forbidden to write %s", f)
		}
	}
	return nil
}
