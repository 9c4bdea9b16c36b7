package jrql

import (
	"maps"
	"regexp"
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// expr is an expression of a filter or a binding.
type expr interface{ vars(varSet) }

type exprTerm struct{ term model.Term }

type exprVar struct{ n int }

// exprCall applies an operator to arguments.
type exprCall struct {
	op    string
	apply operatorFunc
	args  []expr
	re    *regexp.Regexp // of a @regex whose pattern is fixed
}

func (*exprTerm) vars(varSet)    {}
func (e *exprVar) vars(v varSet) { v[e.n] = true }
func (e *exprCall) vars(v varSet) {
	for _, a := range e.args {
		a.vars(v)
	}
}

// unusable are operators that json-rql knows but that have no meaning in a
// filter or a binding here.
var unusable = map[string]bool{
	"@count": true, "@sum": true, "@min": true, "@max": true, "@avg": true, "@groupConcat": true,
	"@sample": true, "@desc": true, "@asc": true, "@splice": true,
}

// isOperator reports whether a key makes an object a constraint.
func isOperator(key string) bool {
	_, ok := operators[key]
	return ok || unusable[key]
}

// isConstraint reports whether all keys of an object are operators.
func isConstraint(object map[string]any) bool {
	for key := range object {
		if !isOperator(key) {
			return false
		}
	}
	return true
}

// isInlineConstraint is isConstraint, but for a @value that may stand by.
func isInlineConstraint(object map[string]any) bool {
	for key := range object {
		if key != "@value" && !isOperator(key) {
			return false
		}
	}
	return len(object) > 0
}

// constraint reads an object of operators, all of which must hold.
func (p *parser) constraint(v any) (expr, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil, unsupported("a filter must be an object of operators, not %s", describe(v))
	}
	var all expr
	for _, key := range slices.Sorted(maps.Keys(object)) {
		call, err := p.call(key, object[key])
		if err != nil {
			return nil, err
		}
		if all == nil {
			all = call
		} else {
			all = &exprCall{op: "@and", apply: operators["@and"].apply, args: []expr{all, call}}
		}
	}
	if all == nil {
		return nil, unsupported("a filter has no operator")
	}
	return all, nil
}

// call reads an operator and its arguments, behind those that are given.
func (p *parser) call(operator string, argument any, first ...expr) (expr, error) {
	known, ok := operators[operator]
	if !ok {
		if operator == "@splice" {
			return nil, unsupported("@splice, for shared text, is not supported yet")
		}
		if unusable[operator] {
			return nil, unsupported("%s cannot be used here: aggregates and ordering are not supported", operator)
		}
		return nil, unsupported("%q is not an operator", operator)
	}
	call := &exprCall{op: operator, apply: known.apply, args: first}
	for _, v := range array(argument) {
		list, isList := v.([]any)
		if !isList {
			list = []any{v}
		}
		for _, item := range list {
			e, err := p.expression(item)
			if err != nil {
				return nil, err
			}
			call.args = append(call.args, e)
		}
	}
	if n := len(call.args); n < known.least || n > known.most {
		return nil, unsupported("%s does not take %d arguments", operator, n)
	}
	if operator == "@bound" {
		if _, isVar := call.args[0].(*exprVar); !isVar {
			return nil, unsupported("the argument of @bound must be a variable")
		}
	}
	if operator == "@regex" {
		return call, call.compile()
	}
	return call, nil
}

// compile makes the expression of a @regex once, where it is fixed.
func (e *exprCall) compile() error {
	source, ok := e.args[1].(*exprTerm)
	if !ok {
		return nil
	}
	flags := ""
	if len(e.args) == 3 {
		term, ok := e.args[2].(*exprTerm)
		if !ok {
			return nil
		}
		flags = term.term.Value
	}
	re, err := compileRegex(source.term.Value, flags)
	if err != nil {
		return model.Errorf(model.StatusUnsupported, "the @regex %q is not valid or not supported: %w",
			source.term.Value, err)
	}
	e.re = re
	return nil
}

// expression reads a variable, a value or a nested constraint.
func (p *parser) expression(v any) (expr, error) {
	if object, ok := v.(map[string]any); ok && isConstraint(object) {
		return p.constraint(v)
	}
	s, err := p.atomSlot(v, "", func(name string) slot { return varSlot(p.scope.variable(name)) })
	if err != nil {
		return nil, err
	}
	if s.kind == slotVar {
		return &exprVar{s.n}, nil
	}
	return &exprTerm{s.term}, nil
}
