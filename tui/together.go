package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/layout"
)

// together is what a terminal has to do with those of others.
type together struct {
	// active is when the person did something.
	active time.Time
	// told is what was announced last, toldAt when; telling while that is under way.
	told    replica.Presence
	toldAt  time.Time
	telling bool
}

// retell is how often it is announced that a person who stays in one place does
// something there.
const retell = 10 * time.Second

// announcedMsg: where the person is was announced.
type announcedMsg struct{}

// active takes note that the person does something.
func (m *Root) active() { m.together.active = m.o.Now() }

// announce tells the others where the person is, where that is news. One
// announcement is under way at a time: what comes meanwhile goes out as one.
func (m *Root) announce() tea.Cmd {
	t, now := &m.together, m.o.Now()
	p := m.whereabouts()
	news := t.toldAt.IsZero() || p != t.told || t.active.After(t.toldAt) && now.Sub(t.toldAt) >= retell
	if !news || t.telling || m.bar.Closed || m.w == 0 {
		return nil
	}
	if t.active.IsZero() {
		t.active = now // They have just come.
	}
	t.told, t.toldAt, t.telling = p, now, true
	c, idle := m.clone, now.Sub(t.active)
	return m.run(m.ctx, func(context.Context) any {
		c.Announce(p, idle)
		return announcedMsg{}
	})
}

// whereabouts is who the person is, and where.
func (m *Root) whereabouts() replica.Presence {
	p := replica.Presence{Name: m.o.Me, Subject: m.subj.Subject()}
	if e := m.subj.Editor(); e != nil {
		p.Subject, p.Property, p.Editing = e.Subject, e.Property, true
		if e.Mode == edit.AddProperty {
			p.Property = ""
		}
	} else if r, ok := m.subj.Current(); ok && m.focus == layout.Subject {
		p.Property = r.P
	}
	return p
}
