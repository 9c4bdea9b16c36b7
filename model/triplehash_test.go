package model

import (
	"fmt"
	"testing"
)

// TestTriplesOfOneValueAreSpread: whoever sends the same value with very many datatypes does
// not have a set look at each of them for each.
func TestTriplesOfOneValueAreSpread(t *testing.T) {
	const triples = 1000
	hashes := make(map[uint32]bool)
	for n := range triples {
		hashes[Triple{S: "s", P: "p", O: Literal("1", IRI(fmt.Sprint("datatype", n)))}.hash()] = true
	}
	if len(hashes) < triples-10 {
		t.Errorf("%d triples have %d hashes", triples, len(hashes))
	}
}
