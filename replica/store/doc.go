// Package store keeps a clone in one file: the triples of the domain with their
// TIDs, the journal of operations, the clone's clocks, and the log of updates.
//
// The file is a bbolt database. Terms are interned: an id of five bytes stands
// for each, and the triples are kept in three orders (SPO, POS, OSP) of ids, with
// the TIDs beside the first. Subjects are indexed by IRI and by type, so that a
// page of them, and their number, cost the same however large the domain is.
//
// One goroutine writes (Update); any number may read (View), each seeing one
// state for as long as it reads. What is written in one Update is on disk,
// together, when Update returns without an error, or not at all.
//
// One process has the file: Open fails with ErrLocked while another has it.
package store
