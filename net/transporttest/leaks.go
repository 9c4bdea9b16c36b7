package transporttest

import (
	"fmt"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// Main runs the tests of a package, for its TestMain, and fails if they leave goroutines
// behind that do not end.
func Main(m *testing.M) {
	status := m.Run()
	if status == 0 {
		if err := leaks(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			status = 1
		}
	}
	os.Exit(status)
}

// leaks tells of goroutines that are left. The library waits for half a second, in which
// they need not have ended where there is other work.
func leaks(options ...goleak.Option) (err error) {
	for deadline := time.Now().Add(Patience); ; {
		if err = goleak.Find(options...); err == nil || time.Now().After(deadline) {
			return err
		}
	}
}
