package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// wentMsg brings what went with a subject that somebody deleted, of which one has put one
// value back.
type wentMsg struct {
	id       model.IRI
	property model.IRI // of that value
	// own are the values of the subject that went, and patch brings back all that went with
	// it.
	own   []model.Triple
	patch model.Patch
	// references is how many of those are references to it by others.
	references int
	by         replica.Author
	err        error
}

// historyOfDeletion is how far back it is looked for what took a subject away.
const historyOfDeletion = 20

// putBackOne is for when one has put a value back that others had removed: the list shows
// the subject, and where they had removed all of it, it is looked up what went with it.
func (m *Root) putBackOne(d patchedMsg) tea.Cmd {
	if d.editor == nil || !d.editor.Removed() || d.editor.List != "" || d.id != m.subj.Subject() {
		return nil
	}
	m.list.Reveal(d.id)
	if d.readErr != nil || slices.ContainsFunc(d.content.Triples, func(t model.Triple) bool { return !slices.Contains(d.patch.Inserts, t) }) {
		return nil // There is more of it.
	}
	c, labels, saved := m.clone, m.o.Labels, d.patch.Inserts[0]
	instead := d.editor.Original
	return m.run(m.ctx, func(ctx context.Context) any {
		msg := wentMsg{id: d.id, property: saved.P}
		page, err := c.History(ctx, replica.HistoryQuery{Subject: d.id, Whole: true, Limit: historyOfDeletion})
		msg.err = err
		for _, e := range page.Entries {
			own, all, references := wentWith(d.id, e, labels)
			if len(own) == 0 {
				continue
			}
			back := func(t model.Triple) bool { // It is there, or something else is in its place.
				return t.S == saved.S && t.P == saved.P && (t.O.Same(saved.O) || t.O.Same(instead))
			}
			msg.own, msg.by = slices.DeleteFunc(own, back), e.Author
			msg.patch.Inserts = slices.DeleteFunc(all, back)
			msg.references = references
			break
		}
		return msg
	})
}

// wentWith are the triples of a subject that went in an update, and all that went with them:
// those of the lists that are parts of it, and references to it.
func wentWith(id model.IRI, e replica.Entry, labels []model.IRI) (own, all []model.Triple, references int) {
	var refer []model.Triple
	went := make(map[model.IRI][]model.Triple)
	for _, s := range e.Shifts {
		switch t := s.Triple; {
		case !s.Gone():
		case t.S != id && t.O == model.Ref(id):
			refer = append(refer, t)
		default:
			went[t.S] = append(went[t.S], t)
		}
	}
	if own = went[id]; len(own) == 0 {
		return nil, nil, 0
	}
	queue := []model.IRI{id}
	for len(queue) > 0 {
		of := went[queue[0]]
		delete(went, queue[0])
		queue = queue[1:]
		all = append(all, of...)
		for _, t := range of {
			if !t.O.IsRef() {
				continue
			}
			to := t.O.IRI()
			if _, slot := list.SlotOf(t); slot || list.IsPart(to, went[to], labels) {
				queue = append(queue, to)
			}
		}
	}
	return slices.Clone(own), append(all, refer...), len(refer)
}

// offerWhole offers to bring back the rest of a subject.
func (m *Root) offerWhole(msg wentMsg) tea.Cmd {
	switch {
	case msg.err != nil:
		m.o.Log.Warn("could not read what was deleted", "subject", msg.id, "err", msg.err)
		return nil
	case len(msg.own) == 0 || m.subj.Subject() != msg.id || m.subj.Editor() != nil || m.dialogs.Top() != nil:
		return nil // The person has gone on to something else.
	}
	name := m.nameFrom(map[model.IRI][]model.Triple{msg.id: msg.own})(msg.id)
	rest := said(len(msg.own)-list.CountPlaces(msg.own), list.CountPlaces(msg.patch.Inserts))
	isList := func(t model.Triple) bool { // What it holds is counted.
		return slices.ContainsFunc(msg.patch.Inserts, func(u model.Triple) bool { return t.O == model.Ref(u.S) && u.S != msg.id && u.P == model.RDFType })
	}
	shown := model.Patch{Inserts: slices.DeleteFunc(slices.Clone(msg.own), isList)}
	detail := "They come for everybody in the domain, in one operation"
	if n := msg.references; n > 0 {
		detail += ", with " + text.Plural(n, "reference", "references") + " to it"
	}
	m.ask(&dialog.Choice{
		Title:    "Put a subject back",
		Question: upperFirst(m.who(msg.by).Name) + " deleted " + name + ". Bring back the rest of it?",
		Options: []dialog.Option{
			{Key: "n", Word: "Leave it so", Detail: "It has the " + m.names.Property(msg.property) + " that you saved, and nothing else."},
			{
				Key: "y", Word: "Bring back " + rest, Patch: msg.patch, Shown: m.changeLines(shown, m.nameOf),
				Detail: detail + ".",
			},
		},
	}, func(int) tea.Cmd {
		return m.patch(patchedMsg{patch: msg.patch, id: msg.id, said: "Brought back " + rest + " of " + name + "."})
	})
	return nil
}
