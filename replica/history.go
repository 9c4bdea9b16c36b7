package replica

import (
	"context"
	"iter"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

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
	// Renamed is that the update, all of it, gave a subject another id.
	Renamed Renamed
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
	// Newest is the number of the newest update in the log when the page was read,
	// selected or not: the After with which later ones are asked for.
	Newest uint64
	// Looked is how many updates were looked at, selected or not, and Back when the
	// oldest of them was.
	Looked int
	Back   time.Time
}

// What one page may cost: how many updates it looks at in vain, and of how many bytes, so
// that it takes some milliseconds; and how many values it gives before it ends: who looks at
// the changes of an import wants to see a few of them soon.
const (
	maxRecords     = 250
	maxRecordBytes = 256 << 10
	maxPageValues  = 5000
)

// History is a page of what happened to a subject, a property, a value, or to
// everything. It reads no more of the log than touches the subject; a page costs
// the same however long the log is.
func (r *Replica) History(ctx context.Context, q HistoryQuery) (page HistoryPage, err error) {
	if q.Limit <= 0 || q.Limit > maxPage {
		q.Limit = maxPage
	}
	err = r.view(func(tx *store.Tx) error {
		page, err = historyPage(ctx, tx, q, r.cfg.Domain.Base())
		return err
	})
	return page, err
}

func historyPage(ctx context.Context, tx *store.Tx, q HistoryQuery, base model.IRI) (page HistoryPage, err error) {
	page.Newest = tx.LastUpdate()
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
	records, values, called := 0, 0, callers(tx)
	for number := range numbers(tx, q, before) {
		if number <= q.After {
			return page, nil
		}
		if len(page.Entries) == q.Limit || values >= maxPageValues || records == maxRecords || budget <= 0 {
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
		before = number
		if !q.Since.IsZero() && u.Time.Before(q.Since.Truncate(time.Millisecond)) {
			return page, nil
		}
		page.Looked, page.Back = page.Looked+1, u.Time
		if e := entryOf(number, u, q); q.selects(e) && (e.Reason.IsGap() || q.Mentions(e.Author, u.Shifts, base, called)) {
			page.Entries = append(page.Entries, e)
			values += len(e.Shifts)
		} else {
			records++
			budget -= tx.UpdateBytes(number)
		}
	}
	if q.After == 0 {
		page.CutTick, page.CutTime, page.NotKept = tx.Cut()
	}
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
