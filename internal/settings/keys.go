package settings

import (
	"slices"
	"strings"
)

// Binding gives an action keys of one's own.
type Binding struct {
	Action string
	Keys   []string
	// Line is where the settings file says so.
	Line int
}

// binding is what the table of keys says of an action: one key or several.
func binding(action string, value any, line int) (b Binding, ok bool) {
	b = Binding{Action: action, Line: line}
	switch v := value.(type) {
	case string:
		b.Keys = []string{v}
		return b, true
	case []any:
		return b, texts(&b.Keys, v)
	}
	return b, false
}

// texts takes over a list of texts; ok is false where something else is in it.
func texts(to *[]string, list []any) (ok bool) {
	for _, v := range list {
		s, isText := v.(string)
		if !isText {
			return false
		}
		*to = append(*to, s)
	}
	return true
}

// byLine puts bindings into the order of the file.
func byLine(all []Binding) {
	slices.SortFunc(all, func(a, b Binding) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return strings.Compare(a.Action, b.Action)
	})
}
