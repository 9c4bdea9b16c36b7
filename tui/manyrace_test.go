//go:build race

package tui

// Many is how many subjects the large domain has: with the race detector all takes some ten
// times as long, and what it looks for does not depend on the number.
const Many = 10_000
