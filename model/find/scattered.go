package find

import "unicode/utf8"

// Scattered looks for folded letters, in their order, in a name that is folded but for
// its capitals: from the beginning of a word on, and no further apart than initials of
// words are. It gives over how many bytes they are spread, and keeps nothing: it is for
// going through very many names, of which Match then compares the few best.
func Scattered[T ~string | ~[]byte](letters string, name T) (spread int, ok bool) {
	const furthest = 6 // times the letters
	if letters == "" {
		return 0, false
	}
	for from := range len(name) {
		if small(name[from]) != letters[0] || from > 0 && !beginsAt(name[from-1], name[from]) {
			continue
		}
		n, i := 1, from+1
		for ; i < len(name) && n < len(letters); i++ {
			if small(name[i]) == letters[n] {
				n++
			}
		}
		if n < len(letters) {
			break // Further on there is still less.
		}
		if i -= from; i <= furthest*len(letters) && (!ok || i < spread) {
			spread, ok = i, true
		}
	}
	return spread, ok
}

// beginsAt reports whether a byte begins a word behind another.
func beginsAt(before, b byte) bool {
	isSmall := before >= 'a' && before <= 'z'
	isLetter := isSmall || before >= 'A' && before <= 'Z' || before >= '0' && before <= '9' || before >= utf8.RuneSelf
	return !isLetter || isSmall && b >= 'A' && b <= 'Z'
}

func small(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		b += 'a' - 'A'
	}
	return b
}
