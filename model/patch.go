package model

// Patch is a change of a graph: triples that go and triples that come. A triple
// in both stays (protocol page, section 8).
type Patch struct {
	Deletes, Inserts []Triple
}

// IsEmpty reports whether p changes nothing.
func (p Patch) IsEmpty() bool { return len(p.Deletes) == 0 && len(p.Inserts) == 0 }
