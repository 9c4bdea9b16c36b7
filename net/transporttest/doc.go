// Package transporttest is the conformance suite that every transport runs,
// and what tests of networks need besides: a [Proxy] that can be cut, stalled
// and unplugged, and a [Watcher] of a transport's events.
//
// A transport's own test calls [Run] with a function that makes a fresh
// network. The suite waits for events, never for time to pass.
package transporttest
