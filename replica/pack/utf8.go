package pack

import (
	"strings"
	"unicode/utf8"
)

// toValid is b as the WHATWG decoder reads it: each longest run of bytes that
// could have begun a character, and each other bad byte, becomes one U+FFFD.
func toValid(b []byte) string {
	var out strings.Builder
	out.Grow(3 * len(b)) // As much as it can become.
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			n = badRun(b)
		}
		out.WriteRune(r)
		b = b[n:]
	}
	return out.String()
}

// badRun is the length of the ill-formed run at the start of b.
func badRun(b []byte) int {
	low, high, size := byte(0x80), byte(0xbf), 0
	switch lead := b[0]; {
	case lead >= 0xc2 && lead <= 0xdf:
		size = 2
	case lead >= 0xe0 && lead <= 0xef:
		size = 3
		switch lead {
		case 0xe0:
			low = 0xa0
		case 0xed:
			high = 0x9f
		}
	case lead >= 0xf0 && lead <= 0xf4:
		size = 4
		switch lead {
		case 0xf0:
			low = 0x90
		case 0xf4:
			high = 0x8f
		}
	}
	n := 1
	for ; n < size && n < len(b) && b[n] >= low && b[n] <= high; n++ {
		low, high = 0x80, 0xbf
	}
	return n
}
