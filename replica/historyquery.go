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
	// Words selects what has every one of them somewhere, whatever its case; see Mentions.
	Words []Word
	// Whole gives all that a selected update did, and not only what touches what is
	// asked about.
	Whole bool
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
	return a.Named != "" && strings.Contains(strings.ToLower(LastPart(by.Principal)), strings.ToLower(a.Named))
}

// LastPart is what an IRI ends with, as people write it.
func LastPart(id model.IRI) string {
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

func (q HistoryQuery) selectsAll() bool { return q.pattern() == model.Pattern{} && len(q.Words) == 0 }

// entryOf is a record as far as its triples are selected.
func entryOf(number uint64, u *store.Update, q HistoryQuery) Entry {
	e := Entry{Update: updateOf(u), Number: number, Undoes: u.Undoes, Renamed: RenamedBy(u.Shifts)}
	pattern := q.pattern()
	touched := slices.ContainsFunc(u.Shifts, func(s Shift) bool { return pattern.Matches(s.Triple) })
	if pattern == (model.Pattern{}) || q.Whole && touched {
		e.Shifts = u.Shifts
		return e
	}
	e.Deletes, e.Inserts = nil, nil
	for _, s := range u.Shifts {
		if !pattern.Matches(s.Triple) {
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
