package people

import (
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// The widths of the dialog: beneath wideEnough, a person takes two lines.
const (
	widest     = 84
	wideEnough = 60
	nameWidth  = 24
	stateWidth = 12
)

// View implements dialog.Dialog.
func (d *Dialog) View(w, h int, th *themes.Theme) dialog.Drawing {
	w = min(w, widest)
	iw, ih := box.Inner(w, h)
	d.lines = 1
	if iw < wideEnough {
		d.lines = 2
	}
	end := d.end(iw, th)
	if len(end) > max(0, ih-2-min(len(d.All), 3)*d.lines) { // Who is here says more.
		end = nil
	}
	lines := []string{""}
	d.shown = max(1, min(len(d.All), (ih-1-len(end))/d.lines))
	d.top = max(0, min(d.top, d.cursor), d.cursor-d.shown+1)
	d.top = min(d.top, max(0, len(d.All)-d.shown))
	for i := d.top; i < min(len(d.All), d.top+d.shown); i++ {
		lines = append(lines, d.person(d.All[i], i == d.cursor, iw, th)...)
	}
	lines = append(lines, end...)
	remark := ""
	if n := len(d.All); n > 0 {
		remark = th.Muted.Render(text.Plural(n, "other", "others"))
	}
	title := "People"
	if d.ToFollow {
		title = "Follow whom?"
	}
	lines = lines[:min(len(lines), ih)]
	f := box.Frame{
		W: w, H: len(lines) + 2, Title: title, Remark: remark, Foot: d.foot(iw, th), Focused: true,
		Beside: box.More(d.top > 0, d.top+d.shown < len(d.All), th),
	}
	return dialog.Drawing{Lines: box.Draw(f, lines, th), CursorX: -1}
}

// end is what is said beneath the people.
func (d *Dialog) end(w int, th *themes.Theme) (lines []string) {
	g := th.Glyph
	say := func(style lipgloss.Style, s string) {
		lines = append(lines, "")
		for _, l := range text.Wrap(text.Safe(s, g), w, 4, g) {
			lines = append(lines, style.Render(l))
		}
	}
	switch share := d.Keys.Key(keymap.Share, g.ASCII); {
	case len(d.All) > 0:
	case d.Offline:
		say(th.Text, "You are offline: nobody can be seen from here.")
		lines = lines[1:]
	case share != "":
		say(th.Text, "Nobody else is here. "+share+" shows how a teammate joins.")
		lines = lines[1:]
	default:
		say(th.Text, "Nobody else is here.")
		lines = lines[1:]
	}
	if d.Me != "" {
		say(th.Muted, "The others see you as "+d.Me+".")
		if !d.CanName {
			for _, l := range text.Wrap("Another name: --as NAME at the start, or as = \"NAME\" in the settings.", w, 3, g) {
				lines = append(lines, th.Faint.Render(l))
			}
		}
	}
	return append(lines, "")
}

func (d *Dialog) foot(w int, th *themes.Theme) string {
	g := th.Glyph
	goThere, mine, stop, gap := "go there", "your name", "stop following", "  "
	if w < wideEnough {
		goThere, mine, stop, gap = "go", "name", "stop", " "
	}
	key := func(id keymap.ID, word string) string { return th.Hint(d.Keys.Key(id, g.ASCII), word) }
	s := ""
	follow := keymap.GoWith
	if d.ToFollow {
		follow = keymap.GoToPerson
	}
	if p, ok := d.Chosen(); ok && p.Subject != "" && !d.ToFollow {
		s += key(keymap.GoToPerson, goThere) + gap
	}
	switch p, ok := d.Chosen(); {
	case ok && p.ID == d.Following:
		s += key(keymap.GoWith, stop) + gap
	case ok && p.Name != "":
		s += key(follow, "follow") + gap
	}
	if d.CanName {
		s += key(keymap.NameMe, mine) + gap
	}
	return s + key(keymap.ClosePeople, "close")
}

// person is who they are, where, and what they do: on one line, or on two.
func (d *Dialog) person(p Person, here bool, w int, th *themes.Theme) []string {
	g := th.Glyph
	mark, ground := "  ", lipgloss.NewStyle()
	if here {
		mark, ground = th.Accent.Render(g.Cursor)+" ", th.Selected
	}
	w -= 2
	on := func(s lipgloss.Style, words string, w int) string {
		return s.Inherit(ground).Render(text.Fit(words, w, g))
	}
	state, stateStyle := d.state(p)
	style := map[bool]lipgloss.Style{true: th.Faint, false: th.Muted}[p.Idle]
	if stateStyle {
		style = th.Accent
	}
	nw := min(nameWidth, w-stateWidth-1)
	if d.lines == 2 {
		nw = w - stateWidth - 1
	}
	name := on(p.Style(th), g.Person, 1) + on(th.Muted, " an app, or somebody without a name", nw-1)
	if p.Name != "" {
		c := chip(p.Sign(g), p.Mark)
		called := text.Safe(p.Name, g)
		if p.Beside {
			called += " (at this computer)"
		}
		if d.lines == 1 && p.Beside {
			called = text.Safe(p.Name, g) + " (here too)"
		}
		nameStyle := th.Text
		if p.Idle {
			nameStyle = th.Faint
		}
		cw := text.Width(c) + 1
		name = on(p.Style(th), c, cw) + on(nameStyle, called, nw-cw)
	}
	room := w - 4
	if d.lines == 1 {
		room = w - nw - stateWidth - 2
	}
	where := d.where(p, room, g)
	if d.lines == 1 {
		if p.Name == "" { // There is no place to tell of.
			return []string{mark + on(p.Style(th), g.Person, 1) + on(th.Muted, " an app, or somebody without a name", w-1)}
		}
		return []string{mark + name + ground.Render(" ") + on(th.Text, where, room) + ground.Render(" ") + on(style, state, stateWidth)}
	}
	if where == "" {
		where = "somewhere"
	}
	return []string{
		mark + name + ground.Render(" ") + on(style, state, stateWidth),
		"  " + on(th.Muted, "    "+where, w),
	}
}

// where is the place, and for how long they have been there, w cells wide at most: what has
// no room is the time, and then the end of the subject's name, rather than the property.
func (d *Dialog) where(p Person, w int, g themes.Glyphs) string {
	if p.Subject == "" {
		return ""
	}
	s, property := d.Place(p.Subject, p.Property)
	if property != "" {
		property = " " + g.Crumb + " " + property
	}
	if ago := shortSpan(d.Now().Sub(p.Since)); !p.Since.IsZero() && ago != "" {
		for _, there := range []string{", there for " + ago, ", for " + ago} {
			if all := s + property + there; text.Width(all) <= w {
				return all
			}
		}
	}
	return text.CutName(s, max(8, w-text.Width(property)), g) + property
}

// state is what they do, or since when they do nothing; strong tells that it catches the eye.
func (d *Dialog) state(p Person) (word string, strong bool) {
	switch {
	case p.Name == "":
		return "", false
	case p.ID == d.Following:
		return "followed", true
	case p.Editing && !p.Idle:
		return "editing", false
	case p.Active.IsZero():
		return "online", false
	}
	switch ago := shortSpan(d.Now().Sub(p.Active)); {
	case p.Idle:
		return "idle " + ago, false
	case ago != "":
		return ago + " ago", false
	}
	return "active now", false
}

// shortSpan is a span of time as short as it can be said; empty for less than a minute.
func shortSpan(t time.Duration) string {
	switch {
	case t < time.Minute:
		return ""
	case t < time.Hour:
		return text.Count(int(t.Minutes())) + " min"
	case t < 48*time.Hour:
		return text.Count(int(t.Hours())) + " h"
	default:
		return strings.TrimSpace(text.Count(int(t.Hours()/24)) + " days")
	}
}
