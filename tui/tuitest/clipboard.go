package tuitest

import (
	"encoding/base64"
	"strings"
)

// Clipboard waits until the program puts a text on the clipboard, after the one that
// was asked for before, and is that text.
func (term *Terminal) Clipboard() string {
	term.t.Helper()
	const begin, end = "\x1b]52;c;", "\x07"
	code := ""
	term.until("a text on the clipboard", func() bool {
		out := term.raw.String()[term.copied:]
		from := strings.Index(out, begin)
		if from < 0 {
			return false
		}
		n := strings.Index(out[from:], end)
		if n < 0 {
			return false
		}
		code = out[from+len(begin) : from+n]
		term.copied += from + n + len(end)
		return true
	})
	text, err := base64.StdEncoding.DecodeString(code)
	if err != nil {
		term.t.Fatalf("the clipboard holds no text: %q", code)
	}
	return string(text)
}
