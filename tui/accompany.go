package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/text"
)

// openPeople lists who is present; one goes to them, or with them: only with them, where it
// is asked whom to follow.
func (m *Root) openPeople(toFollow bool) {
	d := &people.Dialog{Keys: m.keys, Me: m.bar.Me, CanName: m.canName(), Place: m.placeName, Now: m.o.Now, ToFollow: toFollow}
	m.together.dialog = d
	m.showPeople()
	m.open(d, func() tea.Cmd {
		p, _ := d.Chosen()
		switch {
		case d.NamesMe():
			m.closeDialog(d)
			return m.Do(keymap.MyName)
		case d.With() && p.ID == m.together.follows:
			m.closeDialog(d)
			m.stopFollowing("")
			return nil
		case p.Name == "" || !d.With() && p.Subject == "":
			return nil // There is nowhere to go.
		}
		m.closeDialog(d)
		if d.With() {
			return m.follows(p)
		}
		m.stopFollowing("")
		m.subj.FollowTo(p.Subject)
		m.subj.GoToMark(p.Property, p.Value)
		m.setFocus(layout.Subject)
		return m.describe()
	})
}

// placeName names a place: a subject, and a property if there is one. What is in no list on the
// screen is called as showPeople has asked.
func (m *Root) placeName(subject, property model.IRI) (s, p string) {
	g := m.theme.Glyph
	s = m.list.Label(subject)
	if s == "" && subject == m.subj.Subject() {
		s = m.subj.Name()
	}
	if s == "" {
		s = m.names.Name(subject)
	}
	if property != "" {
		p = text.Safe(m.names.Property(property), g)
	}
	return text.Safe(s, g), p
}

// disabledPeople says why an action on other people cannot be done now.
func (m *Root) disabledPeople(id keymap.ID) string {
	if id == keymap.Accompany && m.together.follows == "" && len(m.named()) == 0 {
		return "there is nobody to follow"
	}
	if id != keymap.Accompany {
		return m.disabledName()
	}
	return ""
}

// named are the others who have a name.
func (m *Root) named() []people.Person {
	return slices.DeleteFunc(slices.Clone(m.together.roster.All()), func(p people.Person) bool { return p.Name == "" })
}

// toggleFollowing stops following, or begins: with the only one there is, else with
// one that is to be chosen.
func (m *Root) toggleFollowing() tea.Cmd {
	named := m.named()
	switch {
	case m.together.follows != "":
		m.stopFollowing("")
	case len(named) == 1:
		return m.follows(named[0])
	default:
		m.openPeople(true)
	}
	return nil
}

// follows begins to go with a person.
func (m *Root) follows(p people.Person) tea.Cmd {
	if m.subj.Editor() != nil {
		return nil
	}
	m.together.sees.AsOf, m.together.sees.TID = 0, ""
	m.together.follows, m.together.with = p.ID, people.Person{Mark: p.Mark, ID: p.ID, Name: p.Name} // not there yet
	m.notice = notice{}
	m.showPeople()
	return m.accompany()
}

// stopFollowing ends it; the notice says why, where one did not do it oneself.
func (m *Root) stopFollowing(why string) {
	if m.together.follows == "" {
		return
	}
	name := m.together.with.Name
	m.together.follows = ""
	m.showPeople()
	m.notice = notice{"You no longer follow " + name + ".", plainNotice}
	if why != "" {
		m.notice.text = why
	}
}

// leads reports whether an action goes one's own way: then one follows nobody.
func (m *Root) leads(id keymap.ID) bool {
	switch a, _ := m.keys.Get(id); a.Group {
	case keymap.Moving, keymap.Finding, keymap.OfData, keymap.OfValues:
		return true
	default:
		return id == keymap.Jump
	}
}

// lead carries out an action that goes one's own way.
func (m *Root) lead(id keymap.ID) tea.Cmd {
	m.stopFollowing("")
	said := m.notice
	cmd := tea.Batch(m.agree(id), m.do(id))
	if m.subj.Editor() != nil && m.notice == said { // How one saves is more to know.
		m.notice = notice{}
	}
	return cmd
}

// stray ends following where one has come to another subject by oneself.
func (m *Root) stray() {
	if with := m.together.with.Subject; with != "" && m.subj.Subject() != with && m.subj.Editor() == nil {
		m.stopFollowing("")
	}
}

// accompany goes where the person is whom one follows.
func (m *Root) accompany() tea.Cmd {
	t := &m.together
	if t.follows == "" || !m.bar.Status.Online && len(t.roster.All()) == 0 {
		return nil // They come back, most likely, when the connection does.
	}
	p, ok := t.roster.Find(t.follows)
	if !ok || p.Name == "" {
		clone, _, _ := strings.Cut(t.follows, "/")
		silent := func(q people.Person) bool { return q.Name == "" && strings.HasPrefix(q.ID, clone+"/") }
		if !slices.ContainsFunc(t.roster.All(), silent) {
			m.stopFollowing(t.with.Name + " has left: you follow nobody now.")
		}
		return nil
	}
	was := t.with
	t.with = p
	if m.subj.Editor() != nil {
		return nil
	}
	return tea.Batch(m.lookWith(), m.goWith(p, was))
}

// goWith goes to the subject and property where a person is, and lists what they list.
func (m *Root) goWith(p, was people.Person) tea.Cmd {
	if p.Subject == "" {
		return nil
	}
	if p.View != was.View || p.Subject != was.Subject {
		m.listWith(p)
	}
	hidden := m.lay.Panes[layout.Subject].IsZero() && m.lay.Mode != layout.TooSmall
	if moved := p.Subject != was.Subject || p.Property != was.Property; moved && m.focus != layout.Subject && (hidden || p.Property != "") {
		m.setFocus(layout.Subject) // What they are at is what one's keys are about.
	}
	if p.Property != was.Property || p.Value != was.Value || p.Subject != m.subj.Subject() {
		m.subj.Accompany(p.Subject, was.Subject == "")
		m.subj.GoToMark(p.Property, p.Value)
	} else if p.Subject == was.Subject {
		return nil
	}
	return m.describe()
}

// footerIDs are the actions of the footer: that of people only where there are some.
func (m *Root) footerIDs() []keymap.ID {
	ids := footers[m.scope()]
	if len(m.named()) == 0 {
		ids = slices.DeleteFunc(slices.Clone(ids), func(id keymap.ID) bool { return id == keymap.ShowPeople })
	}
	if e := m.subj.Editor(); e != nil && m.scope() == keymap.Editor && e.OnName { // enter does not save there
		ids = append([]keymap.ID{keymap.NextField}, slices.DeleteFunc(slices.Clone(ids), func(id keymap.ID) bool { return id == keymap.Save })...)
	}
	if _, ok := m.subj.Item(); ok && m.scope() == keymap.Subject {
		at := slices.Index(ids, keymap.AddProp)
		ids = slices.Insert(slices.Clone(ids), at, keymap.MoveDown, keymap.MoveUp)
	}
	if m.then.past != nil && m.dialogs.Top() == nil {
		esc := func(id keymap.ID) bool { return id == keymap.Newest || id == keymap.Leave } // It goes back to now.
		ids = append([]keymap.ID{keymap.Earlier, keymap.Later}, slices.DeleteFunc(slices.Clone(ids), esc)...)
	}
	return ids
}
