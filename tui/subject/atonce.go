package subject

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// AtOnce tells that somebody saved values of a property just when one saved another oneself,
// knowing of that or not: where they did not, it is a conflict, too.
type AtOnce struct {
	Property model.IRI
	Mine     model.Term
	Theirs   []model.Term
	// By is who it was; empty where that is not known.
	By string
}

// IsUnsettled reports whether values of a property are in conflict, or somebody saved some
// just when one saved another oneself, and nobody has settled it yet.
func (p *Pane) IsUnsettled(property model.IRI) bool {
	_, ok := p.Conflict(property)
	return ok || p.atOnce != nil && p.atOnce.Property == property
}

// IsContended reports whether a value of the subject is one of those of which IsUnsettled
// tells.
func (p *Pane) IsContended(t model.Triple) bool {
	if c, ok := p.Conflict(t.P); ok {
		return c.Has(t.O)
	}
	a := p.atOnce
	return a != nil && t.S == p.id && t.P == a.Property && (a.Mine.Same(t.O) || slices.ContainsFunc(a.Theirs, t.O.Same))
}

// SetAtOnce shows this below the values, until it holds no more, or another subject is
// shown.
func (p *Pane) SetAtOnce(a AtOnce) { p.atOnce, p.dirty = &a, true }

// ValuesOf are the values that a property of the subject has as it is shown, or a slot
// of one of its lists.
func (p *Pane) ValuesOf(s, property model.IRI) (all []model.Term) {
	for _, t := range p.content.Triples {
		if t.S == s && t.P == property {
			all = append(all, t.O)
		}
	}
	for _, page := range p.content.Lists {
		for _, i := range page.Items {
			if i.ID == s && property == model.JSONRQLItem {
				return slices.Clone(i.Values)
			}
		}
	}
	return all
}

// stillAtOnce drops what holds no more: somebody has settled it, or has acted on it.
func (p *Pane) stillAtOnce(before []replica.Conflict) {
	a := p.atOnce
	if a == nil {
		return
	}
	_, is := p.Conflict(a.Property)
	if !is && slices.ContainsFunc(before, func(c replica.Conflict) bool { return c.Property == a.Property }) {
		p.atOnce = nil
		return
	}
	now := p.ValuesOf(p.id, a.Property)
	for _, o := range append([]model.Term{a.Mine}, a.Theirs...) {
		if !slices.ContainsFunc(now, o.Same) {
			p.atOnce = nil
		}
	}
}

// sayAtOnce says who has saved what just when one saved something oneself.
func (p *Pane) sayAtOnce(a AtOnce, w int) string {
	by := a.By
	if by == "" {
		by = "Somebody"
	}
	theirs := make([]string, len(a.Theirs))
	for i, t := range a.Theirs {
		theirs[i] = p.among(t, a.Property, []model.Term{a.Mine}, 24)
	}
	say := by + " saved " + strings.Join(theirs, ", ")
	if w < 40 { // The key is to be in sight.
		return say + ", too."
	}
	return say + ", you saved " + p.among(a.Mine, a.Property, a.Theirs, 24) + ": both are kept."
}
