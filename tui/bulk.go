package tui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// manyMsg brings subjects that something is to be done with.
type manyMsg struct {
	triples map[model.IRI][]model.Triple
	// Where the subjects are wanted whole: their parts, and what deletes all of them, with
	// what nothing refers to afterwards.
	parts   list.Parts
	deletes model.Patch
	names   map[model.IRI]called // of what is referred to
	err     error
	then    func(manyMsg) tea.Cmd
}

// bulkMsg: a change of many subjects is on disk, or was refused.
type bulkMsg struct {
	form    *dialog.Form // that asked for it, and keeps what is refused; nil for none
	err     error
	said    string
	deleted []model.IRI
	gone    []model.IRI // that were left out, since others have deleted them
	claim   claim       // what was done
	beside  int         // the subjects that got other values at the same time
}

// marked are the subjects that an action is to be done with at once; none where it
// is of one.
func (m *Root) marked() []model.IRI {
	if m.focus != layout.Subjects {
		return nil
	}
	return m.list.Marked()
}

// withMany reads subjects, and what others are called, and does something with them.
func (m *Root) withMany(ids []model.IRI, then func(map[model.IRI][]model.Triple) tea.Cmd, others ...model.IRI) tea.Cmd {
	return m.readMany(m.read, ids, false, func(msg manyMsg) tea.Cmd { return then(msg.triples) }, others...)
}

// readMany reads subjects, by a reader, and their parts too if they are wanted whole; and what
// others are called.
func (m *Root) readMany(read reader, ids []model.IRI, whole bool, then func(manyMsg) tea.Cmd, others ...model.IRI) tea.Cmd {
	c, labels := m.data(), m.o.Labels
	return read(func(ctx context.Context) any {
		msg := manyMsg{triples: make(map[model.IRI][]model.Triple), names: make(map[model.IRI]called), then: then}
		for _, id := range others {
			if msg.names[id], msg.err = labelOf(ctx, c, id, labels); msg.err != nil {
				return msg
			}
		}
		for _, id := range ids {
			ts, err := c.Describe(ctx, id)
			if err != nil {
				msg.err = err
				return msg
			}
			msg.triples[id] = ts
			msg.deletes.Deletes = append(msg.deletes.Deletes, ts...)
		}
		if whole {
			if msg.parts, msg.err = readParts(ctx, c, labels, msg.deletes.Deletes); msg.err == nil {
				msg.deletes, msg.err = withOrphans(ctx, c, labels, msg.deletes)
			}
		}
		return msg
	})
}

func (m *Root) gotMany(msg manyMsg) tea.Cmd {
	if msg.err != nil {
		m.warn(msg.err.Error())
		if f, ok := m.dialogs.Top().(*dialog.Form); ok && f.Saving {
			f.Refuse(0, msg.err.Error())
		}
		return nil
	}
	m.name(msg.names)
	return msg.then(msg)
}

// patchMany makes one operation of a change of many subjects.
func (m *Root) patchMany(f *dialog.Form, p model.Patch, said string, deleted ...model.IRI) tea.Cmd {
	if f != nil {
		f.Err, f.Saving, f.Doing, f.Stoppable = "", true, "", false
	}
	c, labels := m.clone, m.o.Labels
	return m.run(m.ctx, func(ctx context.Context) any {
		err := apply(ctx, c, labels, p)
		return bulkMsg{form: f, err: err, said: said, deleted: deleted, claim: claimed(c, p)}
	})
}

func (m *Root) bulkDone(msg bulkMsg) tea.Cmd {
	switch f := msg.form; {
	case msg.err != nil && f != nil:
		f.Refuse(len(f.Fields)-1, m.refusal(msg.err))
		f.Doing, f.Stoppable = lookingAtMany, true
		return nil
	case msg.err != nil:
		m.warn(msg.err.Error())
		return nil
	case f != nil:
		m.closeDialog(f)
	}
	m.notice = notice{msg.said + m.takesBack(), goodNotice}
	if msg.beside > 0 {
		has := text.Plural(msg.beside, "of them has", "of them have")
		m.notice = notice{upperFirst(has) + " other values as well: somebody else saved just now. " + msg.said, badNotice}
	}
	m.stand(msg.claim)
	if len(msg.gone) > 0 {
		m.list.Unmark(msg.gone...)
	}
	if len(msg.deleted) > 0 {
		m.list.Unmark(msg.deleted...)
		if slices.Contains(msg.deleted, m.subj.Subject()) && !m.subj.CanGoBack() {
			m.deleted = m.subj.Subject()
		}
	}
	m.list.Refresh()
	return m.describe()
}

// askDeleteMany asks before the marked subjects are deleted.
func (m *Root) askDeleteMany(ids []model.IRI) tea.Cmd {
	return m.readMany(m.runTo(asksFirst, "what is marked"), ids, true, func(msg manyMsg) tea.Cmd {
		var own []model.Triple
		var left []model.IRI // Others may have been quicker.
		for _, id := range ids {
			if ts := msg.triples[id]; len(ts) > 0 {
				own, left = append(own, ts...), append(left, id)
			}
		}
		switch {
		case m.busy():
			return nil // The person has gone on to something else.
		case len(left) == 0:
			m.notice = notice{"All that was marked was deleted meanwhile.", plainNotice}
			m.list.Unmark(ids...)
			return nil
		}
		p, subjects := msg.deletes, text.Plural(len(left), "subject", "subjects")
		what := subjects + " with " + whatGoes(own, p.Deletes)
		m.askOnce("Delete what is marked", "Delete "+what+", for everybody in the domain?"+m.sayEditing(left...)+m.unlistedWord(left), dialog.Option{
			Key: "y", Word: "Delete " + subjects, Patch: p, Shown: m.deletedLines(left, msg.triples),
			Detail: "They go in one operation. What refers to them stays.",
		}, func() tea.Cmd { return m.patchMany(nil, p, "Deleted "+what+".", ids...) })
		return nil
	})
}

// ask opens a choice; do is told which option was taken.
func (m *Root) ask(d *dialog.Choice, do func(option int) tea.Cmd) {
	d.JSON, d.Keys = m.o.JSON, m.keys
	m.open(d, func() tea.Cmd {
		m.closeDialog(d)
		return do(d.Chosen())
	})
}

// askOnce asks for one thing or nothing.
func (m *Root) askOnce(title, question string, o dialog.Option, do func() tea.Cmd) {
	m.ask(&dialog.Choice{
		Title: title, Question: question,
		Options: []dialog.Option{{Key: "n", Word: "Change nothing", Detail: "Nothing changes."}, o},
	}, func(int) tea.Cmd { return do() })
}

// lookingAtMany is what is being done before it is asked whether to set a property.
const lookingAtMany = "reading what they have"

// setMany asks which property of the marked subjects to set, and to what.
func (m *Root) setMany() tea.Cmd {
	ids := m.list.Marked()
	f := &dialog.Form{
		Title: "Set a property of what is marked", Verb: "go on", Keys: m.keys, Names: m.names, Doing: lookingAtMany, Stoppable: true,
		Intro: text.Plural(len(ids), "subject is marked", "subjects are marked") + ". What will change is shown before it is done. Without a value, the property is removed.",
		Fields: []dialog.Field{
			{Label: "property", Hint: "which property, such as status", Offers: true},
			{Label: "value", Value: new(edit.Typed)},
		},
	}
	known := false // what values the property has, so of what type the typed one is
	goOn := func() tea.Cmd {
		property, err := m.names.ParseProperty(f.Value(0))
		if err != nil {
			f.Refuse(0, err.Error())
			return nil
		}
		if f.Fields[1].Line.IsEmpty() {
			f.Err, f.Saving = "", true
			return m.withMany(ids, func(all map[model.IRI][]model.Triple) tea.Cmd {
				m.askUnset(f, ids, all, property)
				return nil
			})
		}
		kind := f.Fields[1].Value.Kind
		value, err := values.Parse(values.Word(f.Value(1), kind, m.o.Now()), kind, "", property, m.names)
		if err != nil {
			f.Refuse(1, err.Error())
			return nil
		}
		var refersTo []model.IRI
		if value.IsRef() {
			refersTo = append(refersTo, value.IRI())
		}
		f.Err, f.Saving = "", true
		return m.withMany(ids, func(all map[model.IRI][]model.Triple) tea.Cmd {
			m.askSet(f, ids, all, property, value)
			return nil
		}, refersTo...)
	}
	look := func() tea.Cmd {
		return m.withMany(ids[:min(len(ids), sampled)], func(all map[model.IRI][]model.Triple) tea.Cmd {
			if known {
				return nil
			}
			known = true
			f.Know(0, propertiesOf(all, m.names))
			if m.dialogs.Top() != f || !f.Saving {
				return nil
			}
			f.Saving = false
			return goOn()
		})
	}
	m.openForm(f, occasion{action: keymap.SetMany}, func() tea.Cmd {
		if known {
			return goOn()
		}
		f.Err, f.Saving = "", true
		return look() // It could not be read, perhaps, or not yet.
	})
	return look()
}

// propertiesOf are the properties that some subjects have, but for their types.
func propertiesOf(all map[model.IRI][]model.Triple, names namer) []edit.Option {
	count, like := tally{}, make(map[model.IRI]model.Term)
	for _, ts := range all {
		count.add(ts, map[model.IRI]bool{model.RDFType: true}, like)
	}
	return count.properties(names, like)
}

// askSet shows what setting a property would change. The form stays behind, and
// comes back where nothing is done.
func (m *Root) askSet(f *dialog.Form, ids []model.IRI, all map[model.IRI][]model.Triple, property model.IRI, value model.Term) {
	if m.dialogs.Top() != f {
		return // the person has gone on
	}
	f.Saving = false
	var set, add model.Patch
	var there, gone []model.IRI
	change, lack := 0, 0
	for _, id := range ids {
		if len(all[id]) == 0 {
			gone = append(gone, id)
			continue
		}
		there = append(there, id)
		has, others := false, 0
		for _, t := range all[id] {
			switch {
			case t.P != property:
			case t.O.Same(value):
				has = true
			default:
				others++
				set.Deletes = append(set.Deletes, t)
			}
		}
		if !has {
			t := model.Triple{S: id, P: property, O: value}
			set.Inserts, add.Inserts = append(set.Inserts, t), append(add.Inserts, t)
			lack++
		}
		if !has || others > 0 {
			change++
		}
	}
	what := m.names.Property(property) + " " + m.valueWord(model.Triple{P: property, O: value})
	switch {
	case len(there) == 0:
		f.Refuse(1, errAllGone.Error())
		return
	case change == 0:
		f.Refuse(1, "all of them have this value already: nothing would change")
		return
	}
	subjects := func(n int) string { return text.Plural(n, "subject", "subjects") }
	patches := []model.Patch{{}, set}
	options := []dialog.Option{
		{Key: "n", Word: "Change nothing", Detail: "Nothing changes."},
		{
			Key: "y", Word: "Set it in " + subjects(change), Patch: set, Shown: m.changeLines(set, m.nameFrom(all)),
			Detail: fmt.Sprintf("In one operation: %s, and %s.", coming(lack), going(len(set.Deletes))),
		},
	}
	if len(set.Deletes) > 0 && lack > 0 {
		patches = append(patches, add)
		options = append(options, dialog.Option{
			Key: "a", Word: "Add it in " + subjects(lack) + ", beside what they have", Patch: add, Shown: m.changeLines(add, m.nameFrom(all)),
			Detail: fmt.Sprintf("In one operation: %s, and nothing goes.", coming(lack)),
		})
	}
	m.ask(&dialog.Choice{
		Title: "Set a property of what is marked", Question: "Set " + what + " in " + subjects(len(there)) + "?" + leftOut(len(gone)) + m.unlistedWord(there),
		Options: options,
	}, func(i int) tea.Cmd {
		did := func(subjects string) string { return "Set " + what + " in " + subjects + "." }
		return m.setMarked(f, patches[i], did, property, all, gone)
	})
}

// askUnset asks before a property of the marked subjects is removed.
func (m *Root) askUnset(f *dialog.Form, ids []model.IRI, all map[model.IRI][]model.Triple, property model.IRI) {
	if m.dialogs.Top() != f {
		return // the person has gone on
	}
	f.Saving = false
	var p model.Patch
	var having, gone []model.IRI
	for _, id := range ids {
		had := len(p.Deletes)
		if len(all[id]) == 0 {
			gone = append(gone, id)
		}
		for _, t := range all[id] {
			if t.P == property {
				p.Deletes = append(p.Deletes, t)
			}
		}
		if len(p.Deletes) > had {
			having = append(having, id)
		}
	}
	if len(having) == 0 {
		f.Refuse(1, "none of them has this property: type a value to give them")
		return
	}
	what := m.names.Property(property) + ", " + text.Plural(len(p.Deletes), "value", "values") + ", from "
	m.askOnce(f.Title, "Remove "+what+text.Plural(len(having), "subject", "subjects")+"?"+leftOut(len(gone))+m.sayEditing(having...)+m.unlistedWord(having), dialog.Option{
		Key: "y", Word: "Remove " + text.Plural(len(p.Deletes), "value", "values"), Patch: p,
		Shown: m.changeLines(p, m.nameFrom(all)), Detail: "They go for everybody in the domain, in one operation.",
	}, func() tea.Cmd {
		did := func(subjects string) string { return "Removed " + what + subjects + "." }
		return m.setMarked(f, p, did, property, all, gone)
	})
}

func coming(n int) string { return text.Plural(n, "value comes", "values come") }

func going(n int) string {
	if n == 0 {
		return "no other value goes"
	}
	return text.Plural(n, "other value goes", "other values go")
}

// copyMany puts the marked subjects on the clipboard, as JSON.
func (m *Root) copyMany(ids []model.IRI) tea.Cmd {
	return m.readMany(m.read, ids, true, func(msg manyMsg) tea.Cmd {
		var ts []model.Triple
		for _, id := range ids {
			ts = append(ts, msg.triples[id]...)
		}
		m.notice = notice{"Copied " + text.Plural(len(ids), "subject", "subjects") + " with " + whatIsIn(ts, msg.parts) + ", as JSON.", goodNotice}
		return m.copied(values.JSON(m.o.JSON, append(ts, msg.parts.Slots(ts)...), msg.parts))
	})
}

// disabledMarks says why an action with marks cannot be done now.
func (m *Root) disabledMarks(id keymap.ID) string {
	switch {
	case id == keymap.MarkAll && !m.list.IsWhole():
		return "too many are listed: up to " + text.Count(m.list.MostMarked()) + " can be marked at once; find something among them first"
	case id == keymap.SetMany && len(m.list.Marked()) == 0:
		return "nothing is marked: " + m.keys.Key(keymap.Mark, m.theme.Glyph.ASCII) + " marks a subject"
	}
	return ""
}
