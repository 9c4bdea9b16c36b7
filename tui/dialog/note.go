package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/text"
)

// Fact is something that is so, beside a word for what it is about; an empty one goes with
// the fact before.
type Fact struct{ About, Says string }

// copyKey copies; others do, too.
const copyKey = "y"

// Note shows a text, which may be copied, and is scrolled where it is longer than the
// window.
type Note struct {
	Title string
	// Paragraphs: one that begins with a tab is set apart, as something to type or to
	// copy.
	Paragraphs []string
	// Facts come before them.
	Facts []Fact
	// Copy is what is copied, as one line; empty for nothing.
	Copy string
	// Also is something that can be done besides, by its letter: the note is then accepted.
	Also Option
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
	case n.Also.Key != "" && k.Text == n.Also.Key:
		return Accepted
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
	lines = append(lines, n.facts(w, th)...)
	if len(n.Facts) > 0 && !closely {
		lines = append(lines, "")
	}
	for _, p := range n.Paragraphs {
		if code, ok := strings.CutPrefix(p, "\t"); ok {
			lines = append(lines, n.code(code, w, th)...)
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

// code is something to type or to copy: on one line, where that is possible at all.
func (n *Note) code(s string, w int, th *themes.Theme) (lines []string) {
	g, indent := th.Glyph, "  "
	s = text.Safe(s, g)
	if text.Width(s) > w-len(indent) {
		indent = ""
	}
	for _, l := range text.Wrap(s, w-len(indent), 0, g) {
		lines = append(lines, indent+th.Accent.Render(l))
	}
	if len(lines) > 1 && n.Copy != "" {
		lines = append(lines, th.Key.Render(copyKey)+th.Muted.Render(" copies it as one line."))
	}
	return lines
}

// facts are in two columns.
func (n *Note) facts(w int, th *themes.Theme) (lines []string) {
	g, column := th.Glyph, 0
	for _, f := range n.Facts {
		column = max(column, text.Width(text.Safe(f.About, g))+2)
	}
	for _, f := range n.Facts {
		about := text.Safe(f.About, g)
		for _, l := range text.Wrap(text.Safe(f.Says, g), w-column, 0, g) {
			lines = append(lines, th.Muted.Render(text.Fit(about, column, g))+th.Text.Render(l))
			about = ""
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
	key := th.Hint
	var feet []string
	if n.Copy != "" {
		feet = append(feet, key(copyKey, "copy"))
	}
	if n.Also.Key != "" {
		feet = append(feet, key(n.Also.Key, n.Also.Word))
	}
	feet = append(feet, key(n.Keys.Key(keymap.Dismiss, g.ASCII), "close"))
	foot := strings.Join(feet, "  ")
	scroll := key(keymap.KeyText("up", g.ASCII)+" "+keymap.KeyText("down", g.ASCII), "scroll  ")
	switch room := w - 6; {
	case n.most > 0 && text.Width(scroll+foot) <= room:
		foot = scroll + foot
	case text.Width(foot) > room:
		foot = strings.Join(feet, " ")
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
