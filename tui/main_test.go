package tui

import (
	"flag"
	"os"
	"testing"
)

// TestMain has several tests run at once on each processor: they wait for the next frame
// most of their time. -parallel still says otherwise.
func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	code := m.Run()
	closeLarge()
	os.Exit(code)
}
