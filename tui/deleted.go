package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// leftMsg brings what went with a subject that somebody deleted while others changed it.
type leftMsg struct {
	deletion
	conflict replica.Conflict
	err      error
}

// readDeleted reads what went with a subject, to ask what is to become of what is left.
func (m *Root) readDeleted(conflict replica.Conflict) tea.Cmd {
	c, labels, id := m.clone, m.o.Labels, m.subj.Subject()
	conflict.Subject.ID = id
	number := conflict.Deleted.Number
	return m.runTo(asksFirst, "what went with it")(func(ctx context.Context) any {
		msg := leftMsg{conflict: conflict}
		if number == 0 {
			return msg // It is not kept any more.
		}
		page, err := c.History(ctx, replica.HistoryQuery{Subject: id, Whole: true, Before: number + 1, Limit: 1})
		if msg.err = err; len(page.Entries) == 0 || page.Entries[0].Number != number {
			return msg
		}
		went := deletionOf(id, page.Entries[0], labels)
		msg.deletion = went.but(func(t model.Triple) bool { return isLeft(conflict, t, went.own) })
		return msg
	})
}

// isLeft reports whether a triple that went is still there, or another stands in its place:
// one of a property that had but one value, and has but one.
func isLeft(c replica.Conflict, t model.Triple, went []model.Triple) bool {
	var now []model.Term
	for _, v := range c.Values {
		if t.S == c.Subject.ID && v.Property == t.P {
			now = append(now, v.Value)
		}
	}
	had := 0
	for _, other := range went {
		if other.P == t.P {
			had++
		}
	}
	return slices.ContainsFunc(now, t.O.Same) || len(now) == 1 && had == 1
}

// offerDeleted asks what is to become of what is left of a subject.
func (m *Root) offerDeleted(msg leftMsg) {
	c := msg.conflict
	switch now, ok := m.subj.Deleted(); {
	case msg.err != nil:
		m.warn(msg.err.Error())
		return
	case !ok || !slices.Equal(now.Values, c.Values) || m.subj.Subject() != c.Subject.ID || m.busy():
		return // The person has gone on to something else, or others have settled it.
	}
	id := c.Subject.ID
	name := m.nameFrom(map[model.IRI][]model.Triple{id: msg.own})(id)
	keep := c.KeepAll()
	drop := model.Patch{Deletes: keep.Inserts}
	left := text.Plural(len(c.Values), "value", "values")
	jobs := []patchedMsg{
		{},
		{patch: keep, id: id, said: "Kept what is left of " + name + ": it is settled." + m.takesBack()},
		{patch: drop, id: id, said: "Deleted what was left of " + name + ".", deleted: true},
	}
	options := []dialog.Option{
		{Key: "n", Word: "Decide later", Detail: "Nothing changes."},
		{Key: "k", Word: "Leave it as it is", Detail: "It has " + left + ", and nothing else.", Patch: keep},
		{Key: "d", Word: "Delete what is left", Detail: left + " of it, for everybody in the domain.", Patch: drop, Shown: m.changeLines(drop, m.nameOf)},
	}
	if len(msg.own) > 0 {
		option, job := m.bringBack(msg.deletion, name)
		options, jobs = append(options, option), append(jobs, job)
	}
	by := "somebody"
	if c.Deleted.Number != 0 {
		by, _ = m.whoOrYou(c.Deleted.By)
	}
	m.ask(&dialog.Choice{
		Title: "Deleted while it was changed", Options: options,
		Question: text.Beginning(by) + " deleted " + name + " while " +
			text.Plural(len(c.Values), "value of it was", "values of it were") + " saved. What should happen to it?",
	}, func(option int) tea.Cmd { return m.patch(jobs[option]) })
}
