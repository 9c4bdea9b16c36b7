package subject

import (
	"strings"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// way is a way out where others have changed the value meanwhile: a key, what it
// keeps in a word, and the values that there will be.
type way struct {
	id     keymap.ID
	word   string
	values string
}

// ways are the ways out: with what each leaves where there is room for that, on one
// line or else on one each; else by a word.
func (p *Pane) ways(e *edit.Editor, w int) []string {
	const most = 18
	g := p.theme.Glyph
	typed := model.String(e.Meant())
	mine := p.among(typed, e.Property, e.Theirs(), most)
	theirs := make([]string, 0, len(e.Theirs()))
	for _, t := range e.Theirs() {
		theirs = append(theirs, p.among(t, e.Property, []model.Term{typed}, most))
	}
	ways := []way{{keymap.Save, "mine", mine}}
	switch all := strings.Join(theirs, ", "); {
	case e.Removed():
		ways = []way{{keymap.Save, "put it back", mine}, {keymap.Cancel, "leave it", ""}}
	case e.Agrees():
		ways = []way{{keymap.Save, "the same", mine}}
	case e.Yields():
		ways = []way{{keymap.Save, "theirs", all}, {keymap.SaveBoth, "both", mine + " and " + all}}
	case len(theirs) > 0:
		ways = append(ways, way{keymap.SaveBoth, "both", mine + " and " + all}, way{keymap.Cancel, "theirs", all})
	default:
		ways = append(ways, way{keymap.Cancel, "theirs", ""})
	}
	for _, form := range []struct{ values, apart bool }{{true, false}, {true, true}, {false, false}} {
		if lines := p.drawWays(ways, form.values, form.apart, w); lines != nil {
			return lines
		}
	}
	return []string{text.Cut(strings.Join(p.drawWays(ways, false, false, 1<<10), ""), w, g)}
}

// drawWays are the ways out in one form; nil where that does not fit.
func (p *Pane) drawWays(ways []way, withValues, apart bool, w int) (lines []string) {
	th, g := p.theme, p.theme.Glyph
	kw, ww := 0, 0
	for _, way := range ways {
		kw = max(kw, text.Width(p.keys.Key(way.id, g.ASCII)))
		ww = max(ww, text.Width(way.word))
	}
	line := "  "
	for _, way := range ways {
		k := p.keys.Key(way.id, g.ASCII)
		if apart {
			k = text.Fit(k, kw, g)
		}
		word := way.word
		if apart {
			word = text.Fit(word, ww, g)
		}
		s := th.Key.Render(k) + " " + th.Text.Render(word)
		if withValues && way.values != "" {
			shown := way.values
			if apart {
				if shown = text.Cut(shown, w-text.Width(s)-3, g); text.Width(shown) < min(6, text.Width(way.values)) {
					return nil
				}
			}
			s += " " + th.Muted.Render(shown)
		}
		if !apart {
			line += s + "  "
			continue
		}
		lines = append(lines, "  "+s)
	}
	if apart {
		return lines
	}
	if line = strings.TrimSuffix(line, "  "); text.Width(line) > w {
		return nil
	}
	return []string{line}
}

// short is a value in so many cells at most.
func (p *Pane) short(t model.Term, property model.IRI, most int) string {
	g := p.theme.Glyph
	return text.Cut(text.Safe(values.Text(t, property, p.names), g), most, g)
}

// among is a value in so many cells at most, beside others: if they all begin alike, from
// where it is another than the first of them.
func (p *Pane) among(t model.Term, property model.IRI, others []model.Term, most int) string {
	g := p.theme.Glyph
	for _, o := range others {
		if !o.Same(t) {
			safe := func(t model.Term) string { return text.Safe(values.Text(t, property, p.names), g) }
			return text.Differing(safe(t), safe(o), most, g)
		}
	}
	return p.short(t, property, most)
}

// editingToo are those who change the same value at this moment, or one of the same property
// where they do not say which.
func (p *Pane) editingToo(e *edit.Editor) (too []people.Person) {
	mine := e.Mark()
	for _, who := range p.all {
		if other := mine != "" && who.Value != "" && who.Value != mine; other {
			continue
		}
		if who.Editing && !who.Idle && who.Subject == e.Subject && who.Property == e.Property && e.Mode != edit.AddProperty {
			too = append(too, who)
		}
	}
	return too[:min(len(too), 3)]
}
