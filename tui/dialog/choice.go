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
	scroll  scroll // of the request, or of what is shown
}

// Chosen is the option that was accepted, counted from 0, which is never that of
// the first.
func (c *Choice) Chosen() int { return c.chosen }

// Key implements Dialog: besides the actions, each option's letter chooses it.
func (c *Choice) Key(id keymap.ID, k tea.KeyPressMsg) Outcome {
	for i, o := range c.Options {
		if k.Text != "" && k.Text == o.Key {
			c.chosen = i
			return c.accepted()
		}
	}
	n := len(c.Options)
	switch {
	case (id == keymap.DialogJSON || k.Text == "r") && c.writes():
		c.request, c.scroll = !c.request, scroll{}
	case id == keymap.OtherChoice || id == keymap.ScrollDown:
		c.chosen, c.scroll = (c.chosen+1)%n, scroll{}
	case id == keymap.PrevChoice || id == keymap.ScrollUp:
		c.chosen, c.scroll = (c.chosen+n-1)%n, scroll{}
	case id == keymap.ScrollPgDn:
		c.scroll.down()
	case id == keymap.ScrollPgUp:
		c.scroll.up()
	case id == keymap.Dismiss || k.Text == "q":
		return Dismissed
	case id == keymap.Accept:
		return c.accepted()
	}
	return Stay
}

// Choose goes to an option; to choose it once more does it.
func (c *Choice) Choose(i int) Outcome {
	if i == c.chosen {
		return c.accepted()
	}
	c.chosen, c.scroll = i, scroll{}
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
	question := text.Wrap(text.Safe(c.Question, g), iw, 0, g)
	shown := c.Options[min(max(1, c.chosen), len(c.Options)-1)].Shown
	airs, some := 4, min(len(shown), leastShown)
	if some > 0 {
		airs++
	}
	if ih < len(question)+some+len(c.Options)+c.mostDetail(iw, g)+airs || some > 0 && ih < len(c.Options)+lowChoice {
		air, airs = nil, 0
	}
	// All room is for what is asked, then for what that changes, before what is said of one answer.
	room := ih - len(c.Options) - some - airs
	question = text.Wrap(text.Safe(c.Question, g), iw, max(2, room), g)
	var detail []string
	if room -= len(question); room > 0 {
		detail = text.Wrap(text.Safe(c.Options[c.chosen].Detail, g), iw, min(4, room), g)
	}
	var lines []string
	if !c.request || !low {
		lines = append(lines, air...)
		for _, l := range question {
			lines = append(lines, text.Draw(l, th.Text, th))
		}
		lines = append(lines, air...)
	}
	if room := ih - len(lines) - len(c.Options) - len(detail) - 3*len(air); len(shown) > 0 && room > 0 && !c.request {
		lines = append(append(lines, c.shown(shown, iw, room, th)...), air...)
	}
	rows := make([]int, len(c.Options))
	for i, o := range c.Options {
		rows[i] = 1 + len(lines)
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
	key := th.Hint
	foot := key(c.Keys.Key(keymap.Accept, g.ASCII), "do it  ")
	if c.writes() {
		foot += key(c.Keys.Key(keymap.DialogJSON, g.ASCII), "as JSON  ")
	}
	foot += key(c.Keys.Key(keymap.Dismiss, g.ASCII), "close")
	f := box.Frame{W: w, H: len(lines) + 2, Title: c.Title, Focused: true, Foot: foot}
	return Drawing{Lines: box.Draw(f, lines, th), CursorX: -1, Rows: rows}
}

// mostDetail is how many lines are needed for what is said of any option.
func (c *Choice) mostDetail(w int, g themes.Glyphs) (most int) {
	for _, o := range c.Options {
		most = max(most, len(text.Wrap(text.Safe(o.Detail, g), w, 4, g)))
	}
	return most
}

// How many lines there have to be besides the options, for empty lines between what is
// said, and for a request below the question; and how many of those that are shown have
// room before what is said of an answer: one alone would only say that there are more.
const (
	lowChoice  = 8
	lowRequest = 14
	leastShown = 2
)

// shown are lines on so many at most.
func (c *Choice) shown(shown []string, w, most int, th *themes.Theme) []string {
	lines := make([]string, len(shown))
	for i, l := range shown {
		lines[i] = text.Draw(text.Cut(text.Safe(l, th.Glyph), w, th.Glyph), th.Muted, th)
	}
	return window(lines, &c.scroll, most, th)
}

// maxShown is of how many values at most a request is shown.
const maxShown = 200

// requestLines are the request of the chosen option, of which at most so many lines
// are shown.
func (c *Choice) requestLines(w, most int, th *themes.Theme) []string {
	o := c.Options[max(1, c.chosen)] // The first does nothing: it is shown what is asked.
	if o.Patch.IsEmpty() || c.JSON == nil {
		return []string{th.Faint.Render("there is nothing to save")}
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
