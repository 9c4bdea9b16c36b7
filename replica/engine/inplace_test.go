package engine

import (
	"fmt"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// TestWhatIsLargeIsPutInPlaceAfterItsCommit, in one of its own, that comes by itself; or, where
// the process has ended before, after the next opening. Meanwhile it is read as it is.
func TestWhatIsLargeIsPutInPlaceAfterItsCommit(t *testing.T) {
	for name, reopened := range map[string]bool{"at once": false, "after a crash": true} {
		t.Run(name, func(t *testing.T) {
			c := newStoryClone(t, storyStep{Clone: "me", Do: "genesis"})
			property := model.IRI("http://test.m-ld.org/#says")
			const many = 6000
			var patch model.Patch
			for i := range many {
				s := model.IRI(fmt.Sprint("http://test.m-ld.org/s", i))
				patch.Inserts = append(patch.Inserts, model.Triple{S: s, P: property, O: model.String(fmt.Sprint("word", i, " and more"))})
			}
			behind := func(want bool) {
				t.Helper()
				c.looks(func(tx *store.Tx) {
					n := 0
					for range tx.Match(model.Pattern{P: property}) {
						n++
					}
					if n != many || tx.IsBehind() != want {
						t.Errorf("%d of %d triples are found by their property; too much waits: %t", n, many, tx.IsBehind())
					}
				})
			}
			c.handle(Write{
				Change: func(model.Graph) (model.Patch, error) { return patch, nil },
				Done: func(_ Written, err error) {
					if err != nil {
						t.Error(err)
					}
				},
			})
			behind(true)
			e := c.e
			if reopened {
				var err error
				if e, _, err = Open(c.e.Store(), c.e.cfg); err != nil {
					t.Fatal(err)
				}
				e.Handle(Timer{Token: e.clerk.timer})
			} else {
				e.Handle(Timer{Token: e.clerk.place})
			}
			behind(true) // The words are still to come.
			e.Handle(Timer{Token: e.clerk.place})
			behind(false)
			if e.clerk.place != 0 {
				t.Error("it goes on though all is in its place")
			}
		})
	}
}
