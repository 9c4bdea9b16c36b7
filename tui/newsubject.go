package tui

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/text"
)

// knownMsg: what the form for a subject wanted to know.
type knownMsg struct {
	form  *dialog.NewSubject
	of    model.IRI
	known dialog.Known
}

// newSubject opens the form for a subject.
func (m *Root) newSubject() tea.Cmd {
	typ := ""
	if row, ok := m.list.Selected(); ok && len(row.Types) > 0 && (m.focus == layout.Subjects || row.ID == m.subj.Subject()) {
		typ = m.names.Type(row.Types[0])
	} else if types := m.subj.ValuesOf(m.subj.Subject(), model.RDFType); m.focus != layout.Subjects && len(types) > 0 {
		typ = m.names.Type(types[0].IRI())
	}
	f := dialog.NewSubjectForm(m.names, m.keys, m.o.Labels, typ, rand.Text()[:6])
	f.JSON, f.Now = m.o.JSON, m.o.Now
	if m.focus != layout.Subjects && m.subj.IsNothing() { // Something refers to it already.
		f.Propose(m.names.Subject(m.subj.Subject()))
	}
	m.openForm(f, occasion{action: keymap.NewSubj}, func() tea.Cmd { return m.create(f) })
	return nil
}

// completeNew looks for what a form wants to know, if anything.
func (m *Root) completeNew() tea.Cmd {
	s := search{clone: m.clone, labels: m.o.Labels, names: m.names}
	f, ok := m.dialogs.Top().(*dialog.NewSubject)
	if !ok {
		if f, refers := m.dialogs.Top().(referring); refers {
			return m.completeReference(f, s)
		}
		return nil
	}
	log := m.o.Log
	typ, ok := f.Wants()
	if !ok {
		return m.completeValues(f, s)
	}
	return m.run(m.ctx, func(ctx context.Context) any {
		msg := knownMsg{form: f, of: typ}
		var err, err2, err3 error
		msg.known.Types, err = s.types(ctx)
		q := replica.SubjectsQuery{Type: typ, Limit: sampled}
		msg.known.Properties, err2 = s.common(ctx, q, map[model.IRI]bool{model.RDFType: true})
		msg.known.Prefix, err3 = s.prefix(ctx, q)
		if err := errors.Join(err, err2, err3); err != nil && ctx.Err() == nil {
			log.Debug("could not complete what is typed", "err", err)
		}
		return msg
	})
}

// valuesMsg: values that a property has elsewhere, for the form for a subject.
type valuesMsg struct {
	form *dialog.NewSubject
	of   model.IRI
	like []model.Term
}

// completeValues looks for the values that the property of a new subject has elsewhere, if
// the form wants to know.
func (m *Root) completeValues(f *dialog.NewSubject, s search) tea.Cmd {
	p, ok := f.WantsValues()
	if !ok {
		return m.completeReference(f, s)
	}
	log := m.o.Log
	return m.run(m.ctx, func(ctx context.Context) any {
		msg := valuesMsg{form: f, of: p}
		options, err := s.values(ctx, p)
		if err != nil && ctx.Err() == nil {
			log.Debug("could not find values of the property", "err", err)
		}
		for _, o := range options {
			msg.like = append(msg.like, o.Like)
		}
		return msg
	})
}

// referring is a form that has a value which may refer to something.
type referring interface {
	WantsSubjects() (q edit.Query, ok bool)
	DeliverSubjects(q edit.Query, found []edit.Option)
}

// referentsMsg: what the value in a form may refer to.
type referentsMsg struct {
	form  referring
	of    edit.Query
	usual usual
	found []edit.Option
}

// completeReference looks for what the value in a form may refer to, if that wants to know.
func (m *Root) completeReference(f referring, s search) tea.Cmd {
	q, ok := f.WantsSubjects()
	if !ok {
		return nil
	}
	m.cancelComplete()
	ctx, cancel := context.WithCancel(m.ctx)
	m.cancelComplete = cancel
	known, log := m.usual, m.o.Log
	return m.run(ctx, func(ctx context.Context) any {
		msg := referentsMsg{form: f, of: q}
		var err error
		if msg.usual, msg.found, err = s.referring(ctx, q, known, f); err != nil && ctx.Err() == nil {
			log.Debug("could not find what the value may refer to", "err", err)
		}
		return msg
	})
}

// refersTo gives a form what its value may refer to.
func (m *Root) refersTo(msg referentsMsg) {
	if msg.usual.of != nil {
		m.usual = msg.usual
	}
	msg.form.DeliverSubjects(msg.of, msg.found)
}

// formKnows goes on with a form that knows more now, if it is to be saved.
func (m *Root) formKnows(f *dialog.NewSubject, save bool) tea.Cmd {
	if !save || m.dialogs.Top() != dialog.Dialog(f) {
		return nil
	}
	return m.create(f)
}

// prefix is what the ids of some subjects begin with, up to a slash, where all do so.
func (s search) prefix(ctx context.Context, q replica.SubjectsQuery) (string, error) {
	page, err := s.clone.Subjects(ctx, q)
	if err != nil || q.Type == "" || len(page.Rows) < 2 {
		return "", err
	}
	prefix := ""
	for i, row := range page.Rows {
		id := s.names.Subject(row.ID)
		n := strings.LastIndexByte(id, '/') + 1
		if i > 0 && id[:n] != prefix || strings.Contains(id, ":") {
			return "", nil
		}
		prefix = id[:n]
	}
	return prefix, nil
}

func (m *Root) create(f *dialog.NewSubject) tea.Cmd {
	if why := m.disabledWrite(); why != "" {
		f.Err = why
		return nil
	}
	if !f.Ready() {
		return nil // Deliver says when
	}
	id, made, err := f.ID()
	var ts []model.Triple
	if err == nil {
		ts, err = f.Triples(id)
	}
	if err != nil {
		f.Err = err.Error()
		return nil
	}
	f.Err, f.Saving = "", true
	refuse := func(err error) {
		if errors.As(err, &takenError{}) {
			f.RefuseID(err.Error())
			return
		}
		f.Saving, f.Err = false, m.refusal(err)
	}
	called := f.Called()
	if !made {
		return m.insertNew(id, ts, called, refuse, f)
	}
	return m.insertMade(id, ts, called, refuse, f)
}

// insertMade writes a subject with an id that was made, or with another where something has
// that.
func (m *Root) insertMade(made model.IRI, ts []model.Triple, called string, refuse func(error), d dialog.Dialog) tea.Cmd {
	c := m.clone
	return m.run(m.ctx, func(ctx context.Context) any {
		id, err := free(ctx, c, made)
		for i := range ts {
			if ts[i].S == made {
				ts[i].S = id
			}
		}
		if err == nil {
			err = c.Patch(ctx, model.Patch{Inserts: ts})
		}
		return createdMsg{form: d, refuse: refuse, id: id, called: called, claim: claimed(c, model.Patch{Inserts: ts}), err: err}
	})
}

// maxAlike is how many subjects of one name get a number.
const maxAlike = 1000

// free is an id that nothing has: the given one, else with a number after it.
func free(ctx context.Context, c Clone, id model.IRI) (model.IRI, error) {
	for n := 1; n <= maxAlike; n++ {
		try := id
		if n > 1 {
			try += model.IRI(fmt.Sprint("-", n))
		}
		if there, err := c.Describe(ctx, try); err != nil || len(there) == 0 {
			return try, err
		}
	}
	return id, errors.New("too many are called so: type an id")
}

// takenError: a subject has the id that another was to have.
type takenError struct {
	name   string
	values int
}

func (e takenError) Error() string {
	return e.name + " is there already, with " + text.Plural(e.values, "value", "values") + "; choose another id"
}

// insertNew writes a subject that must not be there yet.
func (m *Root) insertNew(id model.IRI, ts []model.Triple, called string, refuse func(error), d dialog.Dialog) tea.Cmd {
	c := m.clone
	name := m.names.Subject(id)
	return m.run(m.ctx, func(ctx context.Context) any {
		there, err := c.Describe(ctx, id)
		if err == nil && len(there) > 0 {
			err = takenError{name, len(there)}
		}
		if err == nil {
			err = c.Patch(ctx, model.Patch{Inserts: ts})
		}
		return createdMsg{form: d, refuse: refuse, id: id, called: called, claim: claimed(c, model.Patch{Inserts: ts}), err: err}
	})
}

func (m *Root) created(msg createdMsg) tea.Cmd {
	if msg.err != nil {
		msg.refuse(msg.err)
		return nil
	}
	m.closeDialog(msg.form)
	m.list.Reveal(msg.id)
	m.subj.Show(msg.id, msg.called)
	m.setFocus(layout.Subject)
	name := m.names.Subject(msg.id)
	if msg.called != "" {
		name = m.quoted(msg.called)
	}
	m.notice = notice{"Added " + name + ".", goodNotice}
	m.stand(msg.claim)
	return m.describe()
}
