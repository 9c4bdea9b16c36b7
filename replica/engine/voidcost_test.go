package engine

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// writes makes writes of patches together, agreements if there is a proof, and gives
// the last message that goes out, if one does.
func (p *part) writes(agree any, patches ...model.Patch) (payload []byte) {
	p.of.t.Helper()
	var events []Event
	for _, patch := range patches {
		events = append(events, Write{
			Change: func(model.Graph) (model.Patch, error) { return patch, nil },
			Done: func(_ Written, err error) {
				if err != nil {
					p.of.t.Fatal(err)
				}
			},
			Agree: agree,
		})
	}
	for _, effect := range p.Handle(events...) {
		switch effect := effect.(type) {
		case WriteDone:
			effect.Call()
		case SendOperation:
			payload = effect.Payload
		}
	}
	return payload
}

func valueOf(subject string, i int) []model.Triple {
	return []model.Triple{{S: model.IRI("http://test.m-ld.org/" + subject), P: "http://test.m-ld.org/#value", O: model.String(fmt.Sprint("value", i))}}
}

// toVoid is a clone that has written something as often as is said, each time by a
// patch, and an agreement that voids all of it.
func toVoid(t testing.TB, n int, patch func(i int) model.Patch) (p *part, agreement *operation.Message) {
	t.Helper()
	c := &couple{t: t, now: start}
	one := c.add(store.LogBounds{}, 0)
	one.edit(0)
	c.connect(one, true)
	two := c.add(store.LogBounds{}, 0)
	c.connect(two, true)
	c.pass(10 * time.Second)
	c.connect(two, false)
	for from := 0; from < n; from += 100 { // As they come when there are many.
		var patches []model.Patch
		for i := from; i < min(n, from+100); i++ {
			patches = append(patches, patch(i))
		}
		two.writes(nil, patches...)
	}
	m, err := two.codec.ParseMessage(one.writes("agreed", model.Patch{Inserts: valueOf("agreement", 0)}))
	if err != nil {
		t.Fatal(err)
	}
	return two, m
}

// takes has a clone take a message, and tells what that cost: how often it looked into
// its file, and how many bytes of memory it used.
func (p *part) takes(m *operation.Message) (work int, bytes uint64) {
	p.of.t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p.begin()
	if o := p.receive(m); o != accepted {
		p.of.t.Fatal(o)
	}
	runtime.ReadMemStats(&after)
	work = p.write().Work()
	p.commit()
	return work, after.TotalAlloc - before.TotalAlloc
}

// voids are things that a clone wrote, to be undone.
var voids = map[string]func(int) model.Patch{
	"of many subjects": func(i int) model.Patch { return model.Patch{Inserts: valueOf(fmt.Sprint("s", i), i)} },
	"of one value":     func(i int) model.Patch { return model.Patch{Deletes: valueOf("s", i-1), Inserts: valueOf("s", i)} },
	"of one triple":    func(int) model.Patch { return model.Patch{Inserts: valueOf("s", 1)} },
}

// TestVoidingIsLinear: to undo eight times as many operations takes about eight times as
// much, in looks into the file and in memory.
func TestVoidingIsLinear(t *testing.T) {
	const few, factor = 250, 8
	for name, patch := range voids {
		t.Run(name, func(t *testing.T) {
			var work [2]int
			var bytes [2]uint64
			for i, n := range []int{few, factor * few} {
				p, m := toVoid(t, n, patch)
				work[i], bytes[i] = p.takes(m)
				_ = p.Store().View(func(tx *store.Tx) error {
					if n := tx.CountEntries(0, 10); n > 3 {
						t.Errorf("%d entries are left in the journal", n)
					}
					return nil
				})
			}
			t.Logf("%d operations take %d looks and %d bytes, %d take %d and %d", few, work[0], bytes[0], factor*few, work[1], bytes[1])
			if work[1] > factor*work[0]*5/4 || bytes[1] > factor*bytes[0]*3/2 {
				t.Error("voiding is not linear")
			}
		})
	}
}

// BenchmarkVoid voids 1,000 operations; and ten times as many.
func BenchmarkVoid(b *testing.B) {
	for name, patch := range voids {
		for _, n := range []int{1_000, 10_000} {
			b.Run(fmt.Sprint(n, " ", name), func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					p, m := toVoid(b, n, patch)
					b.StartTimer()
					p.takes(m)
				}
			})
		}
	}
}
