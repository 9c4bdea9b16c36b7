package replica

import (
	"context"
	"iter"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// HistoryQuery selects a page of what happened, from the newest back. Zero fields
// select everything.
type HistoryQuery struct {
	// Subject selects what touched a subject; with it, Property what touched one of
	// its properties, and with that, Value what touched one value.
	Subject, Property model.IRI
	Value             model.Term
	// By selects what somebody did: a principal, or the tag of a process (see
	// Author.Tag).
	By string
	// Since and Until bound the time, both inclusive.
	Since, Until time.Time
	// UpTo bounds the clone's tick, inclusive.
	UpTo uint64
	// Before is the Next of the page before.
	Before uint64
	// Limit is the largest number of entries wanted; at most 1,000.
	Limit int
}

// Shift is what became of one triple in an update, with its TIDs.
type Shift = store.Shift

// Entry is one update in a history.
type Entry struct {
	// Update has, of what the update did, what the query selects.
	Update
	// Number is that of the update in the log, which is kept in order; see
	// Replica.Undo.
	Number uint64
	// Shifts are what became of each triple selected, those included that were only
	// asserted again, and were there before.
	Shifts []Shift
	// Undoes is the number of the update that this one put back; zero for none.
	Undoes uint64
}

// HistoryPage is a page of a history, the newest entry first. An entry with
// ReasonSnapshot, which is in every history, says that what happened just before is
// not known.
type HistoryPage struct {
	Entries []Entry
	// Next is for the next page; zero if there is none. A page may have few
	// entries, or none, and still a next one: where few of many updates are
	// selected, a page is only as long as it is found soon.
	Next uint64
	// NotKept: what happened up to CutTick and CutTime is not kept any more. It is
	// told with the last page.
	NotKept bool
	CutTick uint64
	CutTime time.Time
}

// What one page may cost.
const (
	maxRecords     = 5000
	maxRecordBytes = 8 << 20
)

// History is a page of what happened to a subject, a property, a value, or to
// everything. It reads no more of the log than touches the subject; a page costs
// the same however long the log is.
func (r *Replica) History(ctx context.Context, q HistoryQuery) (page HistoryPage, err error) {
	if q.Limit <= 0 || q.Limit > maxPage {
		q.Limit = maxPage
	}
	err = r.view(func(tx *store.Tx) error {
		page, err = historyPage(ctx, tx, q)
		return err
	})
	return page, err
}

func historyPage(ctx context.Context, tx *store.Tx, q HistoryQuery) (page HistoryPage, err error) {
	budget := maxRecordBytes
	before := q.Before
	if !q.Until.IsZero() {
		if at := tx.UpdateAtTime(q.Until) + 1; before == 0 || at < before {
			before = at
		}
	}
	if q.UpTo != 0 {
		if at := tx.UpdateAtTick(q.UpTo) + 1; before == 0 || at < before {
			before = at
		}
	}
	records := 0
	for number := range numbers(tx, q, before) {
		if len(page.Entries) == q.Limit || records == maxRecords || budget <= 0 {
			page.Next = before
			return page, nil
		}
		if err := ctx.Err(); err != nil {
			return HistoryPage{}, err
		}
		u, err := tx.Update(number)
		if err != nil {
			return HistoryPage{}, err
		}
		records++
		budget -= tx.UpdateBytes(number)
		before = number
		if !q.Since.IsZero() && u.Time.Before(q.Since.Truncate(time.Millisecond)) {
			return page, nil
		}
		if e := entryOf(number, u, q); q.selects(e) {
			page.Entries = append(page.Entries, e)
		}
	}
	page.CutTick, page.CutTime, page.NotKept = tx.Cut()
	return page, nil
}

// numbers are those of the records to look at, from the newest back.
func numbers(tx *store.Tx, q HistoryQuery, before uint64) iter.Seq[uint64] {
	if q.Subject == "" {
		return tx.UpdateNumbersBefore(before)
	}
	return func(yield func(uint64) bool) {
		marker := tx.Marker()
		for marker != 0 && before != 0 && marker >= before {
			marker = markerBefore(tx, marker)
		}
		for n := range tx.HistoryOf(model.Pattern{S: q.Subject, P: q.Property, O: q.Value}, before) {
			for ; marker > n; marker = markerBefore(tx, marker) {
				if !yield(marker) {
					return
				}
			}
			if !yield(n) {
				return
			}
		}
		for ; marker >= tx.FirstUpdate(); marker = markerBefore(tx, marker) {
			if !yield(marker) {
				return
			}
		}
	}
}

// markerBefore is the number of the snapshot before one; zero for none that is
// kept.
func markerBefore(tx *store.Tx, marker uint64) uint64 {
	if u, err := tx.Update(marker); err == nil && u != nil {
		return u.Before
	}
	return 0
}

func entryOf(number uint64, u *store.Update, q HistoryQuery) Entry {
	e := Entry{Update: updateOf(u), Number: number, Undoes: u.Undoes}
	if q.Subject == "" {
		e.Shifts = u.Shifts
		return e
	}
	e.Deletes, e.Inserts = nil, nil
	p := model.Pattern{S: q.Subject, P: q.Property, O: q.Value}
	for _, s := range u.Shifts {
		if !p.Matches(s.Triple) {
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
	return len(e.Shifts) > 0 || q.Subject == "" && e.Reason == ReasonBlocked
}
