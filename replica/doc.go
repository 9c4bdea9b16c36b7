// Package replica is the clone: a full replica of a domain, kept in a file,
// which takes local writes at once, exchanges operations with the other clones
// of the domain, and converges with them.
//
// A Replica speaks absolute terms only; a JSON-LD context is applied by whoever
// stands between it and people. All its methods may be called from any
// goroutine. Writes are applied one at a time, in the order in which they were
// accepted; when Write returns, the change is on disk. Nothing is published to
// the domain, nor shown to a follower, before that.
//
// The parts, from the bottom up: clock (tree clocks, pure), operation (what one
// transaction did, and its wire form, pure), store (the file), engine (the state
// machine: one event in, effects out), presence (where teammates are, which the
// engine knows nothing of), and in this package the goroutine that feeds the engine
// with events and carries out its effects.
package replica
