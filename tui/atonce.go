package tui

import (
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/subject"
)

// atOnce is for how long after saving it is told that others have saved the same value:
// what comes later is news like any other. While this clone is not connected, and
// until it has caught up, that time does not run.
const atOnce = 10 * time.Second

// ownSave is the value that one saved last. Of two who save a value at once, each takes
// away what was there before, and neither what the other put in its place: both values
// stay, and both people are to know.
type ownSave struct {
	value  model.Triple
	on     model.IRI    // the subject on the screen: the value may be an item of its list
	beside []model.Term // the values beside it of which one knew
	since  time.Time
	// by is who has put another value there, took is who has taken this one away, and rule
	// that a rule of the domain did; all as far as it was heard.
	by, took string
	rule     bool
	// told is what was said to be there as well; and contested, that it was in conflict.
	told      []model.Term
	contested bool
}

// saves takes note of a change that is to be saved: of one that puts a value in the place
// of another, or where there was none.
func (m *Root) saves(job patchedMsg) *ownSave {
	m.saved, m.beingSaved = nil, nil
	if len(job.patch.Inserts) != 1 || job.id != m.subj.Subject() || job.editor != nil && job.editor.Mode == edit.AddValue {
		return nil
	}
	s := &ownSave{value: job.patch.Inserts[0], on: job.id}
	for _, known := range m.subj.ValuesOf(s.value.S, s.value.P) {
		if !slices.Contains(job.patch.Deletes, model.Triple{S: s.value.S, P: s.value.P, O: known}) {
			s.beside = append(s.beside, known)
		}
	}
	m.beingSaved = s
	return s
}

// besideSaved looks for what others have done to the property that one saved last. It may be
// heard before it is known that one's own change is on disk.
func (m *Root) besideSaved(updates []replica.Update) {
	if m.beingSaved != nil {
		m.hear(m.beingSaved, updates)
	}
	s := m.saved
	if s == nil || m.o.Now().Sub(s.since) > atOnce {
		m.saved = nil
		return
	}
	theirs := m.hear(s, updates)
	if m.subj.Subject() == s.on && m.subj.Loaded() {
		m.tellBeside()
		return
	}
	if len(theirs) > 0 && s.took == "" {
		other := s.value
		other.O = theirs[0]
		m.notice = notice{s.by + " saved " + m.names.Property(s.value.P) + " " + m.valueWord(other) + " of " + m.nameOf(s.on) +
			", too: it has both values now.", badNotice}
	}
}

// hear takes note of who has done what to the property, and gives the values that came.
func (m *Root) hear(s *ownSave, updates []replica.Update) (theirs []model.Term) {
	for _, u := range updates {
		who := m.who(u.Author)
		rule := u.Reason == replica.ReasonResolution
		if who.Self && !rule {
			continue
		}
		if slices.Contains(u.Deletes, s.value) {
			s.took, s.rule = who.Name, rule
		}
		for _, t := range u.Inserts {
			if t.S == s.value.S && t.P == s.value.P && !t.O.Same(s.value.O) {
				theirs, s.by = append(theirs, t.O), who.Name
			}
		}
	}
	return theirs
}

// tellBeside says, where the value is, what others have made of the property meanwhile.
func (m *Root) tellBeside() {
	s := m.saved
	if s == nil || m.subj.Subject() != s.on || m.then.past != nil {
		return
	}
	values := m.subj.ValuesOf(s.value.S, s.value.P)
	mine := slices.ContainsFunc(values, s.value.O.Same)
	values = slices.DeleteFunc(values, func(o model.Term) bool {
		return o.Same(s.value.O) || slices.ContainsFunc(s.beside, o.Same)
	})
	switch {
	case mine && len(values) > 0 && len(s.beside) == 0: // Else the property is meant to have several.
		_, contested := m.subj.Conflict(s.value.P)
		if acted := func(o model.Term) bool { return !slices.ContainsFunc(values, o.Same) }; s.contested && !contested || slices.ContainsFunc(s.told, acted) {
			m.saved = nil // Whoever has acted on it since, knew of it.
			return
		}
		s.told, s.contested = values, contested
		m.subj.SetAtOnce(subject.AtOnce{Property: s.value.P, Mine: s.value.O, Theirs: values, By: s.by})
		if m.lay.Panes[layout.Subject].IsZero() { // Else it is seen there.
			m.notice = notice{"There is another value of " + m.names.Property(s.value.P) + " now, beside yours.", badNotice}
		}
	case !mine && s.took != "":
		m.notice = notice{"You saved " + m.valueWord(s.value) + "; " + m.madeOf(*s, values) + ".", badNotice}
		m.saved = nil
	}
}

// madeOf says what others have made of one's value.
func (m *Root) madeOf(s ownSave, now []model.Term) string {
	if len(now) == 0 {
		return s.took + " has removed it since"
	}
	t := s.value
	t.O = now[0]
	if s.rule {
		return "a rule keeps one value, and that is " + m.valueWord(t)
	}
	return s.took + " has put " + m.valueWord(t) + " in its place"
}
