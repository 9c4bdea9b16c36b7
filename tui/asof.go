package tui

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/when"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/subject"
	"github.com/m-ld/mld-tui/tui/text"
)

// then is the earlier moment that the screen shows; the zero value is now.
type then struct {
	past   Past
	number uint64 // of the last change until then; zero for none
	by     string // who made it
	at     replica.Moment
	tid    string         // of that change
	did    []changes.Told // what it did
	ago    int            // how many changes came after it; or unknown
	newest uint64         // the tick of the last change that is counted in that
	// stood is where one stood in the list when one left the present, or went to since.
	stood stood
	told  bool // that the chosen subject was not there
	// walks: one goes from change to change, and each time to the subject that was changed;
	// away: it is shown in the place of the changes, where one was.
	walks, away bool
}

// stood is where one stood in the list.
type stood struct {
	row   replica.SubjectRow
	order replica.Order // in the present
}

// unknown: what came before the moment is not kept, so changes are not counted from it.
const unknown = -1

// wish is a moment that a person wants to see: by tick or time, or so many changes
// after a number.
type wish struct {
	moment replica.Moment
	tid    string // of the transaction after which it was, if that is known here
	from   uint64
	step   int
	made   model.Triple // when this value was written; zero for none
	goes   bool         // to the subject that was changed
	shown  then         // what the screen shows
}

// asOfMsg: the data of a moment is ready to be looked at, or cannot be.
type asOfMsg struct {
	then then
	last *replica.Entry // the last change until then; nil for none
	goes bool
	err  error
}

// data is what the screen shows: the present, or the past.
func (m *Root) data() Data {
	if m.then.past != nil {
		return m.then.past
	}
	return m.clone
}

// disabledPast says why an action of looking at the past cannot be done.
func (m *Root) disabledPast(id keymap.ID) string {
	switch {
	case m.o.AsOf == nil:
		return "this terminal cannot look at the past"
	case m.subj.Editor() != nil:
		return "save what you are typing first, or leave it"
	}
	switch id {
	case keymap.Earlier:
		if m.then.past != nil && m.then.number == 0 {
			return "this is the beginning: nothing earlier is known"
		}
	case keymap.Later, keymap.Now:
		if m.then.past == nil {
			return "this is now"
		}
	case keymap.AsOfValue:
		return m.disabledRecord(keymap.Why)
	case keymap.AsOfChange:
		if _, ok := m.feed.Moment(); !ok {
			return "there is no change here"
		}
	}
	return ""
}

// doInPast carries out an action of looking at the past.
func (m *Root) doInPast(id keymap.ID) tea.Cmd {
	switch id {
	case keymap.Now:
		return m.backToNow()
	case keymap.Earlier:
		if m.then.past == nil { // The last change is what one would like to see undone.
			return m.lookAt(wish{step: -1, goes: m.walks()})
		}
		return m.lookAt(wish{from: m.then.number, step: -1, goes: m.walks()})
	case keymap.Later:
		if m.then.ago == 0 || m.then.ago == 1 && !m.walks() { // Who walks sees what the last change did.
			return m.backToNow()
		}
		return m.lookAt(wish{from: m.then.number, step: +1, goes: m.walks()})
	case keymap.AsOfValue:
		v, _ := m.valueHere()
		shown := m.then
		if _, gone := m.subj.Gone(); gone { // It was there until then.
			shown.at.Tick--
		}
		return m.lookAt(wish{made: v, shown: shown})
	case keymap.AsOfChange:
		e, _ := m.feed.Moment()
		return m.lookAt(wish{moment: replica.Moment{Tick: e.Tick}, goes: true})
	default:
		m.askMoment()
	}
	return nil
}

// askMoment asks for a time.
func (m *Root) askMoment() {
	f := &dialog.Form{
		Title: "Look at the past", Verb: "look", Keys: m.keys,
		Intro: "Everything is shown as it was here then. Nothing can be changed there.",
		Fields: []dialog.Field{{
			Label: "as of", Hint: "10m, 2h, 3d (ago), 18:30, yesterday 9:00, monday, 2026-07-03", Line: edit.NewLine(""),
		}},
	}
	m.openForm(f, occasion{action: keymap.AsOf}, func() tea.Cmd {
		at, err := when.Parse(f.Value(0), m.o.Now())
		if err != nil {
			f.Refuse(0, err.Error())
			return nil
		}
		m.closeDialog(f)
		return m.lookAt(wish{moment: replica.Moment{Time: at}})
	})
}

// lookAt makes the data of a moment ready.
func (m *Root) lookAt(w wish) tea.Cmd {
	c, asOf := m.clone, m.o.AsOf
	if m.looking {
		return nil // One after the other.
	}
	m.looking = true
	return m.run(m.ctx, func(ctx context.Context) any {
		msg := asOfMsg{goes: w.goes}
		moment, err := w.find(ctx, c)
		if err == nil {
			msg.then.past, err = asOf(ctx, moment)
		}
		if msg.err = err; err != nil {
			return msg
		}
		msg.then.at = msg.then.past.Moment()
		page, err := c.History(ctx, replica.HistoryQuery{UpTo: msg.then.at.Tick, Limit: 1})
		if err != nil {
			msg.err = err
			return msg
		}
		now, err := c.History(ctx, replica.HistoryQuery{Limit: 1})
		msg.err = err
		msg.then.ago = int(now.Newest)
		if len(now.Entries) > 0 {
			msg.then.newest = now.Entries[0].Tick
		}
		switch {
		case msg.then.at.Tick == 0: // There is no tick before the first change.
		case len(page.Entries) == 0:
			msg.then.ago = unknown
		default:
			e := &page.Entries[0]
			msg.then.ago -= int(e.Number)
			msg.then.number, msg.then.at, msg.last = e.Number, replica.Moment{Tick: e.Tick, Time: e.Time}, e
			msg.then.tid, msg.then.did = e.TID, changes.Tell(e.Shifts)
		}
		return msg
	})
}

// find is the moment that is wished for.
func (w wish) find(ctx context.Context, c Clone) (replica.Moment, error) {
	switch {
	case w.tid != "":
		return w.findTID(ctx, c)
	case w.made != (model.Triple{}):
		return w.shown.made(ctx, c, w.made)
	case w.step == 0:
		return w.moment, nil
	}
	q := replica.HistoryQuery{Limit: 1}
	if w.from > 0 || w.step > 0 {
		q.Before = uint64(int64(w.from)+int64(w.step)) + 1
	} else { // from now
		page, err := c.History(ctx, q)
		if err != nil || len(page.Entries) == 0 {
			return replica.Moment{}, errors.Join(err, errNothing(err))
		}
		q.Before = page.Entries[0].Number
	}
	if q.Before <= 1 {
		return replica.Moment{}, nil // The beginning: tick zero.
	}
	page, err := c.History(ctx, q)
	if err != nil || len(page.Entries) == 0 {
		if page.NotKept {
			return replica.Moment{Tick: page.CutTick}, err
		}
		return replica.Moment{}, err
	}
	return replica.Moment{Tick: page.Entries[0].Tick}, nil
}

func errNothing(err error) error {
	if err != nil {
		return nil
	}
	return errors.New("nothing has been changed yet")
}

// gotPast shows the data of a moment.
func (m *Root) gotPast(msg asOfMsg) tea.Cmd {
	m.looking = false
	if again := m.lookWith(); again != nil { // Who is followed has gone on.
		if msg.then.past != nil {
			_ = msg.then.past.Close()
		}
		return again
	}
	if msg.err != nil {
		if msg.then.past != nil {
			_ = msg.then.past.Close()
		}
		m.warn(msg.err.Error())
		return nil
	}
	return m.showChange(msg)
}

func (m *Root) backToNow() tea.Cmd {
	if m.then.past == nil {
		return nil
	}
	back := m.then.away && m.focus == layout.Subject
	cmd := m.show(then{}, "")
	if back {
		m.setFocus(layout.Changes)
	}
	return cmd
}

// show changes which moment the screen shows, and reads all anew. What is chosen, and
// where the cursors are, stays, unless it is to go to another subject.
func (m *Root) show(t then, to model.IRI) tea.Cmd {
	was := m.then.past
	t.stood = m.stands()
	m.then = t
	switch {
	case was == nil:
		m.subj.Remember()
	case t.past == nil:
		m.subj.Recall()
	}
	m.setTheme(m.plain)
	m.showPeople()
	all := func(model.IRI) bool { return true }
	m.names.Labels.Changed(all, all)
	order := m.list.Order()
	if t.past == nil {
		m.feed.SetPresent()
		if order == replica.ByName {
			order = t.stood.order
		}
	} else {
		m.feed.SetPast()
		if order == replica.ByRecent {
			order = replica.ByName
		}
	}
	row := t.stood.row
	if to != "" {
		m.subj.Lead(to)
		row.ID = to
	}
	m.list.Stand(row, order)
	m.refs.Refresh()
	if m.record != nil {
		m.record.Refresh()
	}
	m.cancelSubj()
	m.subjPending = false
	cmd := m.describe()
	if was != nil {
		cmd = tea.Batch(cmd, func() tea.Msg { _ = was.Close(); return nil }) // It waits for those who read.
	}
	return cmd
}

// stands is where one stands in the list. In the past, that is still where one was unless
// one has chosen another subject: the one of before may not be there then.
func (m *Root) stands() stood {
	s := m.then.stood
	row, ok := m.list.Selected()
	if ok && (m.then.past == nil || row.ID == m.subj.Subject()) {
		s.row = row
	}
	if m.then.past == nil {
		s.order = m.list.Order()
	}
	return s
}

// sayAbsent says once, in the past, that the chosen subject was not there then: its card
// may be out of sight, and the list has nothing of it.
func (m *Root) sayAbsent(a subject.Absence) {
	if m.then.past == nil || m.then.told {
		return
	}
	m.then.told = true
	word := "then"
	switch a {
	case subject.Unsaid:
		return
	case subject.NotYet:
		word = "yet"
	}
	m.notice = notice{m.subj.Name() + " was not there " + word + ": esc goes back to it.", plainNotice}
}

// band says, in place of the status, that this is the past.
func (m *Root) band() string {
	th, g := &m.theme, m.theme.Glyph
	t := m.then
	as, ago := "as of the beginning", ""
	if !t.at.Time.IsZero() {
		as = "as of " + changes.Exactly(t.at.Time, m.o.Now())
	}
	switch {
	case t.ago > 0:
		ago = ", " + text.Plural(t.ago, "change", "changes") + " ago"
	case t.ago == 0 && !t.at.Time.IsZero():
		ago = ", the last change"
	}
	key := func(id keymap.ID) string { return m.keys.Key(id, g.ASCII) }
	left := " " + g.Past + " " + as + ago
	back := "esc: back to now"
	wide := key(keymap.Earlier) + " earlier  " + key(keymap.Later) + " later  " + back + " "
	after := ""
	if t.by != "" {
		after = " " + g.Dot + " after a change by " + text.Safe(t.by, g)
	}
	for _, try := range [][2]string{
		{left + after, wide}, {left, wide}, {left, back + " "}, {" " + g.Past + " " + as, back + " "}, {" " + g.Past + " " + as, "esc: now "},
	} {
		if text.Width(try[0])+text.Width(try[1])+2 <= m.w {
			return th.Past.Render(try[0] + strings.Repeat(" ", m.w-text.Width(try[0])-text.Width(try[1])) + try[1])
		}
	}
	return th.Past.Render(text.Fit(" "+as, m.w, g))
}

// older takes note of changes that come while one looks at the past.
func (m *Root) older(b batch) tea.Cmd {
	m.then.older(b)
	return m.anotherBatch()
}

// older counts what came: not again what was in the log already when that was read, for a
// batch comes a little later.
func (t *then) older(b batch) {
	if t.ago == unknown {
		return
	}
	t.ago += b.skipped
	for _, u := range b.updates {
		if u.Tick > t.newest {
			t.ago, t.newest = t.ago+1, u.Tick
		}
	}
}
