package find

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxWord is the most bytes of a word; longer ones are cut.
const MaxWord = 40

// Fold makes texts alike that people take for alike: small letters, without
// accents.
func Fold(s string) string {
	ascii, lower := true, true
	for i := range len(s) {
		ascii = ascii && s[i] < utf8.RuneSelf
		lower = lower && (s[i] < 'A' || s[i] > 'Z')
	}
	switch {
	case ascii && lower:
		return s
	case ascii:
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		if r >= utf8.RuneSelf && unicode.Is(unicode.Mn, r) {
			continue
		}
		r = unicode.ToLower(r)
		if plain, ok := plainLetters[r]; ok {
			b.WriteString(plain)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plainLetters are those that no rule of Unicode takes apart.
var plainLetters = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h", 'ı': "i", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th",
}

// Words yields the words of a text, folded: runs of letters and digits, and in
// scripts without spaces each character. Where a capital follows a small letter, as
// in birthPlace, another word begins.
func Words(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start, before := -1, rune(0)
		for i, r := range s {
			ends, begins := -1, -1
			switch {
			case unspaced(r):
				if start >= 0 && !yield(word(s[start:i])) {
					return
				}
				start = -1
				if !yield(word(s[i : i+utf8.RuneLen(r)])) {
					return
				}
			case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r):
				ends = i
			case start < 0:
				begins = i
			case unicode.IsUpper(r) && unicode.IsLower(before):
				ends, begins = i, i
			}
			before = r
			if ends >= 0 && start >= 0 {
				if !yield(word(s[start:ends])) {
					return
				}
				start = -1
			}
			if begins >= 0 {
				start = begins
			}
		}
		if start >= 0 {
			yield(word(s[start:]))
		}
	}
}

// unspaced reports whether a script writes its words without spaces.
func unspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) &&
		unicode.IsLetter(r)
}

func word(s string) string {
	s = Fold(s)
	if len(s) <= MaxWord {
		return s
	}
	n := MaxWord
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
