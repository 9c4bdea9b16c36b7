// Command bench runs the same work on this engine and on the reference, in
// turns, over one relay, and prints how they compare.
//
// Each piece of work (see workloads.go) has new clones, in a process of their own
// for each engine, and is done in rounds; the engine that goes first changes from
// round to round, so that what else the machine does hits both. What counts is the
// ratio of the two in one round: its median, and its least and greatest over the
// rounds. Absolute times are those of the machine that it ran on.
//
// Both engines time the work in the process that does it, with the same words
// (worker.go for Go, js/worker.mjs for JavaScript). The relay is in the process of
// the benchmark itself, and so is not counted.
//
// The parts are measured where they are, by
//
//	go test -run '^$' -bench . ./replica/clock      # the hash of a clock, and joining two
//	go test -run '^$' -bench . ./replica/operation  # to encode and to decode
//	go test -run '^$' -bench . ./replica/engine     # to write, to apply, a snapshot, a rev-up
//	go test -run '^$' -bench . ./replica            # to describe, to select
//	go test -run '^$' -bench . ./tui ./net/relay    # a frame, a message through the relay
//
// GROWTH.md says what all that comes to with many clones and many triples.
package main
