package tui

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// errAllGone: there is nothing to set a property of.
var errAllGone = errors.New("all that was marked was deleted meanwhile: there is nothing left to set it in")

// setMarked sets a property of the subjects that are still there when it is written: of one
// that others have deleted, the value would be all that there is. gone are those of which
// that is known already.
func (m *Root) setMarked(f *dialog.Form, p model.Patch, what string, gone []model.IRI) tea.Cmd {
	f.Err, f.Saving, f.Doing, f.Stoppable = "", true, "", false
	c, labels := m.clone, m.o.Labels
	return m.run(m.ctx, func(ctx context.Context) any {
		p, set, late, err := whatIsThere(ctx, c, p)
		switch {
		case err != nil:
		case set == 0:
			err = errAllGone
		default:
			err = apply(ctx, c, labels, p)
		}
		gone := slices.Concat(gone, late)
		said := "Set " + what + " in " + text.Plural(set, "subject", "subjects") + "." + leftOut(len(gone))
		return bulkMsg{form: f, err: err, said: said, gone: gone, claim: claimed(c, p)}
	})
}

// whatIsThere is the part of a change that is of subjects of which something is said, how
// many those are, and which are gone.
func whatIsThere(ctx context.Context, c Clone, p model.Patch) (part model.Patch, subjects int, gone []model.IRI, err error) {
	there := make(map[model.IRI]bool)
	kept := func(ts []model.Triple) (some []model.Triple) {
		for _, t := range ts {
			is, known := there[t.S]
			if !known && err == nil {
				var now []model.Triple
				now, err = c.Describe(ctx, t.S)
				if is = len(now) > 0; is {
					subjects++
				} else {
					gone = append(gone, t.S)
				}
				there[t.S] = is
			}
			if is {
				some = append(some, t)
			}
		}
		return some
	}
	part.Deletes, part.Inserts = kept(p.Deletes), kept(p.Inserts)
	return part, subjects, gone, err
}

// leftOut says of how many subjects nothing is set, since they are gone.
func leftOut(n int) string {
	if n == 0 {
		return ""
	}
	return " " + text.Plural(n, "marked subject was", "marked subjects were") + " deleted meanwhile, and left out."
}
