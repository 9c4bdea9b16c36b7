package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/text"
)

// Note shows a text, which may be copied, and is scrolled where it is longer than the
// window.
type Note struct {
	Title string
	// Paragraphs: one that begins with a tab is set apart, as something to type or to
	// copy.
	Paragraphs []string
	// Copy is what is copied, as one line; empty for nothing.
	Copy string
	Keys *keymap.Registry

	said        string
	top, most   int // the first line that is shown, and the largest one
	page, width int // as it was last drawn
}

// Say puts a word at the foot of the note, such as that it was copied.
func (n *Note) Say(s string) { n.said = s }

// Key implements Dialog.
func (n *Note) Key(id keymap.ID, k tea.KeyPressMsg) Outcome {
	n.said = ""
	switch {
	case id == keymap.Accept || id == keymap.Dismiss || k.String() == "q":
		return Dismissed
	case n.Copy != "" && (id == keymap.DialogCopy || k.String() == "c" || k.String() == "y"):
		return Copied
	case id == keymap.ScrollDown || k.String() == "j":
		n.top++
	case id == keymap.ScrollUp || k.String() == "k":
		n.top--
	case id == keymap.ScrollPgDn || k.String() == "space":
		n.top += max(1, n.page-1)
	case id == keymap.ScrollPgUp:
		n.top -= max(1, n.page-1)
	case k.String() == "home" || k.String() == "g":
		n.top = 0
	case k.String() == "end" || k.String() == "G":
		n.top = n.most
	}
	n.Wheel(0)
	return Stay
}

// Wheel scrolls so many lines.
func (n *Note) Wheel(by int) { n.top = max(0, min(n.top+by, n.most)) }

// Paste implements Dialog.
func (n *Note) Paste(string) {}

// lines are the paragraphs, wrapped; closely leaves out the lines between them.
func (n *Note) lines(w int, closely bool, th *themes.Theme) (lines []string) {
	g := th.Glyph
	if !closely {
		lines = append(lines, "")
	}
	for _, p := range n.Paragraphs {
		if code, ok := strings.CutPrefix(p, "\t"); ok {
			for _, l := range text.Wrap(text.Safe(code, g), w-2, 0, g) {
				lines = append(lines, "  "+th.Accent.Render(l))
			}
		} else {
			for _, l := range text.Wrap(text.Safe(p, g), w, 0, g) {
				lines = append(lines, th.Text.Render(l))
			}
		}
		if !closely {
			lines = append(lines, "")
		}
	}
	return lines
}

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
	lines := n.lines(iw, false, th)
	if len(lines) > ih {
		lines = n.lines(iw, true, th)
	}
	if n.page = ih; n.width != iw {
		n.top, n.width = 0, iw
	}
	n.most = max(0, len(lines)-ih)
	n.top = min(n.top, n.most)
	key := func(k, word string) string { return th.Key.Render(k) + th.Muted.Render(" "+word) }
	foot := key(n.Keys.Key(keymap.Dismiss, g.ASCII), "close")
	if n.Copy != "" {
		foot = key("c", "copy  ") + foot
	}
	if n.most > 0 {
		foot = key(keymap.KeyText("up", g.ASCII)+" "+keymap.KeyText("down", g.ASCII), "scroll  ") + foot
	}
	if n.said != "" {
		foot = th.Success.Render(g.Check + " " + n.said)
	}
	f := box.Frame{
		W: w, H: min(len(lines), ih) + 2, Title: n.Title, Focused: true, Foot: foot,
		Remark: box.More(n.top > 0, n.top < n.most, th),
	}
	return Drawing{Lines: box.Draw(f, lines[n.top:], th), CursorX: -1}
}
