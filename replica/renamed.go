package replica

import "github.com/m-ld/mld-tui/model"

// Renamed is that a subject got another id: all of its values went in one update and came
// to the other, and what referred to the one refers to the other. The zero value is none.
type Renamed struct{ From, To model.IRI }

// RenamedBy tells whether what an update did is that, and nothing besides. One value alone,
// unless it is the type, may as well have gone from one subject to another.
func RenamedBy(shifts []Shift) Renamed {
	balance := 0
	for _, s := range shifts {
		switch {
		case s.Gone():
			balance--
		case s.Come():
			balance++
		}
	}
	if balance != 0 { // as of most updates
		return Renamed{}
	}
	went, came := make(map[model.IRI]int), make(map[model.IRI]int)
	for _, s := range shifts {
		switch {
		case s.Gone():
			went[s.Triple.S]++
		case s.Come():
			came[s.Triple.S]++
		}
	}
	from, one := only(went, came)
	to, other := only(came, went)
	if !one || !other || went[from] != came[to] {
		return Renamed{}
	}
	typed := false
	wanted := make(map[model.Triple]bool)
	for _, s := range shifts {
		if t := s.Triple; s.Gone() {
			if t.O == model.Ref(from) {
				t.O = model.Ref(to)
			} else if t.S != from {
				return Renamed{}
			}
			if t.S == from {
				t.S, typed = to, typed || t.P == model.RDFType
			}
			wanted[t] = true
		}
	}
	for _, s := range shifts {
		if s.Come() && !wanted[s.Triple] {
			return Renamed{}
		}
	}
	if went[from] < 2 && !typed {
		return Renamed{}
	}
	return Renamed{from, to}
}

// only is the one subject that has some and none of the others.
func only(some, others map[model.IRI]int) (id model.IRI, one bool) {
	for s := range some {
		if others[s] > 0 {
			continue
		}
		if one {
			return "", false
		}
		id, one = s, true
	}
	return id, one
}
