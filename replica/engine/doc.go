// Package engine is the clone as a state machine: it takes events (a write, a
// message, a timer) and gives effects (messages, updates, timers). It starts no
// goroutine, opens no socket and reads no clock but the one it is given, so that
// a simulator can drive many engines in one thread, and replay a seed exactly.
//
// An Engine belongs to one goroutine. Handle takes a batch of events; what they
// change is written to the store in one transaction, and the effects are given
// out only when that is on disk: what others hear of, a crash cannot take back.
// When the store fails, the whole batch is undone, its writers are told, and the
// engine recovers from its peers what it missed.
//
// Long work (giving a snapshot, taking one) is cut into the events of which its
// stream consists, so that a local write never waits for it.
//
// The rules are those of the protocol page: section 6 for becoming and staying
// current, 7 for receiving, 8 for writing, 9 for the journal.
package engine
