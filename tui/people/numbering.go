package people

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/m-ld/mld-tui/replica"
)

// PeerID is the ID that a peer has as a Person.
func PeerID(p replica.Peer) string { return p.ID + "/" + strconv.FormatUint(p.Seat, 10) }

// numbered is who somebody is among those who call themselves the same.
type numbered struct {
	name   string
	number int
	here   bool
}

// called is how they are called here: the first by their name, the second with a 2 after
// it.
func (n numbered) called() string {
	if n.number == 1 {
		return n.name
	}
	return n.name + " " + strconv.Itoa(n.number)
}

// seniority puts those who are here before those who come back, and them before who is
// new.
func (n numbered) seniority() int {
	switch {
	case n.here:
		return 0
	case n.number > 0:
		return 1
	default:
		return 2
	}
}

// numbering tells those apart who call themselves the same, by their ID. Whoever is here
// keeps their number; who has left comes back with it, if nobody has taken it meanwhile.
type numbering map[string]numbered

// name gives names to all who are present. The first of one's own name is oneself.
func (n numbering) name(all []Person, me string) {
	own := make(map[string]bool) // what people call themselves, which no number may make
	taken := map[string]bool{me: true}
	var named []*Person
	for i := range all {
		if p := &all[i]; p.own != "" {
			own[p.own] = true
			named = append(named, p)
		}
	}
	slices.SortFunc(named, func(a, b *Person) int {
		return cmp.Or(n.of(a).seniority()-n.of(b).seniority(), cmp.Compare(a.ID, b.ID))
	})
	now := make(numbering, len(named))
	try := func(p *Person, number int) {
		is := numbered{p.own, number, true}
		if number == 0 || taken[is.called()] || number > 1 && own[is.called()] {
			return
		}
		p.Name = is.called()
		taken[p.Name], now[p.ID] = true, is
	}
	for _, p := range named {
		try(p, n.of(p).number)
	}
	next := make(map[string]int) // after those that are taken
	for _, p := range named {
		for p.Name == "" {
			next[p.own]++
			try(p, next[p.own])
		}
	}
	for id, is := range n {
		if _, here := now[id]; !here && len(n) <= maxMarks {
			is.here = false
			n[id] = is
		} else {
			delete(n, id)
		}
	}
	maps.Copy(n, now)
}

// of is who somebody is, as far as it is known: its number is zero where they are new.
func (n numbering) of(p *Person) numbered {
	if is, ok := n[p.ID]; ok && is.name == p.own {
		return is
	}
	return numbered{name: p.own}
}
