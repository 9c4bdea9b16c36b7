package changes

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
)

// Typing reports whether a filter is being typed.
func (p *Pane) Typing() bool { return p.field != nil }

// Filter is what is selected.
func (p *Pane) Filter() Filter { return p.filter }

// TypeFilter begins to type a filter, from the one that there is.
func (p *Pane) TypeFilter() {
	l := edit.NewLine(p.filter.Typed)
	p.field, p.dirty = &l, true
}

// SetFilter selects other changes.
func (p *Pane) SetFilter(f Filter) {
	same := f
	if same.Typed = p.filter.Typed; same != p.filter {
		p.feed.begin()
		p.named = ""
	}
	p.filter, p.dirty = f, true
}

// FilterKey carries out a key while a filter is typed: what is found changes with
// every key with which the filter makes sense.
func (p *Pane) FilterKey(id keymap.ID, k tea.KeyPressMsg) {
	p.dirty = true
	switch id {
	case keymap.KeepFeed:
		if p.fault == "" {
			p.field = nil
			p.move(-len(p.items))
		}
	case keymap.DropFeed:
		p.field, p.fault = nil, ""
		p.SetFilter(Filter{})
	case keymap.FoundUp:
		p.Do(keymap.Up)
	case keymap.FoundDown:
		p.Do(keymap.Down)
	case keymap.FoundPgUp:
		p.Do(keymap.PageUp)
	case keymap.FoundPgDn:
		p.Do(keymap.PageDown)
	default:
		if p.field.Key(k) {
			p.typed()
		}
	}
}

// Paste inserts a text into the filter.
func (p *Pane) Paste(s string) {
	if p.field != nil {
		p.field.Insert(s)
		p.typed()
	}
}

func (p *Pane) typed() {
	p.dirty = true
	f, err := ParseFilter(p.field.Value(), p.now())
	if p.fault = ""; err != nil {
		p.fault = err.Error()
		return
	}
	p.SetFilter(f)
}

// Cursor is the cell of the text cursor, from the pane's corner.
func (p *Pane) Cursor() (x, y int, ok bool) {
	if p.field == nil || p.w < 8 {
		return 0, 0, false
	}
	_, at := p.field.View(p.w-4-2, p.theme.Glyph)
	return 2 + 2 + at, 1, true
}

// filterLines are the filter, while there is one, and what helps to type it.
func (p *Pane) filterLines(w int) (lines []string) {
	th, g := p.theme, p.theme.Glyph
	switch {
	case p.field != nil:
		shown, _ := p.field.View(w-2, g)
		lines = append(lines, th.Accent.Render(g.Search)+" "+th.Field.Render(shown))
		say, style := strings.Join(p.examples(), " "+g.Dot+" "), th.Faint
		switch {
		case p.fault != "":
			say, style = p.fault, th.Warning
		case p.feed.err != nil:
			say, style = p.feed.err.Error(), th.Warning
		case p.field.IsEmpty():
		default:
			say = p.meaning()
		}
		if say == "" {
			break
		}
		for _, l := range text.Wrap(text.Safe(say, g), w-2, 3, g) {
			lines = append(lines, "  "+style.Render(l))
		}
	case !p.filter.IsEmpty():
		lines = append(lines, text.Cut(th.Accent.Render(g.Search+" ")+th.Strong.Render(text.Safe(p.filter.Typed, g)), w, g))
		if m := p.meaning(); m != "" {
			lines = append(lines, "  "+th.Muted.Render(text.Cut(text.Safe(m, g), w-2, g)))
		}
	default:
		return nil
	}
	return append(lines, "")
}

// examples are filters that select something of what is in sight.
func (p *Pane) examples() []string {
	by, of, property := "by me", "of this", ""
	for _, e := range p.feed.entries {
		if !e.who.Self && !e.who.Unnamed && e.who.Name != "" && by == "by me" {
			by = "by " + text.Cut(e.who.Name, 14, p.theme.Glyph)
		}
		if property == "" && len(e.Shifts) > 0 {
			t := e.Shifts[len(e.Shifts)-1].Triple
			of, property = "of "+text.Cut(p.names.Name(t.S), 14, p.theme.Glyph), "property "+p.names.Property(t.P)
		}
	}
	all := []string{"any words", by, of, property, "since 10m", "until noon"}
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// meaning says what is not as it was typed: whom a name stands for, and what time.
func (p *Pane) meaning() string {
	s := ""
	add := func(what string) {
		if s != "" {
			s += ", "
		}
		s += what
	}
	if p.named != "" && p.named != p.filter.Of {
		add("of " + p.named)
	}
	if t := p.filter.Since; !t.IsZero() {
		add("since " + When(t, p.now()))
	}
	if t := p.filter.Until; !t.IsZero() {
		add("until " + When(t, p.now()))
	}
	return s
}
