package engine

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

const benchDomain model.Domain = "test.m-ld.org"

// worked is an engine without a network, whose timers go off when they are due to it.
type worked struct {
	*Engine

	b      *testing.B
	timers []Event
}

func newWorked(b *testing.B) *worked {
	b.Helper()
	s, err := store.Open(filepath.Join(b.TempDir(), "data.mld"), store.Options{Domain: benchDomain, NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	e, effects, err := Open(s, Config{
		ID: "bench", Domain: benchDomain, Genesis: true, NetworkTimeout: time.Second, MaxMessage: 1 << 20, Now: time.Now,
		NewID: func() string { return "id" }, Rand: rand.New(rand.NewPCG(1, 2)), Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		b.Fatal(err)
	}
	w := &worked{Engine: e, b: b}
	b.Cleanup(func() {
		e.Close()
		_ = e.Store().Close()
	})
	w.take(effects)
	w.handle(Connected{})
	w.handle(Presence{})
	return w
}

func (w *worked) handle(events ...Event) { w.take(w.Handle(events...)) }

func (w *worked) take(effects []Effect) {
	for _, effect := range effects {
		switch effect := effect.(type) {
		case SetTimer:
			w.timers = append(w.timers, Timer{effect.Token})
		case WriteDone:
			effect.Call()
		}
	}
}

// rest has all be done that waits for a time.
func (w *worked) rest() {
	for len(w.timers) > 0 {
		due := w.timers
		w.timers = nil
		w.handle(due...)
	}
}

func (w *worked) expect(subjects int) {
	w.b.Helper()
	err := w.Store().View(func(tx *store.Tx) error {
		if n := tx.CountSubjects(""); n != subjects {
			return fmt.Errorf("%d subjects are there, not %d", n, subjects)
		}
		return nil
	})
	if err != nil {
		w.b.Fatal(err)
	}
}

// person are five triples about a subject, as an app writes them.
func person(i int) []model.Triple {
	id := benchDomain.Base() + model.IRI(fmt.Sprint("p", i))
	property := func(name string) model.IRI { return benchDomain.Vocab() + model.IRI(name) }
	return []model.Triple{
		{S: id, P: model.RDFType, O: model.Ref(property("Person"))},
		{S: id, P: property("name"), O: model.String(fmt.Sprint("Person ", i))},
		{S: id, P: property("age"), O: model.Integer(int64(i % 90))},
		{S: id, P: property("city"), O: model.String(fmt.Sprint("City ", i%100))},
		{S: id, P: property("email"), O: model.String(fmt.Sprintf("person.%d@example.org", i))},
	}
}

// subjects is how many are written, or received, in one go of the benchmarks.
const subjects = 2000

// BenchmarkWrites makes local transactions of a subject each, some of them in a commit.
func BenchmarkWrites(b *testing.B) {
	for _, together := range []int{1, 64, 1024} {
		b.Run(fmt.Sprint(together, " a commit"), func(b *testing.B) {
			for b.Loop() {
				w := newWorked(b)
				var batch []Event
				for i := range subjects {
					batch = append(batch, Write{
						Change: func(model.Graph) (model.Patch, error) { return model.Patch{Inserts: person(i)}, nil },
						Done: func(_ Written, err error) {
							if err != nil {
								b.Error(err)
							}
						},
					})
					if len(batch) == together || i == subjects-1 {
						w.handle(batch...)
						batch = nil
					}
				}
				w.rest()
				w.expect(subjects)
			}
			perSubject(b)
		})
	}
}

func perSubject(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*subjects), "µs/op")
}

// BenchmarkReceive applies operations of other clones, in turn of each, some of them in a
// commit.
func BenchmarkReceive(b *testing.B) {
	for _, clones := range []int{1, 100} {
		for _, together := range []int{1, 64} {
			b.Run(fmt.Sprint(clones, " clones, ", together, " a commit"), func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					w := newWorked(b)
					messages := w.others(clones)
					b.StartTimer()
					for len(messages) > 0 {
						n := min(together, len(messages))
						w.handle(messages[:n]...)
						messages = messages[n:]
					}
					w.rest()
					w.expect(subjects)
				}
				perSubject(b)
			})
		}
	}
}

// others are the messages of clones that have joined at this one, and each other.
func (w *worked) others(clones int) (messages []Event) {
	w.b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	var theirs []clock.Tree
	w.begin()
	for range clones {
		ours, fresh := w.state.Time.Fork()
		if len(theirs) > 0 && random.IntN(2) == 0 {
			at := random.IntN(len(theirs))
			theirs[at], fresh = theirs[at].Fork()
		} else {
			w.state.Time = ours
		}
		theirs = append(theirs, fresh)
	}
	for i, t := range theirs { // They know of each other.
		for _, other := range theirs {
			if !t.HasForked(other) {
				t = must(t.Join(other))(w.b)
			}
		}
		theirs[i] = t
		w.state.Time = must(w.state.Time.Join(t))(w.b)
	}
	w.write()
	w.take(w.commit())
	codec := operation.NewCodec(benchDomain)
	for i := range subjects {
		at := i % clones
		before := theirs[at].Ticks()
		theirs[at] = theirs[at].Tick()
		time := theirs[at]
		op := &operation.Operation{From: time.Ticks(), Time: time, Inserts: operation.Plain(time.TID(), person(i))}
		messages = append(messages, Operation{Payload: operation.NewMessage(before, codec.Encode(op), nil).Payload})
	}
	return messages
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

// BenchmarkBulk makes one local transaction of many subjects.
func BenchmarkBulk(b *testing.B) {
	const people = 10_000
	var patch model.Patch
	for i := range people {
		patch.Inserts = append(patch.Inserts, person(i)...)
	}
	b.ReportAllocs()
	for b.Loop() {
		w := newWorked(b)
		w.handle(Write{
			Change: func(model.Graph) (model.Patch, error) { return patch, nil },
			Done: func(_ Written, err error) {
				if err != nil {
					b.Error(err)
				}
			},
		})
		w.expect(people)
	}
}
