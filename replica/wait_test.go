package replica

import (
	"fmt"
	"sync"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/engine"
)

func numbered(writer string, n int) model.Patch {
	return model.Patch{Inserts: []model.Triple{{
		S: model.IRI(fmt.Sprint("http://test.m-ld.org/", writer, n)), P: "http://test.m-ld.org/#p", O: model.Integer(int64(n)),
	}}}
}

// TestAWriteDoesNotWaitForWhatComesFromOthers: it has its turn at once, however many
// operations came before it, and few of them share a commit.
func TestAWriteDoesNotWaitForWhatComesFromOthers(t *testing.T) {
	const waiting, writers, before, together = 3000, 60, 10, 400
	b := &bus{}
	one, two := b.join(t, Config{}), b.join(t, Config{})
	if err := one.Patch(t.Context(), numbered("before", 0)); err != nil {
		t.Fatal(err)
	}
	settle(t, one, two)
	inside, on := make(chan struct{}), make(chan struct{})
	ticks := make(chan uint64, 2)
	write := func(n int, change func()) {
		two.events <- engine.Write{
			Change: func(model.Graph) (model.Patch, error) { change(); return numbered("two", n), nil },
			Done: func(w Written, err error) {
				if err != nil {
					t.Error(err)
				}
				ticks <- w.Tick
			},
		}
	}
	write(0, func() { // It holds the engine up.
		close(inside)
		<-on
	})
	<-inside
	var others sync.WaitGroup
	for w := range writers {
		others.Go(func() {
			for n := range waiting / writers {
				if err := one.Patch(t.Context(), numbered(fmt.Sprint("other", w, "-"), n)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	others.Wait()
	if n := len(two.plug.events); n < waiting {
		t.Fatalf("%d operations wait", n)
	}
	write(1, func() {})
	was := commits(t, two.cfg.File)
	close(on)
	first, second := <-ticks, <-ticks
	settle(t, one, two)
	if n := (second - first) / 2; n > before {
		t.Errorf("a write had to wait for %d operations of others", n)
	}
	if n := commits(t, two.cfg.File) - was; n < waiting/together {
		t.Errorf("%d operations shared %d commits", waiting, n)
	}
}
