package compliance_test

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/reference"
)

var (
	specFilter = flag.String("spec", "", "run only the specs of the compliance suite whose full name matches this regular expression")
	cloneLog   = flag.String("clone-log", "", "log level that the clones of the compliance suite are given")
)

// long says whether to run everything.
func long() bool {
	return os.Getenv("MLD_TUI_LONG") != ""
}

func needLong(t *testing.T) {
	t.Helper()
	if !long() {
		t.Skip("takes long: set MLD_TUI_LONG=1 to run it")
	}
}

// Folders of the suite, as its runner selects them.
const (
	startSpecs = "1/*"
	chaosSpecs = "2/*"
	appsSpecs  = "3/*"
)

// runSuite runs a folder of the suite, each spec as a subtest.
func runSuite(t *testing.T, specs string, policy compliance.Policy, relay string) {
	t.Helper()
	dir := reference.Dir(t)
	var log compliance.Log
	var latency time.Duration
	if specs == appsSpecs {
		latency = appsLatency
	}
	orchestrator, err := compliance.NewOrchestrator(compliance.Options{
		Policy: policy, Relay: relay, Dir: t.TempDir(), Log: &log, LogLevel: *cloneLog, Latency: latency,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer orchestrator.Close()
	selection := []string{specs}
	if *specFilter != "" {
		selection = append(selection, "--filter="+*specFilter)
	}
	began, ran := time.Now(), 0
	err = compliance.RunSuite(dir, orchestrator.URL(), selection, func(spec compliance.Spec) {
		said := log.Take(spec.Domain())
		if spec.Status == "excluded" {
			return
		}
		ran++
		t.Run(strings.ReplaceAll(spec.FullName, " ", "_"), func(t *testing.T) {
			t.Logf("%v after %v", spec.Status, spec.Duration)
			switch spec.Status {
			case "passed":
			case "pending":
				t.Skip(spec.PendingReason)
			default:
				t.Errorf("%s\nwhat happened in its domain:\n%s", strings.Join(spec.Failures, "\n"), said)
			}
		})
	})
	if err != nil {
		t.Error(err)
	}
	if ran == 0 {
		t.Error("no spec ran")
	}
	for _, fault := range orchestrator.Faults() {
		t.Error(fault)
	}
	t.Logf("%d specs in %v", ran, time.Since(began).Round(time.Millisecond))
}

// referenceRelay runs the reference's relay until the end of the test, and returns its address.
func referenceRelay(t *testing.T) string {
	t.Helper()
	return reference.Relay(t, reference.Dir(t))
}
