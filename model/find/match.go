package find

import (
	"unicode"
	"unicode/utf8"
)

// Match looks for the letters of a pattern, in their order, in a text, without
// regard to case, accents and spaces. The score is higher where they are together
// and begin words; at are the bytes of the text at which the letters are, for
// showing them. An empty pattern matches everything.
func Match(pattern, s string) (score int, at []int, ok bool) {
	p := letters(pattern)
	if len(p) == 0 {
		return 0, nil, true
	}
	t := letters(s)
	// From each place where the first letter is, take the letters as they come, and
	// keep the best: texts here are short.
	for from := range t {
		if t[from].r != p[0].r {
			continue
		}
		sum, found := along(p, t[from:])
		if found == nil {
			break // further on there is still less
		}
		if at == nil || sum > score {
			score, at = sum, found
		}
	}
	if at == nil {
		return 0, nil, false
	}
	return score - len(t)/4, at, true
}

// The worth of a letter by its place.
const (
	worthLetter = 8
	worthNext   = 14 // beside the one before it
	worthBegin  = 12 // at the beginning of a word
	worthFirst  = 6  // at the beginning of the text
	costGap     = 1
	mostGap     = 10
)

// along takes the letters of p as early as they come in t; a letter that begins a
// word counts for more, and is taken even if it comes a little later.
func along(p, t []letter) (score int, at []int) {
	at = make([]int, 0, len(p))
	last := -1
	for _, l := range p {
		i := last + 1
		for i < len(t) && t[i].r != l.r {
			i++
		}
		if i == len(t) {
			return 0, nil
		}
		if last >= 0 && i > last+1 && !t[i].begins {
			for j := i + 1; j < len(t); j++ {
				if t[j].r == l.r && t[j].begins {
					i = j
					break
				}
			}
		}
		score += worthLetter
		switch gap := i - last - 1; {
		case last < 0:
		case gap == 0 && t[i].begins: // a space is between them
		case gap == 0:
			score += worthNext
		default:
			score -= min(gap, mostGap) * costGap
		}
		if t[i].begins {
			score += worthBegin
		}
		if t[i].at == 0 {
			score += worthFirst
		}
		at, last = append(at, t[i].at), i
	}
	return score, at
}

type letter struct {
	r      rune
	at     int
	begins bool // a word
}

// letters are the letters of a text as they are compared; spaces are left out.
func letters(s string) []letter {
	out := make([]letter, 0, len(s))
	before := ' '
	for i, r := range s {
		begins := !unicode.IsLetter(before) && !unicode.IsDigit(before) || unicode.IsUpper(r) && unicode.IsLower(before)
		before = r
		if unicode.IsSpace(r) {
			continue
		}
		if r < utf8.RuneSelf {
			r = unicode.ToLower(r)
		} else if f, _ := utf8.DecodeRuneInString(Fold(string(r))); f != utf8.RuneError {
			r = f
		} else {
			continue // a mark alone
		}
		out = append(out, letter{r, i, begins})
	}
	return out
}
