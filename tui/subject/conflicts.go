package subject

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/text"
)

// SetWho says how to name the author of a value, and whether that is oneself.
func (p *Pane) SetWho(who func(replica.Author) (name string, self bool)) { p.who = who }

// Conflict is the conflict that a property of the subject is in; ok is false for none.
func (p *Pane) Conflict(property model.IRI) (c replica.Conflict, ok bool) {
	i := slices.IndexFunc(p.content.Conflicts, func(c replica.Conflict) bool { return c.Property == property })
	if i < 0 {
		return replica.Conflict{}, false
	}
	return p.content.Conflicts[i], true
}

// contends reports whether a row shows a value that is in conflict with others.
func (p *Pane) contends(r row) bool {
	c, ok := p.Conflict(r.P)
	return ok && r.item == nil && slices.ContainsFunc(c.Values, func(v replica.Contender) bool { return v.Value.Same(r.O) })
}

// nameContested reports whether it is not settled what the subject is called.
func (p *Pane) nameContested() bool {
	return slices.ContainsFunc(p.content.Conflicts, func(c replica.Conflict) bool { return slices.Contains(p.labels, c.Property) })
}

func sameConflicts(a, b []replica.Conflict) bool {
	return slices.EqualFunc(a, b, func(a, b replica.Conflict) bool {
		return a.Property == b.Property && slices.Equal(a.Values, b.Values)
	})
}

// besideLines say below the last value of a property who has saved what without knowing
// of the others, and which keys settle that.
func (p *Pane) besideLines(r row, w, indent int) []string {
	if r.nth != r.of-1 || r.of < 2 || r.editor || r.item != nil || p.editing() != nil {
		return nil
	}
	indent = min(indent, w/4)
	if c, ok := p.Conflict(r.P); ok {
		return append(p.warning(p.sayConflict(c, w), w, indent), p.settlingLine(r.P, true, w, indent))
	}
	if a := p.atOnce; a != nil && r.P == a.Property {
		return append(p.warning(p.sayAtOnce(*a, w), w, indent), p.settlingLine(r.P, false, w, indent))
	}
	return nil
}

// sayConflict says who did not know of whom.
func (p *Pane) sayConflict(c replica.Conflict, w int) string {
	mine, brief := "", ""
	var theirs []string
	for _, v := range c.Values {
		value := p.short(v.Value, c.Property, 24)
		name, self := "somebody", false
		if !v.Time.IsZero() {
			name, self = p.who(v.By)
		}
		if self && mine == "" {
			mine = value
			continue
		}
		said := name + " saved " + value
		theirs = append(theirs, said)
		if brief == "" {
			brief = said
		}
	}
	kept := "both are"
	if n := len(c.Values); n > 2 {
		kept = "all " + text.Count(n) + " are"
	}
	switch {
	case w < 40: // The keys are to be in sight.
		return upperFirst(brief) + ", too."
	case mine != "":
		return upperFirst(strings.Join(theirs, ", ")) + ", not knowing of your " + mine + ": " + kept + " kept."
	default:
		return upperFirst(strings.Join(theirs, ", ")) + ", not knowing of each other: " + kept + " kept."
	}
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// warning is a text on a few lines, with the sign of a warning before it.
func (p *Pane) warning(say string, w, indent int) (lines []string) {
	g := p.theme.Glyph
	sign := g.Warning + " "
	for _, l := range text.Wrap(text.Safe(say, g), w-indent-2, 4, g) {
		lines = append(lines, strings.Repeat(" ", indent)+p.theme.Warning.Render(sign+l))
		sign = "  "
	}
	return lines
}

// settlingLine says which key settles on the value under the cursor, and which on all.
func (p *Pane) settlingLine(property model.IRI, all bool, w, indent int) string {
	th, g := p.theme, p.theme.Glyph
	head := strings.Repeat(" ", indent+2)
	room := w - indent - 2
	settle, keep := p.keys.Key(keymap.Settle, g.ASCII), p.keys.Key(keymap.KeepAll, g.ASCII)
	here, ok := p.Value()
	if !ok || here.P != property || settle == "" {
		return head + th.Muted.Render(text.Cut("Go to one of them to settle on it.", room, g))
	}
	line := th.Key.Render(settle) + th.Muted.Render(text.Cut(" keeps only "+p.short(here.O, property, 24), room-text.Width(settle), g))
	also := " keeps both"
	if c, _ := p.Conflict(property); len(c.Values) > 2 {
		also = " keeps all"
	}
	if more := text.Width("  " + keep + also); all && keep != "" && text.Width(line)+more <= room {
		line += "  " + th.Key.Render(keep) + th.Muted.Render(also)
	}
	return head + line
}
