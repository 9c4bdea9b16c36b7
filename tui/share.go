package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/text"
)

func (m *Root) joinURL() string {
	if m.o.JoinURL == nil {
		return ""
	}
	return m.o.JoinURL()
}

// letsIn reports whether others can join through this computer.
func (m *Root) letsIn() bool { return m.o.IsOpen != nil && m.o.IsOpen() }

// opens reports whether to share opens this computer to others who could not join yet:
// there is no relay at which all meet, or that cannot be reached.
func (m *Root) opens() bool {
	return m.o.Share != nil && !m.letsIn() && (m.joinURL() == "" || !m.bar.Link.Connected)
}

// share says how to join. Where nobody can yet, it is said first what that opens.
func (m *Root) share() tea.Cmd {
	switch {
	case m.o.Share == nil:
		return m.shared(sharedMsg{url: m.joinURL()})
	case !m.opens():
		return m.openDoor()
	}
	key := m.keys.Key(keymap.Share, m.theme.Glyph.ASCII)
	m.ask(&dialog.Choice{
		Title: "Let a teammate join",
		Question: "This computer will listen on the network for who wants to join " + string(m.domain) +
			", now and whenever it is open here, until you stop it: " + key + ", then " + unshareKey + ".",
		Options: []dialog.Option{
			{Key: "n", Word: "Not now", Detail: "Nobody can join."},
			{Key: "y", Word: "Let them join", Detail: "You get a command to pass on. Whoever has it can read and change everything."},
		},
	}, func(int) tea.Cmd { return m.openDoor() })
	return nil
}

// openDoor makes the domain joinable, if it is not yet.
func (m *Root) openDoor() tea.Cmd {
	m.notice = notice{"Opening the door for teammates" + m.theme.Glyph.Ellipsis, plainNotice}
	f := m.o.Share
	return m.run(m.ctx, func(ctx context.Context) any {
		url, err := f(ctx)
		return sharedMsg{url, err}
	})
}

func (m *Root) shared(msg sharedMsg) tea.Cmd {
	m.notice, m.bar.Open = notice{}, m.letsIn()
	if msg.err != nil {
		m.warn(msg.err.Error())
		return nil
	}
	n := &dialog.Note{
		Title: "A teammate joins", Keys: m.keys, Copy: joinCommand(msg.url),
		Paragraphs: []string{
			"Whoever can reach this computer joins with this, and can then read and change everything in " + string(m.domain) + ":",
			"\t" + joinCommand(msg.url),
			"They get all the data, and you see each other's changes at once. Give it only to whom you trust.",
		},
	}
	if m.o.Unshare == nil || !m.letsIn() { // They meet elsewhere.
		m.open(n, nil)
		return nil
	}
	n.Paragraphs = append(n.Paragraphs, "The door stays open, the next time as well, until "+unshareKey+" shuts it.")
	n.Also = dialog.Option{Key: unshareKey, Word: "stop sharing"}
	m.open(n, func() tea.Cmd {
		m.closeDialog(n)
		return m.askToUnshare()
	})
	return nil
}

// unshareKey is the key in the box of sharing that ends it.
const unshareKey = "x"

// askToUnshare ends sharing; where others are here, only if one says so again.
func (m *Root) askToUnshare() tea.Cmd {
	others := slices.DeleteFunc(slices.Clone(m.together.roster.All()), func(p people.Person) bool { return p.Beside })
	who := m.theyAre(others)
	if who == "" {
		return m.unshare()
	}
	m.ask(&dialog.Choice{
		Title: "Stop sharing", Question: who + " connected through this computer: they are cut off, and keep the data that they have.",
		Options: []dialog.Option{
			{Key: "n", Word: "Go on sharing", Detail: "Nothing changes."},
			{Key: "y", Word: "Stop sharing", Detail: "What each changes meanwhile is sent when they meet again."},
		},
	}, func(int) tea.Cmd { return m.unshare() })
	return nil
}

func (m *Root) unshare() tea.Cmd {
	f := m.o.Unshare
	return m.run(m.ctx, func(ctx context.Context) any { return unsharedMsg{f(ctx)} })
}

func (m *Root) unshared(msg unsharedMsg) {
	m.bar.Open = m.letsIn()
	if msg.err != nil {
		m.warn(msg.err.Error())
		return
	}
	m.notice = notice{"Nobody can join any more. " + m.keys.Key(keymap.Share, m.theme.Glyph.ASCII) + " shares again, at the same address.", goodNotice}
}

// joinCommand is what a teammate types.
func joinCommand(url string) string {
	if strings.ContainsAny(url, "&?*;|<>()$ '\"") {
		url = "'" + strings.ReplaceAll(url, "'", `'\''`) + "'"
	}
	return "mld-tui join " + url
}

// welcome sets what the middle pane says while no subject is chosen.
func (m *Root) welcome() {
	if m.subj.Subject() != "" {
		return
	}
	th, g := &m.theme, m.theme.Glyph
	r := m.lay.Panes[layout.Subject]
	alone := m.lay.Mode == layout.One
	if alone {
		r = m.lay.Body
	}
	w := max(20, r.W-4)
	if !m.list.IsEmpty() {
		m.subj.SetWelcome(nil)
		return
	}
	key := func(id keymap.ID) string { return m.keys.Key(id, g.ASCII) }
	lines := []string{""}
	say := func(style func(...string) string, s string) {
		for _, l := range text.Wrap(text.Safe(s, g), w, 0, g) {
			lines = append(lines, style(l))
		}
	}
	say(th.Strong.Render, "Welcome to "+string(m.domain)+".")
	lines = append(lines, "")
	say(th.Text.Render, "There is nothing here yet; it is all yours to fill.")
	lines = append(lines, "")
	if m.disabled(keymap.NewSubj) == "" {
		lines = append(lines, th.Key.Render(text.Fit(key(keymap.NewSubj), 5, g))+th.Text.Render("adds the first subject"))
	}
	if m.disabled(keymap.Import) == "" {
		lines = append(lines, th.Key.Render(text.Fit(key(keymap.Import), 5, g))+th.Text.Render("imports a file"))
	}
	if m.disabled(keymap.Share) == "" {
		lines = append(lines, th.Key.Render(text.Fit(key(keymap.Share), 5, g))+th.Text.Render("lets a teammate join"))
	}
	lines = append(lines, th.Key.Render(text.Fit(key(keymap.Help), 5, g))+th.Text.Render("shows all keys"))
	if url := m.joinURL(); url != "" {
		lines = append(lines, "")
		if k := key(keymap.CopyJoin); k != "" { // It may have to be broken, and could not be selected then.
			lines = append(lines, th.Key.Render(text.Fit(k, 5, g))+th.Text.Render("copies the command to join:"))
		} else {
			say(th.Muted.Render, "A teammate joins with")
		}
		for _, l := range text.Wrap(text.Safe(joinCommand(url), g), w, 0, g) {
			lines = append(lines, th.Accent.Render(l))
		}
	}
	if len(lines) > r.H-3 { // rather close together than cut off
		lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" })
	}
	m.subj.SetWelcome(lines)
	if alone { // then the list has to say it
		m.list.SetWelcome(lines)
	} else {
		m.list.SetWelcome(nil)
	}
}
