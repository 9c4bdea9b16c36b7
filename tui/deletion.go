package tui

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// deletion is what went with a subject that was deleted.
type deletion struct {
	id model.IRI
	// own are the values of the subject itself, all is these and the lists that are parts of
	// it, and refer are references to it by others, with the places of those in lists.
	own, all, refer []model.Triple
}

// deletionOf is what went with a subject in an update; of no values of its own, where that
// did not touch it.
func deletionOf(id model.IRI, e replica.Entry, labels model.Labels) deletion {
	d := deletion{id: id}
	places := make(map[model.IRI][]model.Triple)
	went := make(map[model.IRI][]model.Triple)
	for _, s := range e.Shifts {
		t := s.Triple
		if !s.Gone() {
			continue
		}
		if slot, ok := list.SlotOf(t); ok {
			places[slot.ID] = append(places[slot.ID], t)
		}
		if t.S != id && t.O == model.Ref(id) {
			d.refer = append(d.refer, t)
		} else {
			went[t.S] = append(went[t.S], t)
		}
	}
	if d.own = went[id]; len(d.own) == 0 {
		return d
	}
	queue := []model.IRI{id}
	for len(queue) > 0 {
		of := went[queue[0]]
		delete(went, queue[0])
		queue = queue[1:]
		d.all = append(d.all, of...)
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
	for _, t := range d.refer {
		if t.P == model.JSONRQLItem {
			for _, place := range places[t.S] {
				if !slices.Contains(d.all, place) {
					d.refer = append(d.refer, place)
				}
			}
		}
	}
	return d
}

// but is what went, but for what is back.
func (d deletion) but(back func(model.Triple) bool) deletion {
	d.own = slices.DeleteFunc(slices.Clone(d.own), back)
	d.all = slices.DeleteFunc(slices.Clone(d.all), back)
	d.refer = slices.DeleteFunc(slices.Clone(d.refer), back)
	return d
}

// bringBack is the choice to bring back what went with a subject, and the change that it makes.
func (m *Root) bringBack(d deletion, name string) (dialog.Option, patchedMsg) {
	p := model.Patch{Inserts: slices.Concat(d.all, d.refer)}
	rest := valuesAndItems(len(d.own)-list.CountPlaces(d.own), list.CountPlaces(d.all))
	isList := func(t model.Triple) bool { // What it holds is counted.
		return slices.ContainsFunc(d.all, func(u model.Triple) bool { return t.O == model.Ref(u.S) && u.S != d.id && u.P == model.RDFType })
	}
	shown := model.Patch{Inserts: slices.DeleteFunc(slices.Clone(d.own), isList)}
	detail := "They come for everybody in the domain, in one operation"
	if n := len(d.refer) - list.CountPlaces(d.refer); n > 0 {
		detail += ", with " + text.Plural(n, "reference", "references") + " to it"
	}
	option := dialog.Option{Key: "y", Word: "Bring back " + rest, Detail: detail + ".", Patch: p, Shown: m.changeLines(shown, m.nameOf)}
	return option, patchedMsg{patch: p, id: d.id, said: "Brought back " + rest + " of " + name + "." + m.takesBack()}
}
