package themes

// Box is a set of lines for a pane's border.
type Box struct {
	TopLeft, TopRight, BottomLeft, BottomRight string
	Horizontal, Vertical                       string
	LeftTee, RightTee                          string
}

// Glyphs are the signs that carry meaning beside colour. Each is one cell wide
// in every theme, but for Ellipsis, the arrows, Newline and Tab of ASCII themes.
type Glyphs struct {
	ASCII bool
	// Box surrounds a pane; Focused the pane with the focus; PastBox what is of the
	// past.
	Box, Focused, PastBox Box

	Ellipsis  string
	Cursor    string // at the left of the row of the cursor
	Added     string
	Removed   string
	Changed   string
	Reference string // before a reference
	Referrer  string // before who refers here
	// The first, a middle and the last of several values of one property.
	SeveralFirst, SeveralNext, SeveralLast string
	Online                                 string
	Offline                                string
	Silo                                   string
	Outdated                               string
	ReadOnly                               string
	Joining                                string
	Closed                                 string
	Person                                 string // who is present
	Idle                                   string // who is, but does nothing
	Editing                                string // who changes something
	Fresh, Fading                          string // what somebody has just changed, and a moment ago
	Search                                 string
	Dot                                    string // between things on one line
	Crumb                                  string // between the subjects of a path
	Shared                                 string // others can join through this computer
	Newline                                string // a line break inside a value
	Tab                                    string // a tab inside a value
	Warning                                string
	Check                                  string
	Past                                   string // what is shown is of the past
	Done, ToDo                             string // the parts of a bar of progress
}

func unicodeGlyphs() Glyphs {
	return Glyphs{
		Box:      Box{"╭", "╮", "╰", "╯", "─", "│", "├", "┤"},
		Focused:  Box{"╭", "╮", "╰", "╯", "─", "│", "├", "┤"},
		PastBox:  Box{"╔", "╗", "╚", "╝", "═", "║", "╠", "╣"},
		Ellipsis: "…", Cursor: "▌", Added: "+", Removed: "−", Changed: "~", Reference: "→", Referrer: "←", SeveralFirst: "┌", SeveralNext: "├", SeveralLast: "└",
		Online: "●", Offline: "○", Silo: "◐", Outdated: "◌", ReadOnly: "▣", Joining: "◍", Closed: "✕",
		Person: "◆", Idle: "◇", Editing: "✎", Fresh: "✱", Fading: "∗", Search: "⌕", Dot: "·", Crumb: "›", Shared: "⇄", Newline: "⏎", Tab: "⇥",
		Warning: "▲", Check: "✓", Past: "↶", Done: "█", ToDo: "░",
	}
}

// plainGlyphs marks the focus by the weight of the lines, for there is no colour
// to do it.
func plainGlyphs() Glyphs {
	g := unicodeGlyphs()
	g.Focused = Box{"┏", "┓", "┗", "┛", "━", "┃", "┣", "┫"}
	return g
}

func asciiGlyphs() Glyphs {
	return Glyphs{
		ASCII:    true,
		Box:      Box{"+", "+", "+", "+", "-", "|", "+", "+"},
		Focused:  Box{"#", "#", "#", "#", "=", "#", "#", "#"},
		PastBox:  Box{"+", "+", "+", "+", "~", ":", "+", "+"},
		Ellipsis: "...", Cursor: ">", Added: "+", Removed: "-", Changed: "~", Reference: "->", Referrer: "<-", SeveralFirst: "/", SeveralNext: "|", SeveralLast: "\\",
		Online: "*", Offline: "o", Silo: "%", Outdated: "?", ReadOnly: "#", Joining: "~", Closed: "x",
		Person: "@", Idle: "-", Editing: "=", Fresh: "*", Fading: ".", Search: "/", Dot: "|", Crumb: ">", Shared: "&", Newline: `\n`, Tab: `\t`,
		Warning: "!", Check: "+", Past: "<", Done: "#", ToDo: ".",
	}
}
