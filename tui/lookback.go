package tui

import (
	"context"
	"time"

	"github.com/m-ld/mld-tui/replica"
)

// How many pages are read before there is word of how far it was looked back, and in how many
// it is looked whether some change was ever so.
const (
	pagesAtOnce = 8
	everPages   = 20
)

// lookBack reads a page of changes. Each that the clone gives is short work, and may have
// nothing of what is selected: then it is looked further back, and for what is new, up to where
// it was known. Between two of them it rests as long as one took, for whoever else reads and
// writes.
func (s search) lookBack(ctx context.Context, q replica.HistoryQuery) (page replica.HistoryPage, err error) {
	for n := 1; ; n++ {
		from := time.Now()
		next, err := s.clone.History(ctx, q)
		if err != nil {
			return page, err
		}
		page = behind(page, next)
		q.Before, q.Limit = page.Next, q.Limit-len(next.Entries)
		if q.Before == 0 || q.Limit <= 0 || n == pagesAtOnce || q.After == 0 && len(page.Entries) > 0 {
			return page, nil
		}
		pause(ctx, time.Now().Add(time.Since(from)))
	}
}

// behind is a page with the one behind it.
func behind(page, next replica.HistoryPage) replica.HistoryPage {
	if page.Looked > 0 {
		next.Newest = page.Newest
	}
	next.Entries = append(page.Entries, next.Entries...)
	next.Looked += page.Looked
	if next.Back.IsZero() {
		next.Back = page.Back
	}
	return next
}
