//go:build !race

package tuitest

import "time"

const (
	// patience is how long the driver waits for anything before the test fails.
	patience = time.Minute
	// fps is how often the screen is drawn, where there is something to draw.
	fps = 120
)
