package jrql

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/list"
)

// Query reads: a @describe, a @select or a @construct.
type Query struct {
	ctx   *jsonld.Context
	scope *scope
	where *group // nil where there is none
	// One of these says what is read.
	describes  []slot
	selects    *selection
	constructs []*template
}

// selection is what a @select shows: everything, or these variables.
type selection struct {
	all  bool
	vars []int
}

// Context is the context that the query was read with.
func (q *Query) Context() *jsonld.Context { return q.ctx }

// Result is one result of a query: a Subject of a @describe, a Solution of a
// @select, or a Node of a @construct; the others are nil.
type Result struct {
	Subject  *model.Subject
	Solution *Solution
	Node     *Node
}

// Solution is one combination of values for the variables of a @select.
type Solution struct {
	// Blank identifies the solution among the results of its query.
	Blank string
	// Names and Values go together; a variable without a value is left out.
	Names  []string
	Values []model.Term
	any    bool // something was bound, though it may not be shown
}

func parseQuery(ctx *jsonld.Context, object map[string]any, verb string) (*Query, error) {
	if err := onlyKeys(object, "a request with "+verb, verb, "@where"); err != nil {
		return nil, err
	}
	p := newParser(ctx)
	q := &Query{ctx: ctx, scope: p.scope}
	var err error
	if where := object["@where"]; where != nil {
		if q.where, err = p.where(where); err != nil {
			return nil, err
		}
	}
	switch verb {
	case "@describe":
		err = q.parseDescribe(p, object[verb])
	case "@select":
		err = q.parseSelect(p, object[verb])
	case "@construct":
		err = q.parseConstruct(p, object[verb])
	}
	if err != nil {
		return nil, err
	}
	return q, nil
}

func (q *Query) parseDescribe(p *parser, v any) error {
	for _, item := range array(v) {
		id, ok := item.(string)
		if !ok {
			return unsupported("a @describe must name subjects or variables, not %s", describe(item))
		}
		if name, isVar := matchVariable(id); isVar {
			if q.where == nil {
				q.where = anySubject(p.scope.variable(name), p.scope)
			}
			q.describes = append(q.describes, varSlot(p.scope.variable(name)))
			continue
		}
		iri := p.ctx.ExpandID(id)
		if !model.IsAbsoluteIRI(string(iri)) {
			return unsupported("%q is no identity: it is neither an IRI nor short for one", id)
		}
		q.describes = append(q.describes, termSlot(model.Ref(iri)))
	}
	return nil
}

// anySubject matches everything: a variable described without a @where.
func anySubject(n int, s *scope) *group {
	return &group{patterns: []pattern{{varSlot(n), varSlot(s.anonymous()), varSlot(s.anonymous())}}}
}

func (q *Query) parseSelect(p *parser, v any) error {
	if q.where == nil {
		return unsupported("a @select needs a @where")
	}
	q.selects = &selection{}
	for _, item := range array(v) {
		if item == "*" {
			q.selects.all = true
			continue
		}
		name, ok := matchVariable(asString(item))
		if !ok || name == "" {
			return unsupported("a @select must name variables, like \"?name\", or be \"*\", not %s", describe(item))
		}
		q.selects.vars = append(q.selects.vars, p.scope.variable(name))
	}
	if !q.selects.all && len(q.selects.vars) == 0 {
		return unsupported("a @select names no variable")
	}
	return nil
}

// Results finds the results in a graph. It yields an error, and ends, when the
// context.Context is done.
func (q *Query) Results(cancel context.Context, graph model.Graph) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		e := newEvaluation(cancel, graph, q.scope)
		next := func(r Result) bool { return yield(r, nil) }
		var more bool
		switch {
		case q.selects != nil:
			more = q.selectAll(e, next)
		case q.constructs != nil:
			more = q.construct(e, next)
		default:
			more = q.describeAll(e, next)
		}
		if e.err != nil && !more {
			yield(Result{}, fmt.Errorf("reading was stopped: %w", e.err))
		}
	}
}

func (q *Query) selectAll(e *evaluation, yield func(Result) bool) bool {
	vars := q.selects.vars
	if q.selects.all {
		vars = nil
		for n, name := range q.scope.names {
			if matched, ok := matchVariable("?" + name); ok && matched != "" {
				vars = append(vars, n)
			}
		}
	}
	count := 0
	return e.solutions(q.where, func() bool {
		s := &Solution{Blank: fmt.Sprintf("_:b%d", count)}
		count++
		for _, n := range vars {
			if t := e.b[n]; !t.IsZero() {
				s.Names = append(s.Names, q.scope.names[n])
				s.Values = append(s.Values, t)
			}
		}
		for _, t := range e.b {
			s.any = s.any || !t.IsZero()
		}
		return yield(Result{Solution: s})
	})
}

func (q *Query) describeAll(e *evaluation, yield func(Result) bool) bool {
	for _, d := range q.describes {
		if d.kind == slotTerm {
			if !q.describe(e, d.term.IRI(), yield) {
				return false
			}
			continue
		}
		distinct := q.where.isDistinct(d.n)
		done := make(map[model.IRI]bool)
		more := e.solutions(q.where, func() bool {
			id := e.b[d.n].IRI()
			if id == "" || done[id] {
				return true
			}
			if !distinct { // Else memory would grow with what is described.
				done[id] = true
			}
			return q.describe(e, id, yield)
		})
		if !more {
			return false
		}
	}
	return true
}

func (q *Query) describe(e *evaluation, id model.IRI, yield func(Result) bool) bool {
	if e.stopped() {
		return false
	}
	s := Describe(e.graph, q.ctx.Domain(), id)
	if s == nil {
		return true
	}
	return yield(Result{Subject: s})
}

// Describe gathers all that a graph says of one subject, with properties and
// values in the order in which the reference shows them; nil if it says nothing.
// References to slots become the items of its list.
func Describe(graph model.Graph, domain model.Domain, id model.IRI) *model.Subject {
	s := &model.Subject{ID: id}
	members, others := list.Members(graph, slices.Collect(graph.Match(model.Pattern{S: id})))
	for _, t := range others {
		s.Add(t.P, t.O)
	}
	for _, m := range members {
		domain.SortStored(m.Items)
		s.List = append(s.List, m.Items)
	}
	if len(s.Properties)+len(s.List) == 0 {
		return nil
	}
	s.SortStored(domain)
	return s
}

// JSON is a result as an app of the reference engine would see it.
func (q *Query) JSON(r Result) any {
	switch {
	case r.Subject != nil:
		return q.ctx.Subject(r.Subject)
	case r.Solution != nil:
		return q.solutionJSON(r.Solution)
	case r.Node != nil:
		return r.Node.json(q.ctx)
	}
	return nil
}

func (q *Query) solutionJSON(s *Solution) any {
	object := make(map[string]any, len(s.Names)+1)
	if s.any {
		object["@id"] = s.Blank
	}
	for i, name := range s.Names {
		object["?"+name] = q.ctx.Value("", s.Values[i])
	}
	return object
}
