package replica

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/store"
)

// TestCostsAreTheSameHoweverLarge: starting, a write, a describe, a page of subjects in
// any order and their number look for as many keys of the file, and step over as many, in
// a domain of very many subjects as in one of some; a write saves some pages more, for the
// trees are deeper, and those that are full are split. All subjects are of one type, and refer to one.
func TestCostsAreTheSameHoweverLarge(t *testing.T) {
	var small map[string]store.Costs
	for _, size := range []int{1000, 20_000} {
		c := newTown(t, size)
		large := c.costs(size)
		if len(large) < 10 {
			t.Errorf("only %d things were done", len(large))
		}
		for what, l := range large {
			// Whether a step leads beyond the end of a page is chance.
			if s, ok := small[what]; ok && (l.Looks > s.Looks+10 || l.Steps > s.Steps+20 || l.Bytes > 3*s.Bytes) {
				t.Errorf("%s: %+v, and with %d subjects %+v", what, s, size, l)
			}
		}
		small = large
	}
}

// town is a clone that does nothing by itself: what costs something has been asked for.
type town struct {
	t      *testing.T
	path   string
	store  *store.Store
	engine *engine.Engine
	timers []engine.Event
}

func newTown(t *testing.T, size int) *town {
	t.Helper()
	c := &town{t: t, path: filepath.Join(t.TempDir(), "data.mld")}
	c.open()
	t.Cleanup(func() { c.close() })
	for from := 0; from < size; from += 500 {
		var all []model.Triple
		for i := from; i < from+500; i++ {
			all = append(all, citizen(i)...)
		}
		c.write(model.Patch{Inserts: all})
	}
	for len(c.timers) > 0 { // All is put in its place.
		due := c.timers
		c.timers = nil
		c.take(c.engine.Handle(due...))
	}
	return c
}

func (c *town) open() {
	c.t.Helper()
	s, err := store.Open(c.path, store.Options{Domain: testDomain, NoSync: true})
	if err != nil {
		c.t.Fatal(err)
	}
	e, effects, err := engine.Open(s, engine.Config{
		ID: "town", Domain: testDomain, Genesis: true, NetworkTimeout: time.Second, MaxMessage: MaxMessage, Now: time.Now,
		NewID: NewID, Rand: rand.New(rand.NewPCG(1, 2)), Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.store, c.engine, c.timers = s, e, nil
	c.take(effects)
}

func (c *town) close() {
	c.engine.Close()
	if err := c.store.Close(); err != nil {
		c.t.Error(err)
	}
}

func (c *town) take(effects []engine.Effect) {
	for _, effect := range effects {
		switch effect := effect.(type) {
		case engine.SetTimer:
			c.timers = append(c.timers, engine.Timer{Token: effect.Token})
		case engine.WriteDone:
			effect.Call()
		}
	}
}

func (c *town) write(p model.Patch) {
	c.t.Helper()
	c.take(c.engine.Handle(engine.Write{
		Change: func(model.Graph) (model.Patch, error) { return p, nil },
		Done: func(_ Written, err error) {
			if err != nil {
				c.t.Error(err)
			}
		},
	}))
}

// costs are those of what is done to a domain and asked of it.
func (c *town) costs(size int) map[string]store.Costs {
	all := make(map[string]store.Costs)
	measure := func(what string, fn func()) {
		before := c.store.Costs()
		fn()
		after := c.store.Costs()
		all[what] = store.Costs{Looks: after.Looks - before.Looks, Steps: after.Steps - before.Steps, Bytes: after.Bytes - before.Bytes}
	}
	read := func(what string, fn func(tx *store.Tx) (rows, want int)) {
		measure(what, func() {
			if err := c.store.View(func(tx *store.Tx) error {
				if rows, want := fn(tx); rows != want {
					c.t.Errorf("%s: %d, not %d", what, rows, want)
				}
				return nil
			}); err != nil {
				c.t.Error(err)
			}
		})
	}
	changed := model.Patch{
		Deletes: []model.Triple{triple("p600", "city", "City 0")}, Inserts: []model.Triple{triple("p600", "city", "City X")},
	}
	measure("a new subject", func() { c.write(model.Patch{Inserts: citizen(size)}) })
	measure("another value", func() { c.write(changed) })
	measure("a subject less", func() { c.write(model.Patch{Deletes: citizen(size)}) })
	read("a subject", func(tx *store.Tx) (n, want int) {
		for range tx.Match(model.Pattern{S: iri("p700")}) {
			n++
		}
		return n, 5
	})
	person := testDomain.Vocab() + "Person"
	for _, class := range []model.IRI{"", person} {
		read(fmt.Sprintf("how many there are of the type %q", class), func(tx *store.Tx) (n, want int) { return tx.CountSubjects(class), size })
		for order, by := range map[Order]string{ByID: "id", ByName: "name", ByRecent: "recent change"} {
			for around, most := range map[model.IRI]int{"": 50, iri("p500"): 101} {
				read(fmt.Sprintf("a page by %s of the type %q around %q", by, class, around), func(tx *store.Tx) (n, want int) {
					page, err := subjects(c.t.Context(), tx, SubjectsQuery{Order: order, Type: class, Around: around, Limit: 50})
					if err != nil {
						c.t.Error(err)
					}
					return len(page.Rows), most
				})
			}
		}
	}
	read("the types", func(tx *store.Tx) (n, want int) {
		for range tx.Types() {
			n++
		}
		return n, 1
	})
	c.close()
	c.open()
	all["starting"] = c.store.Costs()
	return all
}

// citizen are the triples of a subject.
func citizen(i int) []model.Triple {
	s := fmt.Sprint("p", i)
	return []model.Triple{
		typed(s, "Person"), triple(s, "name", fmt.Sprint("Person ", i)), triple(s, "city", fmt.Sprint("City ", i%100)),
		triple(s, "email", fmt.Sprintf("person.%d@example.org", i)),
		{S: iri(s), P: testDomain.Vocab() + "mayor", O: model.Ref(iri("p0"))},
	}
}
