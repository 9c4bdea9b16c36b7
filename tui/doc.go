// Package tui is the terminal: what a person sees of a domain and does with it.
//
// Run shows one Clone until the person leaves. Only the root is a Bubble Tea
// model; the panes, dialogs and editors are plain structs in packages of their
// own, and are used by the one goroutine that runs the root. Nothing of the
// clone is called by that goroutine: commands read and write, their results
// carry a generation, and a result that nobody waits for any more is dropped.
// Updates of the clone are gathered and brought at most once a frame. Where
// nothing moves, nothing is drawn, and no timer runs.
package tui
