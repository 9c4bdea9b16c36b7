package replica

import (
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// Reason says what caused an Update.
type Reason = store.Reason

// The reasons for an update.
const (
	ReasonLocal      = store.ReasonLocal
	ReasonRemote     = store.ReasonRemote
	ReasonResolution = store.ReasonResolution
	ReasonVoid       = store.ReasonVoid
	ReasonSnapshot   = store.ReasonSnapshot
	ReasonBlocked    = store.ReasonBlocked
	ReasonNotKept    = store.ReasonNotKept
)

// Author says whose operation an update came from. Operations carry no sender:
// there is a principal where the app names one, else only the process, known by
// its path in the clock (protocol page, section 14).
type Author struct {
	// Principal is the identity that the operation claims; mostly empty.
	Principal model.IRI
	// Process is the path of the writing process in the tree clock, a string of
	// 'l' and 'r', or "-" for an unforked genesis. It is stable for as long as
	// the process has not been forked.
	Process string
	// Self: it was this clone.
	Self bool
}

// Update is one change of the domain's data, in the order in which this clone
// applied it.
type Update struct {
	// Tick is the clone's local time after the update; it rises from update to
	// update.
	Tick uint64
	// TID is the identity of the transaction that caused it.
	TID    string
	Time   time.Time
	Reason Reason
	Author Author
	// Deletes and Inserts are the triples that really went and came.
	Deletes, Inserts []model.Triple
	// Resolved: this clone's constraints had to repair the data after it, by the
	// update that follows, with ReasonResolution. See Whole.
	Resolved bool
}
