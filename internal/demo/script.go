package demo

import (
	"math/rand/v2"
	"time"

	"github.com/m-ld/mld-tui/model"
)

// Step is what one of the team does at one moment: they look at a subject, and
// perhaps at one of its properties; and change something there, perhaps.
type Step struct {
	// At is when, from the beginning.
	At time.Duration
	// Who does it, by the place in People.
	Who int
	// Subject and Property are where they are; the property may be empty.
	Subject, Property model.IRI
	// Change says what to change, given the data as it is then; it may come to
	// nothing. Nil only looks.
	Change func(model.Graph) model.Patch
}

// Script says what the team does, step by step. It goes by its seed alone: what a
// step changes is worked out when it is done, from the data as it is then. It is not
// safe for concurrent use.
type Script struct {
	random *rand.Rand
	free   [team]time.Duration // when each of the team has time again
	next   [team]*Step         // the second half of what each of them does
	ideas  int
}

// NewScript begins a script.
func NewScript(seed uint64) *Script {
	s := &Script{random: random(seed, 2)}
	for i := range s.free {
		s.free[i] = time.Duration(i)*1300*time.Millisecond + s.between(500, 1500)
	}
	return s
}

// Next is the next step; there is always one.
func (s *Script) Next() Step {
	who := 0
	for i, at := range s.free {
		if at < s.free[who] {
			who = i
		}
	}
	at := s.free[who]
	if then := s.next[who]; then != nil { // They have looked; now they change it.
		s.next[who] = nil
		s.free[who] += s.between(2500, 7000)
		then.At = at
		return *then
	}
	then := s.act(who)
	s.next[who] = &then
	s.free[who] += s.between(900, 2600)
	return Step{At: at, Who: who, Subject: then.Subject, Property: then.Property}
}

func (s *Script) between(from, to int) time.Duration {
	return time.Duration(from+s.random.IntN(to-from)) * time.Millisecond
}

// act is something that one of the team can do.
func (s *Script) act(who int) Step {
	t := s.ownTask(who)
	step := func(id model.IRI, name string, change func(model.Graph) model.Patch) Step {
		return Step{Who: who, Subject: id, Property: property(name), Change: change}
	}
	switch n := s.random.IntN(20); {
	case n < 6:
		return step(t, "hours", s.workOn(t))
	case n < 9:
		return step(t, "status", progress(t))
	case n < 12:
		return step(t, "remark", remark(t, remarks[s.random.IntN(len(remarks))]))
	case n < 14:
		return step(t, "due", postpone(t, 1+s.random.IntN(9)))
	case n < 16:
		p := &projects[s.random.IntN(len(projects))]
		id := Domain.Base() + "project/" + model.IRI(p.id)
		return step(id, "spent", add(id, "spent", float64(10*(1+s.random.IntN(24)))))
	case n < 18:
		return step(t, "steps", checkOff(t))
	case s.ideas < len(ideas):
		s.ideas++
		return s.idea(who, s.ideas-1)
	default:
		return step(t, "urgent", toggle(t))
	}
}

// ownTask is one of the tasks of one of the team.
func (s *Script) ownTask(who int) model.IRI {
	var own []string
	for _, p := range projects {
		for _, t := range p.tasks {
			if t.who == people[who].id {
				own = append(own, t.id)
			}
		}
	}
	return Domain.Base() + "task/" + model.IRI(own[s.random.IntN(len(own))])
}
