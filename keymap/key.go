package keymap

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// modifiers as Bubble Tea writes them, in its order.
var modifiers = []string{"ctrl", "alt", "shift", "meta", "hyper", "super"}

// named are the keys that have a name.
var named = []string{
	"enter", "esc", "tab", "space", "backspace", "delete", "insert", "up", "down", "left", "right",
	"home", "end", "pgup", "pgdown", "begin", "menu", "pause", "print_screen",
}

// checkKey says what is wrong with a keystroke, or a row of them, that somebody
// has written; empty for nothing.
func checkKey(key string) string {
	if key == "" {
		return "a key is empty"
	}
	for _, k := range strings.Split(key, " ") {
		parts := strings.Split(k, "+")
		if k == "+" || strings.HasSuffix(k, "++") {
			parts = append(strings.Split(strings.TrimSuffix(strings.TrimSuffix(k, "+"), "+"), "+"), "+")
			parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
		}
		for _, m := range parts[:len(parts)-1] {
			if !slices.Contains(modifiers, m) {
				return "there is no key " + quote(k) + ": before a plus there may be ctrl, alt, shift or super"
			}
		}
		if last := parts[len(parts)-1]; !isKey(last) {
			return "there is no key " + quote(k) + ": write a character, f1 to f12, or a name such as enter, esc, tab, space, up or pgdown"
		}
	}
	return ""
}

func isKey(s string) bool {
	if utf8.RuneCountInString(s) == 1 {
		r, _ := utf8.DecodeRuneInString(s)
		return unicode.IsPrint(r)
	}
	if n, ok := strings.CutPrefix(s, "f"); ok && n != "" && strings.Trim(n, "0123456789") == "" {
		return len(n) <= 2
	}
	return slices.Contains(named, s)
}

func quote(s string) string { return `"` + s + `"` }

// clash reports whether two rows of keystrokes cannot be told apart: one begins
// with the other.
func clash(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+" ") || strings.HasPrefix(b, a+" ")
}

// nearest is the id that was probably meant; empty where none is near.
func (r *Registry) nearest(id ID) ID {
	best, least := ID(""), 1+len(id)/3
	for _, a := range r.actions {
		if d := distance(string(id), string(a.ID)); d <= least {
			best, least = a.ID, d-1
		}
	}
	return best
}

// distance counts the letters to add, drop or change to come from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
