package owner

import (
	"context"
	"errors"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/clock"
)

// historyQuery is an exact replica.HistoryQuery.
type historyQuery struct {
	Subject  model.IRI `json:"subject,omitempty"`
	Property model.IRI `json:"property,omitempty"`
	Value    *term     `json:"value,omitempty"`
	Words    []word    `json:"words,omitempty"`
	Whole    bool      `json:"whole,omitempty"`
	By       string    `json:"by,omitempty"`
	Own      bool      `json:"own,omitempty"`
	Others   bool      `json:"others,omitempty"`
	Named    string    `json:"named,omitempty"`
	Tags     []string  `json:"tags,omitempty"`
	Since    time.Time `json:"since,omitzero"`
	Until    time.Time `json:"until,omitzero"`
	UpTo     uint64    `json:"upTo,omitempty"`
	Before   uint64    `json:"before,omitempty"`
	After    uint64    `json:"after,omitempty"`
	Limit    int       `json:"limit,omitempty"`
}

// word is an exact replica.Word.
type word struct {
	Text string   `json:"text"`
	Tags []string `json:"tags,omitempty"`
}

func exactHistoryQuery(q replica.HistoryQuery) *historyQuery {
	out := &historyQuery{
		Subject: q.Subject, Property: q.Property, Whole: q.Whole, By: q.By, Own: q.Authors.Own, Others: q.Authors.Others,
		Named: q.Authors.Named, Tags: q.Authors.Tags, Since: q.Since, Until: q.Until, UpTo: q.UpTo,
		Before: q.Before, After: q.After, Limit: q.Limit,
	}
	for _, w := range q.Words {
		out.Words = append(out.Words, word(w))
	}
	if !q.Value.IsZero() {
		value := exactTerm(q.Value)
		out.Value = &value
	}
	return out
}

func (q *historyQuery) query() replica.HistoryQuery {
	out := replica.HistoryQuery{
		Subject: q.Subject, Property: q.Property, Whole: q.Whole, By: q.By,
		Authors: replica.Authors{Own: q.Own, Others: q.Others, Named: q.Named, Tags: q.Tags},
		Since:   q.Since, Until: q.Until, UpTo: q.UpTo, Before: q.Before, After: q.After, Limit: q.Limit,
	}
	for _, w := range q.Words {
		out.Words = append(out.Words, replica.Word(w))
	}
	if q.Value != nil {
		out.Value = q.Value.term()
	}
	return out
}

// entry is an exact replica.Entry.
type entry struct {
	update

	Number uint64  `json:"number"`
	Undoes uint64  `json:"undoes,omitempty"`
	Shifts []shift `json:"shifts,omitempty"`

	From model.IRI `json:"renamedFrom,omitempty"`
	To   model.IRI `json:"renamedTo,omitempty"`
}

func exactEntry(e replica.Entry) entry {
	return entry{exactUpdate(e.Update), e.Number, e.Undoes, exactShifts(e.Shifts), e.Renamed.From, e.Renamed.To}
}

func (e entry) entry() replica.Entry {
	return replica.Entry{
		Update: e.update.update(), Number: e.Number, Undoes: e.Undoes, Shifts: shifts(e.Shifts),
		Renamed: replica.Renamed{From: e.From, To: e.To},
	}
}

// shift is what became of a triple.
type shift struct {
	triple

	Was     bool        `json:"was,omitempty"`
	Is      bool        `json:"is,omitempty"`
	Removed []clock.TID `json:"removed,omitempty"`
	Added   []clock.TID `json:"added,omitempty"`
}

func exactShifts(all []replica.Shift) (out []shift) {
	for _, s := range all {
		out = append(out, shift{exact([]model.Triple{s.Triple})[0], s.Was, s.Is, s.Removed, s.Added})
	}
	return out
}

func shifts(all []shift) (out []replica.Shift) {
	for _, s := range all {
		out = append(out, replica.Shift{
			Triple: triples([]triple{s.triple})[0], Was: s.Was, Is: s.Is, Removed: s.Removed, Added: s.Added,
		})
	}
	return out
}

// historyPage is an exact replica.HistoryPage.
type historyPage struct {
	Entries []entry   `json:"entries,omitempty"`
	Next    uint64    `json:"next,omitempty"`
	NotKept bool      `json:"notKept,omitempty"`
	CutTick uint64    `json:"cutTick,omitempty"`
	CutTime time.Time `json:"cutTime,omitzero"`
	Newest  uint64    `json:"newest,omitempty"`
	Looked  int       `json:"looked,omitempty"`
	Back    time.Time `json:"back,omitzero"`
}

func tellHistory(ctx context.Context, c *session, r request) (any, error) {
	if r.History == nil {
		return nil, errors.New("what to tell the history of is missing")
	}
	page, err := c.server.clone.History(ctx, r.History.query())
	out := historyPage{
		Next: page.Next, NotKept: page.NotKept, CutTick: page.CutTick, CutTime: page.CutTime, Newest: page.Newest,
		Looked: page.Looked, Back: page.Back,
	}
	for _, e := range page.Entries {
		out.Entries = append(out.Entries, exactEntry(e))
	}
	return out, err
}

// History is a page of what happened; see replica.Replica.
func (c *Client) History(ctx context.Context, q replica.HistoryQuery) (replica.HistoryPage, error) {
	var p historyPage
	a, err := c.ask(ctx, request{Type: "history", History: exactHistoryQuery(q)}, nil)
	err = decode(a, err, &p)
	page := replica.HistoryPage{
		Next: p.Next, NotKept: p.NotKept, CutTick: p.CutTick, CutTime: p.CutTime, Newest: p.Newest, Looked: p.Looked, Back: p.Back,
	}
	for _, e := range p.Entries {
		page.Entries = append(page.Entries, e.entry())
	}
	return page, err
}

// holding is an exact replica.Holding.
type holding struct {
	TID      string `json:"tid"`
	Entry    *entry `json:"entry,omitempty"`
	Maker    author `json:"maker,omitzero"`
	Snapshot *entry `json:"snapshot,omitempty"`
}

func why(ctx context.Context, c *session, r request) (any, error) {
	if r.Value == nil {
		return nil, errors.New("the value is missing")
	}
	held, err := c.server.clone.Why(ctx, triples([]triple{*r.Value})[0])
	out := make([]holding, len(held))
	for i, h := range held {
		out[i] = holding{h.TID, exactEntryOf(h.Entry), author(h.Maker), exactEntryOf(h.Snapshot)}
	}
	return out, err
}

// exactEntryOf is exactEntry of what may not be there.
func exactEntryOf(e *replica.Entry) *entry {
	if e == nil {
		return nil
	}
	exact := exactEntry(*e)
	return &exact
}

func (e *entry) orNil() *replica.Entry {
	if e == nil {
		return nil
	}
	is := e.entry()
	return &is
}

// Why tells which transactions hold a triple; see replica.Replica.
func (c *Client) Why(ctx context.Context, t model.Triple) ([]replica.Holding, error) {
	var all []holding
	value := exact([]model.Triple{t})[0]
	a, err := c.ask(ctx, request{Type: "why", Value: &value}, nil)
	err = decode(a, err, &all)
	held := make([]replica.Holding, len(all))
	for i, h := range all {
		held[i] = replica.Holding{TID: h.TID, Entry: h.Entry.orNil(), Maker: replica.Author(h.Maker), Snapshot: h.Snapshot.orNil()}
	}
	return held, err
}
