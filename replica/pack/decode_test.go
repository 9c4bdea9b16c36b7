package pack

import (
	"fmt"
	"slices"
	"testing"
)

// TestTextsThatComeAgain: what is made once is what was written, also where texts are
// near to each other.
func TestTextsThatComeAgain(t *testing.T) {
	var all []any
	for i := range 3000 {
		all = append(all, fmt.Sprint(i%100), fmt.Sprint("subject", i/5), "", Map{{"s", fmt.Sprint("subject", i/5)}, {"other", "\u00e9"}})
	}
	got, err := Decode(AppendValue(nil, all))
	if err != nil {
		t.Fatal(err)
	}
	same := func(a, b any) bool {
		x, ok := a.(Map)
		if !ok {
			return a == b
		}
		return slices.Equal(x, b.(Map))
	}
	if !slices.EqualFunc(got.([]any), all, same) {
		t.Error("texts are not what was written")
	}
}
