package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/history"
	"github.com/m-ld/mld-tui/tui/layout"
)

type (
	recordMsg struct {
		dialog  *history.Dialog
		request history.Request
		page    history.Page
		items   map[model.IRI]model.Term // of the slots of the list that it is about
		err     error
	}
	// revertedMsg: a change is put back, or cannot be.
	revertedMsg struct {
		dialog  *history.Dialog
		undone  replica.Undone
		wording wording // of what was put back
		err     error
	}
)

// disabledRecord says why an action on what happened cannot be done now.
func (m *Root) disabledRecord(id keymap.ID) string {
	switch id {
	case keymap.AllHistory:
	case keymap.PropHistory:
		if r, ok := m.subj.Current(); !ok || r.P == "" {
			return "there is no property here"
		}
	case keymap.Why:
		if _, ok := m.valueHere(); !ok {
			return "there is no value here"
		}
	case keymap.WhyChange:
		switch e, ok := m.feed.Moment(); {
		case !ok:
			return "there is no change here"
		case e.Reason.IsGap():
			return "all the data came at once: on a value, the same key says what is known of it"
		}
	default:
		if m.target() == "" {
			return "there is no subject here"
		}
	}
	return ""
}

// valueHere is the triple under the cursor: that of a list's item is of its place.
func (m *Root) valueHere() (model.Triple, bool) {
	if item, ok := m.subj.Item(); ok {
		if len(item.Values) == 0 {
			return model.Triple{}, false
		}
		return model.Triple{S: item.ID, P: model.JSONRQLItem, O: item.Values[0]}, true
	}
	return m.subj.Value()
}

// openRecord shows what happened to the subject, to a property, or who holds a value.
func (m *Root) openRecord(id keymap.ID) {
	if t, gone := m.subj.Gone(); gone && id == keymap.Why {
		m.openHistory(m.aboutTold(t))
		return
	}
	about := history.About{Subject: m.target(), Name: m.subj.Name()}
	if id == keymap.AllHistory {
		about = history.About{}
	} else if m.focus == layout.Subjects {
		if row, _ := m.list.Selected(); row.Label != "" {
			about.Name = row.Label
		} else {
			about.Name = m.names.Subject(row.ID)
		}
	} else if r, ok := m.subj.Current(); ok {
		about.Property = r.P
	}
	if about.Narrow = id == keymap.PropHistory; about.Narrow {
		about = m.aboutList(about)
	}
	if id == keymap.Why {
		about.Why = true
		about.Value, _ = m.valueHere()
		about.Subject = about.Value.S
	}
	m.openHistory(about)
}

// openHistory shows a history.
func (m *Root) openHistory(about history.About) {
	d := history.New(history.Context{Keys: m.keys, Names: m.names, Who: m.who, Now: m.o.Now}, about)
	m.record, m.recordSlots = d, nil
	m.open(d, func() tea.Cmd {
		if i, ok := d.Selected(); ok && d.Looks() {
			if why := m.disabled(keymap.AsOf); why != "" {
				d.Say(sentence(why), true)
				return nil
			}
			m.closeDialog(d)
			return m.lookAt(wish{moment: replica.Moment{Tick: i.Entry.Tick}, goes: d.Subject() == ""})
		}
		if !d.Jumps() {
			return m.revert(d)
		}
		m.closeDialog(d)
		m.subj.FollowTo(d.Jump())
		m.setFocus(layout.Subject)
		return m.describe()
	})
}

// readRecord does the reading that an open history wants, if any.
func (m *Root) readRecord() tea.Cmd {
	d := m.record
	if d == nil {
		return nil
	}
	r, ok := d.Next()
	if !ok {
		return nil
	}
	c, shown := m.clone, m.then
	return m.run(m.ctx, func(ctx context.Context) any {
		page, items, err := readPage(ctx, c, shown, r)
		return recordMsg{d, r, page, items, err}
	})
}

// readPage reads what a history wants, up to the moment that is shown.
func readPage(ctx context.Context, c Clone, shown then, r history.Request) (history.Page, map[model.IRI]model.Term, error) {
	if r.Why {
		items, more, err := shown.said(ctx, c, r.Value)
		return history.Page{Items: items, More: more}, nil, err
	}
	q := shown.until(r.Query)
	page, err := c.History(ctx, q)
	var held map[model.IRI]model.Term
	if err == nil {
		page, held, err = listHistory(ctx, c, q, page)
	}
	items := make([]history.Item, len(page.Entries))
	for i := range page.Entries {
		items[i] = history.Item{TID: page.Entries[i].TID, Entry: &page.Entries[i]}
	}
	return history.Page{Items: items, Next: page.Next, NotKept: page.NotKept, Cut: page.CutTime}, held, err
}

// refreshRecord reads an open history anew where there may be more of it.
func (m *Root) refreshRecord(b batch) {
	if m.record != nil && m.then.past == nil && (m.record.Subject() == "" || b.skipped > 0 || b.touches(m.record.Subject()) || m.touchesItems(b)) {
		m.record.Refresh()
	}
}

// touchesItems reports whether an item of the list that an open history is about may have
// changed.
func (m *Root) touchesItems(b batch) bool {
	for slot := range m.recordSlots {
		if b.touches(slot) {
			return true
		}
	}
	return false
}

// revert puts the change under the cursor of a history back.
func (m *Root) revert(d *history.Dialog) tea.Cmd {
	number, why := d.Revertible()
	if refused := m.disabled(keymap.Revert); refused != "" {
		why = refused
	}
	if why != "" {
		d.Say(sentence(why), true)
		return nil
	}
	return m.askPutBack(number, d)
}

// reverted says what putting a change back came to: in the history, or at the foot
// of the screen if it was closed meanwhile.
func (m *Root) reverted(msg revertedMsg) {
	said, bad := "", true
	if msg.err != nil {
		said = sentence(msg.err.Error())
	} else {
		said, bad = m.sayPutBack("Put back", msg.undone.Shifts, msg.wording), false
		if said != "" {
			said += m.takesBack()
		}
		if left := m.sayLeft("Put back", msg.undone.Left); left != "" {
			said, bad = strings.TrimSpace(left+" "+said), true
		}
		if said == "" {
			said = "Nothing is left of it to put back."
		}
	}
	if msg.dialog != nil && m.record == msg.dialog {
		msg.dialog.Say(said, bad)
		return
	}
	m.notice = notice{said, goodNotice}
	if bad {
		m.notice.kind = badNotice
	}
	m.stand(putBackClaim(msg.undone))
}
