package tuitest

import "strings"

// keyBytes are what a terminal sends for keys that are no letters. For "escape" it is what
// terminals send that say "esc" so that nobody waits whether more follows.
var keyBytes = map[string]string{
	"enter": "\r", "esc": "\x1b", "escape": "\x1b[27u", "tab": "\t", "shift+tab": "\x1b[Z", "backspace": "\x7f",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
	"home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdown": "\x1b[6~",
	"delete": "\x1b[3~", "space": " ", "alt+enter": "\x1b\r",
	"shift+left": "\x1b[1;2D", "shift+right": "\x1b[1;2C", "shift+home": "\x1b[1;2H", "shift+end": "\x1b[1;2F",
	"ctrl+shift+left": "\x1b[1;6D", "ctrl+shift+right": "\x1b[1;6C",
}

// bytesOf are what a terminal sends for a key.
func bytesOf(key string) (b string, ok bool) {
	b, ok = keyBytes[key]
	switch {
	case ok:
	case strings.HasPrefix(key, "ctrl+") && len(key) == 6:
		return string(rune(key[5] & 0x1f)), true
	case len([]rune(key)) == 1:
		return key, true
	}
	return b, ok
}

// Knows reports whether the driver can press a key.
func Knows(key string) bool {
	_, ok := bytesOf(key)
	return ok
}
