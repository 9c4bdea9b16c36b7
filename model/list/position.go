package list

import (
	"fmt"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/m-ld/mld-tui/model"
)

// Prefix begins the name of a property that is a place in a list.
const Prefix = string(model.MeldList) + "/?="

// Property is the property of the place at a position, in its string form.
func Property(position string) model.IRI { return model.IRI(Prefix + position) }

// Of is the position, in its string form, that a property stands for; ok is false
// for other properties. The position need not be well-formed.
func Of(property model.IRI) (position string, ok bool) {
	return strings.CutPrefix(string(property), Prefix)
}

const (
	radix = 36
	// siteLength is the number of UTF-16 units of a site.
	siteLength = 16
)

// level is one step of a position: a number, and the site that chose it.
type level struct {
	number *big.Int
	site   string
}

func (l level) same(m level) bool { return l.number.Cmp(m.number) == 0 && l.site == m.site }

// Position is a place in a list. The zero Position is none: to Between it is the
// beginning, or the end, of a list.
type Position struct {
	text   string
	levels []level
}

// Parse reads the string form of a position: level by level a number in base 36,
// of as many digits as it is levels deep, and the site that chose it. The last
// number is not zero.
func Parse(text string) (Position, error) {
	if len(text) > model.MaxLiteral { // No clone could keep it.
		return Position{}, bad(text)
	}
	p := Position{text: text}
	for rest := text; rest != ""; {
		width := len(p.levels) + 1
		if len(rest) < width || strings.Trim(rest[:width], "0123456789abcdefghijklmnopqrstuvwxyz") != "" {
			return Position{}, bad(text)
		}
		number, ok := new(big.Int).SetString(rest[:width], radix)
		end := unitsIn(rest[width:], siteLength)
		if !ok || end < 0 {
			return Position{}, bad(text)
		}
		p.levels = append(p.levels, level{number, rest[width : width+end]})
		rest = rest[width+end:]
	}
	if len(p.levels) == 0 || p.levels[len(p.levels)-1].number.Sign() == 0 {
		return Position{}, bad(text)
	}
	return p, nil
}

func bad(text string) error {
	if len(text) > 60 {
		text = text[:60] + "…"
	}
	return fmt.Errorf("%q is not a position in a list", text)
}

// unitsIn is how many bytes of s the first n UTF-16 units take, or -1 if there is
// no such beginning.
func unitsIn(s string, n int) int {
	units := 0
	for i, r := range s {
		if units == n {
			return i
		}
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)) {
			return -1
		}
		units += unitsOf(r)
	}
	if units == n {
		return len(s)
	}
	return -1
}

func unitsOf(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// IsZero reports whether p is no position.
func (p Position) IsZero() bool { return len(p.levels) == 0 }

// String is the form that has the order of positions.
func (p Position) String() string { return p.text }

// Property is the property that stands for the position.
func (p Position) Property() model.IRI { return Property(p.text) }

func newPosition(levels []level) Position {
	var b strings.Builder
	for i, l := range levels {
		digits := l.number.Text(radix)
		b.WriteString(strings.Repeat("0", i+1-len(digits)))
		b.WriteString(digits)
		b.WriteString(l.site)
	}
	return Position{b.String(), levels}
}

// Compare orders positions in their string form, as JavaScript orders strings: by
// UTF-16 units. It returns -1, 0 or +1.
func Compare(a, b string) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] == b[i] {
			continue
		}
		// Up to here the bytes are the same, and so is where a character begins.
		for i > 0 && !utf8.RuneStart(a[i]) {
			i--
		}
		r, _ := utf8.DecodeRuneInString(a[i:])
		s, _ := utf8.DecodeRuneInString(b[i:])
		if (r >= 0x10000) != (s >= 0x10000) {
			// Surrogates stand before the last characters of the basic plane.
			r, s = firstUnit(r), firstUnit(s)
		}
		if r < s {
			return -1
		}
		return +1
	}
	return len(a) - len(b)
}

func firstUnit(r rune) rune {
	if r < 0x10000 {
		return r
	}
	return 0xD800 + (r-0x10000)>>10
}

// Site is who chooses a position.
type Site string

// NewSite makes the site of a clone of its identity: the first 16 UTF-16 units of
// it, or fewer and "_" for the rest. What cannot stand in an IRI becomes "_".
func NewSite(cloneID string) Site {
	var b strings.Builder
	units := 0
	for _, r := range cloneID {
		if r <= ' ' || r == 0x7f || r == utf8.RuneError || strings.ContainsRune("<>\"{}|\\^`", r) {
			r = '_'
		}
		if units += unitsOf(r); units > siteLength {
			units -= unitsOf(r)
			break
		}
		b.WriteRune(r)
	}
	return Site(b.String() + strings.Repeat("_", siteLength-min(units, siteLength)))
}
