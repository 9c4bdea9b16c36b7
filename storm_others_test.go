package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/net/transporttest"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// stormClones are two real clones on disk, at a real relay, of a domain with the sample;
// the ledger sees what each of them sends. The network is that of the first.
func stormClones(t *testing.T, l *ledger, names ...string) (all []*replica.Replica, network *transporttest.Proxy) {
	t.Helper()
	m := meet(t)
	network = m.network()
	through := network
	for i, name := range names {
		r, _ := m.open(opening{
			name: name, genesis: i == 0, through: through,
			tap:    func(w replica.Transport) replica.Transport { return tapped{w, l, name} },
			gather: time.Duration(i) * gatherTime, // That of a storm shares commits.
		})
		awaitUntil(t, current(r))
		all, through = append(all, r), nil
	}
	// All have come: so all that is ever written goes by the ledger.
	if err := all[0].Patch(t.Context(), model.Patch{Inserts: tuitest.Sample()}); err != nil {
		t.Fatal(err)
	}
	return all, network
}

const (
	// leastPerKey is how much others write at least for each key that somebody presses.
	leastPerKey = 5
	// writers write at once; what they write shares commits.
	writers = 32
)

// others are a teammate whom nothing stops: they change all there is, from several hands.
type others struct {
	t       *testing.T
	clone   *replica.Replica
	pressed func() int
	written atomic.Int64
	// burst is how much more than usual they may write.
	burst  atomic.Int64
	lasted time.Duration
}

// more has so much more written; done reports whether it is.
func (o *others) more(n int) (done func() bool) {
	o.burst.Add(int64(n))
	until := o.written.Load() + int64(n)
	return func() bool { return o.written.Load() >= until }
}

// rage writes until it is stopped, and at least as much as is due for the keys since: and
// where the disk is faster than the screen, not more than there is force for.
func (o *others) rage(seed uint64) (stop func()) {
	ctx, cancel := context.WithCancel(o.t.Context())
	from, began, keys, burst := o.written.Load(), time.Now(), o.pressed(), o.burst.Load()
	var hands sync.WaitGroup
	for hand := range writers {
		hands.Go(func() {
			r := rand.New(rand.NewPCG(seed, uint64(hand)))
			for {
				n, since := o.written.Load()-from, int64(o.pressed()-keys)
				switch {
				case ctx.Err() != nil && n >= leastPerKey*since:
					return
				case ctx.Err() == nil && n >= int64(*stormForce)*(since+1)+o.burst.Load()-burst:
					time.Sleep(time.Millisecond)
					continue
				}
				o.write(r, hand == 0)
			}
		})
	}
	return func() {
		cancel()
		hands.Wait()
		o.lasted += time.Since(began)
	}
}

// stormSubjects are those that the others change; some of them come and go.
var stormSubjects = []string{"fred", "wilma", "pebbles", "barney", "betty", "dino", "quarry", "slate", "s0", "s1", "s2", "s3"}

// stormValues are what is hard to show, and to measure.
var stormValues = []string{
	"plain", "tab\tand\x1b[31mescape", "two\nlines", "漢字かな", "👩‍👩‍👧 family", "עברית ועוד", "e\u0301e\u0301", "x\u202eright to left",
	"a rather long text that goes on for more than any pane is wide, so that it is cut somewhere in its middle or end",
}

// write is one change of anything; of the order of a list only by one hand, for a move of
// what another has just moved is refused.
func (o *others) write(r *rand.Rand, orders bool) {
	pick := func(of []string) string { return of[r.IntN(len(of))] }
	subject := pick(stormSubjects)
	has, err := o.clone.Describe(o.t.Context(), tuitest.ID(subject))
	if err != nil {
		o.t.Error(err)
		return
	}
	var p model.Patch
	property := fmt.Sprintf("p%d", r.IntN(4))
	of := func(property string) (ts []model.Triple) {
		for _, t := range has {
			if t.P == tuitest.Vocab(property) {
				ts = append(ts, t)
			}
		}
		return ts
	}
	switch n := r.IntN(40); {
	case n < 16: // a counter
		p.Deletes, p.Inserts = of(property), []model.Triple{tuitest.T(subject, property, r.IntN(1000))}
	case n < 22:
		p.Deletes, p.Inserts = of(property), []model.Triple{tuitest.T(subject, property, pick(stormValues))}
	case n < 26: // one value beside the others, of a few
		p.Inserts = []model.Triple{tuitest.T(subject, property, fmt.Sprintf("storm %d", r.IntN(3)))}
	case n < 29:
		p.Deletes, p.Inserts = of("spouse"), []model.Triple{tuitest.T(subject, "spouse", tuitest.ID(pick(stormSubjects)))}
	case n < 32:
		p.Deletes, p.Inserts = of("name"), []model.Triple{tuitest.T(subject, "name", fmt.Sprintf("%s %d", subject, r.IntN(20)))}
	case n < 34: // anything of it, what the other has just saved among it
		if len(has) > 0 {
			p.Deletes = []model.Triple{has[r.IntN(len(has))]}
		}
	case n == 34:
		if len(subject) == 2 { // those that come and go
			p.Deletes = has
		}
	case n == 35:
		for _, t := range tuitest.Sample() {
			if t.S == tuitest.ID(subject) {
				p.Inserts = append(p.Inserts, t)
			}
		}
	case n == 36:
		p.Inserts = []model.Triple{tuitest.T(subject, "@type", pick([]string{"Person", "Pet", "Company", "Storm"}))}
	case orders:
		p = o.reorder(r, n)
	}
	if p.IsEmpty() {
		return
	}
	if err := o.clone.Patch(o.t.Context(), p); err != nil {
		o.t.Error(err)
		return
	}
	o.written.Add(1)
	if r.IntN(20) == 0 {
		o.clone.Announce(replica.Presence{
			Name: "Noor", Subject: tuitest.ID(subject), Property: tuitest.Vocab(property), Editing: r.IntN(2) == 0,
		}, 0)
	}
}

// reorder changes the list of the stones of the quarry.
func (o *others) reorder(r *rand.Rand, n int) (p model.Patch) {
	stones := tuitest.ID("stones")
	page, err := o.clone.List(o.t.Context(), replica.ListQuery{List: stones, Limit: 20})
	if err != nil {
		o.t.Error(err)
		return p
	}
	some := len(page.Items)
	switch {
	case some == 0 || n == 37 && some < 10:
		slot := func() model.IRI { return tuitest.Domain.GenID(replica.NewID()) }
		p = list.Insert(stones, r.IntN(some+1), slot, model.String(fmt.Sprintf("stone %d", r.IntN(100))))
		p.Inserts = slices.Concat(p.Inserts, []model.Triple{tuitest.T("quarry", "stones", stones)})
	case n == 38:
		p = page.Items[r.IntN(some)].Move(r.IntN(some))
	default:
		p = page.Items[r.IntN(some)].Remove()
	}
	return p
}
