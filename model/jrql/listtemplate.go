package jrql

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/list"
)

// templateItem is an item in the @list of a template.
type templateItem struct {
	index slot // a term or a variable
	value slot
	// nested is the template of an item that is a subject, or of its slot.
	nested *template
	isSlot bool
}

// listTemplate reads the @list of a template.
func (r *subjectReader) listTemplate(t *template, v any) error {
	entries, err := r.listEntries(v)
	if err != nil {
		return err
	}
	for _, e := range entries {
		index := termSlot(model.Integer(int64(e.index.At)))
		if e.isVar {
			index = r.variable(e.variable)
		}
		if err := r.itemTemplate(t, index, e.item); err != nil {
			return err
		}
	}
	return nil
}

// itemTemplate reads an item as it would read the value of a property, in a
// template made for it.
func (r *subjectReader) itemTemplate(t *template, index slot, v any) error {
	object, isObject := v.(map[string]any)
	single := &template{}
	if err := r.templateValue(single, "@item", slot{}, v); err != nil {
		return err
	}
	for _, values := range [][]templateValue{single.literals, single.vars} {
		for _, value := range values {
			t.items = append(t.items, templateItem{index: index, value: value.value})
		}
	}
	for _, n := range single.nested {
		isSlot := isObject && r.isSlot(object)
		t.items = append(t.items, templateItem{index: index, nested: n.template, isSlot: isSlot})
	}
	return nil
}

// paths are the patterns of an item, each way into it a group of its own.
func (i templateItem) paths(id func() slot, s *scope) []*group {
	place := func(holder slot) []pattern {
		return []pattern{
			{id(), varSlot(s.anonymous()), holder},
			{holder, termSlot(model.Ref(model.JSONRQLIndex)), i.index},
		}
	}
	item := termSlot(model.Ref(model.JSONRQLItem))
	if i.nested == nil {
		holder := varSlot(s.anonymous())
		g := &group{patterns: append(place(holder), pattern{holder, item, i.value})}
		if i.value.kind == slotVar {
			g.filters = s.filtersOf(i.value.n)
		}
		return []*group{g}
	}
	paths := i.nested.paths(s)
	for _, inner := range paths {
		subject := inner.patterns[0].s
		if i.isSlot {
			inner.patterns = append(place(subject), inner.patterns...)
			continue
		}
		holder := varSlot(s.anonymous())
		inner.patterns = slices.Concat(place(holder), []pattern{{holder, item, subject}}, inner.patterns)
	}
	return paths
}

// items fills in the items of one solution. What has a fixed place and value needs
// to be filled in once.
func (f *filling) items(node *Node, b binding, isNew bool) {
	for i, item := range f.template.items {
		index := item.index.term
		if item.index.kind == slotVar {
			index = b[item.index.n]
		}
		var value NodeValue
		switch {
		case item.nested != nil:
			value.Node = f.nestedItems[i].add(b)
		case item.value.kind == slotVar:
			value.Term = b[item.value.n]
		case isNew || item.index.kind == slotVar:
			value.Term = item.value.term
		}
		at, ok := indexOf(index)
		if ok && (value.Node != nil || !value.Term.IsZero()) {
			node.setItem(at, value)
		}
	}
}

// setItem puts an item at an index.
func (n *Node) setItem(at int, v NodeValue) {
	if n.items == nil {
		n.items = make(map[int]NodeValue)
	}
	n.items[at] = v
}

// maxHoles is how far an array may be longer than it has items.
const maxHoles = 10_000

// listJSON is an array of a node's items, with null where nothing was asked for;
// or an object, if there would be too many.
func (n *Node) listJSON(ctx *jsonld.Context) any {
	length := 0
	for at := range n.items {
		length = max(length, at+1)
	}
	if length > len(n.items)+maxHoles {
		object := make(map[string]any, len(n.items))
		for at, v := range n.items {
			object[list.Key(at)] = v.json(ctx)
		}
		return object
	}
	array := make([]any, length)
	for at, v := range n.items {
		array[at] = v.json(ctx)
	}
	return array
}

func (v NodeValue) json(ctx *jsonld.Context) any {
	if v.Node != nil {
		return v.Node.json(ctx)
	}
	return ctx.Value("", v.Term)
}
