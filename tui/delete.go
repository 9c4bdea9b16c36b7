package tui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// maxReferences is up to how many references can be deleted with what they refer to.
const maxReferences = 1000

// askDelete looks what a subject says, and what refers to it, then asks.
func (m *Root) askDelete(id model.IRI) tea.Cmd {
	c, labels := m.clone, m.o.Labels
	return m.run(m.ctx, func(ctx context.Context) any {
		msg := countedMsg{id: id}
		if msg.values, msg.err = c.Describe(ctx, id); msg.err != nil {
			return msg
		}
		page, err := c.Referrers(ctx, replica.ReferrersQuery{To: id, Limit: maxReferences})
		for _, r := range page.Rows {
			if r.Subject.ID != id {
				msg.references = append(msg.references, model.Triple{S: r.Subject.ID, P: r.Property, O: model.Ref(id)})
			}
		}
		if msg.more = page.More; err == nil {
			msg.patch, err = withOrphans(ctx, c, labels, model.Patch{Deletes: msg.values})
		}
		msg.err = err
		return msg
	})
}

func (m *Root) counted(msg countedMsg) tea.Cmd {
	name := m.nameOf(msg.id)
	switch {
	case msg.err != nil:
		m.notice = notice{upperFirst(msg.err.Error()) + ".", badNotice}
		return nil
	case len(msg.values) == 0:
		m.notice = notice{name + " has no values: there is nothing to delete.", plainNotice}
		return nil
	case m.subj.Editor() != nil || m.dialogs.Top() != nil:
		return nil // the person has gone on to something else
	}
	all := "All its " + whatGoes(msg.values, msg.patch.Deletes) + " go"
	if len(msg.patch.Deletes) == 1 {
		all = "Its only value goes"
	}
	n := len(msg.references)
	options := []dialog.Option{
		{Key: "n", Word: "Keep it", Detail: "Nothing changes."},
		{Key: "y", Word: "Delete it", Detail: "Nothing else refers to it.", Patch: msg.patch},
	}
	switch {
	case msg.more:
		options[1].Detail = "More than " + text.Count(maxReferences) + " references to it stay, and lead nowhere."
	case n > 0:
		options[1].Detail = text.Plural(n, "reference to it stays, and leads", "references to it stay, and lead") + " nowhere."
		options = append(options, dialog.Option{
			Key: "a", Word: "Delete it, and " + text.Plural(n, "reference to it", "references to it"),
			Detail: "Nothing is left that leads nowhere.",
			Patch:  model.Patch{Deletes: slices.Concat(msg.patch.Deletes, msg.references)},
		})
	}
	m.ask(&dialog.Choice{
		Title: "Delete a subject", Question: fmt.Sprintf("Delete %s? %s, for everybody in the domain.", name, all),
		Options: options,
	}, func(option int) tea.Cmd {
		if option == 2 {
			return m.deleteSubject(msg.id, name, msg.references)
		}
		return m.deleteSubject(msg.id, name, nil)
	})
	return nil
}

func (m *Root) deleteSubject(id model.IRI, name string, references []model.Triple) tea.Cmd {
	c, labels := m.clone, m.o.Labels
	return m.run(m.ctx, func(ctx context.Context) any {
		done := patchedMsg{id: id, deleted: true}
		ts, err := c.Describe(ctx, id) // it may have changed while the question stood
		p := model.Patch{Deletes: slices.Concat(ts, references)}
		if err == nil {
			p, err = withOrphans(ctx, c, labels, p)
		}
		if err == nil {
			err = c.Patch(ctx, p)
		}
		done.err = err
		done.said = fmt.Sprintf("Deleted %s with %s", name, whatGoes(ts, p.Deletes))
		if n := len(references); n > 0 {
			done.said += " and " + text.Plural(n, "reference", "references")
		}
		done.said += "."
		return done
	})
}
