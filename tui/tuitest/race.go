//go:build race

package tuitest

import "time"

// With the race detector a frame takes some ten times as long. While it is drawn, Bubble
// Tea takes no event: where frames are due as soon as the one before is drawn, each event
// waits for a frame, and one who types in a storm never comes to an end.
const (
	patience = 2 * time.Minute
	fps      = 12
)
