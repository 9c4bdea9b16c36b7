package tui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/text"
)

// leaving is that one has said that one leaves, though that would end something.
type leaving struct {
	ask *dialog.Choice // open, and asks
	// gone: the program ends, whoever has said so.
	gone bool
	// again: what would end is said where there is no room to ask.
	again bool
}

// Filter takes note that the program ends, for tea.WithFilter: its last frame is empty. After
// a window was made larger, tmux 3.3 would else put some of its lines above those of the shell.
func (m *Root) Filter(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, ok := msg.(tea.QuitMsg); ok {
		m.leaving.gone = true
	}
	return msg
}

// unsaved is what one types into.
type unsaved interface {
	// Unsaved reports whether something is typed that is not saved.
	Unsaved() bool
}

// losses are what would end if the person left the domain now, each as a sentence; and what
// they can do about it, empty for nothing.
func (m *Root) losses() (lost []string, instead string) {
	if m.moving != nil && !m.moving.waits() {
		lost = append(lost, sentence(m.moving.lost))
	}
	if n := m.unsavedTexts(); n > 0 {
		lost = append(lost, text.Plural(n, "text that you typed is not saved.", "texts that you typed are not saved."))
	}
	if who := m.joinedHere(); who != "" {
		lost = append(lost, who+" connected through this window, and cut off when it closes.")
		instead = "mld-tui " + string(m.domain) + " in another terminal keeps it going."
	}
	return lost, instead
}

// unsavedTexts is how many texts are typed and not saved in what is open: what was dismissed
// is given up.
func (m *Root) unsavedTexts() (n int) {
	if m.subj.Unsaved() {
		n++
	}
	for d := range m.dialogs.All() {
		if u, ok := d.(unsaved); ok && u.Unsaved() {
			n++
		}
	}
	return n
}

// joinedHere says who has joined through this process, so that they meet only while it runs;
// empty for nobody. Another terminal of this computer takes over by itself.
func (m *Root) joinedHere() string {
	all := m.together.roster.All()
	beside := slices.ContainsFunc(all, func(p people.Person) bool { return p.Beside })
	if m.o.Hosts == nil || !m.o.Hosts() || beside {
		return ""
	}
	return m.theyAre(all)
}

// theyAre names some people, with the verb for what they are; empty for nobody.
func (m *Root) theyAre(all []people.Person) string {
	if len(all) == 0 {
		return ""
	}
	var names []string
	for _, p := range all {
		if p.Name != "" && len(names) < 2 {
			names = append(names, text.Safe(p.Name, m.theme.Glyph))
		}
	}
	others := len(all) - len(names)
	switch {
	case len(names) == 0:
		return text.Plural(others, "teammate is", "teammates are")
	case len(all) == 1:
		return names[0] + " is"
	case others == 0:
		return names[0] + " and " + names[1] + " are"
	default:
		return strings.Join(names, ", ") + " and " + text.Count(others) + " more are"
	}
}

// leave ends the program; where that would end something else, only if one says so again.
func (m *Root) leave() tea.Cmd {
	lost, instead := m.losses()
	if len(lost) == 0 || m.leaving.again {
		return tea.Quit
	}
	again := m.quitKey() + " again leaves."
	if m.unseen() || !m.canDraw() {
		m.leaving.again = true
		m.notice = notice{strings.Join(append(lost, again), " "), badNotice}
		return nil
	}
	m.leaving.ask = m.askToLeave("Leave", strings.Join(append(lost, again), " "), instead, "Leave anyway", func() tea.Cmd { return tea.Quit })
	return nil
}

// askToLeave asks before one leaves the domain, for another or altogether.
func (m *Root) askToLeave(title, question, instead, word string, leave func() tea.Cmd) *dialog.Choice {
	d := &dialog.Choice{
		Title: title, Question: question,
		Options: []dialog.Option{
			{Key: "n", Word: "Stay here", Detail: cmp.Or(instead, "If you stay, nothing is lost.")},
			{Key: "y", Word: word, Detail: "What is saved stays saved."},
		},
	}
	m.ask(d, func(int) tea.Cmd { return leave() })
	return d
}

// leavesAgain reports whether a key in a dialog says once more that one leaves.
func (m *Root) leavesAgain(k tea.KeyPressMsg) bool {
	if m.leaving.ask == nil || m.dialogs.Top() != dialog.Dialog(m.leaving.ask) {
		return false
	}
	return m.isQuit(k)
}

func (m *Root) isQuit(k tea.KeyPressMsg) bool {
	a, ok := m.keys.Lookup(keymap.Global, k.String())
	return ok && a.ID == keymap.Quit
}

// quitKey is a key with which one leaves: no letter where letters are typed.
func (m *Root) quitKey() string {
	if m.unseen() {
		a, _ := m.keys.Get(keymap.Quit)
		for _, k := range a.Keys {
			if strings.Contains(k, "+") { // the others are letters
				return keymap.KeyText(k, m.theme.Glyph.ASCII)
			}
		}
		return ""
	}
	return m.keys.Key(keymap.Quit, m.theme.Glyph.ASCII)
}
