package people

import (
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// How long what somebody else has changed is marked: first so that it catches the
// eye, then so that it can be found.
const (
	freshFor = 3 * time.Second
	glowFor  = 12 * time.Second
)

// The bounds of what glows: when there is more, what was before is forgotten.
const (
	maxGlow  = 1000
	maxValue = 4096
)

// Touch is a change by somebody else, a short while ago.
type Touch struct {
	// Mark is whose it was; zero where that is not known.
	Mark
	// Fading: it is not quite new any more.
	Fading bool

	at time.Time
	by replica.Author
}

// Glow is what others have changed a short while ago.
type Glow struct {
	values   map[model.Triple]Touch // of what went, without the value
	subjects map[model.IRI]Touch
	next     time.Time
}

// Add takes a change by somebody with a mark.
func (g *Glow) Add(u replica.Update, m Mark, now time.Time) {
	if g.values == nil || len(g.values)+len(g.subjects) > maxGlow {
		g.values, g.subjects = make(map[model.Triple]Touch), make(map[model.IRI]Touch)
	}
	touch := Touch{Mark: m, at: now, by: u.Author}
	came := make(map[model.Triple]bool) // properties, without a value
	for _, t := range u.Inserts[:min(len(u.Inserts), maxGlow)] {
		g.subjects[t.S] = touch
		property := model.Triple{S: t.S, P: t.P}
		came[property] = true
		if len(t.O.Value) > maxValue {
			t = property
		}
		g.values[t] = touch
	}
	for _, t := range u.Deletes[:min(len(u.Deletes), maxGlow)] {
		g.subjects[t.S] = touch
		if property := (model.Triple{S: t.S, P: t.P}); !came[property] { // Else what came shines.
			g.values[property] = touch
		}
	}
	if due := now.Add(freshFor); g.next.IsZero() || due.Before(g.next) {
		g.next = due
	}
}

// Mark marks all anew, since it is known better whose it was.
func (g *Glow) Mark(of func(by replica.Author) Mark) {
	known := make(map[replica.Author]Mark)
	mark(g.values, known, of)
	mark(g.subjects, known, of)
}

func mark[K comparable](touches map[K]Touch, known map[replica.Author]Mark, of func(by replica.Author) Mark) {
	for k, t := range touches {
		m, ok := known[t.by]
		if !ok {
			m = of(t.by)
			known[t.by] = m
		}
		t.Mark = m
		touches[k] = t
	}
}

// Value is what happened to a value, or else to its property where that is asked for.
func (g *Glow) Value(t model.Triple, orProperty bool) (Touch, bool) {
	if g == nil {
		return Touch{}, false
	}
	touch, ok := g.values[t]
	if !ok && orProperty {
		t.O = model.Term{}
		touch, ok = g.values[t]
	}
	return touch, ok
}

// Subject is what happened to a subject.
func (g *Glow) Subject(id model.IRI) (Touch, bool) {
	if g == nil {
		return Touch{}, false
	}
	touch, ok := g.subjects[id]
	return touch, ok
}

// Next is when something is to be looked at with Age; zero for never.
func (g *Glow) Next() time.Time { return g.next }

// Age takes note of the time. It reports whether something looks otherwise now.
func (g *Glow) Age(now time.Time) (changed bool) {
	if g.next.IsZero() || now.Before(g.next) {
		return false
	}
	g.next = time.Time{}
	changed = age(g, g.values, now)
	return age(g, g.subjects, now) || changed
}

func age[K comparable](g *Glow, of map[K]Touch, now time.Time) (changed bool) {
	for k, t := range of {
		due := t.at.Add(freshFor)
		if !due.After(now) {
			due = t.at.Add(glowFor)
			changed = changed || !t.Fading
			t.Fading = true
			of[k] = t
		}
		if !due.After(now) {
			changed = true
			delete(of, k)
		} else if g.next.IsZero() || due.Before(g.next) {
			g.next = due
		}
	}
	return changed
}
