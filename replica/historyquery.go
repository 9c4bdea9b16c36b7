package replica

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// HistoryQuery selects a page of what happened, from the newest back. Zero fields
// select everything.
type HistoryQuery struct {
	// Subject selects what touched a subject, Property what touched a property, of
	// that subject or of any. With both, Value selects what touched one value.
	Subject, Property model.IRI
	Value             model.Term
	// Text selects what touched values that have a text, whatever its case, in the
	// value, or in the name of the subject: what its IRI has beyond the domain's base.
	Text string
	// By selects what somebody did: a principal, or the tag of a process (see
	// Author.Tag).
	By string
	// Authors selects by what is known of people's names.
	Authors Authors
	// Since and Until bound the time, both inclusive.
	Since, Until time.Time
	// UpTo bounds the clone's tick, inclusive.
	UpTo uint64
	// Before is the Next of the page before; After the Newest of an earlier page, for
	// what came since. Both are exclusive.
	Before, After uint64
	// Limit is the largest number of entries wanted; at most 1,000.
	Limit int

	base model.IRI
}

// Authors selects updates by who made them. The zero value selects all.
type Authors struct {
	// Own selects what was written through this clone, Others the rest.
	Own, Others bool
	// Named selects the principals whose name has a text, whatever its case: that is
	// the last part of their IRI.
	Named string
	// Tags selects, besides those, the processes with some tags (see Author.Tag).
	Tags []string
}

// Has reports whether an author is selected.
func (a Authors) Has(by Author) bool {
	switch {
	case a.Own && !by.Self || a.Others && by.Self:
		return false
	case a.Named == "" && len(a.Tags) == 0:
		return true
	case by.Principal == "":
		return slices.Contains(a.Tags, by.Tag())
	}
	return a.Named != "" && strings.Contains(strings.ToLower(lastPart(by.Principal)), strings.ToLower(a.Named))
}

// lastPart is what an IRI ends with, as people write it.
func lastPart(id model.IRI) string {
	s := strings.TrimRight(string(id), "/#")
	s = s[strings.LastIndexAny(s, "/#")+1:]
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

func (q HistoryQuery) pattern() model.Pattern {
	return model.Pattern{S: q.Subject, P: q.Property, O: q.Value}
}

func (q HistoryQuery) selectsAll() bool { return q.pattern() == model.Pattern{} && q.Text == "" }

// prepared is the query as it is compared with records.
func (q HistoryQuery) prepared(base model.IRI) HistoryQuery {
	q.Text, q.base = strings.ToLower(q.Text), base
	return q
}

// touches reports whether a triple is selected.
func (q HistoryQuery) touches(t model.Triple) bool {
	return q.pattern().Matches(t) && (q.Text == "" ||
		strings.Contains(strings.ToLower(t.O.Value), q.Text) ||
		strings.Contains(strings.ToLower(strings.TrimPrefix(string(t.S), string(q.base))), q.Text))
}

// entryOf is a record as far as it is selected.
func entryOf(number uint64, u *store.Update, q HistoryQuery) Entry {
	e := Entry{Update: updateOf(u), Number: number, Undoes: u.Undoes}
	if q.selectsAll() {
		e.Shifts = u.Shifts
		return e
	}
	e.Deletes, e.Inserts = nil, nil
	for _, s := range u.Shifts {
		if !q.touches(s.Triple) {
			continue
		}
		e.Shifts = append(e.Shifts, s)
		switch {
		case s.Gone():
			e.Deletes = append(e.Deletes, s.Triple)
		case s.Come():
			e.Inserts = append(e.Inserts, s.Triple)
		}
	}
	return e
}

// selects reports whether an entry is wanted. Those of snapshots always are.
func (q HistoryQuery) selects(e Entry) bool {
	if e.Reason == ReasonSnapshot {
		return true
	}
	if q.By != "" && q.By != string(e.Author.Principal) && (e.Author.Principal != "" || q.By != e.Author.Tag()) {
		return false
	}
	return q.Authors.Has(e.Author) && (len(e.Shifts) > 0 || q.selectsAll() && e.Reason == ReasonBlocked)
}
