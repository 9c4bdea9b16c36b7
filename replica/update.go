package replica

import (
	"hash/fnv"
	"strconv"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/presence"
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
	// Ticks is the time of the process when it wrote; zero where it is not told of.
	Ticks uint64
	// Self: it was this clone, and Session is in which session of a user, where that is
	// known.
	Self    bool
	Session string
}

// Same reports whether a and b are the same, at whatever time they wrote.
func (a Author) Same(b Author) bool {
	a.Ticks = b.Ticks
	return a == b
}

// Stem is what stays the same of the path of a process when it forks.
func Stem(process string) string { return presence.Stem(process) }

// Tag is a short name for the process, for where there is no better one: up to three
// letters and digits that two processes seldom share. It stays the same when the
// process forks, for that adds an 'l' to its path.
func (a Author) Tag() string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(Stem(a.Process))) // It does not fail.
	return strconv.FormatUint(uint64(h.Sum32()%(36*36*36)), 36)
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
