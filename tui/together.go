package tui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/people"
)

// together is what a terminal has to do with those of others.
type together struct {
	// active is when the person did something.
	active time.Time
	// told is what was announced last, toldAt when; telling while that is under way.
	told    replica.Presence
	toldAt  time.Time
	telling bool

	roster *people.Roster
	peers  []replica.Peer // who is present
	own    string         // the path of one's own process, as far as it is known
	page   *dialog.Note   // the page of the connection, while it is open
	dialog *people.Dialog // the one that is open
	// principals are those who are called by what their ids end with.
	principals map[string]model.IRI
	// follows is whom one follows, by their ID, and with how they were seen last.
	follows string
	with    people.Person
	sees    replica.View // what was last looked at with them
	glow    people.Glow
	badge   badge
	// wakes is for when a wakeMsg is waited for, zero for none, and wakeDue when it comes.
	// Only the last is waited for; those of before are of no interest.
	wakes, wakeDue time.Time
	wakeNo         int
	dropWake       context.CancelFunc
}

// retell is how often it is announced that a person who stays in one place does
// something there.
const retell = 10 * time.Second

// wakeMsg: somebody may look otherwise with the time.
type wakeMsg struct{ no int }

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
		p.Subject, p.Property, p.Value, p.Editing = e.Subject, e.Property, e.Mark(), true
		if e.Mode == edit.AddProperty {
			p.Property = ""
		}
	} else if r, ok := m.subj.Current(); ok && m.focus == layout.Subject {
		p.Property, p.Value = r.P, m.subj.Mark()
	}
	p.View = m.view()
	return p
}

// present takes who is present, besides oneself.
func (m *Root) present(self replica.Peer, peers []replica.Peer) {
	m.together.roster.SetSelf(self)
	if m.together.roster.Set(peers, m.o.Now()) {
		m.nameAnew()
	}
}

// tellApart has all be called otherwise of whom it has turned out that others have, or had,
// their name.
func (m *Root) tellApart() {
	for m.together.roster.Stale() {
		m.together.roster.Set(m.together.peers, m.o.Now())
		m.nameAnew()
	}
}

// nameAnew shows everybody as they are called now, and by what they did.
func (m *Root) nameAnew() {
	m.together.glow.Mark(func(by replica.Author) people.Mark { return m.who(by).Mark })
	m.renameBadge()
	m.showPeople()
	m.feed.Redraw()
	if m.record != nil {
		m.record.Redraw()
	}
}

// showPeople shows who is present, and what they have just changed.
func (m *Root) showPeople() {
	all := slices.Clone(m.together.roster.All())
	m.bar.Me, m.bar.People, m.bar.Following = m.together.roster.Me(), all, nil
	if m.together.follows != "" {
		m.bar.Following, m.bar.StopKey = &m.together.with, m.keys.Key(keymap.Accompany, m.theme.Glyph.ASCII)
	}
	if d := m.together.dialog; d != nil {
		d.Me = m.bar.Me
		for _, p := range all {
			if p.Subject != "" {
				m.names.Labels.Ask(p.Subject)
			}
		}
		d.Show(all, m.together.follows, !m.bar.Status.Online)
	}
	glow := &m.together.glow
	if m.then.past != nil { // They are not there: what they look at, and change, is of now.
		all, glow = nil, &people.Glow{}
	}
	m.list.SetPeople(all, glow)
	m.subj.SetPeople(all, glow)
}

// shine marks what others have changed, for a while.
func (m *Root) shine(updates []replica.Update) {
	some := false
	for _, u := range updates {
		if who := m.who(u.Author); !who.Self && !u.Reason.IsGap() && u.Tick > m.past {
			m.together.glow.Add(u, who.Mark, m.o.Now())
			some = true
		}
	}
	if some {
		m.showPeople()
	}
}

// sleep waits until somebody looks otherwise, for they have done nothing for a while,
// or what they did is long ago; nil where there is nothing to wait for.
func (m *Root) sleep() tea.Cmd {
	t := &m.together
	next := t.roster.NextIdle()
	if glow := t.glow.Next(); !glow.IsZero() && (next.IsZero() || glow.Before(next)) {
		next = glow
	}
	if minute := t.roster.NextMinute(m.o.Now()); t.dialog != nil && !minute.IsZero() && (next.IsZero() || minute.Before(next)) {
		next = minute // What is listed tells of minutes.
	}
	if next.IsZero() || !t.wakes.IsZero() && !next.Before(t.wakes) {
		return nil
	}
	if t.dropWake != nil {
		t.dropWake()
	}
	ctx, cancel := context.WithCancel(m.ctx)
	now, wait := m.o.Now(), max(next.Sub(m.o.Now()), frame)
	t.wakes, t.wakeDue, t.dropWake = next, now.Add(wait), cancel
	t.wakeNo++
	no, due := t.wakeNo, m.o.After(wait)
	return func() tea.Msg {
		select {
		case <-due:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			return nil
		}
		return wakeMsg{no}
	}
}

// isWaking reports whether a wakeMsg is due that has not come yet.
func (m *Root) isWaking() bool {
	t := &m.together
	return !t.wakes.IsZero() && !t.wakeDue.After(m.o.Now())
}

// wake looks at everybody anew.
func (m *Root) wake(msg wakeMsg) {
	t, now := &m.together, m.o.Now()
	if msg.no != t.wakeNo {
		return
	}
	t.wakes = time.Time{}
	if aged := t.roster.Age(now); t.glow.Age(now) || aged {
		m.showPeople()
	}
}
