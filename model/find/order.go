package find

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// SortKey is what a name is ordered by: folded, signs before letters, and numbers
// in the order of their values, so that 2 comes before 10.
func SortKey(name string) string {
	name = strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf && (unicode.IsSymbol(r) || unicode.IsPunct(r)) {
			return '!'
		}
		return r
	}, Fold(name))
	if !strings.ContainsAny(name, "0123456789") {
		return name
	}
	var b strings.Builder
	for i := 0; i < len(name); {
		j := i
		for j < len(name) && name[j] >= '0' && name[j] <= '9' {
			j++
		}
		if j == i {
			b.WriteByte(name[i])
			i++
			continue
		}
		// A longer number is larger: its length goes before it.
		number := strings.TrimLeft(name[i:j], "0")
		b.WriteByte(byte('0' + min(len(number), 40)))
		b.WriteString(number)
		i = j
	}
	return b.String()
}
