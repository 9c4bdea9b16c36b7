package dialog

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// Option is one of the things that can be done.
type Option struct {
	// Key chooses it at once; one letter.
	Key, Word string
	// Detail is said below while it is chosen: what will go, and what will stay.
	Detail string
	// Shown are lines about it, such as what it changes: as many as there is room for, to be
	// scrolled. Those of the second option are shown with the first, too.
	Shown []string
	// Patch is what it does, to be shown as a request; it may be empty.
	Patch model.Patch
}

// Choice asks which of several things to do. The first option is the one that does
// nothing, and is offered first.
type Choice struct {
	Title, Question string
	Options         []Option
	JSON            *jsonld.Context
	Keys            *keymap.Registry

	chosen  int
	request bool
	scroll  int // of the request, or of what is shown
}

// Chosen is the option that was accepted, counted from 0, which is never that of
// the first.
func (c *Choice) Chosen() int { return c.chosen }

// Key implements Dialog: besides the actions, each option's letter chooses it, and r
// shows the request.
func (c *Choice) Key(id keymap.ID, k tea.KeyPressMsg) Outcome {
	for i, o := range c.Options {
		if k.Text != "" && k.Text == o.Key {
			c.chosen = i
			return c.accepted()
		}
	}
	n := len(c.Options)
	switch {
	case k.Text == "r" && c.writes():
		c.request, c.scroll = !c.request, 0
	case id == keymap.OtherChoice || id == keymap.ScrollDown:
		c.chosen, c.scroll = (c.chosen+1)%n, 0
	case id == keymap.PrevChoice || id == keymap.ScrollUp:
		c.chosen, c.scroll = (c.chosen+n-1)%n, 0
	case id == keymap.ScrollPgDn:
		c.scroll += 5
	case id == keymap.ScrollPgUp:
		c.scroll = max(0, c.scroll-5)
	case id == keymap.Dismiss || k.Text == "q":
		return Dismissed
	case id == keymap.Accept:
		return c.accepted()
	}
	return Stay
}

// writes reports whether some option changes data: there is a request to be shown.
func (c *Choice) writes() bool {
	return slices.ContainsFunc(c.Options, func(o Option) bool { return !o.Patch.IsEmpty() })
}

func (c *Choice) accepted() Outcome {
	if c.chosen == 0 {
		return Dismissed
	}
	return Accepted
}

// Paste implements Dialog.
func (c *Choice) Paste(string) {}

// View implements Dialog.
func (c *Choice) View(w, h int, th *themes.Theme) Drawing {
	g := th.Glyph
	w = min(w, 66)
	iw, ih := box.Inner(w, h)
	// In a low window, the request takes the place of the question; what is said needs the
	// room of what only looks well.
	low := ih < len(c.Options)+lowRequest
	air := []string{""}
	if ih < len(c.Options)+lowChoice {
		air = nil
	}
	var lines []string
	if !c.request || !low {
		lines = append(lines, air...)
		for _, l := range text.Wrap(text.Safe(c.Question, g), iw, max(2, ih-len(c.Options)-6), g) {
			lines = append(lines, text.Draw(l, th.Text, th))
		}
		lines = append(lines, air...)
	}
	detail := text.Wrap(text.Safe(c.Options[c.chosen].Detail, g), iw, 4, g)
	shown := c.Options[min(max(1, c.chosen), len(c.Options)-1)].Shown
	if room := ih - len(lines) - len(c.Options) - len(detail) - 3*len(air); len(shown) > 0 && room > 0 && !c.request {
		lines = append(append(lines, c.shown(shown, iw, room, th)...), air...)
	}
	for i, o := range c.Options {
		mark, style := "  ", th.Muted
		if i == c.chosen {
			mark, style = th.Accent.Render(g.Cursor)+" ", th.Selected
			if i > 0 {
				style = th.Selected.Inherit(th.Error)
			}
		}
		lines = append(lines, mark+style.Render(text.Fit(text.Safe(o.Word, g), iw-6, g))+"  "+th.Key.Render(o.Key))
	}
	options := len(lines)
	switch {
	case c.request && low:
		lines = append(lines, c.requestLines(iw, ih-len(lines), th)...)
	default:
		lines = append(lines, air...)
		for _, l := range detail {
			lines = append(lines, th.Muted.Render(l))
		}
		if c.request {
			lines = append(lines, c.requestLines(iw, ih-len(lines)-1, th)...)
		}
		lines = append(lines, air...)
	}
	if options > ih { // Nobody should choose what they cannot see.
		return Drawing{CursorX: -1}
	}
	if len(lines) > ih {
		lines = lines[:ih]
	}
	key := func(k, word string) string { return th.Key.Render(k) + th.Muted.Render(" "+word) }
	foot := key(c.Keys.Key(keymap.Accept, g.ASCII), "do it  ")
	if c.writes() {
		foot += key("r", "as JSON  ")
	}
	foot += key(c.Keys.Key(keymap.Dismiss, g.ASCII), "close")
	f := box.Frame{W: w, H: len(lines) + 2, Title: c.Title, Focused: true, Foot: foot}
	return Drawing{Lines: box.Draw(f, lines, th), CursorX: -1}
}

// How many lines there have to be besides the options, for empty lines between what is
// said, and for a request below the question.
const (
	lowChoice  = 8
	lowRequest = 14
)

// shown are lines on so many at most.
func (c *Choice) shown(shown []string, w, most int, th *themes.Theme) []string {
	lines := make([]string, len(shown))
	for i, l := range shown {
		lines[i] = text.Draw(text.Cut(text.Safe(l, th.Glyph), w, th.Glyph), th.Muted, th)
	}
	return window(lines, &c.scroll, most, th)
}

// window is a part of some lines, which can be scrolled.
func window(lines []string, scroll *int, most int, th *themes.Theme) []string {
	*scroll = max(0, min(*scroll, len(lines)-most))
	lines = lines[*scroll:]
	if most > 0 && len(lines) > most {
		lines = append(lines[:most-1:most-1], th.Faint.Render("and "+text.Plural(len(lines)-most+1, "more line", "more lines")+": page down"))
	}
	return lines
}

// maxShown is of how many values at most a request is shown.
const maxShown = 200

// requestLines are the request of the chosen option, of which at most so many lines
// are shown.
func (c *Choice) requestLines(w, most int, th *themes.Theme) []string {
	o := c.Options[c.chosen]
	if o.Patch.IsEmpty() || c.JSON == nil {
		return []string{th.Faint.Render("nothing is sent")}
	}
	return window(drawRequest(c.JSON, o.Patch, w, th), &c.scroll, most, th)
}

// drawRequest is a request, of not too many values.
func drawRequest(json *jsonld.Context, p model.Patch, w int, th *themes.Theme) []string {
	left := 0
	if n := len(p.Deletes) - maxShown; n > 0 {
		p.Deletes, left = p.Deletes[:maxShown], n
	}
	if n := len(p.Inserts) - maxShown; n > 0 {
		p.Inserts, left = p.Inserts[:maxShown], left+n
	}
	lines := values.DrawRequest(json, p, w, th)
	if left > 0 {
		lines = append(lines, th.Faint.Render("and "+text.Count(left)+" values more"))
	}
	return lines
}
