package tui

import (
	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/help"
	"github.com/m-ld/mld-tui/tui/text"
)

var footers = map[keymap.Scope][]keymap.ID{
	keymap.Subjects:  {keymap.Open, keymap.Back, keymap.SetMany, keymap.Find, keymap.OnlyType, keymap.NewSubj, keymap.DelSubj, keymap.Share, keymap.ShowPeople, keymap.NextPane, keymap.Palette, keymap.Quit, keymap.SubjHistory, keymap.Help},
	keymap.Subject:   {keymap.Follow, keymap.Settle, keymap.KeepAll, keymap.EditValue, keymap.AddValue, keymap.AddProp, keymap.DelValue, keymap.Leave, keymap.NextPane, keymap.Palette, keymap.Why, keymap.SubjHistory, keymap.NewSubj, keymap.Help, keymap.Quit},
	keymap.Referrers: {keymap.OpenRef, keymap.LeaveRefs, keymap.Find, keymap.NextPane, keymap.Palette, keymap.Help, keymap.Quit},
	keymap.Changes:   {keymap.Expand, keymap.Jump, keymap.FilterFeed, keymap.AsOfChange, keymap.PutBack, keymap.Newest, keymap.ShowPeople, keymap.NextPane, keymap.Palette, keymap.Quit, keymap.WhyChange, keymap.AllHistory, keymap.Help},
	keymap.Editor:    {keymap.Save, keymap.SaveBoth, keymap.Cancel, keymap.NextType, keymap.ShowRequest},
	keymap.Filter:    {keymap.OpenFound, keymap.KeepFilter, keymap.DropFilter},

	keymap.FeedFilter: {keymap.KeepFeed, keymap.DropFeed},
}

// footer is the line at the bottom, where there is no notice: what keys do.
func (m *Root) footer() string {
	th := &m.theme
	scope := m.scope()
	switch {
	case m.begun != "":
		return help.Continue(m.keys.Next(scope, m.begun), m.begun, m.w, th)
	case m.bar.Closed:
		s := "The clone has closed: nothing here changes any more. " + m.keys.Key(keymap.Quit, th.Glyph.ASCII) + " leaves."
		return text.Fit(" "+th.Error.Render(text.Cut(s, m.w-2, th.Glyph)), m.w, th.Glyph)
	case m.bar.Status.Joining && scope != keymap.Dialog:
		return m.footerOf(keymap.Help, keymap.Quit).Draw(m.footerWidth(), th) + m.footerEnd()
	}
	return m.footerOf(m.footerIDs()...).Draw(m.footerWidth(), th) + m.footerEnd()
}

// maxNotice is on how many rows a notice is said, and noticePart how much of the window it
// may take.
const (
	maxNotice  = 4
	noticePart = 3
)

// foot is what stands below the panes: what keys do, or a notice on the rows that it needs.
func (m *Root) foot() []string {
	n, th, g := m.said(), &m.theme, m.theme.Glyph
	if n.text == "" || m.begun != "" {
		return []string{m.footer()}
	}
	style, sign := th.Muted, " "
	switch n.kind {
	case goodNotice:
		style, sign = th.Success, g.Check
	case badNotice:
		style, sign = th.Error, g.Warning
	}
	most, said := max(1, min(maxNotice, m.h/noticePart)), text.Safe(n.text, g)
	if m.dialogs.Top() != nil { // It would cover more than the last row.
		most = 1
	}
	var keys []string
	if n.kind == firstNotice {
		first := m.footerOf(keymap.Palette, keymap.Quit, keymap.Help)
		hints := min(28, m.w/2)
		if text.Width(said) <= m.w-hints-3 || most == 1 {
			return []string{text.Fit("  "+style.Render(text.Cut(said, m.w-hints-3, g)), m.w-hints, g) + first.Draw(hints, th)}
		}
		keys, most = []string{first.Draw(m.w, th)}, most-1
	}
	rows := text.WrapKeeping(said, m.w-3-text.Width(sign), most, g)
	for i, row := range rows {
		rows[i] = text.Fit(" "+text.Draw(sign+" "+row, style, th), m.w, g)
		sign = text.Fit("", text.Width(sign), g)
	}
	return append(rows, keys...)
}

// makeRoom makes room for a notice of several rows at the end of the panes, and gives it back:
// where panes meet stays, and each keeps its cursor in sight.
func (m *Root) makeRoom() {
	rows := 1
	if m.said().text != "" {
		rows = len(m.foot())
	}
	if rows != m.footRows {
		m.footRows = rows
		m.arrange()
	}
}
