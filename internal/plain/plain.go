// Package plain takes text files as people have them: as some editors save them, and
// with places in them that people can find. Its functions are pure.
package plain

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

// ErrUTF16 is said of a text in another encoding than all that is read here.
var ErrUTF16 = errors.New("it is written in UTF-16: save it as UTF-8")

// Text is a text without the mark that editors on Windows put before it.
func Text(b []byte) ([]byte, error) {
	if bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff}) {
		return nil, ErrUTF16
	}
	return bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), nil
}

// Place tells where a byte of a text is; columns are counted in characters.
func Place(text []byte, at int) string {
	before := text[:min(max(at, 0), len(text))]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return fmt.Sprintf("line %d, column %d", 1+bytes.Count(before, []byte("\n")), 1+utf8.RuneCount(line))
}
