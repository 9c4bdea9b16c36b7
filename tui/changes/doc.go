// Package changes is the pane of what happens: who changed what and when, the newest
// first, what came and what went each with its own sign and colour. What one person
// changed in a row is gathered into a burst, which shows what it came to; opened, it
// shows each change with its exact values.
//
// The pane is a window onto the log of updates, and so it shows what happened before
// it was opened, and before the program was. It reads nothing by itself: it says which
// page it wants (Next) and is given it (Deliver); answers that come late are dropped.
// What a Filter selects is found by the log, page by page, as far as it is in sight.
//
// The newest is in sight for as long as the cursor is on it; else the cursor stays on
// its change while newer ones come. The pane holds a bounded number of changes, and
// draws a bounded number of lines of each. It is used by one goroutine.
package changes
