package compliance_test

import (
	"os"
	"testing"
)

// The folder 3-apps of the suite: lists and constraints.

// appsEnv runs the folder with Go clones, which have neither lists nor constraints yet.
const appsEnv = "MLD_TUI_APPS"

func needApps(t *testing.T) {
	t.Helper()
	needLong(t)
	if os.Getenv(appsEnv) == "" {
		t.Skipf("the engine has no lists and constraints yet: set %s=1 to see", appsEnv)
	}
}

func TestAppsAllGo(t *testing.T) {
	needApps(t)
	runGo(t, appsSpecs)
}

func TestAppsMixedGoFirst(t *testing.T) {
	needApps(t)
	runMixedGoFirst(t, appsSpecs)
}

func TestAppsMixedReferenceFirst(t *testing.T) {
	needApps(t)
	runMixedReferenceFirst(t, appsSpecs)
}

func TestAppsAllReference(t *testing.T) {
	needLong(t)
	runReference(t, appsSpecs, referenceRelay(t))
}
