package tui

import (
	"context"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/text"
)

// wording is what a sentence about something put back is made of, beside what went and came:
// it is read with that, for the sentence does not change when more is known.
type wording struct {
	items items
	list  called // what has the list of which there are any, where it is one
	names map[model.IRI]called
}

// items are the items of slots, of which a change tells only that they moved.
type items map[model.IRI]model.Term

// readWording reads what is to be said of what was put back.
func readWording(ctx context.Context, c Clone, labels model.Labels, u replica.Undone) wording {
	w := wording{readItems(ctx, c, u.Shifts), readList(ctx, c, labels, u.Shifts), make(map[model.IRI]called)}
	for id := range named(u, w.items) {
		if l, err := labelOf(ctx, c, id, labels); err == nil {
			w.names[id] = l
		}
	}
	return w
}

// named are the subjects that a sentence may name: of more it gives the number.
func named(u replica.Undone, held items) map[model.IRI]bool {
	ids := make(map[model.IRI]bool)
	take := func(t model.Triple) {
		if ids[t.S] = true; t.O.IsRef() && t.P != model.RDFType {
			ids[t.O.IRI()] = true
		}
	}
	for slot, o := range held {
		take(model.Triple{S: slot, P: model.JSONRQLItem, O: o})
	}
	if len(u.Left) > 0 {
		take(u.Left[0].Triple)
	}
	for _, s := range u.Shifts {
		if len(ids) >= maxNamed {
			break
		}
		take(s.Triple)
	}
	return ids
}

// readItems reads what is to be said of items that moved, as long as they are few enough to
// be named.
func readItems(ctx context.Context, c Clone, shifts []replica.Shift) items {
	held := make(items)
	for _, t := range changes.Tell(shifts) {
		if !t.OfItem() || !t.OfSlot() {
			continue
		}
		if len(held) == maxNamedItems {
			return nil
		}
		held[t.Triple.S] = model.Term{}
		now, err := c.Describe(ctx, t.Triple.S)
		if i := slices.IndexFunc(now, func(t model.Triple) bool { return t.P == model.JSONRQLItem }); err == nil && i >= 0 {
			held[t.Triple.S] = now[i].O
		}
	}
	return held
}

// readList reads what has the first list that something was put back of.
func readList(ctx context.Context, c Clone, labels model.Labels, shifts []replica.Shift) called {
	tried := 0
	for _, s := range shifts {
		if !ofList(s.Triple) {
			continue
		}
		l, err := partName(ctx, c, s.Triple.S, labels)
		if l.slotOf != "" && err == nil {
			l, err = partName(ctx, c, l.slotOf, labels)
		}
		if tried++; err == nil && l.has != "" || tried == maxNamed {
			return l
		}
	}
	return called{}
}

// How many items of a list are named, and of how many subjects the name is read: a sentence has
// place for two, and one item of a list is several statements.
const (
	maxNamedItems = 1
	maxNamed      = 16
)

// sayPutBack says in a line all that went and came: values, and lists.
func (m *Root) sayPutBack(verb string, shifts []replica.Shift, with wording) string {
	m.name(with.names)
	went, came, lists := m.wentAndCame(shifts)
	var words []string
	if s := m.sayValues(went, came); s != "" {
		words = append(words, s)
	}
	if s := m.sayLists(lists, with); s != "" {
		words = append(words, s)
	}
	if len(words) == 0 {
		return ""
	}
	return verb + ": " + strings.Join(words, ", and ") + "."
}

// listFate is what became of a list: it is back or gone again, or some of its items are, or
// have moved.
type listFate struct {
	back, gone bool
	items      []changes.Told
}

// wentAndCame are the values that went and came, of which the lists that did, or whose items
// did, are told by themselves.
func (m *Root) wentAndCame(shifts []replica.Shift) (went, came []model.Triple, lists map[model.IRI]*listFate) {
	lists = make(map[model.IRI]*listFate)
	of := func(id model.IRI) *listFate {
		if lists[id] == nil {
			lists[id] = new(listFate)
		}
		return lists[id]
	}
	for _, t := range changes.Tell(shifts) {
		switch id := t.Subject(); {
		case !t.Come() && !t.Gone() && !t.Moved():
		case t.OfItem():
			if id == t.Triple.S { // It is a slot: of one list, where that is not known.
				id, _ = m.names.Labels.Whole(id)
			}
			of(id).items = append(of(id).items, t)
		case t.OfList() && t.Come():
			of(t.Triple.O.IRI()).back = true
		case t.OfList() && t.Gone():
			of(t.Triple.O.IRI()).gone = true
		case t.Come():
			came = append(came, t.Triple)
		case t.Gone():
			went = append(went, t.Triple)
		}
	}
	return went, came, lists
}

// sayLists says what became of lists: the items, then the lists that are back or gone as a
// whole.
func (m *Root) sayLists(lists map[model.IRI]*listFate, with wording) string {
	var words []string
	var changed []changes.Told
	back, gone, of := 0, 0, 0
	for _, l := range lists {
		switch {
		case l.back:
			back++
		case l.gone:
			gone++
		default:
			of++
			changed = append(changed, l.items...)
		}
	}
	which := func(n int) string {
		switch {
		case n > 1:
			return text.Count(n) + " lists"
		case len(lists) == 1 && with.list.has != "":
			return "the list " + m.names.Property(with.list.by) + " of " + m.called(with.list.hasName, with.list.has)
		case len(lists) == 1:
			return "the list"
		}
		return "a list"
	}
	is := func(n int) string {
		if n == 1 {
			return " is "
		}
		return " are "
	}
	if of > 0 {
		words = append(words, m.sayItems(changed, which(of), with.items))
	}
	if back > 0 {
		words = append(words, which(back)+is(back)+"back")
	}
	if gone > 0 {
		words = append(words, which(gone)+is(gone)+"gone again")
	}
	return strings.Join(words, ", ")
}

// sayItems says what became of items of a list, or of several.
func (m *Root) sayItems(told []changes.Told, of string, held items) string {
	came, went, moved := changes.Sort(told)
	switch t := told[0]; {
	case len(told) == 1 && t.Moved() && t.At() != "":
		return m.itemWord(t, held) + " is item " + t.At() + " of " + of + " again"
	case len(told) == 1 && t.Moved():
		return m.itemWord(t, held) + " has moved back in " + of
	case len(told) == 1 && t.Come() && t.At() != "":
		return m.itemWord(t, held) + " is back as item " + t.At() + " of " + of
	case len(told) == 1 && t.Come():
		return m.itemWord(t, held) + " is back in " + of
	case len(told) == 1:
		return m.itemWord(t, held) + " is gone again from " + of
	case len(told) == 2 && len(came) == 1 && len(went) == 1 && came[0].Triple.S == went[0].Triple.S:
		return m.itemWord(went[0], held) + " of " + of + " is " + m.itemWord(came[0], held) + " again"
	}
	var words []string
	if n := len(came); n > 0 {
		words = append(words, text.Plural(n, "item is", "items are")+" back")
	}
	if n := len(went); n > 0 {
		words = append(words, text.Plural(n, "item is", "items are")+" gone again")
	}
	if n := len(moved); n > 0 {
		words = append(words, text.Plural(n, "item has", "items have")+" moved back")
	}
	return strings.Join(words, ", ") + " in " + of
}

// itemWord is an item in a word, if it is known.
func (m *Root) itemWord(t changes.Told, held items) string {
	o := t.Triple.O
	if t.OfSlot() {
		o = held[t.Triple.S]
	}
	if o.IsZero() {
		return "an item"
	}
	return m.valueWord(model.Triple{P: model.JSONRQLItem, O: o})
}
