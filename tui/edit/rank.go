package edit

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// MaxOptions is how many options an editor is given at most: where there are so many,
// there may be more.
const MaxOptions = 50

// Rank chooses the options that a typed text may mean, the best first, and at most
// so many. Of those that have the text in their names, the usual ones are the best, but
// for what is called just so. Without a text they stay as they are.
func Rank(typed string, options []Option, most int) []Option {
	typed = strings.ToLower(strings.TrimSpace(typed))
	if typed == "" {
		return options[:min(most, len(options))]
	}
	type scored struct {
		Option
		score int
	}
	var found []scored
	for _, o := range options {
		if s := max(score(typed, o.Name), score(typed, o.Text)); s > 0 {
			found = append(found, scored{o, s})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(tier(a.Option, a.score), tier(b.Option, b.score)), cmp.Compare(b.score, a.score), cmp.Compare(len(a.Name), len(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	found = found[:min(most, len(found))]
	ranked := make([]Option, len(found))
	for i, f := range found {
		ranked[i] = f.Option
	}
	return ranked
}

// The scores of names that are the text, and that have it in them.
const (
	exactly = 1000
	within  = 700
)

// tier puts an option before those of a higher one, whatever their scores.
func tier(o Option, score int) int {
	switch {
	case score >= exactly:
		return 0
	case o.Usual && score >= within:
		return 1
	case score >= within:
		return 2
	default:
		return 3
	}
}

// score says how well a text, in lower case, fits a name: not at all is 0.
func score(typed, name string) int {
	name = strings.ToLower(name)
	switch i := strings.Index(name, typed); {
	case typed == "":
		return 1
	case name == typed:
		return exactly
	case i == 0:
		return 900
	case i > 0 && startsWord(name, i):
		return 800
	case i > 0:
		return within
	}
	return scattered(typed, name)
}

// certain is the option that a typed text means for sure: the one whose id it is, else the
// only one that is called so, else the only one in whose name or id words begin with all
// of its words. A text in which it occurs does not count.
func certain(typed string, options []Option) (at int, ok bool) {
	words := strings.Fields(strings.ToLower(typed))
	for _, means := range []func(Option) bool{
		func(o Option) bool { return o.Text == typed },
		func(o Option) bool { return strings.EqualFold(o.Name, typed) },
		func(o Option) bool { return hasWords(o.Name, words) || hasWords(o.Text, words) },
	} {
		n := 0
		for i, o := range options {
			if means(o) {
				n++
				at = i
			}
		}
		if n > 0 {
			exact := options[at].Text == typed || strings.EqualFold(options[at].Name, typed)
			return at, n == 1 && (exact || len(options) < MaxOptions)
		}
	}
	return 0, false
}

// hasWords reports whether words of a name begin with all of some, which are in lower case.
func hasWords(name string, begin []string) bool {
	name = strings.ToLower(name)
	for _, w := range begin {
		found := false
		for at := 0; !found; {
			i := strings.Index(name[at:], w)
			if i < 0 {
				return false
			}
			at += i
			found = at == 0 || startsWord(name, at)
			at += len(w)
		}
	}
	return true
}

func startsWord(name string, i int) bool {
	r := []rune(name[:i])
	last := r[len(r)-1]
	return !unicode.IsLetter(last) && !unicode.IsDigit(last)
}

// scattered finds the letters of a text in a name in their order, and counts for
// them where they begin words or follow each other.
func scattered(typed, name string) int {
	score, before := 100, -2
	rest := []rune(typed)
	n := 0
	runes := []rune(name)
	for i, r := range runes {
		if n == len(rest) {
			break
		}
		if r != rest[n] {
			continue
		}
		n++
		switch {
		case i == before+1:
			score += 20
		case i == 0 || !unicode.IsLetter(runes[i-1]) && !unicode.IsDigit(runes[i-1]):
			score += 30
		default:
			score -= 10
		}
		before = i
	}
	if n < len(rest) {
		return 0
	}
	return max(1, score)
}
