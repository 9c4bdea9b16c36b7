// Package sim drives many clones of one domain in one thread, on virtual time,
// over a simulated relay, and looks whether m-ld's promises are kept.
//
// A run is made of a seed alone: the same seed gives the same events in the same
// order, and so the same trace; the test sees to that by running one seed in ten
// twice. Everything that a clone is given from outside
// (time, randomness, ids, the network) comes from the run; its store is a real
// file, without flushing.
//
// A run has two parts. In the first, clones write over a small vocabulary, so
// that they collide, while connections drop, groups of clones are cut off from
// each other, clones crash between any two of their effects and start again from
// their files, are destroyed, and join, and disks are full for a while. In some runs
// clones make agreements, or break a law that all others keep (law.go), or both. In the second
// everything is healed, and the domain has a bounded time to come to rest. Then the
// oracles are asked:
//
//   - All clones hold the same triples with the same TIDs, and the same as a
//     naive model of the SU-Set (truth.go), which is written from the definition
//     and knows nothing of the engine.
//   - Nothing goes out that its writer has not saved.
//   - Nothing that was acknowledged is lost, unless only a clone that was
//     destroyed had it, or an agreement has voided it; and then its writer was told.
//     What is against the law, and what its writer does then, nobody else has.
//   - An operation is what was written, but for what rules make of it (ruled.go).
//   - The indexes of each file agree, its log replays to its data, and so does
//     its journal.
//   - Nobody stays outdated, silent or disconnected from the others' edits:
//     whatever anyone writes then is everywhere soon.
//
// What the relay does is that of the protocol page, section 5: a message is lost
// only with its connection, and what one clone sends over one connection arrives
// in order. What several send arrives in the order of the relay in some runs, and
// mixed in others.
package sim
