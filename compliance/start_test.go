package compliance_test

import (
	"testing"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
)

// The folder 1-start of the suite. With every clone a Go clone it takes a few seconds, and runs at each change.

func TestStartAllGo(t *testing.T) {
	runGo(t, startSpecs)
}

func TestStartAllGoReferenceRelay(t *testing.T) {
	needLong(t)
	runSuite(t, startSpecs, compliance.All(goEngine(t)), referenceRelay(t))
}

func TestStartMixedGoFirst(t *testing.T) {
	needLong(t)
	runMixedGoFirst(t, startSpecs)
}

func TestStartMixedReferenceFirst(t *testing.T) {
	needLong(t)
	runMixedReferenceFirst(t, startSpecs)
}

// The reference alone on its own relay is a check of the orchestrator, and on our relay one of that.

func TestStartAllReference(t *testing.T) {
	needLong(t)
	runReference(t, startSpecs, referenceRelay(t))
}

func TestStartAllReferenceOurRelay(t *testing.T) {
	needLong(t)
	runReference(t, startSpecs, relaytest.Start(t))
}

func runGo(t *testing.T, specs string) {
	t.Helper()
	runSuite(t, specs, compliance.All(goEngine(t)), relaytest.Start(t))
}

func runMixedGoFirst(t *testing.T, specs string) {
	t.Helper()
	js := suiteReference(t, specs)
	runSuite(t, specs, compliance.Alternate(goEngine(t), js), relaytest.Start(t))
}

func runMixedReferenceFirst(t *testing.T, specs string) {
	t.Helper()
	js := suiteReference(t, specs)
	runSuite(t, specs, compliance.Alternate(js, goEngine(t)), relaytest.Start(t))
}

func runReference(t *testing.T, specs, relay string) {
	t.Helper()
	runSuite(t, specs, compliance.All(suiteReference(t, specs)), relay)
}

// suiteReference is the reference for a folder of the suite.
func suiteReference(t *testing.T, specs string) compliance.Engine {
	t.Helper()
	if specs == chaosSpecs { // See the README: "maybe none running".
		return compliance.DistinctReferenceEngine(reference.Dir(t))
	}
	return compliance.ReferenceEngine(reference.Dir(t))
}
