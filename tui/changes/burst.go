package changes

import (
	"cmp"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/values"
)

const (
	// pause is what ends a burst: so long nothing came of its author. A person takes
	// shorterPause at least to go to another subject; an import does not.
	pause        = 10 * time.Second
	shorterPause = 2 * time.Second
	// maxBurst is of how many changes a burst consists at most.
	maxBurst = 200
	// maxShifts is after how many values a burst takes no further change: what they
	// came to is worked out in one go.
	maxShifts = 4000
)

// item is what the cursor goes through: a burst, or one change.
type item struct {
	from, to int    // the entries
	number   uint64 // of the newest of them
	member   bool
	open     bool
	sum      *sum // of what is drawn of a burst; nil until it is
	drawn    []string
	drawnW   int
}

// together reports whether a change and the one after it are of one burst. What others
// did between them would be missing in what they came to.
func (p *Pane) together(older, newer *entry) bool {
	switch older.Reason {
	case replica.ReasonLocal, replica.ReasonRemote:
	default:
		return false
	}
	if older.Renamed != newer.Renamed {
		return false // It is told by itself.
	}
	if p.filter.selects() && older.Number+1 != newer.Number {
		return false
	}
	most := pause
	if older.subject != newer.subject {
		most = shorterPause
	}
	return older.Reason == newer.Reason && older.Author.Same(newer.Author) && older.who == newer.who && newer.Time.Sub(older.Time) <= most &&
		(older.Undoes != 0) == (newer.Undoes != 0)
}

// mainSubject is the one that a change is of, or the first of several: that of its list
// where items came, went or moved.
func mainSubject(e *replica.Entry) model.IRI {
	for _, s := range e.Shifts {
		if slot, ok := list.SlotOf(s.Triple); ok && (s.Come() || s.Gone()) {
			return slot.List
		}
	}
	if len(e.Shifts) == 0 {
		return ""
	}
	return e.Shifts[0].Triple.S
}

// arrange makes the items anew, and keeps the cursor on its change.
func (p *Pane) arrange() {
	p.dirty = true
	entries := p.feed.entries
	had := uint64(0)
	if i, ok := p.here(); ok && (p.cursor > 0 || p.focused) && i.number != 0 {
		had = i.number
	}
	drawn := make(map[uint64]item, len(p.items))
	for _, i := range p.items {
		drawn[i.number] = i
	}
	p.items = p.items[:0]
	for from := 0; from < len(entries); {
		to, open := from+1, p.open[entries[from].Number]
		entries[from].together = false
		shifts := len(entries[from].Shifts)
		for to < len(entries) && to-from < maxBurst && shifts < maxShifts && p.together(entries[to], entries[to-1]) {
			entries[to].together = true
			shifts += len(entries[to].Shifts)
			open = open || p.open[entries[to].Number]
			to++
		}
		if !open || to-from == 1 {
			p.items = append(p.items, item{from: from, to: to, open: open})
		} else {
			for i := from; i < to; i++ {
				p.items = append(p.items, item{from: i, to: i + 1, open: true, member: true})
			}
		}
		from = to
	}
	cursor := 0
	for n := range p.items {
		i := &p.items[n]
		i.number = entries[i.from].Number
		if was, ok := drawn[i.number]; ok && was.open == i.open && was.member == i.member && was.to-was.from == i.to-i.from {
			i.sum, i.drawn, i.drawnW = was.sum, was.drawn, was.drawnW
		}
		if had != 0 && i.number >= had { // The numbers fall.
			cursor = n
		}
	}
	if p.top > 0 && cursor > p.cursor {
		p.top += cursor - p.cursor
	}
	p.cursor = cursor
	p.top = min(p.top, p.cursor)
	p.fetch()
}

// sum is what is drawn of what some changes came to. Where that is nothing, it is the
// newest of them.
type sum struct {
	parts  []part
	hidden int // values beyond those
	none   bool
}

// sumOf is what an item came to.
func (p *Pane) sumOf(i *item) *sum {
	if i.sum == nil {
		entries := p.feed.entries[i.from:i.to]
		i.sum = sumUp(entries, mostLines(len(entries)), p.marks, p.names)
	}
	return i.sum
}

// sumUp works out what some changes, of which the newest is first, came to, and keeps
// so many values of it: those that are looked for before others.
func sumUp(entries []*entry, most int, marks marks, names values.Names) *sum {
	shifts := net(entries)
	s := &sum{none: len(shifts) == 0}
	if s.none && len(entries) > 1 {
		shifts = net(entries[:1])
	}
	all := parts(shifts)
	if !marks.isEmpty() {
		slices.SortStableFunc(all, func(a, b part) int { return marks.order(names, a.shifts...) - marks.order(names, b.shifts...) })
		for _, p := range all {
			slices.SortStableFunc(p.shifts, func(a, b said) int { return marks.order(names, a) - marks.order(names, b) })
		}
	}
	for _, p := range all {
		n := min(max(0, most), len(p.shifts))
		if most > 0 {
			s.parts = append(s.parts, part{p.subject, slices.Clone(p.shifts[:n])})
		}
		most -= n
		s.hidden += len(p.shifts) - n
	}
	return s
}

// net is what some changes, of which the newest is first, came to together, by
// subject, and then by property, those changed last first.
func net(entries []*entry) (all []replica.Shift) {
	sum := make(map[model.Triple]*replica.Shift)
	last := touched{make(map[model.Triple]int), make(map[property]int)}
	var triples []model.Triple
	for n := len(entries) - 1; n >= 0; n-- {
		for _, s := range entries[n].Shifts {
			if !s.Come() && !s.Gone() {
				continue
			}
			key := valueOf(s)
			last.values[key], last.properties[property{key.S, key.P}] = n, n
			if e := sum[key]; e != nil {
				e.Is, e.Triple = s.Is, s.Triple
				continue
			}
			sum[key] = &s
			triples = append(triples, key)
		}
	}
	of := make(map[model.IRI][]replica.Shift)
	for _, came := range []bool{false, true} {
		for _, key := range triples {
			if s := *sum[key]; s.Come() && came || s.Gone() && !came {
				of[key.S] = append(of[key.S], s)
			}
		}
	}
	for _, shifts := range of {
		last.sort(shifts)
	}
	seen := make(map[model.IRI]bool)
	for _, e := range entries {
		for _, s := range e.Shifts {
			if !seen[s.Triple.S] && len(of[s.Triple.S]) > 0 {
				seen[s.Triple.S] = true
				all = append(all, of[s.Triple.S]...)
			}
		}
	}
	return all
}

// touched tells which of some changes, of which the newest is first, touched a value last,
// or a property.
type touched struct {
	values     map[model.Triple]int
	properties map[property]int
}

type property struct{ subject, name model.IRI }

// valueOf is the value of a shift, by which it is the same in all of them.
func valueOf(s replica.Shift) model.Triple {
	s.Triple.O.Data = ""
	return s.Triple
}

// sort puts what went and what came of a property of one subject side by side.
func (last touched) sort(shifts []replica.Shift) {
	first := make(map[model.IRI]int)
	for i, s := range shifts {
		if _, ok := first[s.Triple.P]; !ok {
			first[s.Triple.P] = i
		}
	}
	slices.SortStableFunc(shifts, func(a, b replica.Shift) int {
		p, q := property{a.Triple.S, a.Triple.P}, property{b.Triple.S, b.Triple.P}
		if c := cmp.Or(last.properties[p]-last.properties[q], first[p.name]-first[q.name]); c != 0 {
			return c
		}
		switch {
		case a.Gone() && b.Come():
			return -1
		case a.Come() && b.Gone():
			return 1
		}
		return last.values[valueOf(a)] - last.values[valueOf(b)]
	})
}
