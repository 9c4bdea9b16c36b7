package find

import "strings"

// Nearness says how a word of a text answers to a word that somebody types.
type Nearness uint8

// The degrees, best first.
const (
	Same   Nearness = iota
	Begins          // the text's word begins with it
	Inside          // it is somewhere in the text's word
	Like            // its letters are there in their order, or all but a slip
	Far             // none of these
)

// Near compares two folded words: typed by somebody, and of a text. What begins
// differently is at best Inside; short words, and numbers, have to be right.
func Near(typed, word string) Nearness {
	switch i := strings.Index(word, typed); {
	case i == 0 && len(word) == len(typed):
		return Same
	case i == 0:
		return Begins
	case i > 0 && len(typed) >= 2:
		return Inside
	case i >= 0 || len(typed) < 3 || word == "" || typed[0] != word[0] || isNumber(typed):
		return Far
	case len(word) <= 4*len(typed) && contains(typed, word):
		return Like
	case len(typed) >= 4 && slip(typed, word):
		return Like
	}
	return Far
}

// isNumber reports whether a word is digits: another number is no slip of it.
func isNumber(word string) bool {
	return strings.Trim(word, "0123456789") == ""
}

// contains reports whether the letters of typed are in word, in their order.
func contains(typed, word string) bool {
	i := 0
	for j := 0; j < len(word) && i < len(typed); j++ {
		if word[j] == typed[i] {
			i++
		}
	}
	return i == len(typed)
}

// slip reports whether one letter more, less, another or two in the wrong order
// lie between typed and word, or between typed and the beginning of word.
func slip(typed, word string) bool {
	i := 0
	for i < len(typed) && i < len(word) && typed[i] == word[i] {
		i++
	}
	a, b := typed[i:], word[i:]
	switch {
	case a == "":
		return true
	case strings.HasPrefix(b, a[1:]): // one too many
		return true
	case b == "":
		return false
	case strings.HasPrefix(b[1:], a) || strings.HasPrefix(b[1:], a[1:]): // one missing, or another
		return true
	case len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0]:
		return strings.HasPrefix(b[2:], a[2:])
	}
	return false
}
