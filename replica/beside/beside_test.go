package beside_test

import (
	"testing"

	"github.com/m-ld/mld-tui/replica/beside"
)

func TestBegin(t *testing.T) {
	for _, items := range []int{0, 1, 1000, 1 << 20} {
		asked := make(chan struct{})
		times := 0
		result := beside.Begin(items, func() int {
			if beside.IsWorth(items) {
				<-asked // It is beside its caller.
			}
			times++
			return items
		})
		close(asked)
		if got := result(); got != items || times != 1 {
			t.Errorf("of %d items it came to %d, worked out %d times", items, got, times)
		}
	}
}

// TestAPanicIsForWhoAsks, and ends nobody else.
func TestAPanicIsForWhoAsks(t *testing.T) {
	for _, items := range []int{1, 1 << 20} {
		result := beside.Begin(items, func() int { panic("damaged") })
		func() {
			defer func() {
				if p := recover(); p != "damaged" {
					t.Errorf("of %d items, the panic was %v", items, p)
				}
			}()
			result()
		}()
	}
}
