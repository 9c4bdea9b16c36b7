package tui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/palette"
	"github.com/m-ld/mld-tui/tui/progress"
)

// Domain is a domain whose data is on this computer.
type Domain struct {
	Name model.Domain
	// Used is when it was opened last; zero where that is not known.
	Used time.Time
	// Bytes is the size of its file.
	Bytes int64
}

type (
	domainsMsg struct {
		domains []Domain
		err     error
	}
	// openedMsg: another domain is open, or cannot be opened.
	openedMsg struct {
		of  *opening
		err error
	}
)

// opening is another domain that is opened, to be shown next.
type opening struct {
	note *dialog.Note // over all else meanwhile
	stop context.CancelFunc
}

func (m *Root) readDomains() tea.Cmd {
	list := m.o.Domains
	return m.runTo(opensIt, "which domains there are")(func(ctx context.Context) any {
		domains, err := list(ctx)
		return domainsMsg{domains, err}
	})
}

// offerDomains shows the domains of this computer. The cursor is on the one to go back to, so
// that two keys go to and fro.
func (m *Root) offerDomains(msg domainsMsg) {
	switch {
	case msg.err != nil:
		m.warn(msg.err.Error())
		return
	case m.busy():
		return // The person has gone on to something else.
	}
	items := []palette.Item{{ID: string(m.domain), Title: string(m.domain), Current: true, Keys: "here"}}
	for _, d := range msg.domains {
		item := palette.Item{ID: string(d.Name), Title: string(d.Name), Group: progress.Bytes(int(d.Bytes))}
		if !d.Used.IsZero() {
			item.Keys = changes.When(d.Used, m.o.Now())
		}
		items = append(items, item)
	}
	hint := "type a few letters of one"
	if len(msg.domains) == 0 {
		hint = "mld-tui NAME starts another, mld-tui join URL joins one"
	}
	p := palette.New("Domains on this computer", hint, m.keys, items)
	p.Verb = "go there"
	if len(msg.domains) > 0 {
		p.Start(string(msg.domains[0].Name))
	}
	m.open(p, func() tea.Cmd {
		m.closeDialog(p)
		item, _ := p.Chosen()
		return m.askToGo(model.Domain(item.ID))
	})
}

// askToGo goes to another domain; where something would be lost by that, it asks.
func (m *Root) askToGo(d model.Domain) tea.Cmd {
	if d == m.domain {
		return nil
	}
	lost, instead := m.losses()
	if len(lost) == 0 {
		return m.goTo(d)
	}
	question := "Go to " + string(d) + "? " + strings.Join(lost, " ")
	m.askToLeave("Go to another domain", question, instead, "Go there anyway", func() tea.Cmd { return m.goTo(d) })
	return nil
}

// goTo opens another domain. It is shown as soon as it is open; until then one sees this
// one, and sees it still if the other cannot be opened.
func (m *Root) goTo(d model.Domain) tea.Cmd {
	ctx, stop := context.WithCancel(m.ctx)
	o := &opening{note: &dialog.Note{Title: "Another domain", Keys: m.keys, Paragraphs: []string{"Opening " + string(d) + m.theme.Glyph.Ellipsis}}, stop: stop}
	m.opening = o
	m.open(o.note, nil)
	open := m.o.Open
	return m.run(ctx, func(ctx context.Context) any { return openedMsg{o, open(ctx, d)} })
}

// stopOpening stops opening another domain where its note is closed.
func (m *Root) stopOpening(d dialog.Dialog) {
	if o := m.opening; o != nil && dialog.Dialog(o.note) == d {
		o.stop()
		m.opening = nil
	}
}

// opened leaves this domain for the one that is open now.
func (m *Root) opened(msg openedMsg) tea.Cmd {
	if msg.of != m.opening {
		return nil // The person has thought better of it.
	}
	if msg.err == nil {
		return tea.Quit // The note stays, so that no key of what comes is lost on what was.
	}
	m.closeDialog(msg.of.note)
	m.warn(msg.err.Error())
	return nil
}
