package tui

import (
	"cmp"
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/layout"
)

// undonePlace is where something came back by an undo: a value of a subject, or an item of one
// of its lists.
type undonePlace struct {
	subject model.IRI // empty for nowhere, or in several
	at      model.Triple
	slot    model.IRI
}

// readPlace reads where values came back, if that is in one subject.
func readPlace(ctx context.Context, c Clone, labels model.Labels, shifts []replica.Shift) (to undonePlace) {
	owners := make(map[model.IRI]model.IRI)
	for _, s := range shifts {
		if _, ok := owners[s.Triple.S]; ok || s.Was == s.Is {
			continue
		}
		if len(owners) == maxNamed {
			return undonePlace{}
		}
		owner := ownerOf(ctx, c, labels, s.Triple)
		if owners[s.Triple.S] = owner; to.subject != "" && owner != to.subject {
			return undonePlace{}
		}
		to.subject = owner
	}
	t, ok := reached(shifts)
	if !ok {
		return undonePlace{}
	}
	to.at, to.slot = t, slotIn(shifts)
	return to
}

// slotIn is the slot of a list that came back, or got an item; empty for none.
func slotIn(shifts []replica.Shift) model.IRI {
	for _, s := range shifts {
		switch slot, ok := list.SlotOf(s.Triple); {
		case !s.Come():
		case ok:
			return slot.ID
		case s.Triple.P == model.JSONRQLItem:
			return s.Triple.S
		}
	}
	return ""
}

// ownerOf is the subject in which a statement is seen: that of a list, or of an item, or that it
// is a list, is seen where the list is.
func ownerOf(ctx context.Context, c Clone, labels model.Labels, t model.Triple) model.IRI {
	s := t.S
	for range 2 { // From a slot to its list, and from there to what has that.
		if !ofList(t) && t.O != model.Ref(model.MeldList) {
			break
		}
		l, err := partName(ctx, c, s, labels)
		next := cmp.Or(l.slotOf, l.has)
		if err != nil || next == "" {
			break
		}
		s = next
	}
	return s
}

// goToUndone goes to where something came back, if that is not here, as an editor does: Back
// returns.
func (m *Root) goToUndone(to undonePlace) tea.Cmd {
	if to.subject == "" || to.subject == m.subj.Subject() || m.subj.Editor() != nil || m.then.past != nil {
		return nil
	}
	m.stopFollowing("")
	m.subj.FollowTo(to.subject)
	if to.slot != "" {
		m.subj.GoToItem(to.slot)
	} else {
		m.subj.GoTo(to.at)
	}
	if m.focus == layout.Subjects {
		m.setFocus(layout.Subject)
	}
	return m.describe()
}
