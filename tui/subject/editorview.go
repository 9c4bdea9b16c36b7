package subject

import (
	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
)

// editorBlock draws the editor in the place of its value, with what is wrong, or
// what others did, right below.
func (p *Pane) editorBlock(r row, w, pw, tw int) block {
	th, g, e := p.theme, p.theme.Glyph, p.editor
	kind := e.KindName(p.names)
	tw = max(tw, text.Width(kind))
	vw := max(6, w-2-pw-gap-1-tw)
	out := block{cursorX: -1}
	mark := th.Accent.Render(g.Cursor) + " "
	prop := ""
	if e.Mode == edit.AddProperty {
		pw = max(pw, len("property"))
		vw = max(6, w-2-pw-gap-1-tw)
		name, x := e.Name.View(vw, g)
		if e.OnName {
			out.cursorX, out.cursorY = 2+pw+2+x, 0
		}
		out.lines = append(out.lines, mark+th.Property.Render(text.Fit("property", pw, g))+"   "+th.Field.Render(name))
		prop = text.Fit("value", pw, g)
	} else {
		prop = p.propertyCell(r, 0, pw)
	}
	shown, x := e.Value.View(vw, g)
	if !e.OnName {
		out.cursorX, out.cursorY = 2+pw+2+x, len(out.lines)
	}
	field := th.Field.Render(shown)
	if e.Value.IsEmpty() && e.OnName {
		field = th.Field.Inherit(th.Faint).Render(shown)
	}
	out.lines = append(out.lines, mark+th.Property.Render(prop)+th.Faint.Render(p.several(r, 0))+field+" "+th.Accent.Render(padLeft(kind, tw)))
	out.lines = append(out.lines, p.below(e, w, 2+pw+gap)...)
	if e.Saving {
		out.cursorX = -1
	}
	return out
}

// below is what is said under the field.
func (p *Pane) below(e *edit.Editor, w, indent int) []string {
	th, g := p.theme, p.theme.Glyph
	if indent > w/2 {
		indent = 2
	}
	room := w - indent - 2
	say := func(sign string, s string, style lipgloss.Style) []string {
		lines := text.Wrap(text.Safe(s, g), room, 4, g)
		for i, l := range lines {
			head := ""
			switch {
			case sign != "" && i == 0:
				head = text.Pad(sign, 2)
			case sign != "":
				head = "  "
			}
			lines[i] = text.Pad("", indent) + style.Render(head+l)
		}
		return lines
	}
	var lines []string
	if e.Badge != "" {
		s := e.Badge + ". " + p.keys.Key(keymap.Save, g.ASCII) + " puts yours in its place, " +
			p.keys.Key(keymap.Cancel, g.ASCII) + " leaves it so."
		lines = append(lines, say(g.Warning, s, th.Warning)...)
	}
	switch {
	case e.Err != "":
		lines = append(lines, say(g.Closed, e.Err, th.Error)...)
	case e.Saving:
		lines = append(lines, say("", "saving"+g.Ellipsis, th.Muted)...)
	case e.OnName:
		lines = append(lines, say("", "what the value says, such as name", th.Faint)...)
	case e.Badge == "":
		lines = append(lines, say("", e.Kind.Hint(), th.Faint)...)
	}
	return lines
}
