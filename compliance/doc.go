// Package compliance tests mld-tui against the reference: by the compliance suite of the m-ld project, and by editing at
// random in domains that engines of both kinds share.
//
// The suite (npm @m-ld/m-ld-test) is written for an orchestrator of clones, to which it speaks HTTP. [Orchestrator] is
// ours. It runs each clone as a process that speaks the protocol of `mld-tui headless`, be it that program or the
// reference engine, by a [Policy]; each has a [Proxy] of its own between it and the relay, which is how the suite's
// network partitions are made.
//
// The suite has races that the reference wins by its own timing. The orchestrator, never an engine, settles them, in
// [sequencer]: what it delivers to the suite, and in which order.
//
// The environment variable MLD_TUI_LONG, if it is not empty, runs everything. Without it, only the tests run that a
// developer wants at each change.
package compliance
