package store

// Reason says what caused an Update.
type Reason uint8

// The reasons for an update.
const (
	// ReasonLocal: somebody wrote through this clone.
	ReasonLocal Reason = iota + 1
	// ReasonRemote: an operation came from another clone.
	ReasonRemote
	// ReasonResolution: a constraint of this clone repaired the data.
	ReasonResolution
	// ReasonVoid: an agreement undid operations that were concurrent with it.
	ReasonVoid
	// ReasonSnapshot: the data was replaced by a snapshot; the update lists no
	// triples, for a follower must read anew.
	ReasonSnapshot
	// ReasonBlocked: a process broke a rule, and its operations are refused from
	// now on; the update lists no triples.
	ReasonBlocked
	// ReasonNotKept: no record has it, but who reads the log from a place is told
	// so that the records from there to this update's tick are not kept any more.
	ReasonNotKept
)

// IsGap reports whether the log does not tell what happened until then, so that
// whoever follows it must read anew.
func (r Reason) IsGap() bool { return r == ReasonSnapshot || r == ReasonNotKept }

// String is the reason as one lower-case word.
func (r Reason) String() string {
	switch r {
	case ReasonLocal:
		return "local"
	case ReasonRemote:
		return "remote"
	case ReasonResolution:
		return "resolution"
	case ReasonVoid:
		return "void"
	case ReasonSnapshot:
		return "snapshot"
	case ReasonBlocked:
		return "blocked"
	case ReasonNotKept:
		return "not kept"
	default:
		return "unknown"
	}
}
