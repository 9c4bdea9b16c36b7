package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// errAllGone: there is nothing to change a property of.
var errAllGone = errors.New("all that was marked was deleted meanwhile: there is nothing left to change")

// setMarked sets or removes a property of the subjects that are still there when it is
// written: of one that others have deleted, the value would be all that there is. gone are
// those of which that is known already. all is what the subjects had when it was asked: where
// others have changed the property since, nothing is done before the person has seen that.
// did says what was done to so many subjects.
func (m *Root) setMarked(f *dialog.Form, p model.Patch, did func(subjects string) string, property model.IRI, all map[model.IRI][]model.Triple, gone []model.IRI) tea.Cmd {
	f.Err, f.Saving, f.Doing, f.Stoppable = "", true, "", false
	c, labels := m.clone, m.o.Labels
	return m.run(m.ctx, func(ctx context.Context) any {
		p, now, late, err := whatIsThere(ctx, c, p)
		said := did(text.Plural(len(now), "subject", "subjects")) + leftOut(len(gone)+len(late))
		msg := bulkMsg{form: f, said: said, gone: slices.Concat(gone, late)}
		switch n := others(now, all, model.Patch{}, property); {
		case err != nil:
		case len(now) == 0:
			err = errAllGone
		case n > 0:
			err = fmt.Errorf("others have changed %s of %s meanwhile: go on, and see what it would change now",
				m.names.Property(property), text.Plural(n, "subject", "subjects"))
		default:
			err = apply(ctx, c, labels, p)
		}
		msg.err, msg.claim = err, claimed(c, p)
		if err == nil { // Others may have been just as quick.
			if _, after, _, err := whatIsThere(ctx, c, p); err == nil {
				msg.beside = others(after, all, p, property)
			}
		}
		return msg
	})
}

// whatIsThere is the part of a change that is of subjects of which something is said, what
// that is, and which are gone.
func whatIsThere(ctx context.Context, c Clone, p model.Patch) (part model.Patch, there map[model.IRI][]model.Triple, gone []model.IRI, err error) {
	there = make(map[model.IRI][]model.Triple)
	kept := func(ts []model.Triple) (some []model.Triple) {
		for _, t := range ts {
			_, is := there[t.S]
			if !is && err == nil && !slices.Contains(gone, t.S) {
				var now []model.Triple
				now, err = c.Describe(ctx, t.S)
				if is = len(now) > 0; is {
					there[t.S] = now
				} else {
					gone = append(gone, t.S)
				}
			}
			if is {
				some = append(some, t)
			}
		}
		return some
	}
	part.Deletes, part.Inserts = kept(p.Deletes), kept(p.Inserts)
	return part, there, gone, err
}

// others counts the subjects whose values of a property are not those that they had, but for
// what a change made of them.
func others(now, had map[model.IRI][]model.Triple, p model.Patch, property model.IRI) (n int) {
	type value struct {
		of model.IRI
		is string
	}
	wanted, count := make(map[value]bool), make(map[model.IRI]int)
	valueOf := func(t model.Triple) value { return value{t.S, t.O.Canonical().Key()} }
	for id := range now {
		for _, t := range had[id] {
			if t.P == property {
				wanted[valueOf(t)] = true
			}
		}
	}
	for _, t := range p.Deletes {
		delete(wanted, valueOf(t))
	}
	for _, t := range p.Inserts {
		wanted[valueOf(t)] = true
	}
	for v := range wanted {
		count[v.of]++
	}
	for id, ts := range now {
		all, known := 0, 0
		for _, t := range ts {
			if t.P == property {
				all++
				if wanted[valueOf(t)] {
					known++
				}
			}
		}
		if all != count[id] || known != all {
			n++
		}
	}
	return n
}

// leftOut says of how many subjects nothing is set, since they are gone.
func leftOut(n int) string {
	if n == 0 {
		return ""
	}
	return " " + text.Plural(n, "marked subject was", "marked subjects were") + " deleted meanwhile, and left out."
}
