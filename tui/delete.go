package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// maxReferences is up to how many references can be deleted with what they refer to.
const maxReferences = 1000

// askDelete looks what a subject says, and what refers to it, then asks.
func (m *Root) askDelete(id model.IRI) tea.Cmd {
	c, labels := m.clone, m.o.Labels
	return m.runTo(asksFirst, "what refers to "+m.nameOf(id))(func(ctx context.Context) any {
		msg := countedMsg{id: id}
		if msg.values, msg.err = c.Describe(ctx, id); msg.err != nil {
			return msg
		}
		page, err := c.Referrers(ctx, replica.ReferrersQuery{To: id, Limit: maxReferences})
		for _, r := range page.Rows {
			if t := r.Triple(id); t.S != id {
				msg.references = append(msg.references, t)
			}
		}
		if msg.more = page.More; err == nil {
			msg.patch, err = withOrphans(ctx, c, labels, model.Patch{Deletes: msg.values})
		}
		if err == nil && !msg.more {
			msg.all, err = unreferred(ctx, c, msg.patch, msg.references)
		}
		msg.err = err
		return msg
	})
}

func (m *Root) counted(msg countedMsg) tea.Cmd {
	name := m.nameOf(msg.id)
	what := m.withID(name, msg.id)
	switch {
	case msg.err != nil:
		m.warn(msg.err.Error())
		return nil
	case len(msg.values) == 0:
		m.notice = notice{name + " has no values: there is nothing to delete.", plainNotice}
		return nil
	case m.busy():
		return nil // The person has gone on to something else.
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
			Key: "a", Word: "Delete it, and " + msg.all.words(" to it"),
			Detail: "Nothing is left that leads nowhere.", Patch: msg.all.patch,
		})
	}
	m.ask(&dialog.Choice{
		Title: "Delete a subject", Question: fmt.Sprintf("Delete %s? %s, for everybody in the domain.", what, all) + m.sayEditing(msg.id),
		Options: options,
	}, func(option int) tea.Cmd {
		if option == 2 {
			return m.deleteSubject(msg.id, name, msg.references)
		}
		return m.deleteSubject(msg.id, name, nil)
	})
	return nil
}

// sayEditing says who of the others is editing one of some subjects now.
func (m *Root) sayEditing(ids ...model.IRI) string {
	var names []string
	for _, p := range m.together.roster.All() {
		if p.Editing && p.Name != "" && slices.Contains(ids, p.Subject) {
			names = append(names, p.Name)
		}
	}
	one, some := "it", "it"
	if len(ids) > 1 {
		one, some = "one of them", "some of them"
	}
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return " " + text.Beginning(names[0]) + " is editing " + one + " now."
	default:
		return " " + text.Beginning(strings.Join(names[:n-1], ", ")) + " and " + names[n-1] + " are editing " + some + " now."
	}
}

func (m *Root) deleteSubject(id model.IRI, name string, references []model.Triple) tea.Cmd {
	c, labels := m.clone, m.o.Labels
	return m.run(m.ctx, func(ctx context.Context) any {
		done := patchedMsg{id: id, deleted: true}
		ts, err := c.Describe(ctx, id) // it may have changed while the question stood
		var p model.Patch
		var all unrefers
		if err == nil {
			p, err = withOrphans(ctx, c, labels, model.Patch{Deletes: ts})
		}
		if err == nil {
			all, err = unreferred(ctx, c, p, references)
		}
		if err == nil {
			err = c.Patch(ctx, all.patch)
		}
		done.err, done.claim = err, claimed(c, all.patch)
		done.said = fmt.Sprintf("Deleted %s with %s", name, whatGoes(ts, p.Deletes))
		switch {
		case all.references > 0:
			done.said += " and " + all.words("")
		case all.lists > 0:
			done.said += ", and " + all.words("")
		}
		done.said += "."
		return done
	})
}

// unrefers is a change with which references go, too.
type unrefers struct {
	patch model.Patch
	// references are the values that go of others, and lists those that lose an item.
	references, lists int
}

// unreferred adds to a change that references go: of a list, the item does.
func unreferred(ctx context.Context, c Data, p model.Patch, references []model.Triple) (u unrefers, err error) {
	r := &reading{ctx: ctx, c: c}
	deletes, lists := list.Unrefer(r, references)
	deletes = slices.DeleteFunc(deletes, func(t model.Triple) bool { return slices.Contains(p.Deletes, t) }) // Of itself.
	u.patch.Deletes = slices.Concat(p.Deletes, deletes)
	u.references, u.lists = len(deletes)-list.CountPlaces(deletes), len(lists)
	return u, r.err
}

// words says what goes of others, such as: 2 references to it, and from 1 list.
func (u unrefers) words(to string) string {
	var words []string
	if u.references > 0 {
		words = append(words, text.Plural(u.references, "reference"+to, "references"+to))
	}
	if u.lists > 0 {
		words = append(words, "from "+text.Plural(u.lists, "list", "lists"))
	}
	return strings.Join(words, ", and ")
}
