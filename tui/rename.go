package tui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// renameMsg brings what it takes to give a subject another id.
type renameMsg struct {
	form       *dialog.Form
	from, to   model.IRI
	patch      model.Patch
	values     int
	references int
	err        error
}

// renamedMsg: a subject has another id, or was refused it.
type renamedMsg struct {
	form     *dialog.Form
	from, to model.IRI
	err      error
}

// rename asks for another id of a subject.
func (m *Root) rename() {
	from := m.target()
	f := &dialog.Form{
		Title: "Rename", Verb: "go on", Keys: m.keys, Stoppable: true,
		Intro:  "Another id for " + m.nameOf(from) + ". What refers to it follows; what will change is shown before it is done.",
		Fields: []dialog.Field{{Label: "id", Hint: "a short name, such as fred, or a whole address"}},
	}
	f.Fields[0].Line.Set(m.names.Subject(from))
	m.openForm(f, occasion{keymap.Rename, from}, func() tea.Cmd {
		to, err := m.names.ParseSubject(f.Value(0))
		switch {
		case err != nil:
			f.Refuse(0, err.Error())
			return nil
		case to == from:
			f.Refuse(0, "that is its id already")
			return nil
		}
		f.Err, f.Saving, f.Doing = "", true, "reading what refers to it"
		c, name := m.clone, m.names.Subject(to)
		return m.run(m.ctx, func(ctx context.Context) any {
			msg := renameMsg{form: f, from: from, to: to}
			msg.plan(ctx, c, name)
			return msg
		})
	})
}

// plan finds all that says the old id.
func (r *renameMsg) plan(ctx context.Context, c Clone, name string) {
	there, err := c.Describe(ctx, r.to)
	if err == nil && len(there) > 0 {
		err = errors.New(name + " is there already, with " + text.Plural(len(there), "value", "values") + "; choose another id")
	}
	if err != nil {
		r.err = err
		return
	}
	move := func(t model.Triple) {
		r.patch.Deletes = append(r.patch.Deletes, t)
		if t.S == r.from {
			t.S = r.to
		}
		if t.O == model.Ref(r.from) {
			t.O = model.Ref(r.to)
		}
		r.patch.Inserts = append(r.patch.Inserts, t)
	}
	own, err := c.Describe(ctx, r.from)
	for _, t := range own {
		move(t)
	}
	r.values = len(own)
	q := replica.ReferrersQuery{To: r.from, Limit: 1000}
	for more := err == nil; more; {
		var page replica.ReferrersPage
		if page, err = c.Referrers(ctx, q); err != nil {
			break
		}
		for _, row := range page.Rows {
			if t := row.Triple(r.from); t.S != r.from {
				move(t)
				r.references++
			}
			q.After = row.Place
		}
		more = page.More && len(page.Rows) > 0
	}
	r.err = err
}

func (m *Root) renaming(msg renameMsg) tea.Cmd {
	if m.dialogs.Top() != msg.form {
		return nil // the person has gone on
	}
	if msg.err != nil {
		msg.form.Refuse(0, msg.err.Error())
		return nil
	}
	msg.form.Saving = false
	from, to := m.names.Subject(msg.from), m.names.Subject(msg.to)
	follow := text.Plural(msg.references, "reference follows", "references follow")
	if msg.references == 0 {
		follow = "nothing refers to it"
	}
	m.askOnce("Rename", fmt.Sprintf("Rename %s to %s?", from, to), dialog.Option{
		Key: "y", Word: "Rename it", Patch: msg.patch,
		Detail: fmt.Sprintf("In one operation: %s; %s. What others write to %s meanwhile stays there, and so does its history up to now.",
			text.Plural(msg.values, "value moves", "values move"), follow, from),
	}, func() tea.Cmd {
		msg.form.Saving, msg.form.Doing, msg.form.Stoppable = true, "", false
		c, p := m.clone, msg.patch
		return m.run(m.ctx, func(ctx context.Context) any { return renamedMsg{msg.form, msg.from, msg.to, c.Patch(ctx, p)} })
	})
	return nil
}

func (m *Root) renamed(msg renamedMsg) tea.Cmd {
	if msg.err != nil {
		msg.form.Refuse(0, msg.err.Error())
		msg.form.Stoppable = true
		return nil
	}
	m.closeDialog(msg.form)
	m.notice = notice{"It is " + m.names.Subject(msg.to) + " now." + m.takesBack(), goodNotice}
	m.list.Reveal(msg.to)
	m.subj.Rename(msg.from, msg.to)
	m.subj.Show(msg.to, "")
	return m.describe()
}
