package jrql

import (
	"errors"
	"math"
	"regexp"
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// errExpr is the failure of an expression for one solution, such as a number
// compared with a text. It makes a filter false and leaves a binding free; it
// is no error of the request.
var errExpr = errors.New("the expression has no value")

// operatorFunc applies an operator to its arguments, which it evaluates itself.
type operatorFunc func(e *exprCall, b binding) (model.Term, error)

type operator struct {
	apply       operatorFunc
	least, most int
}

const unlimited = math.MaxInt

// operators are those of the reference that have a meaning in a filter or a
// binding. Their rules are SPARQL's.
var operators map[string]operator

func init() { // the functions refer to the table, by way of evaluation
	operators = map[string]operator{
		"@eq":          {compare(func(c int) bool { return c == 0 }, true), 2, 2},
		"@neq":         {compare(func(c int) bool { return c != 0 }, true), 2, 2},
		"@lt":          {compare(func(c int) bool { return c < 0 }, false), 2, 2},
		"@gt":          {compare(func(c int) bool { return c > 0 }, false), 2, 2},
		"@lte":         {compare(func(c int) bool { return c <= 0 }, false), 2, 2},
		"@gte":         {compare(func(c int) bool { return c >= 0 }, false), 2, 2},
		"@not":         {applyNot, 1, 1},
		"@and":         {applyAnd, 2, unlimited},
		"@or":          {applyOr, 2, unlimited},
		"@plus":        {arithmetic(plus), 2, 2},
		"@minus":       {arithmetic(minus), 2, 2},
		"@times":       {arithmetic(times), 2, 2},
		"@divide":      {arithmetic(divide), 2, 2},
		"@bound":       {applyBound, 1, 1},
		"@regex":       {applyRegex, 2, 3},
		"@in":          {applyIn(true), 1, unlimited},
		"@notin":       {applyIn(false), 1, unlimited},
		"@str":         {applyStr, 1, 1},
		"@lang":        {applyLang, 1, 1},
		"@langmatches": {applyLangMatches, 2, 2},
		"@concat":      {applyConcat, 0, unlimited},
	}
}

// evaluate gives the value of an expression in a solution.
func evaluate(e expr, b binding) (model.Term, error) {
	switch e := e.(type) {
	case *exprTerm:
		return e.term, nil
	case *exprVar:
		if t := b[e.n]; !t.IsZero() {
			return t, nil
		}
		return model.Term{}, errExpr
	case *exprCall:
		return e.apply(e, b)
	}
	return model.Term{}, errExpr
}

// holds reports whether a filter is true in a solution.
func holds(e expr, b binding) bool {
	ok, err := truth(e, b)
	return err == nil && ok
}

// truth is the effective boolean value of an expression.
func truth(e expr, b binding) (bool, error) {
	t, err := evaluate(e, b)
	if err != nil {
		return false, err
	}
	switch {
	case !t.IsLiteral():
	case t.Datatype == model.XSDString:
		return t.Value != "", nil
	case t.Datatype == model.XSDBoolean:
		return t.Value == "true" || t.Value == "1", nil
	default:
		if n, ok := number(t); ok {
			return n.v != 0 && !math.IsNaN(n.v), nil
		}
		if t.IsNumeric() {
			return false, nil
		}
	}
	return false, errExpr
}

func applyNot(e *exprCall, b binding) (model.Term, error) {
	ok, err := truth(e.args[0], b)
	return model.Boolean(!ok), err
}

// An error in one argument of @and or @or is no error if another decides.

func applyAnd(e *exprCall, b binding) (model.Term, error) { return logic(e, b, false) }
func applyOr(e *exprCall, b binding) (model.Term, error)  { return logic(e, b, true) }

func logic(e *exprCall, b binding, decisive bool) (model.Term, error) {
	var failed error
	for _, arg := range e.args {
		ok, err := truth(arg, b)
		if err != nil {
			failed = err
		} else if ok == decisive {
			return model.Boolean(decisive), nil
		}
	}
	return model.Boolean(!decisive), failed
}

func applyBound(e *exprCall, b binding) (model.Term, error) {
	return model.Boolean(!b[e.args[0].(*exprVar).n].IsZero()), nil
}

// compare makes an operator of the order of two values. For equality, terms of
// which one is a reference are equal if they are the same.
func compare(test func(int) bool, equality bool) operatorFunc {
	return func(e *exprCall, b binding) (model.Term, error) {
		x, err := evaluate(e.args[0], b)
		if err != nil {
			return model.Term{}, err
		}
		y, err := evaluate(e.args[1], b)
		if err != nil {
			return model.Term{}, err
		}
		c, err := order(x, y, equality)
		if err != nil {
			return model.Term{}, err
		}
		if math.IsNaN(c) {
			return model.Boolean(e.op == "@neq"), nil
		}
		return model.Boolean(test(int(c))), nil
	}
}

// order compares two values; NaN where they are numbers without an order.
func order(x, y model.Term, equality bool) (float64, error) {
	if !x.IsLiteral() || !y.IsLiteral() {
		switch {
		case !equality:
			return 0, errExpr
		case x.Same(y):
			return 0, nil
		}
		return 1, nil
	}
	nx, xIsNumber := number(x)
	ny, yIsNumber := number(y)
	switch {
	case xIsNumber && yIsNumber:
		return compareFloats(nx.v, ny.v), nil
	case x.Datatype == model.XSDString && y.Datatype == model.XSDString:
		if x.Value == y.Value {
			return 0, nil
		}
		if equality {
			return 1, nil
		}
		return float64(compareTexts(x.Value, y.Value)), nil
	case x.Datatype == model.XSDBoolean && y.Datatype == model.XSDBoolean:
		return compareFloats(boolNumber(x), boolNumber(y)), nil
	}
	tx, xIsTime := x.Time()
	ty, yIsTime := y.Time()
	if xIsTime && yIsTime && x.Datatype == y.Datatype {
		return float64(tx.Compare(ty)), nil
	}
	if equality && x.Same(y) {
		return 0, nil
	}
	return 0, errExpr
}

func boolNumber(t model.Term) float64 {
	if t.Value == "true" || t.Value == "1" {
		return 1
	}
	return 0
}

func compareFloats(x, y float64) float64 {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	case x == y:
		return 0
	}
	return math.NaN()
}

func applyIn(want bool) operatorFunc {
	return func(e *exprCall, b binding) (model.Term, error) {
		x, err := evaluate(e.args[0], b)
		if err != nil {
			return model.Term{}, err
		}
		var failed error
		for _, arg := range e.args[1:] {
			y, err := evaluate(arg, b)
			if err != nil {
				failed = err
				continue
			}
			if c, err := order(x, y, true); err != nil {
				failed = err
			} else if c == 0 {
				return model.Boolean(want), nil
			}
		}
		return model.Boolean(!want), failed
	}
}

func applyStr(e *exprCall, b binding) (model.Term, error) {
	t, err := evaluate(e.args[0], b)
	return model.String(t.Value), err
}

// texts evaluates arguments that must be texts.
func texts(args []expr, b binding) ([]string, error) {
	list := make([]string, len(args))
	for i, arg := range args {
		t, err := evaluate(arg, b)
		if err != nil {
			return nil, err
		}
		if t.Datatype != model.XSDString {
			return nil, errExpr
		}
		list[i] = t.Value
	}
	return list, nil
}

// applyLang gives no language: a domain keeps none. Protocol page, section 3.
func applyLang(e *exprCall, b binding) (model.Term, error) {
	t, err := evaluate(e.args[0], b)
	if err == nil && !t.IsLiteral() {
		err = errExpr
	}
	return model.String(""), err
}

func applyLangMatches(e *exprCall, b binding) (model.Term, error) {
	list, err := texts(e.args, b)
	if err != nil {
		return model.Term{}, err
	}
	tag, wanted := strings.ToLower(list[0]), strings.ToLower(list[1])
	if wanted == "*" {
		return model.Boolean(true), nil // even where there is no language
	}
	return model.Boolean(tag == wanted || strings.HasPrefix(tag, wanted+"-")), nil
}

func applyConcat(e *exprCall, b binding) (model.Term, error) {
	list, err := texts(e.args, b)
	return model.String(strings.Join(list, "")), err
}

func applyRegex(e *exprCall, b binding) (model.Term, error) {
	list, err := texts(e.args, b)
	if err != nil {
		return model.Term{}, err
	}
	re := e.re
	if re == nil {
		flags := ""
		if len(list) == 3 {
			flags = list[2]
		}
		if re, err = compileRegex(list[1], flags); err != nil {
			return model.Term{}, errExpr
		}
	}
	return model.Boolean(re.MatchString(list[0])), nil
}

// compileRegex takes the flags of JavaScript that Go has as well; "g", "u" and
// "y" do not change whether a text matches.
func compileRegex(source, flags string) (*regexp.Regexp, error) {
	kept := strings.Map(func(r rune) rune {
		if strings.ContainsRune("ims", r) {
			return r
		}
		return -1
	}, flags)
	if kept != "" {
		source = "(?" + kept + ")" + source
	}
	return regexp.Compile(source)
}
