// Package statusline draws the line at the top of the screen: the domain, how
// this clone stands in it, who is present, who one is oneself. It is a pure
// function; what does not fit is left out, the least important first.
package statusline

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/text"
)

// State is what the line tells.
type State struct {
	Domain string
	Me     string
	Status replica.Status
	Link   replica.Link
	// Open: others can join through this computer.
	Open bool
	// Known: the status was heard at all.
	Known bool
	// Closed: the clone has closed.
	Closed bool
	// People are those who are present.
	People []people.Person
	// Following is whom one follows; nil for nobody. StopKey is the key that ends it.
	Following *people.Person
	StopKey   string
}

// withConflicts says how much is to be settled, rather than who one is oneself.
func withConflicts(s State, left, dot, right string, w int, th *themes.Theme) (newLeft, newRight string) {
	n := s.Status.Conflicts
	if n == 0 {
		return left, right
	}
	sign := th.Glyph.Warning + " " + text.Count(n)
	for _, r := range []string{right, ""} {
		for _, say := range []string{sign + " to settle", sign} {
			if with := left + dot + th.Warning.Render(say); text.Width(with)+text.Width(r)+1 <= w {
				return with, r
			}
		}
	}
	return left, right
}

// withDoor says that others can join through this computer: rather than in a word how the
// clone is, and with the sign alone where there is no room.
// Where others are here, there is to be room for them.
func withDoor(left, brief, dot string, w int, others bool, th *themes.Theme) string {
	sign := dot + th.Accent.Render(th.Glyph.Shared)
	word := sign + th.Accent.Render(" shared")
	ways := []string{left + word, brief + word, left + sign}
	if others {
		ways = []string{left + word, left + sign, brief + sign}
		w -= leastPresent
	}
	for _, l := range ways {
		if text.Width(l) <= w {
			return l
		}
	}
	return left
}

// leastPresent is how much room one needs who is here.
const leastPresent = 6

// Word is the state of the clone in a word, with its sign and colour.
func Word(s State, th *themes.Theme) (sign, word string, style lipgloss.Style) {
	g := th.Glyph
	switch st := s.Status; {
	case s.Closed:
		return g.Closed, "closed", th.Error
	case !s.Known:
		return g.Joining, "starting", th.Muted
	case st.Joining:
		return g.Joining, "joining", th.Joining
	case !st.Online:
		return g.Offline, "offline", th.Offline
	case st.Outdated:
		return g.Outdated, "catching up", th.Outdated
	case st.Silo && len(s.People) == 0: // Others may be at a terminal of the same clone.
		return g.Silo, "online, alone", th.Silo
	default:
		return g.Online, "online", th.Online
	}
}

// Draw draws the line, w cells wide. What else there is leaves the name of the domain two fifths
// of it, and what it does not need.
func Draw(s State, w int, th *themes.Theme) string {
	most := max(12, w*2/5)
	left, right := sides(s, w, most, th)
	if spare := w - 1 - text.Width(left) - text.Width(right); spare > 0 && text.Width(text.Safe(s.Domain, th.Glyph)) > most {
		left, right = sides(s, w, most+spare, th)
	}
	return text.Spread(left, right, w, th.Glyph)
}

// sides is what stands at the left and at the right of a line of w cells, of which the name of the
// domain takes at most so many.
func sides(s State, w, most int, th *themes.Theme) (left, right string) {
	g := th.Glyph
	sign, word, style := Word(s, th)
	dot := th.Faint.Render(" " + g.Dot + " ")
	if s.Known && s.Status.Outdated && s.Status.Lost != "" && !s.Status.Joining && s.Status.Online {
		word = "" // It does not come to an end by itself: the reason needs the room.
	}
	domain := " " + th.Strong.Render(text.Cut(text.Safe(s.Domain, g), most, g)) + "  "
	left = domain + style.Render(strings.TrimRight(sign+" "+word, " "))
	// From here on, each piece is added only where it fits.
	if s.Me != "" {
		right = th.Self.Render(g.Person+" "+text.Cut(text.Safe(s.Me, g), max(8, w/5), g)) + " "
	}
	fits := func(l, r string) bool { return text.Width(l)+text.Width(r)+1 <= w }
	if n := s.Status.Unsent; n > 0 && s.Known && !s.Closed {
		unsent := th.Warning.Render(text.Count(n) + " unsent")
		if left += dot + unsent; text.Width(left) > w {
			left = domain + style.Render(sign) + " " + unsent
		}
	}
	if s.Open {
		left = withDoor(left, domain+style.Render(sign), dot, w, len(s.People) > 0, th)
	}
	briefest := left
	if s.Status.ReadOnly != "" {
		briefest += dot + th.ReadOnly.Render(g.ReadOnly+" read-only")
	}
	if !fits(briefest, right) { // one knows who one is
		right = ""
	}
	if s.Status.ReadOnly != "" {
		full := left + dot + th.ReadOnly.Render(g.ReadOnly+" read-only: "+text.Safe(s.Status.ReadOnly, g))
		brief := left + dot + th.ReadOnly.Render(g.ReadOnly+" read-only")
		switch {
		case fits(full, right):
			left = full
		case fits(text.Cut(full, w-text.Width(right)-1, g), right) && w-text.Width(right)-text.Width(brief) > 16:
			left = text.Cut(full, w-text.Width(right)-1, g)
		case fits(brief, right):
			left = brief
		default: // that one cannot write is more than that one is online
			left = domain + style.Render(sign) + " " + th.ReadOnly.Render(g.ReadOnly+" read-only")
		}
	}
	if lost := s.Status.Lost; lost != "" {
		full := left + dot + th.Warning.Render(g.Warning+" "+text.Safe(lost, g))
		if room := w - text.Width(right) - 1; room > text.Width(left)+16 {
			left = text.Cut(full, room, g)
		}
	}
	left, right = withConflicts(s, left, dot, right, w, th)
	left, right = withCommand(s, left, right, w, th)
	return together(s, left, dot, right, w, th)
}
