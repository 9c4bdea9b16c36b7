package model

import (
	"math"
	"strconv"
	"strings"
)

// Number makes the literal that the reference engine makes of a number: an
// xsd:integer in plain decimal if the number's JavaScript text has no fraction
// and it is below 1e21, else an xsd:double in exponent form. Very small numbers
// without a decimal point in their text (1e-7) so become the integer 0, for
// otherwise deletes would miss. Protocol page, section 3.
//
// NaN and the infinities make literals that Check refuses.
func Number(v float64) Term {
	if isDouble(v) {
		return Literal(canonicalDouble(v), XSDDouble)
	}
	return Literal(fixedInteger(v), XSDInteger)
}

// Integer is Number of a whole number. Beyond 2^53 the nearest double is taken,
// because that is all that a JavaScript clone can read.
func Integer(v int64) Term { return Number(float64(v)) }

// FormatNumber writes a number as JavaScript's String does: the shortest digits
// that read back as the same number, with an exponent from 1e21 and below 1e-6.
func FormatNumber(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "Infinity"
	case math.IsInf(v, -1):
		return "-Infinity"
	case v == 0:
		return "0"
	}
	if abs := math.Abs(v); abs < 1e21 && abs >= 1e-6 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	return mantissa + "e" + trimExponent(exponent)
}

// isDouble is the reference's test for a number that is not an integer.
func isDouble(v float64) bool {
	return math.Abs(v) >= 1e21 || strings.ContainsRune(FormatNumber(v), '.')
}

// canonicalDouble is JavaScript's toExponential(15) without trailing zeros, but
// with at least one decimal, an E and no plus.
func canonicalDouble(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return FormatNumber(v)
	}
	mantissa, exponent, _ := strings.Cut(toExponential15(v), "e")
	mantissa = strings.TrimRight(mantissa, "0")
	if strings.HasSuffix(mantissa, ".") {
		mantissa += "0"
	}
	return mantissa + "E" + strings.TrimPrefix(trimExponent(exponent), "+")
}

// toExponential15 differs from FormatFloat in a tie, where JavaScript takes the
// larger digit and Go the even one.
func toExponential15(v float64) string {
	if v == 0 {
		v = 0 // JavaScript prints no sign for a negative zero
	}
	sign, abs := "", v
	if v < 0 {
		sign, abs = "-", -v
	}
	short := strconv.FormatFloat(abs, 'e', 15, 64)
	next := strconv.FormatFloat(abs, 'e', 16, 64)
	mantissa, exponent, _ := strings.Cut(next, "e")
	if strings.HasSuffix(mantissa, "5") && isExact(abs, mantissa) {
		up, carried := incrementDecimal(mantissa[:len(mantissa)-1])
		if carried {
			// 9.99…95 would become 10.0…: let the rounding of the even digit
			// stand, which goes up here as well (…9 is odd).
			return sign + short
		}
		return sign + up + "e" + exponent
	}
	return sign + short
}

// isExact reports whether the digits of a mantissa are all that v has.
func isExact(v float64, mantissa string) bool {
	const all = 770 // no double has more significant digits
	full, _, _ := strings.Cut(strconv.FormatFloat(v, 'e', all, 64), "e")
	return strings.TrimRight(full, "0") == mantissa
}

// fixedInteger is JavaScript's toFixed(0) for the numbers that are not doubles.
func fixedInteger(v float64) string {
	if v == 0 {
		return "0"
	}
	if math.IsNaN(v) {
		return "NaN"
	}
	return strconv.FormatFloat(math.Trunc(v), 'f', 0, 64)
}

// toFixed17 is JavaScript's toFixed(17) for a number of zero or more: in a tie
// the larger digit.
func toFixed17(v float64) string {
	if scaled := v * (1 << 18); scaled == math.Trunc(scaled) && math.Mod(scaled, 2) == 1 {
		exact := strconv.FormatFloat(v, 'f', 18, 64)
		up, _ := incrementDecimal(exact[:len(exact)-1])
		return up
	}
	return strconv.FormatFloat(v, 'f', 17, 64)
}

// incrementDecimal adds one to the last digit of a positive decimal; carried is
// true if its whole part grew a digit.
func incrementDecimal(s string) (result string, carried bool) {
	digits := []byte(s)
	for i := len(digits) - 1; i >= 0; i-- {
		switch digits[i] {
		case '.':
		case '9':
			digits[i] = '0'
		default:
			digits[i]++
			return string(digits), false
		}
	}
	return "1" + string(digits), true
}

// trimExponent turns Go's exponent, which has two digits or more, into
// JavaScript's.
func trimExponent(e string) string {
	sign, digits := e[:1], strings.TrimLeft(e[1:], "0")
	if digits == "" {
		digits = "0"
	}
	return sign + digits
}

// parseFloatPrefix is JavaScript's parseFloat: the longest number that the text
// begins with, or NaN.
func parseFloatPrefix(s string) float64 {
	s = strings.TrimLeft(s, " \t\n\r\v\f\u00a0\ufeff\u2028\u2029")
	end, seenDigit, seenDot := 0, false, false
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	if strings.HasPrefix(s[i:], "Infinity") {
		if s[0] == '-' {
			return math.Inf(-1)
		}
		return math.Inf(1)
	}
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			seenDigit = true
			end = i + 1
		case c == '.' && !seenDot:
			seenDot = true
			if seenDigit {
				end = i + 1
			}
		case (c == 'e' || c == 'E') && seenDigit:
			if n := wholeLength(s[i+1:]); n > 0 {
				end = i + 1 + n
			}
			i = len(s)
		default:
			i = len(s)
		}
	}
	if !seenDigit {
		return math.NaN()
	}
	v, err := strconv.ParseFloat(s[:end], 64)
	if err != nil && !math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}

// wholeLength is the length of a whole number, with its sign, at the start of s; or 0.
func wholeLength(s string) int {
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	start := i
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == start {
		return 0
	}
	return i
}

// parseIntPrefix is JavaScript's parseInt with radix 10: the whole number that
// the text begins with, or NaN.
func parseIntPrefix(s string) float64 {
	s = strings.TrimLeft(s, " \t\n\r\v\f\u00a0\ufeff\u2028\u2029")
	i := wholeLength(s)
	if i == 0 {
		return math.NaN()
	}
	v, _ := strconv.ParseFloat(s[:i], 64)
	return v
}

// DoubleText makes an xsd:double of a text, as the reference does where a
// string is given that type: NaN, which Check refuses, if it is no number.
func DoubleText(s string) Term {
	return Literal(canonicalDouble(parseFloatPrefix(s)), XSDDouble)
}

// IntegerResult and DoubleResult write the result of a calculation as the
// reference's query engine does: a double has as many digits as it needs, where
// Number has at most fifteen decimals.
func IntegerResult(v float64) Term {
	if math.Abs(v) >= 1e21 {
		return Literal(FormatNumber(v), XSDInteger)
	}
	return Literal(fixedInteger(v), XSDInteger)
}

// DoubleResult is described with IntegerResult.
func DoubleResult(v float64) Term {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Literal(strings.Replace(FormatNumber(v), "Infinity", "INF", 1), XSDDouble)
	}
	if v == 0 {
		v = 0
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	return Literal(mantissa+"E"+strings.TrimPrefix(trimExponent(exponent), "+"), XSDDouble)
}
