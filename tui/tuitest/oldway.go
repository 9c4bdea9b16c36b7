package tuitest

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/tui"
)

// StartOld is Start on a terminal that knows of no graphemes, as most are that do not report
// mode 2027: it adds up the cells of the characters. The measure is for the whole process, so
// that a test of it must not run beside one that uses Start.
func StartOld(t testing.TB, c tui.Clone, w, h int, o tui.Options) *Terminal {
	t.Helper()
	return start(t, c, w, h, o, &byCharacters{}, *shuffleAll)
}

// byCharacters has the emulator, which measures by graphemes, measure by characters: each
// comes alone to it.
type byCharacters struct{ rest []byte }

// The characters that are not shown by themselves there: what joins emoji, and what has them
// in colour.
const (
	joiner   = '\u200d'
	colour   = '\ufe0f'
	firstRI  = '\U0001f1e6'
	lastRI   = '\U0001f1ff'
	noAction = 0 // a control character that only ends what is before it
)

// apart is what a program draws with the characters kept apart.
func (b *byCharacters) apart(p []byte) []byte {
	p = append(b.rest, p...)
	var out bytes.Buffer
	for len(p) > 0 {
		if !utf8.FullRune(p) {
			break
		}
		r, n := utf8.DecodeRune(p)
		switch {
		case r == joiner, r == colour:
		case r >= firstRI && r <= lastRI: // As letters: the emulator has two cells for one.
			out.WriteByte(byte('A' + r - firstRI))
		case r < utf8.RuneSelf:
			out.WriteByte(p[0])
		default:
			if ansi.StringWidthWc(string(p[:n])) > 0 {
				out.WriteByte(noAction)
			}
			out.Write(p[:n])
		}
		p = p[n:]
	}
	b.rest = bytes.Clone(p)
	return out.Bytes()
}
