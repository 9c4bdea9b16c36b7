package compliance_test

import (
	"testing"

	"github.com/m-ld/mld-tui/net/relay/relaytest"
)

// The folder 2-chaos of the suite.

func TestChaosAllGo(t *testing.T) {
	needLong(t)
	runGo(t, chaosSpecs)
}

func TestChaosMixedGoFirst(t *testing.T) {
	needLong(t)
	runMixedGoFirst(t, chaosSpecs)
}

func TestChaosMixedReferenceFirst(t *testing.T) {
	needLong(t)
	runMixedReferenceFirst(t, chaosSpecs)
}

func TestChaosAllReference(t *testing.T) {
	needLong(t)
	runReference(t, chaosSpecs, referenceRelay(t))
}

func TestChaosAllReferenceOurRelay(t *testing.T) {
	needLong(t)
	runReference(t, chaosSpecs, relaytest.Start(t))
}
