package constraint

import (
	"cmp"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// arrangement is a list as it is to be.
type arrangement struct {
	// fixed are the places that stay or have a position, in order.
	fixed []list.Slot
	// removed are the positions that become free, in order. They are not used
	// again at once: the reference would lose what comes to one.
	removed []string
	// newcomers are to have positions, in order.
	newcomers []newcomer
}

type newcomer struct {
	insertion
	// gap is how many of the fixed places are before it.
	gap int
	// after is the position that it came with and cannot have.
	after string
}

func arrange(before []list.Slot, e *edit) *arrangement {
	a := &arrangement{}
	gone := make(map[list.Slot]bool)
	for _, s := range e.removed {
		gone[s] = true
		a.removed = append(a.removed, s.Position)
	}
	slices.SortFunc(a.removed, list.Compare)
	a.fixed = make([]list.Slot, 0, len(before)+len(e.placed))
	for _, s := range before {
		if !gone[s] {
			a.fixed = append(a.fixed, s)
		}
	}
	occupied := make(map[string]bool)
	var homeless []list.Slot
	for _, s := range e.placed {
		if occupied[s.Position] || isTaken(before, s.Position) {
			homeless = append(homeless, s)
			continue
		}
		occupied[s.Position] = true
		a.fixed = append(a.fixed, s)
	}
	slices.SortFunc(a.fixed, list.Slot.Compare)
	for _, s := range homeless {
		gap := a.gap(func(f list.Slot) bool { return list.Compare(f.Position, s.Position) <= 0 })
		i := insertion{index: list.Index{At: -1, Sub: list.NoSub}, triple: s.Triple(), slot: s.ID}
		a.newcomers = append(a.newcomers, newcomer{i, gap, s.Position})
	}
	for _, i := range e.inserted {
		gap := len(a.fixed)
		if i.index.At < len(before) {
			gap = a.gap(func(f list.Slot) bool { return f.Compare(before[i.index.At]) < 0 })
		}
		a.newcomers = append(a.newcomers, newcomer{i, gap, ""})
	}
	slices.SortStableFunc(a.newcomers, func(n, m newcomer) int {
		return cmp.Or(n.gap-m.gap, n.index.Compare(m.index), list.Compare(n.after, m.after))
	})
	return a
}

// isTaken reports whether a slot of a list has a position.
func isTaken(slots []list.Slot, position string) bool {
	_, taken := slices.BinarySearchFunc(slots, position, func(s list.Slot, position string) int {
		return list.Compare(s.Position, position)
	})
	return taken
}

// gap counts the fixed places, from the first, of which before is true.
func (a *arrangement) gap(before func(list.Slot) bool) int {
	n, _ := slices.BinarySearchFunc(a.fixed, true, func(s list.Slot, _ bool) int {
		if before(s) {
			return -1
		}
		return +1
	})
	return n
}

// twice finds a slot that comes to a place, and has one already or comes to
// another. That others have made one so is not this transaction's fault.
func (a *arrangement) twice(placed []list.Slot) (slot model.IRI, found bool) {
	came, coming := make(map[list.Slot]bool), make(map[model.IRI]int)
	for _, s := range placed {
		came[s] = true
	}
	for _, n := range a.newcomers {
		coming[n.slot]++
	}
	for _, s := range a.fixed {
		if came[s] {
			coming[s.ID]++
		}
	}
	for _, s := range a.fixed {
		if !came[s] && coming[s.ID] > 0 || coming[s.ID] > 1 {
			return s.ID, true
		}
	}
	for _, n := range a.newcomers {
		if coming[n.slot] > 1 {
			return n.slot, true
		}
	}
	return "", false
}

// positions are those of the newcomers.
func (a *arrangement) positions(site list.Site) (all []list.Position, err error) {
	for from := 0; from < len(a.newcomers); {
		to := from + 1
		for to < len(a.newcomers) && a.newcomers[to].gap == a.newcomers[from].gap {
			to++
		}
		found, err := a.between(a.newcomers[from].gap, site, to-from)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
		from = to
	}
	return all, nil
}

// between makes positions in a gap: those that the reference would, unless it has
// got positions there that become free. To one of these it would not come on other
// clones of the reference; nor would it have an index there, if it came after the
// last place of all that goes. So it comes before that one, or in the midst of a list
// after it.
func (a *arrangement) between(gap int, site list.Site, count int) ([]list.Position, error) {
	lower, upper := a.neighbours(gap)
	found, err := list.Between(lower, upper, site, count)
	free := a.freeBetween(lower, upper)
	if err != nil || len(free) == 0 {
		return found, err
	}
	last := free[len(free)-1]
	reused := slices.ContainsFunc(found, func(p list.Position) bool { return slices.Contains(a.removed, p.String()) })
	beyond := upper.IsZero() && list.Compare(found[len(found)-1].String(), last.String()) > 0
	switch {
	case !reused && !beyond:
		return found, nil
	case !upper.IsZero():
		return list.Between(last, upper, site, count)
	case len(free) > 1:
		lower = free[len(free)-2]
	}
	return list.Between(lower, last, site, count)
}

// freeBetween are the positions between two that become free, in order.
func (a *arrangement) freeBetween(lower, upper list.Position) (free []list.Position) {
	for _, text := range a.removed {
		p, err := list.Parse(text)
		if err == nil && list.Compare(lower.String(), text) < 0 &&
			(upper.IsZero() || list.Compare(text, upper.String()) < 0) {
			free = append(free, p)
		}
	}
	return slices.CompactFunc(free, func(p, q list.Position) bool { return p.String() == q.String() })
}

// neighbours are the nearest positions around a gap that make sense.
func (a *arrangement) neighbours(gap int) (lower, upper list.Position) {
	for i := gap - 1; i >= 0 && lower.IsZero(); i-- {
		lower, _ = list.Parse(a.fixed[i].Position)
	}
	for i := gap; i < len(a.fixed) && upper.IsZero(); i++ {
		// Two slots can have one position, made by others: there is no room between.
		if list.Compare(a.fixed[i].Position, lower.String()) > 0 {
			upper, _ = list.Parse(a.fixed[i].Position)
		}
	}
	return lower, upper
}
