package tui

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/subject"
	"github.com/m-ld/mld-tui/tui/text"
)

const (
	// maxLists is how many references of a subject are looked at whether they are
	// lists.
	maxLists = 50
	// maxBeside is how many items of a list are shown beside its property; in the
	// list's own place there are more.
	maxBeside = 100
	maxItems  = 1000
)

// newID makes an identity, as for the slot of a list.
func (m *Root) newID() model.IRI { return m.domain.GenID(rand.Text()) }

// readSubject reads a subject, with the lists that it has, or is.
func readSubject(ctx context.Context, c Data, id model.IRI) (content subject.Content, err error) {
	if content.Triples, err = c.Describe(ctx, id); err != nil {
		return content, err
	}
	read := func(id model.IRI, limit int, all bool) {
		page, failed := c.List(ctx, replica.ListQuery{List: id, Limit: limit})
		if err == nil {
			err = failed
		}
		if failed != nil || page.Total == 0 && !all {
			return
		}
		if content.Lists == nil {
			content.Lists = make(map[model.IRI]replica.ListPage)
		}
		content.Lists[id] = page
	}
	if list.IsList(content.Triples) {
		read(id, maxItems, true)
	}
	looked := 0
	for _, t := range content.Triples {
		if _, place := list.SlotOf(t); place || !t.O.IsRef() || t.P == model.RDFType || t.O.IRI() == id {
			continue
		}
		if looked++; looked > maxLists {
			break
		}
		read(t.O.IRI(), maxBeside, false)
	}
	if err != nil {
		return content, err
	}
	page, err := c.Conflicts(ctx, replica.ConflictsQuery{Subject: id})
	content.Conflicts = page.Rows
	return content, err
}

// listValue is the list that is, as a whole, the value under the cursor.
func (m *Root) listValue() (replica.ListPage, bool) {
	if _, onValue := m.subj.Value(); !onValue {
		return replica.ListPage{}, false
	}
	_, page, ok := m.subj.ListHere()
	return page, ok
}

// disabledMove says why an item cannot be moved, or nothing inserted before it.
func (m *Root) disabledMove(id keymap.ID) string {
	item, ok := m.subj.Item()
	_, page, inList := m.subj.ListHere()
	switch {
	case !ok && inList && id == keymap.InsertBefore:
		return "" // There it adds to the list.
	case !ok && inList:
		return "this is the whole list: press " + m.keys.Key(keymap.Down, m.theme.Glyph.ASCII) + " to go to its items, which can be moved"
	case !ok && m.disabled(keymap.MakeList) == "":
		return "this is not an item of a list: " + m.keys.Key(keymap.MakeList, m.theme.Glyph.ASCII) + " makes a list of these values"
	case !ok:
		return "there is no item of a list here"
	case id == keymap.MoveUp && item.Index == 0:
		return "this is the first item already"
	case id == keymap.MoveDown && item.Index == page.Total-1:
		return "this is the last item already"
	}
	return ""
}

// moveItem moves the item under the cursor; the cursor stays on it.
func (m *Root) moveItem(by int) tea.Cmd {
	item, _ := m.subj.Item()
	return m.patch(patchedMsg{
		patch: item.Move(item.Index + by), id: m.subj.Subject(), said: fmt.Sprintf("It is number %d now.", item.Index+by+1),
	})
}

// askRemoveItem asks before an item goes.
func (m *Root) askRemoveItem(item replica.ListItem) {
	value, which := "an empty item", "which is empty"
	if len(item.Values) > 0 {
		value = m.valueWord(model.Triple{P: model.JSONRQLItem, O: item.Values[0]})
		which = value
	}
	patch := item.Remove()
	id := m.subj.Subject()
	m.ask(&dialog.Choice{
		Title: "Remove an item", Question: fmt.Sprintf("Remove item %d, %s, from the list?", item.Index+1, which),
		Options: []dialog.Option{
			{Key: "n", Word: "Keep it", Detail: "Nothing changes."},
			{Key: "y", Word: "Remove it", Detail: "It goes for everybody in the domain; the others close up.", Patch: patch},
		},
	}, func(int) tea.Cmd {
		return m.patch(patchedMsg{patch: patch, id: id, said: "Removed " + value + " from the list."})
	})
}

// makeList puts a list of the values of a property in their place; and in the place of a
// list, its items.
func (m *Root) makeList() tea.Cmd {
	if page, ok := m.listValue(); ok {
		return m.unmakeList(page)
	}
	t, _ := m.subj.Value()
	values := m.subj.ValuesHere()
	id := m.newID()
	p := list.Insert(id, 0, m.newID, values...)
	at := model.Triple{S: t.S, P: t.P, O: model.Ref(id)}
	p.Inserts = append(p.Inserts, at)
	for _, v := range values {
		p.Deletes = append(p.Deletes, model.Triple{S: t.S, P: t.P, O: v})
	}
	said := fmt.Sprintf("Made %s a list of %s.", m.names.Property(t.P), text.Plural(len(values), "item", "items"))
	return m.patch(patchedMsg{patch: p, id: t.S, said: said, at: &at})
}

// unmakeList puts the items of the list under the cursor in its place. Plain values are in no
// order, and each is there once.
func (m *Root) unmakeList(page replica.ListPage) tea.Cmd {
	t, _ := m.subj.Value()
	p := model.Patch{Deletes: []model.Triple{t}}
	for _, i := range page.Items {
		for _, v := range i.Values {
			if at := (model.Triple{S: t.S, P: t.P, O: v}); !slices.Contains(p.Inserts, at) {
				p.Inserts = append(p.Inserts, at)
			}
		}
	}
	said := fmt.Sprintf("%s has %s in no order now.", upperFirst(m.names.Property(t.P)), text.Plural(len(p.Inserts), "value", "values"))
	job := patchedMsg{patch: p, id: t.S, said: said}
	if len(p.Inserts) > 0 {
		job.at = &p.Inserts[0]
	}
	return m.patch(job)
}

// pasteItem inserts what was copied into a list, behind the item under the cursor.
func (m *Root) pasteItem(into model.IRI) tea.Cmd {
	_, page, _ := m.subj.ListHere()
	at := page.Total
	if item, ok := m.subj.Item(); ok {
		at = item.Index + 1
	}
	v := m.held.triples[0]
	own := m.held.parts.Copy([]model.Triple{v}, m.newID) // The value is the first.
	p := list.Insert(into, at, m.newID, own[0].O)
	p.Inserts = append(p.Inserts, own[1:]...)
	return m.patch(patchedMsg{
		patch: p, id: m.subj.Subject(), said: "Inserted " + m.valueWord(v) + ".",
	})
}
