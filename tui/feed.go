package tui

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/people"
)

// feedMsg is a page of changes.
type feedMsg struct {
	request changes.Request
	page    changes.Page
	err     error
}

// readFeed does the reading that the changes want, if any.
func (m *Root) readFeed() tea.Cmd {
	r, ok := m.feed.Next()
	if !ok {
		return nil
	}
	f := r.Filter
	q := replica.HistoryQuery{Whole: true, Since: f.Since, Until: f.Until, Before: r.Before, After: r.After, Limit: r.Limit}
	q = m.then.until(q)
	q.Authors = m.authors(f.By)
	for _, w := range f.Words() {
		q.Words = append(q.Words, replica.Word{Text: w, Tags: m.feed.Tags(w)})
	}
	subject, known := model.IRI(""), false
	var fault error
	switch strings.ToLower(f.Of) {
	case "":
	case "this", "it", "here":
		subject, known = m.subj.Subject(), true
	default:
		subject, _ = m.names.ParseSubject(f.Of) // What is no id may be a name.
	}
	if f.Property != "" && fault == nil {
		q.Property, fault = m.names.ParseProperty(f.Property)
		fault = f.Meant(fault)
	}
	m.cancelFeed()
	ctx, cancel := context.WithCancel(m.ctx)
	m.cancelFeed = cancel
	here := m.isHere(f.By)
	s := search{clone: m.clone, labels: m.o.Labels, names: m.names}
	begin := m.feedTurn(r)
	return m.run(ctx, func(ctx context.Context) any {
		page, err := changes.Page{}, fault
		pause(ctx, begin)
		if f.Of != "" && err == nil {
			q.Subject, page.Named, err = s.called(ctx, f, subject, known)
		}
		page.Subject, page.Property = q.Subject, q.Property
		if err == nil {
			page.HistoryPage, err = s.lookBack(ctx, q)
			f.LeaveOut(&page, q.Authors.Has)
		}
		if err == nil && !r.Found && r.After == 0 && page.Next == 0 && len(page.Entries) == 0 {
			err = s.unknown(ctx, f, q, here)
		}
		return feedMsg{r, page, err}
	})
}

// feedTurn is when a page is read: what is new at once, for that is news of a frame; and
// what is older a frame after the page before, so that at most one is read in a frame,
// however little each of them fills.
func (m *Root) feedTurn(r changes.Request) time.Time {
	turn := time.Now()
	if next := m.feedRead.Add(frame); r.Before != 0 && next.After(turn) {
		turn = next
	}
	m.feedRead = turn
	return turn
}

// pause waits until a moment, or ctx ends.
func pause(ctx context.Context, until time.Time) {
	if wait := time.Until(until); wait > 0 {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

// gotFeed takes a page, without what was written through this clone by others at another
// terminal of it than a person asks about: the log knows those of one clone as one.
func (m *Root) gotFeed(msg feedMsg) {
	msg.page.Entries = slices.DeleteFunc(msg.page.Entries, func(e replica.Entry) bool { return !m.isBy(msg.request.Filter.By, e.Author) })
	m.feed.Deliver(msg.request, msg.page, msg.err)
}

// isBy reports whether what was written through this clone is by whom a person means.
func (m *Root) isBy(by string, a replica.Author) bool {
	switch who := m.who(a); {
	case !a.Self || by == "":
		return true
	case m.authors(by).Own:
		return who.Self
	case isOthers(by):
		return !who.Self
	default:
		return a.Principal != "" || strings.Contains(strings.ToLower(who.Name), strings.ToLower(by))
	}
}

// isOthers reports whether a person means all but themselves: those at other terminals of
// this clone, too.
func isOthers(by string) bool {
	by = strings.ToLower(by)
	return by == "others" || by == "teammates"
}

// authors are those that a person means, and perhaps some of the same clone.
func (m *Root) authors(by string) (a replica.Authors) {
	switch strings.ToLower(by) {
	case "me", "myself", "i":
		a.Own = true
	case "", "others", "teammates":
	default:
		a.Named, a.Tags = by, m.feed.Tags(by)
	}
	return a
}

// called is the subject that a person calls so: that of the id, where there is or was
// one, or it is known that it is meant; else the one that is found first.
func (s search) called(ctx context.Context, f changes.Filter, as model.IRI, known bool) (id model.IRI, name string, err error) {
	id = as
	is := known
	if !known && id != "" {
		if is, err = s.exists(ctx, id); err != nil {
			return "", "", err
		}
	}
	if !is {
		found, err := s.subjects(ctx, edit.Query{Text: f.Of})
		if err != nil {
			return "", "", err
		}
		if len(found) == 0 {
			return "", "", f.NoSuch("no subject", "of", f.Of)
		}
		return found[0].IRI, found[0].Name, nil
	}
	page, err := s.clone.Subjects(ctx, replica.SubjectsQuery{Around: id, Limit: 1, Labels: s.labels})
	for _, row := range page.Rows {
		if row.ID == id && row.Label != "" {
			return id, row.Label, err
		}
	}
	return id, s.names.Subject(id), err
}

// isHere reports whether somebody is present whom a filter's words mean.
func (m *Root) isHere(by string) bool {
	return slices.ContainsFunc(m.together.roster.All(), func(p people.Person) bool {
		return strings.Contains(strings.ToLower(p.Name), strings.ToLower(by))
	})
}

// unknown is that nobody, or no property, is called as a filter says that has selected
// nothing; here, whom it means is present, at least.
func (s search) unknown(ctx context.Context, f changes.Filter, q replica.HistoryQuery, here bool) error {
	if named := q.Authors.Named != ""; named && !here {
		if is, err := s.ever(ctx, replica.HistoryQuery{Authors: q.Authors, Limit: 20}); err != nil || !is {
			return cmp.Or[error](err, f.NoSuch("nobody who changed anything", "by", f.By))
		}
	}
	if q.Property == "" {
		return nil
	}
	some, err := s.clone.Uses(ctx, q.Property, 1)
	if err != nil || len(some) > 0 {
		return err
	}
	if is, err := s.ever(ctx, replica.HistoryQuery{Property: q.Property, Limit: 20}); err != nil || !is {
		return cmp.Or[error](err, f.NoSuch("no property", "property", f.Property))
	}
	return nil
}

// ever reports whether some change was like that; of a long log it is supposed.
func (s search) ever(ctx context.Context, q replica.HistoryQuery) (bool, error) {
	for range everPages {
		past, err := s.clone.History(ctx, q)
		if some := slices.ContainsFunc(past.Entries, func(e replica.Entry) bool { return !e.Reason.IsGap() }); some || past.Next == 0 || err != nil {
			return some, err
		}
		q.Before = past.Next
	}
	return true, nil
}

// exists reports whether there is or was a subject.
func (s search) exists(ctx context.Context, id model.IRI) (bool, error) {
	if was, err := s.ever(ctx, replica.HistoryQuery{Subject: id, Limit: 20}); err != nil || was {
		return was, err
	}
	there, err := s.clone.Describe(ctx, id)
	return len(there) > 0, err
}

// doInFeed carries out an action in the changes.
func (m *Root) doInFeed(id keymap.ID) tea.Cmd {
	switch id {
	case keymap.Jump:
		s, _ := m.feed.Selected()
		m.feed.ComeBack()
		m.subj.FollowTo(s)
		m.setFocus(layout.Subject)
		return m.describe()
	case keymap.FilterFeed:
		m.feed.TypeFilter()
	case keymap.PutBack:
		return m.putBack()
	case keymap.WhyChange:
		m.whyOfChange()
	case keymap.Newest:
		if !m.feed.Filter().IsEmpty() {
			m.feed.SetFilter(changes.Filter{})
			return nil
		}
		m.feed.Do(id)
	default:
		m.feed.Do(id)
	}
	return nil
}

// putBack asks whether the change under the cursor is to be put back.
func (m *Root) putBack() tea.Cmd {
	number, why := m.feed.Revertible()
	if why != "" {
		m.warn(why)
		return nil
	}
	return m.askPutBack(number, nil)
}
