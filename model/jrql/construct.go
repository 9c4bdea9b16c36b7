package jrql

import (
	"fmt"
	"maps"
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// template is a subject of a @construct, to be filled from solutions.
type template struct {
	id       slot // a term, a variable, or new for a subject without one
	literals []templateValue
	vars     []templateValue
	nested   []templateNested
	items    []templateItem
}

type templateValue struct {
	property slot
	value    slot
}

type templateNested struct {
	property slot
	template *template
}

func (q *Query) parseConstruct(p *parser, v any) error {
	q.constructs = []*template{}
	for _, item := range array(v) {
		object, ok := item.(map[string]any)
		if !ok {
			return unsupported("a @construct must hold subjects, not %s", describe(item))
		}
		reader := p.reader(matching)
		t, err := reader.template(object)
		if err != nil {
			return err
		}
		q.constructs = append(q.constructs, t)
	}
	if q.where != nil {
		return nil
	}
	// Without a @where, each path through the templates is matched by itself:
	// what one subject lacks must not hide what it has.
	q.where = &group{}
	for _, t := range q.constructs {
		q.where.union = append(q.where.union, t.paths(p.scope)...)
	}
	return nil
}

// template reads one subject; the filters in it belong to the paths that hold
// their variable, and are left with the reader.
func (r *subjectReader) template(object map[string]any) (*template, error) {
	id, err := r.templateID(object)
	if err != nil {
		return nil, err
	}
	t := &template{id: id}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		keyword := r.ctx.Keyword(key)
		if object[key] == nil || keyword == "@id" || keyword == "@context" {
			continue
		}
		if keyword == "@list" {
			if err := r.listTemplate(t, object[key]); err != nil {
				return nil, err
			}
			continue
		}
		property, err := r.property(keyword)
		if err != nil {
			return nil, err
		}
		if err := r.templateValue(t, keyword, property, object[key]); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (r *subjectReader) templateID(object map[string]any) (slot, error) {
	for key, v := range object {
		if r.ctx.Keyword(key) == "@id" && v != nil {
			return r.identity(object, nil)
		}
	}
	return slot{kind: slotNew}, nil
}

func (r *subjectReader) templateValue(t *template, key string, property slot, v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		for _, item := range v {
			if err := r.templateValue(t, key, property, item); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		if set, ok := v["@set"]; ok {
			return r.templateValue(t, key, property, set)
		}
		if isInlineConstraint(v) {
			return r.templateFilter(t, key, property, v)
		}
		_, isRef := r.ctx.Reference(v, "@id")
		_, isVocab := r.ctx.Reference(v, "@vocab")
		if !isRef && !isVocab && !r.isValue(v) {
			nested, err := r.template(v)
			if err != nil {
				return err
			}
			t.nested = append(t.nested, templateNested{property, nested})
			return nil
		}
	}
	value, err := r.value(v, key)
	if err != nil {
		return err
	}
	t.add(property, value)
	return nil
}

func (t *template) add(property, value slot) {
	if value.kind == slotVar {
		t.vars = append(t.vars, templateValue{property, value})
	} else {
		t.literals = append(t.literals, templateValue{property, value})
	}
}

// templateFilter reads an inline filter, whose value is what passes it.
func (r *subjectReader) templateFilter(t *template, key string, property slot, v map[string]any) error {
	inner := r.reader(matching)
	if err := inner.inline(v, &place{subject: varSlot(0), property: key}, property); err != nil {
		return err
	}
	t.add(property, inner.patterns[0].o)
	r.scope.filters = append(r.scope.filters, inner.filters...)
	return nil
}

// paths are the patterns of a template, each a group of its own.
func (t *template) paths(s *scope) []*group {
	id := func() slot {
		if t.id.kind == slotNew {
			return varSlot(s.anonymous())
		}
		return t.id
	}
	var paths []*group
	for _, list := range [][]templateValue{t.literals, t.vars} {
		for _, v := range list {
			g := &group{patterns: []pattern{{id(), v.property, v.value}}}
			if v.value.kind == slotVar {
				g.filters = s.filtersOf(v.value.n)
			}
			paths = append(paths, g)
		}
	}
	for _, n := range t.nested {
		for _, inner := range n.template.paths(s) {
			link := pattern{id(), n.property, inner.patterns[0].s}
			inner.patterns = append([]pattern{link}, inner.patterns...)
			paths = append(paths, inner)
		}
	}
	for _, i := range t.items {
		paths = append(paths, i.paths(id, s)...)
	}
	return paths
}

// construct fills the templates from all solutions, and then yields what has
// come of them.
func (q *Query) construct(e *evaluation, yield func(Result) bool) bool {
	blanks := 0
	var fillings []*filling
	for _, t := range q.constructs {
		fillings = append(fillings, newFilling(t, &blanks))
	}
	more := e.solutions(q.where, func() bool {
		for _, f := range fillings {
			f.add(e.b)
		}
		return true
	})
	if !more {
		return false
	}
	for _, f := range fillings {
		for _, node := range f.results {
			node.sort(q.ctx.Domain(), make(map[*Node]bool))
			if !yield(Result{Node: node}) {
				return false
			}
		}
	}
	return true
}

// filling gathers the results of one template: one for each identity that its
// variable has, else one in all.
type filling struct {
	template *template
	byID     map[model.IRI]*Node
	results  []*Node
	nested   []*filling
	blanks   *int
	// nestedItems are those of the items that are templates.
	nestedItems map[int]*filling
}

func newFilling(t *template, blanks *int) *filling {
	f := &filling{template: t, byID: make(map[model.IRI]*Node), blanks: blanks}
	for _, n := range t.nested {
		f.nested = append(f.nested, newFilling(n.template, blanks))
	}
	f.nestedItems = make(map[int]*filling)
	for i, item := range t.items {
		if item.nested != nil {
			f.nestedItems[i] = newFilling(item.nested, blanks)
		}
	}
	return f
}

// add fills in one solution; the result is nil if it gave nothing.
func (f *filling) add(b binding) *Node {
	t := f.template
	id := model.IRI("")
	if t.id.kind == slotVar {
		id = b[t.id.n].IRI()
	}
	node, exists := f.byID[id]
	if !exists {
		node = f.newNode(id)
	}
	for _, v := range t.literals {
		if property := fill(v.property, b); property != "" && (!exists || v.property.kind == slotVar) {
			node.add(property, NodeValue{Term: v.value.term})
		}
	}
	for _, v := range t.vars {
		if property := fill(v.property, b); property != "" && !b[v.value.n].IsZero() {
			node.add(property, NodeValue{Term: b[v.value.n]})
		}
	}
	for i, n := range t.nested {
		inner := f.nested[i].add(b)
		if property := fill(n.property, b); property != "" && inner != nil {
			node.add(property, NodeValue{Node: inner})
		}
	}
	f.items(node, b, !exists)
	if id == "" && t.id.kind != slotTerm && len(node.properties) == 0 && len(node.items) == 0 {
		return nil
	}
	return node
}

func fill(s slot, b binding) model.IRI {
	if s.kind == slotVar {
		return b[s.n].IRI()
	}
	return s.term.IRI()
}

func (f *filling) newNode(id model.IRI) *Node {
	node := &Node{ID: id}
	switch {
	case id != "":
	case f.template.id.kind == slotTerm:
		node.ID = f.template.id.term.IRI()
	default:
		node.Blank = fmt.Sprintf("_:b%d", *f.blanks)
		*f.blanks++
	}
	f.byID[id] = node
	f.results = append(f.results, node)
	return node
}
