package constraint

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// greatest is the value that is the greatest by JavaScript's rules, as the
// reference finds it: of values that cannot be compared, the first stays. So the
// order matters; it is that of the reference's store, the same on every clone.
// Protocol page, section 14.
func greatest(domain model.Domain, values []model.Term) model.Term {
	domain.SortStored(values)
	best := values[0]
	for _, v := range values[1:] {
		if isGreater(primitiveOf(v), primitiveOf(best)) {
			best = v
		}
	}
	return best
}

// primitive is what JavaScript compares: a text or a number.
type primitive struct {
	text   string
	number float64
	isText bool
}

func text(s string) primitive    { return primitive{text: s, isText: true} }
func number(n float64) primitive { return primitive{number: n} }

// anObject is what JavaScript compares instead of an object.
const anObject = "[object Object]"

// primitiveOf is the primitive of a value in the form that the reference's API
// gives it.
func primitiveOf(t model.Term) primitive {
	if t.IsRef() {
		return text(anObject)
	}
	switch t.Datatype {
	case model.XSDBase64:
		return text(strings.ToValidUTF8(t.Data, "\ufffd"))
	case model.RDFJSON:
		return primitiveOfJSON(t.JSONData())
	case model.XSDInteger, model.XSDDouble:
		return number(t.Float())
	}
	if v, ok := t.Native(); ok {
		return primitiveOfJSON(v)
	}
	return text(t.Value)
}

func primitiveOfJSON(v any) primitive {
	switch v := v.(type) {
	case nil:
		return number(0)
	case bool:
		if v {
			return number(1)
		}
		return number(0)
	case float64:
		return number(v)
	case string:
		return text(v)
	}
	return text(joined(v))
}

// joined is JavaScript's String of a value of JSON.
func joined(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return model.FormatNumber(v)
	case string:
		return v
	case []any:
		parts := make([]string, len(v))
		for i, part := range v {
			if part != nil {
				parts[i] = joined(part)
			}
		}
		return strings.Join(parts, ",")
	}
	return anObject
}

// isGreater is JavaScript's a > b.
func isGreater(a, b primitive) bool {
	if a.isText && b.isText {
		return list.Compare(a.text, b.text) > 0
	}
	return toNumber(a) > toNumber(b) // False for what is no number.
}

var decimal = regexp.MustCompile(`^[+-]?(Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)$`)

// toNumber is JavaScript's Number.
func toNumber(p primitive) float64 {
	if !p.isText {
		return p.number
	}
	s := strings.Trim(p.text, " \t\n\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff")
	if s == "" {
		return 0
	}
	if len(s) > 2 && s[0] == '0' {
		radix := map[byte]int{'x': 16, 'X': 16, 'o': 8, 'O': 8, 'b': 2, 'B': 2}[s[1]]
		if radix != 0 {
			return parseDigits(s[2:], radix)
		}
	}
	if !decimal.MatchString(s) {
		return math.NaN()
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(n, 0) {
		return math.NaN()
	}
	return n
}

func parseDigits(s string, radix int) float64 {
	n := 0.0
	for _, c := range s {
		d, err := strconv.ParseUint(string(c), radix, 8)
		if err != nil {
			return math.NaN()
		}
		n = n*float64(radix) + float64(d)
	}
	return n
}
