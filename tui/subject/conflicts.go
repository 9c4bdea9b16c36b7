package subject

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/text"
)

// SetWho says how to name the author of a value, "you" for oneself, and whether that is oneself.
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
	return slices.ContainsFunc(p.content.Conflicts, func(c replica.Conflict) bool { return p.labels.Has(c.Property) })
}

func sameConflicts(a, b []replica.Conflict) bool {
	return slices.EqualFunc(a, b, func(a, b replica.Conflict) bool {
		return a.Property == b.Property && a.Deleted == b.Deleted && slices.Equal(a.Values, b.Values)
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
		lines := p.warning(p.sayConflict(c, w), w, indent)
		if p.content.Past {
			return lines
		}
		return append(lines, p.settlingLine(r.P, true, w, indent))
	}
	if a := p.atOnce; a != nil && r.P == a.Property && !p.content.Past {
		return append(p.warning(p.sayAtOnce(*a, w), w, indent), p.settlingLine(r.P, false, w, indent))
	}
	return nil
}

// untilBeside is the row below which it is said how to settle on the value under the cursor:
// that is to be in sight. It is -1 for none.
func (p *Pane) untilBeside() int {
	r, ok := p.Current()
	if !ok || r.item != nil || !p.IsUnsettled(r.P) {
		return -1
	}
	i := p.cursor
	for i+1 < len(p.rows) && p.rows[i+1].P == r.P && p.rows[i+1].item == nil {
		i++
	}
	return i
}

// mostSaid is of how many values it is said whose they are; of fewer, where there is little
// room: the keys are to be in sight.
const mostSaid = 4

// sayConflict says who did not know of whom, or, where one of the values was changed since,
// whose they are.
func (p *Pane) sayConflict(c replica.Conflict, w int) string {
	together := false // Somebody has seen all.
	var said, own []string
	if w < 40 && p.h < lowPane {
		return p.sayContender(c)
	}
	all := valuesIn(c)
	for _, v := range c.Values {
		value := p.among(v.Value, c.Property, all, 24)
		name, self := p.whose(v)
		together = together || v.Changed || self && len(own) > 0
		if self {
			own = append(own, value)
			continue
		}
		said = append(said, name+" saved "+value)
	}
	if len(own) > 0 && together {
		said = append(said, "you saved "+strings.Join(own, " and "))
	}
	if n := len(said) - mostSaid; n > 0 {
		said = append(said[:mostSaid:mostSaid], "and "+p.more(n))
	}
	kept := text.AllOf(len(c.Values)) + " are kept."
	if p.content.Past {
		kept = text.AllOf(len(c.Values)) + " were kept."
	}
	say := text.Beginning(strings.Join(said, ", "))
	switch {
	case together:
		return say + ": not settled yet, " + kept
	case len(own) > 0:
		return say + ", not knowing of your " + own[0] + ": " + kept
	default:
		return say + ", not knowing of each other: " + kept
	}
}

// sayContender says, where there is little room, whose the value under the cursor is, if there
// are several others; else whose the other is.
func (p *Pane) sayContender(c replica.Conflict) string {
	tell := c.Values[0]
	here, _ := p.Value()
	for _, v := range c.Values {
		_, self := p.whose(v)
		_, selfToo := p.whose(tell)
		if len(c.Values) > 2 && v.Value.Same(here.O) || len(c.Values) == 2 && selfToo && !self {
			tell = v
		}
	}
	say, _ := p.whose(tell)
	say = text.Beginning(say) + " saved " + p.among(tell.Value, c.Property, valuesIn(c), 12)
	if n := len(c.Values) - 1; n > 1 {
		return say + ", and " + text.Count(n) + " more: " + p.arrows() + "."
	}
	return say + ", too."
}

func valuesIn(c replica.Conflict) []model.Term {
	all := make([]model.Term, len(c.Values))
	for i, v := range c.Values {
		all[i] = v.Value
	}
	return all
}

// whose tells who has given a value that is in conflict, and whether that is oneself.
func (p *Pane) whose(v replica.Contender) (name string, self bool) {
	if v.Time.IsZero() {
		return "somebody", false
	}
	return p.who(v.By)
}

// more says how many others there are, and which key shows them.
func (p *Pane) more(n int) string {
	say := text.Count(n) + " more"
	if k := p.keys.Key(keymap.Conflicts, p.theme.Glyph.ASCII); k != "" {
		say += ": " + k
	}
	return say
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
	also, brief := "", ""
	if c, _ := p.Conflict(property); all && keep != "" {
		also, brief = "keeps "+text.AllOf(len(c.Values)), text.AllOf(len(c.Values))
	}
	only := p.among(here.O, property, p.ValuesOf(p.id, property), 24)
	form := func(verb, also, only string) string {
		line := th.Key.Render(settle) + th.Muted.Render(verb+only)
		if also != "" {
			line += "  " + th.Key.Render(keep) + th.Muted.Render(" "+also)
		}
		return line
	}
	line := form(" keeps only ", also, only)
	if text.Width(line) > room {
		least := text.Width(form(" only ", brief, ""))
		line = form(" only ", brief, text.Cut(only, max(1, room-least), g))
	}
	return head + line
}
