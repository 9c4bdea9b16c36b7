package changes

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/m-ld/mld-tui/keymap"
)

// Unknown is that nothing is called as a filter says: a sentence without a full stop.
type Unknown string

// Error is the sentence.
func (u Unknown) Error() string { return string(u) }

// sentence is it with a capital letter, and a full stop unless it asks.
func (u Unknown) sentence() string {
	r, n := utf8.DecodeRuneInString(string(u))
	s := string(unicode.ToUpper(r)) + string(u)[n:]
	if strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// NoSuch says that what is behind a word of the filter's own names nothing of some kind, such as
// "no subject", and which such word was meant instead, if one is mistyped, else how to look for
// the words.
func (f Filter) NoSuch(kind, own, name string) Unknown {
	return Unknown(fmt.Sprintf("%s is called %q%s", kind, name, cmp.Or(f.meant(), asWords(own, name))))
}

// asWords says how to look for words of which the first is one of the filter's own.
func asWords(own, rest string) string {
	return fmt.Sprintf(": put %q in quotes to look for the words", own+" "+rest)
}

// Meant is err, and which word of the filter's own was meant, if one is mistyped in it.
func (f Filter) Meant(err error) error {
	switch m := f.meant(); {
	case err == nil || m == "":
		return err
	default:
		return Unknown(strings.TrimPrefix(m, ": "))
	}
}

// meant asks whether the first word that is nearly one of the filter's own was meant to be
// that; empty where none is. A word right after one of its own is no such word: it is a name.
func (f Filter) meant() string {
	name := false
	for _, w := range words(f.Typed) {
		text := strings.ToLower(w.text)
		_, own := keywords[text]
		if near := nearly(text); !w.quoted && !own && !name && near != "" {
			return fmt.Sprintf(": did you mean %q for %q?", near, w.text)
		}
		name = own && !w.quoted
	}
	return ""
}

// nearly is the word of the filter's own that one is nearly; empty for none.
func nearly(word string) string {
	for _, k := range []string{"since", "until", "property", "prop", "from", "after", "before", "last", "till"} {
		if keymap.Distance(word, k) <= (len(k)-1)/2 {
			return k
		}
	}
	for _, k := range []string{"by", "of"} { // Half of all short words are one letter away.
		if len(word) == len(k)+1 && strings.HasPrefix(word, k) {
			return k
		}
	}
	return ""
}
