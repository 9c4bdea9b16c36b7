package replica

import "github.com/m-ld/mld-tui/model"

// Whole joins an update with what this clone's constraints made of it, which is
// the update that follows where u is Resolved: m-ld's API tells of both at once.
// It takes the rest from the channel that u came from, which has it already.
func Whole(u Update, updates <-chan Update) Update {
	for u.Resolved {
		next, ok := <-updates
		if !ok {
			return u
		}
		u = join(u, next)
	}
	return u
}

// join is an update and the one after it. What comes and goes again is told of, as
// the reference does: it was here for a moment.
func join(u, next Update) Update {
	u.Deletes = append(without(u.Deletes, next.Inserts), next.Deletes...)
	u.Inserts = append(without(u.Inserts, next.Deletes), next.Inserts...)
	u.Tick, u.Resolved = next.Tick, next.Resolved
	return u
}

func without(triples, others []model.Triple) []model.Triple {
	drop := make(map[model.Triple]bool, len(others))
	for _, t := range others {
		drop[t] = true
	}
	out := make([]model.Triple, 0, len(triples))
	for _, t := range triples {
		if !drop[t] {
			out = append(out, t)
		}
	}
	return out
}
