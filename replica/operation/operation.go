package operation

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/clock"
)

// TripleTIDs is a triple with the identities of transactions that inserted it.
type TripleTIDs struct {
	Triple model.Triple
	TIDs   []clock.TID
}

// Shared is an operation on the value of a shared datatype, such as
// collaborative text: the triple names the value, Op is the datatype's own
// operation as a decoded value (see package pack).
type Shared struct {
	Triple model.Triple
	Op     any
}

// Agreed marks an operation as an agreement: it voids what is concurrent with
// it. Protocol page, section 10.
type Agreed struct {
	// Tick of the operation's process at which the agreement was made.
	Tick uint64
	// Proof is whatever the agreement's condition wants, as a decoded value.
	Proof any
}

// Operation is the effect of one transaction, or of several of one process that
// were fused.
type Operation struct {
	// From is the first tick that the operation covers, and Time the clock of
	// the last. They agree in a plain operation.
	From uint64
	Time clock.Tree
	// Deletes are triples with the TIDs that go.
	Deletes []TripleTIDs
	// Inserts are triples with the TIDs that come. In a plain operation that is
	// the TID of Time.
	Inserts []TripleTIDs
	// Updates are what was done to values of shared datatypes.
	Updates []Shared
	// Principal is who the operation claims to be of; empty for nobody.
	Principal model.IRI
	// Agreed is nil but in an agreement.
	Agreed *Agreed
}

// IsFusion reports whether o covers more than one tick.
func (o *Operation) IsFusion() bool { return o.From < o.Time.Ticks() }

// HasIndexes reports whether a plain operation has places of lists by index: the
// reference forgets to give them positions now and then, and sends them as a @list,
// which may have holes; then other clones of it close. What Encode makes of it can be
// read by all.
func (o *Operation) HasIndexes() bool {
	return !o.IsFusion() && slices.ContainsFunc(o.Inserts, func(i TripleTIDs) bool {
		_, is, _ := list.OfIndex(i.Triple.P)
		return is
	})
}

// Plain makes the inserts of a plain operation of triples and its TID.
func Plain(tid clock.TID, triples []model.Triple) []TripleTIDs {
	out := make([]TripleTIDs, len(triples))
	tids := []clock.TID{tid}
	for i, t := range triples {
		out[i] = TripleTIDs{t, tids}
	}
	return out
}
