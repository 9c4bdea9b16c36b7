package tui

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/values"
)

// duplicate asks for the name of a copy.
func (m *Root) duplicate() tea.Cmd {
	id := m.target()
	name := m.nameOf(id)
	return m.withSubjectBy(m.runTo(opensIt, "what "+name+" has"), id, func(ts []model.Triple, parts list.Parts) tea.Cmd { return m.askCopy(id, name, ts, parts) })
}

// copyFormMsg: an id was found for a copy, for which can be asked now.
type copyFormMsg struct {
	then func() tea.Cmd
}

// askCopy looks for an id that a copy of a subject can have, in the folder of the original, and
// asks for the name of the copy.
func (m *Root) askCopy(id model.IRI, name string, ts []model.Triple, parts list.Parts) tea.Cmd {
	c := m.clone
	fresh := m.domain.GenID(rand.Text())
	return m.runTo(opensIt, "which ids are taken")(func(ctx context.Context) any {
		made := fresh
		if !id.IsGenerated() {
			var err error
			if made, err = free(ctx, c, id); err != nil {
				made = fresh
			}
		}
		return copyFormMsg{func() tea.Cmd { return m.openCopy(id, made, name, ts, parts) }}
	})
}

func (m *Root) openCopy(id, made model.IRI, name string, ts []model.Triple, parts list.Parts) tea.Cmd {
	if m.busy() {
		return nil // The person has gone on to something else.
	}
	f := &dialog.Form{
		Title: "Duplicate", Verb: "duplicate", Keys: m.keys,
		Intro:  fmt.Sprintf("A new subject with %s of %s.", whatIsIn(ts, parts), name),
		Fields: []dialog.Field{{Label: "id", Hint: "a short name for the copy; leave it empty to take this one"}},
	}
	label := labelled(ts, m.o.Labels)
	if label != nil {
		field := dialog.Field{Label: m.names.Property(label.P), Hint: "what people call the copy"}
		field.Line.Set(label.O.Value)
		f.Fields = append(f.Fields, field)
	}
	f.Fields[0].Made = func() string {
		short := m.names.Subject(made)
		if label == nil || f.Value(1) == label.O.Value || made.IsGenerated() {
			return short
		}
		if slug := values.Slug(f.Value(1)); slug != "" { // It is called otherwise.
			return short[:strings.LastIndexByte(short, '/')+1] + slug
		}
		return short
	}
	ids := m.again()
	f.JSON, f.Sends = m.o.JSON, func() (p model.Patch, err error) {
		_, p.Inserts, err = m.copyAs(f, ts, parts, label, ids())
		return p, err
	}
	m.openForm(f, occasion{keymap.Duplicate, id}, func() tea.Cmd { return m.createCopy(f, ts, parts, label, ids()) })
	return nil
}

// labelled is the text that names the subject of some triples best; nil where none does.
func labelled(ts []model.Triple, labels model.Labels) (best *model.Triple) {
	rank := len(labels)
	for i, t := range ts {
		if r := labels.Rank(t.P); r >= 0 && r < rank && t.O.Datatype == model.XSDString {
			rank, best = r, &ts[i]
		}
	}
	return best
}

// copyAs is the copy of a subject for which a form asks, with the id that is typed, else the
// one that is made. newID makes the ids of its parts.
func (m *Root) copyAs(f *dialog.Form, ts []model.Triple, parts list.Parts, label *model.Triple, newID func() model.IRI) (model.IRI, []model.Triple, error) {
	id, err := m.names.ParseSubject(cmp.Or(f.Value(0), f.Fields[0].Made()))
	if err != nil {
		return "", nil, err
	}
	copies := slices.Clone(ts)
	for i, t := range copies {
		if label != nil && t == *label {
			t.O = model.String(f.Value(1))
		}
		t.S = id
		copies[i] = t
	}
	return id, parts.Copy(copies, newID), nil
}

func (m *Root) createCopy(f *dialog.Form, ts []model.Triple, parts list.Parts, label *model.Triple, newID func() model.IRI) tea.Cmd {
	id, copies, err := m.copyAs(f, ts, parts, label, newID)
	if err != nil {
		f.Refuse(0, err.Error())
		return nil
	}
	if why := m.disabledWrite(); why != "" {
		f.Refuse(0, why)
		return nil
	}
	f.Err, f.Saving = "", true
	called := ""
	if label != nil {
		called = f.Value(1)
	}
	refuse := func(err error) { f.Refuse(0, err.Error()) }
	if f.Value(0) == "" {
		return m.insertMade(id, copies, called, refuse, f)
	}
	return m.insertNew(id, copies, called, refuse, f)
}

// again makes the same ids, in their order, each time it is asked for a maker of them: what
// is shown before is what is sent.
func (m *Root) again() func() func() model.IRI {
	var ids []model.IRI
	return func() func() model.IRI {
		n := 0
		return func() model.IRI {
			if n++; n > len(ids) {
				ids = append(ids, m.newID())
			}
			return ids[n-1]
		}
	}
}
