// Package demo is a domain to show the terminal with, and a team that works in it:
// real clones of people who do not exist, in one process, at a real relay. What they
// know, where they look and what they change follows from a number, the seed, so
// that a recording shows the same each time; only the clock's times are those of the
// day, and what the user does is the user's.
//
// Triples are the domain's data, told in chapters, each by one of the team. A Script
// says what the team does next, without end. A Team does it.
package demo

import (
	"math/rand/v2"

	"github.com/m-ld/mld-tui/model"
)

// Domain is the domain's name.
const Domain model.Domain = "ferry-house.example.org"

// team is how many of the people are present: the first in the tables of this package.
const team = 3

// random is chance that is the same each time.
func random(seed, what uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, what)) //nolint:gosec // It keeps no secret.
}
