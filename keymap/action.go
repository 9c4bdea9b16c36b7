package keymap

import "strings"

// ID names an action, as "value.edit". Users write it in their settings, so it
// stays the same between versions.
type ID string

// Group is what an action is about, as a heading of the palette.
type Group string

// The groups.
const (
	Moving   Group = "move"
	Finding  Group = "find"
	OfData   Group = "subject"
	OfValues Group = "value"
	Together Group = "together"
	History  Group = "changes"
	Screen   Group = "screen"
	Typing   Group = "typing"
)

// Scope is a place on the screen in which an action's keys are heard.
type Scope uint8

// The scopes. A key is looked up in the scope that has the focus, then in
// Global, except that Editor, Filter, FeedFilter, Dialog, Record and People hide Global: there, letters
// are text, or what is shown must be closed first.
const (
	Global Scope = iota
	Subjects
	Subject
	Referrers
	Changes
	Editor
	Filter
	FeedFilter
	Dialog
	Record
	People
)

// Title is the scope in words, as a heading of the help.
func (s Scope) Title() string {
	switch s {
	case Global:
		return "Everywhere"
	case Subjects:
		return "Subjects"
	case Subject:
		return "The chosen subject"
	case Referrers:
		return "What refers to the subject"
	case Changes:
		return "Changes"
	case Editor:
		return "While editing"
	case Filter:
		return "While finding"
	case FeedFilter:
		return "While filtering the changes"
	case Dialog:
		return "In a dialog"
	case Record:
		return "In a history"
	case People:
		return "Among the people"
	default:
		return "Elsewhere"
	}
}

// hidesGlobal tells that a scope takes letters as text or must be answered first.
func (s Scope) hidesGlobal() bool {
	return s == Editor || s == Filter || s == FeedFilter || s == Dialog || s == Record || s == People
}

// Overlaps reports whether keys of both scopes can be heard at one moment.
func (s Scope) Overlaps(t Scope) bool {
	switch {
	case s == t:
		return true
	case s == Global:
		return !t.hidesGlobal()
	case t == Global:
		return !s.hidesGlobal()
	default:
		return false
	}
}

// Action is one thing that a person can do.
type Action struct {
	ID ID
	// Title says what it does, as a short phrase in the imperative.
	Title string
	// Short is the title in a word or two, for the footer; empty means that the
	// footer does not show it.
	Short string
	// Group is what it is about.
	Group Group
	// Keys are the keystrokes that start it, the best one first, in the words
	// of Bubble Tea: "ctrl+s", "enter", "G"; with a space between them where
	// several are pressed one after the other: "g g".
	Keys []string
	// Scopes are the places where the keys are heard.
	Scopes []Scope
	// Dangerous actions destroy something and ask before they do.
	Dangerous bool
	// Writes tells that the action changes the domain's data, which a read-only
	// clone refuses.
	Writes bool
}

// In reports whether the action's keys are heard in a scope (not counting that
// global keys are heard there too).
func (a Action) In(s Scope) bool {
	for _, t := range a.Scopes {
		if t == s {
			return true
		}
	}
	return false
}

// KeyText is the first key as it is printed: "↑" for "up", "^S" for "ctrl+s";
// plain uses letters only.
func (a Action) KeyText(plain bool) string {
	if len(a.Keys) == 0 {
		return ""
	}
	return KeyText(a.Keys[0], plain)
}

// AllKeys are all keys as they are printed.
func (a Action) AllKeys(plain bool) string {
	texts := make([]string, len(a.Keys))
	sep := " "
	for i, k := range a.Keys {
		texts[i] = KeyText(k, plain)
		if strings.Contains(k, " ") {
			sep = ", "
		}
	}
	return strings.Join(texts, sep)
}

var keyGlyphs = map[string]string{
	"up": "↑", "down": "↓", "left": "←", "right": "→",
	"enter": "⏎", "backspace": "⌫", "shift+tab": "⇧tab", "space": "space",
}

// KeyText is one keystroke, or a row of them, as it is printed.
func KeyText(key string, plain bool) string {
	if first, rest, more := strings.Cut(key, " "); more {
		return KeyText(first, plain) + " " + KeyText(rest, plain)
	}
	if !plain {
		if g, ok := keyGlyphs[key]; ok {
			return g
		}
		if rest, ok := strings.CutPrefix(key, "ctrl+"); ok && len(rest) == 1 {
			return "^" + strings.ToUpper(rest)
		}
	}
	return key
}

// Disabled says why an action cannot be done at this moment; empty when it can.
type Disabled func(ID) string
