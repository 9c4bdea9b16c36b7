package sim

import (
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/engine"
)

// In some runs there is a law: a value that nobody may write. A clone that breaks it is
// one whose program does not know it; all others refuse the operation, and whatever else
// its process does. Such a clone has other data than all others from then on: it is
// destroyed at last. Until then it gives nobody a snapshot, for what comes so is not
// judged. Unless there is an agreement that does not know of the breach: that voids it, and
// all follow the clone again.

// law is the rule.
type law struct{}

var forbidden = model.Triple{S: domain.Base() + "probe", P: domain.Vocab() + "name", O: model.String("forbidden")}

// statusForbidden is m-ld's number for a violated permission.
const statusForbidden = 4030

func (law) Check(*engine.Interim) error { return nil }

func (law) Apply(u *engine.Interim) error {
	if slices.Contains(u.Inserts(), forbidden) {
		return model.Errorf(statusForbidden, "nobody may write %s", forbidden.O.Value)
	}
	return nil
}

// sinOnce lets a clone break the law, and go on as if nothing was wrong.
func (w *world) sinOnce() {
	lawful := func(c *clone) bool { return c.hasData() && c.sin == nil }
	c := w.pick(func(c *clone) bool {
		return c.up() && lawful(c) && slices.ContainsFunc(w.alive(), func(other *clone) bool { return other != c && lawful(other) })
	})
	if c == nil {
		return
	}
	c.breaksLaw()
	for range w.rng.IntN(3) {
		w.after(w.between(0, 2*timeout), func() {
			if c.up() {
				c.write(w.insertNew(c.name))
			}
		})
	}
	w.after(w.between(time.Second, 4*timeout), func() {
		if !c.destroyed && c.isAtOdds() {
			c.destroy()
		}
	})
}

// breaksLaw has the clone write what is forbidden; as another principal, so that it is not
// fused with what was lawful: a fusion is refused as a whole, so that who was given that
// would lack what others have.
func (c *clone) breaksLaw() {
	c.transact(engine.Write{Principal: domain.Base() + "sinner"}, func(model.Graph) model.Patch {
		c.sinful = true
		return model.Patch{Inserts: []model.Triple{forbidden}}
	})
}

// judged notes that an operation is against the law.
func (o *op) judged() {
	if o.by.sin == nil && slices.ContainsFunc(o.inserts, func(p pair) bool { return p.triple == forbidden }) {
		o.by.sin = o
		o.by.say("breaks the law with %v", o)
	}
}

// unlawful reports whether all others refuse an operation.
func (o *op) unlawful() bool {
	sin := o.by.sin
	return sin != nil && o.time.Ticks() >= sin.time.Ticks() && !o.by.w.truth.at(o.time).voids(sin)
}

// isAtOdds reports whether the clone has broken the law, and knows no agreement that voids
// that.
func (c *clone) isAtOdds() bool {
	if c.sin == nil || !c.up() {
		return c.sin != nil
	}
	now, _ := c.engine.Time()
	return !c.w.truth.at(now).voids(c.sin)
}

// withholds reports whether a clone is not told of something: who has broken the law is
// not asked for a snapshot.
func (c *clone) withholds(ev engine.Event) bool {
	request, ok := ev.(engine.Request)
	if !ok || !c.isAtOdds() {
		return false
	}
	asked, err := control.ParseRequest(request.Payload)
	return err == nil && asked.Snapshot
}
