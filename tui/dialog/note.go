package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/text"
)

// Note shows a text, which may be copied.
type Note struct {
	Title string
	// Lines are paragraphs; one that begins with a tab is set apart, as
	// something to type or to copy, and never wrapped between words.
	Paragraphs []string
	// Copy is what is copied; empty for nothing.
	Copy string
	Keys *keymap.Registry
	said string
}

// Say puts a word at the foot of the note, such as that it was copied.
func (n *Note) Say(s string) { n.said = s }

// Key implements Dialog.
func (n *Note) Key(id keymap.ID, k tea.KeyPressMsg) Outcome {
	switch {
	case id == keymap.Accept || id == keymap.Dismiss || k.String() == "q":
		return Dismissed
	case n.Copy != "" && (id == keymap.DialogCopy || k.String() == "c" || k.String() == "y"):
		return Copied
	}
	return Stay
}

// Paste implements Dialog.
func (n *Note) Paste(string) {}

// View implements Dialog.
func (n *Note) View(w, h int, th *themes.Theme) Drawing {
	g := th.Glyph
	wide := 76
	for _, p := range n.Paragraphs { // What is copied by hand should be on one line.
		if code, ok := strings.CutPrefix(p, "\t"); ok {
			wide = max(wide, text.Width(text.Safe(code, g))+6)
		}
	}
	w = min(w, wide)
	iw, ih := box.Inner(w, h)
	lines := []string{""}
	for _, p := range n.Paragraphs {
		if code, ok := strings.CutPrefix(p, "\t"); ok {
			for _, l := range text.Wrap(text.Safe(code, g), iw-2, 0, g) {
				lines = append(lines, "  "+th.Accent.Render(l))
			}
		} else {
			for _, l := range text.Wrap(text.Safe(p, g), iw, 0, g) {
				lines = append(lines, th.Text.Render(l))
			}
		}
		lines = append(lines, "")
	}
	foot := ""
	switch {
	case n.said != "":
		foot = th.Success.Render(g.Check + " " + n.said)
	case n.Copy != "":
		foot = th.Key.Render("c") + th.Muted.Render(" copy  ") + th.Key.Render(n.Keys.Key(keymap.Dismiss, g.ASCII)) + th.Muted.Render(" close")
	default:
		foot = th.Key.Render(n.Keys.Key(keymap.Dismiss, g.ASCII)) + th.Muted.Render(" close")
	}
	if len(lines) > ih {
		lines = lines[:ih]
	}
	f := box.Frame{W: w, H: len(lines) + 2, Title: n.Title, Focused: true, Foot: foot}
	return Drawing{Lines: box.Draw(f, lines, th), CursorX: -1}
}
