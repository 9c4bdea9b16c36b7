//go:build !race

package e2e

var buildFlags []string

// slowness is how much longer things may take than they should: not at all.
const slowness = 1
