package compliance_test

import (
	"testing"
	"time"
)

// The folder 3-apps of the suite: lists and constraints.

// appsLatency is for the specs of this folder, most of which have clones write at once: "resolves n values", for one,
// fails if the last clone has heard of another's value before it begins. The reference is slow enough by itself.
const appsLatency = 50 * time.Millisecond

func TestAppsAllGo(t *testing.T) {
	runGo(t, appsSpecs)
}

func TestAppsMixedGoFirst(t *testing.T) {
	needLong(t)
	runMixedGoFirst(t, appsSpecs)
}

func TestAppsMixedReferenceFirst(t *testing.T) {
	needLong(t)
	runMixedReferenceFirst(t, appsSpecs)
}

func TestAppsAllReference(t *testing.T) {
	needLong(t)
	runReference(t, appsSpecs, referenceRelay(t))
}
