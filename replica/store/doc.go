// Package store keeps a clone in one file: the triples of the domain with their
// TIDs, the journal of operations, the clone's clocks, and the log of updates.
//
// The file is a bbolt database. Terms are interned: an id of a few bytes stands for
// each, and the triples are kept in three orders (SPO, POS, OSP) of ids, with
// the TIDs beside the first; what is new is put into the other two when it is much, and
// until then is read beside them. Subjects are listed by IRI, by name, by last change, and
// those of each type by IRI and by name, so that a page of them, and their number,
// cost the same however large the domain is. The words of their ids and texts are
// indexed: what begins with what is typed is found by its place, what is like it by
// looking through the words that there are, each once. All that is kept in the
// transaction that changes the data, and checked by Verify.
//
// One goroutine writes (Update); any number may read (View), each seeing one
// state for as long as it reads. What is written in one Update is on disk,
// together, when Update returns without an error, or not at all.
//
// One process has the file: Open fails with ErrLocked while another has it.
package store
