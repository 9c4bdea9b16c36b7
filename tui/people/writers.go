package people

import (
	"slices"

	"github.com/m-ld/mld-tui/replica"
)

// maxGone is how many are remembered who have left, or go by another name now.
const maxGone = 64

// remember keeps who is not among those who are present now, for what they wrote.
func (r *Roster) remember(now []Person) {
	for _, p := range r.all {
		is := func(q Person) bool { return q.ID == p.ID && q.own == p.own }
		if p.Name == "" || slices.ContainsFunc(now, is) {
			continue
		}
		r.gone = append(slices.DeleteFunc(r.gone, is), p)
		r.gone = r.gone[max(0, len(r.gone)-maxGone):]
	}
}

// writer is who wrote something by a name: of those who are or were present.
func (r *Roster) writer(name string, by replica.Author) (p Person, ok bool) {
	seat, told := uint64(0), false
	if r.SeatOf != nil && !by.Self {
		seat, told = r.SeatOf(by)
	}
	wrote := func(p Person) bool {
		switch {
		case p.own != name || p.Beside != by.Self:
			return false
		case by.Self:
			return p.wroteHere(by)
		default:
			return replica.Stem(p.process) == replica.Stem(by.Process) && (p.seat == seat || !told)
		}
	}
	for _, some := range [2][]Person{r.all, r.gone} {
		if i := slices.IndexFunc(some, wrote); i >= 0 {
			several := !by.Self && !told && slices.ContainsFunc(some[i+1:], wrote)
			return some[i], !several
		}
	}
	return Person{}, false
}

// wroteHere reports whether somebody wrote something through the clone that they share with
// the person of the screen.
func (p Person) wroteHere(by replica.Author) bool {
	return p.Beside && by.Self && by.Session != "" && p.session == by.Session
}

// IsBeside reports whether something was written through this clone by another who shares it
// with the person of the screen, or did.
func (r *Roster) IsBeside(by replica.Author) bool {
	wrote := func(p Person) bool { return p.wroteHere(by) }
	return by.Session != r.self.Session && (slices.ContainsFunc(r.all, wrote) || slices.ContainsFunc(r.gone, wrote))
}

// maxKnown is of how many names is known who had them.
const maxKnown = 1000

// origin is the process whose user had a name first, and whether another's had it, too.
type origin struct {
	stem    string
	several bool
}

// meet takes note that the user of a process had a name. Where several had it, their tags
// stay, whoever is present: else two people would become one.
func (r *Roster) meet(name, process string) {
	if name == "" || process == "" {
		return
	}
	stem := replica.Stem(process)
	first, known := r.known[name]
	switch {
	case !known && len(r.known) < maxKnown:
		r.known[name] = origin{stem: stem}
	case known && !first.several && first.stem != stem:
		r.known[name] = origin{stem, true}
		r.stale = true
	}
}

// several reports whether the users of several processes had a name.
func (r *Roster) several(name string) bool { return r.known[name].several }

// Stale reports whether some are to be called otherwise than at the last Set, which was done
// before it was known that several have their name.
func (r *Roster) Stale() bool { return r.stale }

// Called is what somebody is called who wrote something by a name; it is the name itself,
// with the tag of the process where several had it, where it is not known who of those at one
// clone that is, or they were not present.
func (r *Roster) Called(name string, by replica.Author) string {
	r.meet(name, by.Process)
	if p, ok := r.writer(name, by); ok {
		return p.Name
	}
	here := by.Self && by.Session == r.self.Session || !by.Self && replica.Stem(by.Process) == replica.Stem(r.self.Process)
	if name == r.self.Name && here {
		return r.me
	}
	if r.several(name) && by.Process != "" {
		return name + " " + by.Tag()
	}
	return name
}
