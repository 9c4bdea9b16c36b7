package compliance

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/internal/reference"
)

// suiteScript runs the suite's specs; see the script.
const suiteScript = "suite.cjs"

// Spec is what became of one spec of the suite.
type Spec struct {
	FullName string
	// Status is `passed`, `failed`, `pending` or `excluded`.
	Status   string
	Duration time.Duration
	// Failures say what was expected and where. PendingReason says why a spec was not run.
	Failures      []string
	PendingReason string
}

var spaces = regexp.MustCompile(`\s+`)

// Domain is the domain that the suite's runner gives to the spec.
func (s Spec) Domain() string {
	// The runner uses encodeURIComponent, which leaves what spec names are made of
	return url.PathEscape(spaces.ReplaceAllString(strings.ToLower(s.FullName), "-")) + ".m-ld.org"
}

// specTimeout bounds the wait for word of the next spec; the suite's own time limit is lower.
const specTimeout = 5 * time.Minute

// RunSuite runs specs of the suite against an orchestrator, and reports each when it is done. Selection is as in the
// suite's runner: `1/*` has all specs of the folder 1-start, `--filter=words` those whose full name matches. The directory is from [reference.Dir]. An error means that the suite did not run to its end.
func RunSuite(dir, orchestrator string, selection []string, report func(Spec)) error {
	p, err := reference.Start(dir, suiteScript, append([]string{orchestrator, "--random=false"}, selection...)...)
	if err != nil {
		return err
	}
	defer p.Kill()
	for {
		timeout := time.NewTimer(specTimeout)
		select {
		case <-timeout.C:
			return fmt.Errorf("no word from the suite in %v: %s", specTimeout, p.Stderr())
		case line, ok := <-p.Lines():
			timeout.Stop()
			if !ok {
				return fmt.Errorf("the suite ended early: %s", p.Stderr())
			}
			done, err := suiteLine(line, report)
			if done || err != nil {
				return err
			}
		}
	}
}

// suiteLine handles one line of the suite's reporter, and says whether it was the last.
func suiteLine(line []byte, report func(Spec)) (done bool, err error) {
	var event struct {
		Event            string
		FullName         string
		Status           string
		Duration         float64 // milliseconds
		Failures         []string
		PendingReason    string
		IncompleteReason string
	}
	if err := json.Unmarshal(line, &event); err != nil {
		return false, fmt.Errorf("unexpected line %q from the suite: %w", line, err)
	}
	switch event.Event {
	case "specDone":
		report(Spec{
			event.FullName, event.Status, time.Duration(event.Duration * float64(time.Millisecond)),
			event.Failures, event.PendingReason,
		})
	case "suiteDone":
		return false, fmt.Errorf("%s: %s", event.FullName, strings.Join(event.Failures, "\n"))
	case "done":
		// An overall status of incomplete also means that a filter was used, or a spec focused
		if len(event.Failures) > 0 {
			return true, fmt.Errorf("the suite failed outside its specs: %s", strings.Join(event.Failures, "\n"))
		}
		if event.Status == "incomplete" && event.IncompleteReason == "No specs found" {
			return true, fmt.Errorf("the suite has no such specs")
		}
		return true, nil
	}
	return false, nil
}
