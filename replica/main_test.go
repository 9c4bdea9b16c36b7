package replica

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain also runs the writer that the test of crashes kills; see there.
func TestMain(m *testing.M) {
	if path := os.Getenv(crashFile); path != "" {
		writeUntilKilled(path)
		return
	}
	goleak.VerifyTestMain(m)
}
