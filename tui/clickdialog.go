package tui

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/dialog"
)

// clicker is a dialog that takes clicks, at its own cells; chooser one of which the fields,
// or the options, are clicked on.
type (
	clicker interface {
		Click(x, y int) dialog.Outcome
	}
	chooser interface{ Choose(i int) dialog.Outcome }
)

// clickDialog takes a click on a dialog, or beside it.
func (m *Root) clickDialog(d dialog.Dialog, x, y int) tea.Cmd {
	drawn, _ := m.drawDialog(d)
	left, top := dialog.Place(drawn, m.w, m.h)
	x, y = x-left, y-top
	if y == len(drawn.Lines)-1 {
		if key, ok := m.hintAt(drawn.Lines[y], x); ok {
			return m.key(keyPress(key))
		}
		return nil
	}
	switch c := d.(type) {
	case clicker:
		return m.dialogOutcome(d, c.Click(x, y))
	case chooser:
		for i, row := range drawn.Rows {
			if row == y {
				return m.dialogOutcome(d, c.Choose(i))
			}
		}
	}
	return nil
}

// hintAt is the key of which the foot of a dialog tells at a cell what it does; see
// themes.Theme.Hint.
func (m *Root) hintAt(foot string, x int) (key string, ok bool) {
	at := 0
	for _, hint := range strings.SplitAfter(ansi.Strip(foot), "  ") {
		from := at
		if at += ansi.StringWidth(hint); x < from || x >= at {
			continue
		}
		hint = strings.TrimSpace(strings.TrimLeft(hint, "\u2570\u2517\u2514\u255a\u2500\u2501\u2550+#=- "))
		for _, a := range m.keys.All() {
			for _, k := range a.Keys {
				if a.In(m.scope()) && strings.HasPrefix(hint, keymap.KeyText(k, m.theme.Glyph.ASCII)+" ") {
					return k, true
				}
			}
		}
	}
	return "", false
}

// keyPress is the press of a key, as if somebody had pressed it.
func keyPress(key string) (k tea.KeyPressMsg) {
	for _, mod := range []struct {
		name string
		mod  tea.KeyMod
	}{{"ctrl+", tea.ModCtrl}, {"alt+", tea.ModAlt}, {"shift+", tea.ModShift}} {
		if rest, held := strings.CutPrefix(key, mod.name); held {
			key, k.Mod = rest, k.Mod|mod.mod
		}
	}
	switch code, named := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace,
	}[key]; {
	case named:
		k.Code = code
	default:
		if k.Code, _ = utf8.DecodeRuneInString(key); k.Mod == 0 {
			k.Text = key
		}
	}
	return k
}
