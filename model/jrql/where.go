package jrql

import (
	"maps"
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// where reads a @where: subjects, or a group.
func (p *parser) where(v any) (*group, error) {
	object, ok := v.(map[string]any)
	if !ok {
		if _, isArray := v.([]any); !isArray {
			return nil, unsupported("a @where must be a subject, an array of subjects or a group, not %s", describe(v))
		}
		return p.group(map[string]any{"@graph": v})
	}
	if len(keysIn(object, "@graph", "@union", "@filter", "@values", "@bind")) > 0 {
		return p.group(object)
	}
	return p.group(map[string]any{"@graph": v})
}

func (p *parser) group(object map[string]any) (*group, error) {
	err := onlyKeys(object, "a group", "@graph", "@union", "@filter", "@values", "@bind", "@context")
	if err != nil {
		return nil, err
	}
	if own, ok := object["@context"]; ok {
		ctx, err := p.ctx.Next(own)
		if err != nil {
			return nil, err
		}
		outer := p.ctx
		p.ctx = ctx
		defer func() { p.ctx = outer }()
	}
	g := &group{}
	reader := p.reader(matching)
	if err := reader.read(object["@graph"], nil); err != nil {
		return nil, err
	}
	g.patterns, g.filters = reader.patterns, reader.filters
	for _, alternative := range array(object["@union"]) {
		member, err := p.where(alternative)
		if err != nil {
			return nil, err
		}
		g.union = append(g.union, member)
	}
	for _, filter := range array(object["@filter"]) {
		e, err := p.constraint(filter)
		if err != nil {
			return nil, err
		}
		g.filters = append(g.filters, e)
	}
	if g.values, err = p.values(array(object["@values"])); err != nil {
		return nil, err
	}
	for _, b := range array(object["@bind"]) {
		binds, err := p.bind(b)
		if err != nil {
			return nil, err
		}
		g.binds = append(g.binds, binds...)
	}
	return g, nil
}

// values reads the rows of @values.
func (p *parser) values(rows []any) (*valuesTable, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	table := &valuesTable{}
	column := make(map[int]int)
	for _, row := range rows {
		object, ok := row.(map[string]any)
		if !ok {
			return nil, unsupported("@values must hold objects of variables and their values, not %s", describe(row))
		}
		terms := make([]model.Term, len(table.vars))
		for _, key := range slices.Sorted(maps.Keys(object)) {
			name, ok := matchVariable(key)
			if !ok || name == "" {
				return nil, unsupported("%q in @values is not a variable", key)
			}
			t, err := p.ctx.Term("", object[key])
			if err != nil {
				return nil, err
			}
			if _, isVar := matchVariable(asString(object[key])); isVar {
				return nil, unsupported("a value in @values cannot be a variable")
			}
			n := p.scope.variable(name)
			at, ok := column[n]
			if !ok {
				at = len(table.vars)
				column[n] = at
				table.vars = append(table.vars, n)
				terms = append(terms, model.Term{})
			}
			terms[at] = t
		}
		table.rows = append(table.rows, terms)
	}
	for i, row := range table.rows {
		table.rows[i] = append(row, make([]model.Term, len(table.vars)-len(row))...)
	}
	return table, nil
}

// bind reads an object of variables and the expressions that they are to have.
func (p *parser) bind(v any) ([]bind, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil, unsupported("@bind must hold objects of variables and expressions, not %s", describe(v))
	}
	var binds []bind
	for _, key := range slices.Sorted(maps.Keys(object)) {
		name, ok := matchVariable(key)
		if !ok || name == "" {
			return nil, unsupported("%q in @bind is not a variable", key)
		}
		n := p.scope.variable(name)
		operators, isObject := object[key].(map[string]any)
		if !isObject || !isConstraint(operators) {
			e, err := p.expression(object[key])
			if err != nil {
				return nil, err
			}
			binds = append(binds, bind{n, e})
			continue
		}
		for _, operator := range slices.Sorted(maps.Keys(operators)) {
			e, err := p.call(operator, operators[operator])
			if err != nil {
				return nil, err
			}
			binds = append(binds, bind{n, e})
		}
	}
	return binds, nil
}
