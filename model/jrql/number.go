package jrql

import (
	"math"
	"math/big"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/m-ld/mld-tui/model"
)

// rank is how general the type of a number is: arithmetic gives the more
// general one of its arguments.
type rank uint8

const (
	rankInteger rank = iota
	rankDecimal
	rankFloat
	rankDouble
)

type numeric struct {
	v    float64
	rank rank
}

const (
	xsdDecimal = model.NSXSD + "decimal"
	xsdFloat   = model.NSXSD + "float"
)

var (
	integerText = regexp.MustCompile(`^[+-]?[0-9]+$`)
	decimalText = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$`)
	doubleText  = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
)

// number reads a literal as a number; a text that is none of its type is not.
func number(t model.Term) (numeric, bool) {
	switch {
	case !t.IsLiteral():
	case t.Datatype == xsdFloat, t.Datatype == model.XSDDouble:
		r := rankDouble
		if t.Datatype == xsdFloat {
			r = rankFloat
		}
		switch t.Value {
		case "INF", "+INF":
			return numeric{math.Inf(1), r}, true
		case "-INF":
			return numeric{math.Inf(-1), r}, true
		case "NaN":
			return numeric{math.NaN(), r}, true
		}
		return numeric{t.Float(), r}, doubleText.MatchString(t.Value)
	case t.Datatype == xsdDecimal:
		return numeric{t.Float(), rankDecimal}, decimalText.MatchString(t.Value)
	case t.IsNumeric():
		return numeric{t.Float(), rankInteger}, integerText.MatchString(t.Value)
	}
	return numeric{}, false
}

// term writes a number in the lexical form that the reference's query engine
// gives to a result, which is not always the canonical one.
func (n numeric) term() model.Term {
	switch n.rank {
	case rankInteger:
		return model.IntegerResult(n.v)
	case rankDecimal:
		return model.Literal(model.FormatNumber(n.v), xsdDecimal)
	case rankFloat:
		return model.Literal(model.FormatNumber(n.v), xsdFloat)
	}
	return model.DoubleResult(n.v)
}

type calculation func(x, y *big.Rat) *big.Rat

func plus(x, y *big.Rat) *big.Rat  { return new(big.Rat).Add(x, y) }
func minus(x, y *big.Rat) *big.Rat { return new(big.Rat).Sub(x, y) }
func times(x, y *big.Rat) *big.Rat { return new(big.Rat).Mul(x, y) }

// divide keeps 20 decimals, as the reference does; dividing by zero is an error.
func divide(x, y *big.Rat) *big.Rat {
	if y.Sign() == 0 {
		return nil
	}
	const decimals = 20
	quotient := new(big.Rat).Quo(x, y)
	rounded, _ := new(big.Rat).SetString(quotient.FloatString(decimals))
	return rounded
}

// arithmetic makes an operator that calculates as with decimals on paper, so
// that 0.1 and 0.2 make 0.3.
func arithmetic(calculate calculation) operatorFunc {
	return func(e *exprCall, b binding) (model.Term, error) {
		var operands [2]numeric
		for i := range operands {
			t, err := evaluate(e.args[i], b)
			if err != nil {
				return model.Term{}, err
			}
			n, ok := number(t)
			if !ok {
				return model.Term{}, errExpr
			}
			operands[i] = n
		}
		x, okX := rational(operands[0].v)
		y, okY := rational(operands[1].v)
		if !okX || !okY {
			return model.Term{}, errExpr
		}
		exact := calculate(x, y)
		if exact == nil {
			return model.Term{}, errExpr
		}
		result := numeric{rank: max(operands[0].rank, operands[1].rank)}
		result.v, _ = exact.Float64()
		if math.IsInf(result.v, 0) {
			return model.Term{}, errExpr
		}
		if result.rank == rankInteger && e.op == "@divide" {
			result.rank = rankDecimal
		}
		return result.term(), nil
	}
}

// rational is a number as its shortest decimal text says it.
func rational(v float64) (*big.Rat, bool) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, false
	}
	return new(big.Rat).SetString(strings.Replace(model.FormatNumber(v), "e+", "e", 1))
}

// collators are for one goroutine each.
var collators = sync.Pool{New: func() any { return collate.New(language.English) }}

// compareTexts orders texts as a reader of English expects, for so does the
// reference: by letters, then by accents, then small letters before capitals.
func compareTexts(x, y string) int {
	c := collators.Get().(*collate.Collator)
	defer collators.Put(c)
	return c.CompareString(x, y)
}
