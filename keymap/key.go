package keymap

import (
	"slices"
	"strconv"
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

// same are keys for which most terminals send the very same as for another.
var same = map[string]string{"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "esc", "ctrl+@": "ctrl+space"}

// normalKey is a keystroke, or a row of them, that somebody has written, in the words of
// Bubble Tea; or what is wrong with it.
func normalKey(key string) (normal, fault string) {
	if key == "" {
		return "", "a key is empty"
	}
	row := strings.Split(key, " ")
	for i, k := range row {
		if row[i], fault = normalStroke(k); fault != "" {
			return "", fault
		}
	}
	return strings.Join(row, " "), ""
}

func normalStroke(k string) (normal, fault string) {
	parts := strings.Split(k, "+")
	if k == "+" || strings.HasSuffix(k, "++") {
		parts = append(strings.Split(strings.TrimSuffix(strings.TrimSuffix(k, "+"), "+"), "+"), "+")
		parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	}
	held, last := parts[:len(parts)-1], parts[len(parts)-1]
	for _, m := range held {
		if !slices.Contains(modifiers, m) {
			return "", "there is no key " + quote(k) + ": before a plus there may be ctrl, alt, shift or super"
		}
	}
	if !isKey(last) {
		return "", "there is no key " + quote(k) + ": write a character, f1 to f24, or a name such as enter, esc, tab, space, up or pgdown"
	}
	slices.SortFunc(held, func(a, b string) int { return slices.Index(modifiers, a) - slices.Index(modifiers, b) })
	held = slices.Compact(held)
	r, n := utf8.DecodeRuneInString(last)
	switch {
	case n < len(last): // it has a name
	case unicode.IsLetter(r) && slices.Equal(held, []string{"shift"}):
		return string(unicode.ToUpper(r)), ""
	case unicode.IsUpper(r) && slices.Equal(held, []string{"alt"}):
		held, last = append(held, "shift"), string(unicode.ToLower(r))
	case unicode.IsUpper(r) && len(held) > 0:
		lower := strings.Join(append(held, string(unicode.ToLower(r))), "+")
		return "", "the key " + quote(k) + " is never heard: write " + quote(lower)
	case !unicode.IsLetter(r) && slices.Contains(held, "shift"):
		return "", "the key " + quote(k) + " is never heard: write the character that it makes, without shift"
	}
	return strings.Join(append(held, last), "+"), ""
}

// functionKeys is how many there are: those of a keyboard, and as many with shift.
const functionKeys = 24

// unheard says which of an action's keys most terminals do not tell from another that is
// not the action's; empty for none.
func unheard(keys []string) string {
	for _, k := range keys {
		row := strings.Split(k, " ")
		for i, stroke := range row {
			if other, ok := same[stroke]; ok {
				row[i] = other
			}
		}
		if other := strings.Join(row, " "); !slices.Contains(keys, other) {
			return "most terminals send the same for " + quote(k) + " as for " + quote(other) + ": write " + quote(other)
		}
	}
	return ""
}

// typed says which of some keys would be typed where the action is, and so cannot be its keys;
// empty for none.
func (a Action) typed(keys []string) string {
	if !slices.ContainsFunc(a.Scopes, func(s Scope) bool { return slices.Contains([]Scope{Editor, Filter, FeedFilter, Dialog}, s) }) {
		return ""
	}
	for _, k := range keys {
		first, _, _ := strings.Cut(k, " ")
		if utf8.RuneCountInString(first) == 1 || first == "space" {
			return quote(k) + " is typed where " + string(a.ID) + " is: write a key with ctrl or alt, or one with a name such as f2"
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
		number, err := strconv.Atoi(n)
		return err == nil && n[0] != '0' && number <= functionKeys
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
		if d := Distance(string(id), string(a.ID)); d <= least {
			best, least = a.ID, d-1
		}
	}
	return best
}

// Distance counts the letters to add, drop or change to come from a to b.
func Distance(a, b string) int {
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
