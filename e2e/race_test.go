//go:build race

package e2e

// A test with the race detector builds the program with it too: what it finds ends
// the program with an error.
var buildFlags = []string{"-race"}

// slowness is how much longer things may take.
const slowness = 5
