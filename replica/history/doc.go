// Package history works out from the log of updates what it takes to put an update
// back, and which update that is: undo, redo, and reverting any update.
//
// Nothing here writes: a Plan is a change for the engine to make, as a new
// operation, in the same transaction of the store that it was worked out in.
package history
