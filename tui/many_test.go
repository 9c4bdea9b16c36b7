//go:build !race

package tui

// Many is how many subjects the large domain has.
const Many = 100_000
