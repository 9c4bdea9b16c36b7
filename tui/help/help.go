// Package help draws what the keymap says: the overlay that lists every action
// with its keys, and the footer with the most useful ones. Nothing of it is
// written by hand, so it cannot say something else than what keys do.
package help

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// Overlay is the list of all actions, as a dialog.
type Overlay struct {
	Keys     *keymap.Registry
	Disabled keymap.Disabled
	// Here is where one was when this was opened: what can be done there comes first.
	Here keymap.Scope

	top   int
	pages int // lines that a page has, as of the last View
	most  int // the largest top
}

// everyPane stands for what can be done in each of the panes, which is said once.
const everyPane keymap.Scope = 0xff

var scopes = []keymap.Scope{
	keymap.Global, everyPane, keymap.Subjects, keymap.Subject, keymap.Referrers, keymap.Changes,
	keymap.Record, keymap.People, keymap.Filter, keymap.FeedFilter, keymap.Editor, keymap.Dialog,
}

// Key implements dialog.Dialog.
func (o *Overlay) Key(id keymap.ID, k tea.KeyPressMsg) dialog.Outcome {
	switch k.String() {
	case "q", "?", "f1":
		return dialog.Dismissed
	case "j":
		id = keymap.ScrollDown
	case "k":
		id = keymap.ScrollUp
	case "space", "ctrl+f":
		o.top += max(1, o.pages-1)
	case "ctrl+b":
		o.top -= max(1, o.pages-1)
	case "home", "g":
		o.top = 0
	case "end", "G":
		o.top = o.most
	}
	switch id {
	case keymap.ScrollDown:
		o.top++
	case keymap.ScrollUp:
		o.top--
	case keymap.ScrollPgDn:
		o.top += max(1, o.pages-1)
	case keymap.ScrollPgUp:
		o.top -= max(1, o.pages-1)
	case keymap.Dismiss, keymap.Accept:
		return dialog.Dismissed
	}
	o.Wheel(0)
	return dialog.Stay
}

// Wheel scrolls so many lines.
func (o *Overlay) Wheel(by int) { o.top = min(max(0, o.top+by), o.most) }

// Paste implements dialog.Dialog.
func (o *Overlay) Paste(string) {}

// View implements dialog.Dialog.
func (o *Overlay) View(w, h int, th *themes.Theme) dialog.Drawing {
	g := th.Glyph
	w = min(w, 108)
	iw, ih := box.Inner(w, h)
	lines := o.lines(iw, th)
	o.pages = ih
	o.most = max(0, len(lines)-ih)
	o.top = min(o.top, o.most)
	h = min(h, len(lines)+2)
	foot := th.Hint(o.Keys.Key(keymap.Dismiss, g.ASCII), "close")
	if o.most > 0 {
		foot = th.Hint(keymap.KeyText("up", g.ASCII)+" "+keymap.KeyText("down", g.ASCII), "scroll  ") + foot
	}
	f := box.Frame{W: w, H: h, Title: "Keys", Focused: true, Foot: foot}
	return dialog.Drawing{Lines: box.Draw(f, lines[o.top:], th), CursorX: -1}
}

// lines are the actions by scope, in two columns where there is room.
func (o *Overlay) lines(w int, th *themes.Theme) []string {
	cols := 1
	if w >= 84 {
		cols = 2
	}
	cw := (w - 3*(cols-1)) / cols
	var blocks [][]string
	total := 0
	for _, s := range o.order() {
		b := o.scope(s, cw, th)
		if len(b) == 0 {
			continue
		}
		blocks = append(blocks, b)
		total += len(b) + 1
	}
	if cols == 1 {
		return o.stack(blocks)
	}
	// The break between the columns is where they become most alike.
	left, n := 0, 0
	for i, b := range blocks {
		if n+len(b) > (total+1)/2+len(b)/2 && i > 0 {
			break
		}
		n += len(b) + 1
		left = i + 1
	}
	a, b := o.stack(blocks[:left]), o.stack(blocks[left:])
	out := make([]string, max(len(a), len(b)))
	for i := range out {
		l, r := "", ""
		if i < len(a) {
			l = a[i]
		}
		if i < len(b) {
			r = b[i]
		}
		out[i] = text.Fit(l, cw, th.Glyph) + "   " + r
	}
	return out
}

// order is the scopes as they are shown: the one where one is before all others.
func (o *Overlay) order() []keymap.Scope {
	all := []keymap.Scope{o.Here}
	for _, s := range scopes {
		if s != o.Here {
			all = append(all, s)
		}
	}
	return all
}

func (o *Overlay) stack(blocks [][]string) []string {
	var out []string
	for i, b := range blocks {
		if i > 0 {
			out = append(out, "")
		}
		out = append(out, b...)
	}
	return out
}

func (o *Overlay) scope(s keymap.Scope, w int, th *themes.Theme) []string {
	g := th.Glyph
	kw := 0
	for _, a := range o.Keys.All() {
		kw = max(kw, text.Width(a.AllKeys(g.ASCII))+2)
	}
	kw = min(kw, w/3)
	var out []string
	for _, a := range o.Keys.All() {
		if len(a.Keys) == 0 || !listed(a, s) {
			continue
		}
		why := ""
		if o.Disabled != nil {
			why = o.Disabled(a.ID)
		}
		title := a.Title
		style := th.Text
		if why != "" {
			title, style = title+" "+g.Dot+" "+text.Safe(why, g), th.Faint
		}
		keys, words := text.Wrap(a.AllKeys(g.ASCII), kw-1, 0, g), text.Wrap(title, max(1, w-kw-2), 0, g)
		for i := range max(len(keys), len(words)) {
			k, word := "", ""
			if i < len(keys) {
				k = keys[i]
			}
			if i < len(words) {
				word = style.Render(words[i])
			}
			if a.Dangerous && why == "" && i == len(words)-1 {
				word += th.Warning.Render(" " + g.Warning)
			}
			out = append(out, th.Key.Render(text.Fit(k, kw, g))+word)
		}
	}
	if len(out) == 0 {
		return nil
	}
	title := "In every pane"
	if s != everyPane {
		title = s.Title()
	}
	return append([]string{th.Accent.Render(title)}, out...)
}

// listed reports whether an action is listed under a scope.
func listed(a keymap.Action, s keymap.Scope) bool {
	every := a.In(keymap.Subjects) && a.In(keymap.Subject) && a.In(keymap.Changes)
	if s == everyPane || every {
		return s == everyPane && every
	}
	return a.In(s)
}
