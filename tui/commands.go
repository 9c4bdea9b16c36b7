package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/subject"
	"github.com/m-ld/mld-tui/tui/subjects"
)

// run makes a command whose result the root waits for.
func (m *Root) run(ctx context.Context, f func(context.Context) any) tea.Cmd {
	m.underWay++
	return func() tea.Msg { return done{msg: f(ctx)} }
}

// ended is the result of a command, which is under way no more; nil for one that was left.
func (m *Root) ended(d done) any {
	if m.underWay--; d.opens != 0 && !m.toOpen.end(d.opens) {
		return nil
	}
	return d.msg
}

// follow begins to listen to the clone, from now on.
func (m *Root) follow() tea.Cmd {
	c, ctx, labels := m.clone, m.ctx, m.o.Labels
	out := make(chan batch)
	m.batches = out
	return func() tea.Msg {
		now, _ := c.Status()
		updates, stop := c.Follow(now.Ticks)
		context.AfterFunc(ctx, stop)
		go gather(ctx, updates, labels, out)
		return followedMsg{now.Ticks}
	}
}

// nextBatch waits for the next batch of updates.
func (m *Root) nextBatch() tea.Cmd {
	batches, ctx := m.batches, m.ctx
	return func() tea.Msg {
		select {
		case b, ok := <-batches:
			if ok {
				return batchMsg{b}
			}
		case <-ctx.Done():
		}
		return nil
	}
}

// anotherBatch is nextBatch, or after what a SettleMsg waits for.
func (m *Root) anotherBatch() tea.Cmd {
	if s := m.settle; s != nil && m.batchTick >= s.Tick {
		m.batchHeld = true
		return nil
	}
	return m.nextBatch()
}

// linkPoll is how often the link is asked how it is while it is down.
const linkPoll = time.Second

// awaitStatus waits until there is other news of the clone than known, and a
// frame between two looks, for the status may change with every operation. The
// link does not say when it changes: as long as it is down, and one would like to
// know why, or data comes by it, and one would like to know how much, it is asked now
// and then. Nothing is drawn unless there is news.
func (m *Root) awaitStatus(known statusMsg) tea.Cmd {
	c, ctx, after, letsIn := m.clone, m.ctx, m.o.After, m.letsIn
	return func() tea.Msg {
		for {
			var poll <-chan time.Time
			switch {
			case !known.status.Online:
				poll = after(linkPoll)
			case isFetching(known.status):
				poll = after(gettingPoll)
			}
			select {
			case <-known.changed:
			case <-poll:
			case <-ctx.Done():
				return nil
			}
			select {
			case <-time.After(frame):
			case <-ctx.Done():
				return nil
			}
			s, changed := c.Status()
			now := statusMsg{status: s, changed: changed, self: c.Self(), peers: c.Peers(), link: c.Link(), open: letsIn()}
			if !now.same(known) {
				return now
			}
			known.changed = changed
		}
	}
}

// readList does the reading that the list wants, if any.
func (m *Root) readList() tea.Cmd {
	r, ok := m.list.Next()
	if !ok {
		return nil
	}
	m.cancelList()
	ctx, cancel := context.WithCancel(m.ctx)
	m.cancelList = cancel
	c := m.data()
	if r.Where == subjects.Finding {
		return m.find(ctx, r)
	}
	return m.run(ctx, func(ctx context.Context) any {
		page, err := c.Subjects(ctx, r.Page)
		return subjectsMsg{answer: subjects.Answer{Request: r, Page: page, Done: true, Err: err}}
	})
}

// find begins a search, of which each portion is a message.
func (m *Root) find(ctx context.Context, r subjects.Request) tea.Cmd {
	c := m.data()
	portions := make(chan subjects.Answer)
	return m.run(ctx, func(ctx context.Context) any {
		give := func(a subjects.Answer) error {
			select {
			case portions <- a:
			case <-ctx.Done():
			}
			return ctx.Err()
		}
		go func() {
			defer close(portions)
			_, err := c.Find(ctx, r.Find, func(rows []replica.SubjectRow) error {
				return give(subjects.Answer{Request: r, Found: rows})
			})
			var page replica.SubjectsPage
			if err == nil { // Of how many: what is found is no page, which would tell.
				page, err = c.Subjects(ctx, replica.SubjectsQuery{Type: r.Find.Type, Labels: r.Find.Labels, Limit: 1})
			}
			_ = give(subjects.Answer{Request: r, Page: page, Done: true, Err: err}) // Who waits is told by ctx.
		}()
		return nextPortion(ctx, r, portions)
	})
}

func nextPortion(ctx context.Context, r subjects.Request, portions <-chan subjects.Answer) subjectsMsg {
	if a, ok := <-portions; ok {
		return subjectsMsg{answer: a, more: portions, ctx: ctx}
	}
	return subjectsMsg{answer: subjects.Answer{Request: r, Done: true, Err: ctx.Err()}}
}

// readReferrers does the reading that the pane of referrers wants, if any.
func (m *Root) readReferrers() tea.Cmd {
	r, ok := m.refs.Next()
	if !ok {
		return nil
	}
	c := m.data()
	return m.run(m.ctx, func(ctx context.Context) any {
		page, err := c.Referrers(ctx, r.Query)
		return referrersMsg{r, page, err}
	})
}

// describe reads the chosen subject. While a reading is under way, another is
// done after it, not beside it.
func (m *Root) describe() tea.Cmd {
	id := m.subj.Subject()
	if id == "" {
		return nil
	}
	if m.subjPending && m.subjReads == id {
		m.subjStale = true
		return nil
	}
	m.cancelSubj()
	ctx, cancel := context.WithCancel(m.ctx)
	m.cancelSubj = cancel
	m.subjGen++
	m.subjPending, m.subjStale, m.subjReads = true, false, id
	c, gen := m.data(), m.subjGen
	shown, log := m.then, m.clone
	return m.run(ctx, func(ctx context.Context) any {
		content, err := readSubject(ctx, c, id)
		content.Past, content.Did, content.Seek = shown.past != nil, shown.didTo(id, content.Lists), shown.walks
		if err == nil && content.Past && len(content.Triples) == 0 {
			content.Absence, err = absence(ctx, log, id, shown.at.Tick)
		}
		return describeMsg{gen: gen, id: id, content: content, err: err}
	})
}

// absence is why there was nothing of a subject at a tick.
func absence(ctx context.Context, c Clone, id model.IRI, tick uint64) (subject.Absence, error) {
	if tick == 0 { // There is none before the first change.
		return subject.NotYet, nil
	}
	page, err := c.History(ctx, replica.HistoryQuery{Subject: id, UpTo: tick, Limit: 1})
	switch {
	case err != nil:
		return subject.Unsaid, err
	case len(page.Entries) > 0 && !page.Entries[0].Reason.IsGap():
		return subject.Removed, nil
	case len(page.Entries) > 0 || page.NotKept:
		return subject.NotThere, nil
	}
	return subject.NotYet, nil
}
