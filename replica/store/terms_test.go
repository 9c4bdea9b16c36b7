package store

import (
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// The IRIs with a prefix are found wherever they stand, and no more when the last
// triple goes that has them.
func TestIRIsByPrefix(t *testing.T) {
	s := bedrock(t)
	const prefix = "http://example.org/at?="
	triple := model.Triple{S: prefix + "a", P: prefix + "c", O: model.Ref(prefix + "b")}
	other := model.Triple{S: "http://example.org/at", P: prefix + "c", O: model.String(prefix + "d")}
	long := model.Triple{S: model.IRI(prefix + strings.Repeat("x", maxTermKey)), P: prefix + "c", O: model.String("x")}
	put(t, s, []clock.TID{"kQE="}, triple, other, long)
	has := func(want ...model.IRI) {
		t.Helper()
		if err := s.View(func(tx *Tx) error {
			if got := slices.Collect(tx.IRIs(prefix)); !slices.Equal(got, want) {
				t.Errorf("%q, not %q", got, want)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	has(prefix+"a", prefix+"b", prefix+"c")
	put(t, s, nil, triple)
	has(prefix + "c")
}
