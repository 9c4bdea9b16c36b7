package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/people"
)

// connectionMsg: it is time to look at the connection anew.
type connectionMsg struct {
	page *dialog.Note
	link replica.Link
}

// showConnection says how the connection to the others is doing, and goes on to while it
// is open.
func (m *Root) showConnection() tea.Cmd {
	m.together.page = &dialog.Note{Title: "Connection", Keys: m.keys}
	m.open(m.together.page, nil)
	link := m.clone.Link()
	m.refreshConnection(link)
	return m.awaitConnection(frame)
}

// refreshConnection shows how things are, if the page is open.
func (m *Root) refreshConnection(l replica.Link) {
	if m.together.page != nil && m.dialogs.Top() == m.together.page {
		m.together.own = l.Exchange.Own
		m.together.page.Facts, m.together.page.Paragraphs = m.linkFacts(l), []string{m.aboutTicks()}
	} else {
		m.together.page = nil
	}
}

// awaitConnection looks at the connection after a while, and asks the others what their
// data is. Nothing is drawn anew unless it is otherwise.
func (m *Root) awaitConnection(after time.Duration) tea.Cmd {
	page, c, ctx := m.together.page, m.clone, m.ctx
	return func() tea.Msg {
		c.Compare()
		select {
		case <-time.After(after):
			return connectionMsg{page, c.Link()}
		case <-ctx.Done():
			return nil
		}
	}
}

// connectionLooked shows what was seen, and looks again later.
func (m *Root) connectionLooked(msg connectionMsg) tea.Cmd {
	if msg.page != m.together.page {
		return nil
	}
	m.refreshConnection(msg.link)
	if m.together.page == nil {
		return nil
	}
	return m.awaitConnection(linkPoll)
}

// cloneName is who uses another clone, or a tag of it.
func (m *Root) cloneName(id string) string {
	if name, ok := m.peerNamed(id); ok {
		return name
	}
	return "the clone " + id[:min(len(id), 6)]
}

// peerNamed is who uses another clone, where they have said who they are.
func (m *Root) peerNamed(id string) (name string, ok bool) {
	for _, p := range m.together.peers {
		if p.ID == id && p.Name != "" {
			return m.calledHere(p), true
		}
	}
	return "", false
}

// processName is who writes by a process.
func (m *Root) processName(path string) string {
	if path == m.together.own {
		return "you"
	}
	if who, ok := m.peerOf(path); ok {
		return who
	}
	return m.who(replica.Author{Process: path}).Name
}

func (m *Root) peerOf(path string) (name string, ok bool) {
	for _, p := range m.together.peers {
		if p.Process == path && p.Name != "" {
			return m.calledHere(p), true
		}
	}
	return "", false
}

// calledHere is how a peer is called, for several may have the same name.
func (m *Root) calledHere(p replica.Peer) string {
	if who, ok := m.together.roster.Find(people.PeerID(p)); ok {
		return who.Name
	}
	return p.Name
}
