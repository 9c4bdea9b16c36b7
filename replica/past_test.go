package replica

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// TestAsOfEqualsWhatWas compares the data as of every tick, read in every way, with a
// full copy that was made then; also while the clone goes on, and over restarts.
func TestAsOfEqualsWhatWas(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(t.TempDir(), "data.mld")
		cfg := Config{Domain: testDomain, ID: "past------------", File: path, Genesis: true}
		r, err := Open(cfg)
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = r.Close() }()
		copies := []map[model.Triple]bool{{}}
		held := []map[model.Triple]string{{}}
		open := make(map[uint64]*Past)
		shut := func() {
			for _, p := range open {
				if err := p.Close(); err != nil {
					rt.Fatal(err)
				}
			}
			clear(open)
		}
		defer shut()
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			switch rapid.IntRange(0, 9).Draw(rt, "what") {
			case 0:
				_, _ = r.Undo(t.Context())
			case 1:
				shut()
				if err := r.Close(); err != nil {
					rt.Fatal(err)
				}
				if r, err = Open(cfg); err != nil {
					rt.Fatal(err)
				}
			default:
				p := drawPatch(rt)
				_ = r.Patch(t.Context(), p) // It may be refused.
			}
			st, _ := r.Status()
			for uint64(len(copies)) <= st.Ticks {
				copies, held = append(copies, stateOf(t, r)), append(held, tidsOf(rt, r))
			}
			tick := rapid.Uint64Range(0, st.Ticks).Draw(rt, "as of")
			if open[tick] == nil {
				if open[tick], err = r.AsOf(t.Context(), Moment{Tick: tick}); err != nil {
					rt.Fatal(err)
				}
			}
			for at, p := range open {
				comparePast(rt, p, copies[at], held[at])
			}
		}
	})
}

// tidsOf are the TIDs of every triple.
func tidsOf(rt *rapid.T, r *Replica) map[model.Triple]string {
	held := make(map[model.Triple]string)
	err := r.view(func(tx *store.Tx) error {
		for tr := range tx.Match(model.Pattern{}) {
			held[tr] = fmt.Sprint(slices.Sorted(slices.Values(tx.TIDs(tr))))
		}
		return nil
	})
	if err != nil {
		rt.Fatal(err)
	}
	return held
}

func comparePast(rt *rapid.T, p *Past, want map[model.Triple]bool, tids map[model.Triple]string) {
	ctx := rt.Context()
	err := p.view(ctx, func(g *store.Then) error {
		got := make(map[model.Triple]bool)
		for tr := range g.Match(model.Pattern{}) {
			if got[tr] {
				rt.Fatalf("%v comes twice", tr)
			}
			got[tr] = true
			if now := fmt.Sprint(slices.Sorted(slices.Values(g.TIDs(tr)))); now != tids[tr] || !g.Has(tr) {
				rt.Fatalf("%v is held by %s, not %s", tr, now, tids[tr])
			}
		}
		if !maps.Equal(got, want) {
			rt.Fatalf("as of %v, there is %v, not %v", p.Moment(), got, want)
		}
		for tr := range want {
			for _, pattern := range []model.Pattern{{S: tr.S}, {P: tr.P}, {O: tr.O}, {S: tr.S, P: tr.P}, {P: tr.P, O: tr.O}, {S: tr.S, O: tr.O}, model.Pattern(tr)} {
				n := 0
				for other := range want {
					if pattern.Matches(other) {
						n++
					}
				}
				if got := len(slices.Collect(g.Match(pattern))); got != n {
					rt.Fatalf("%v selects %d, not %d", pattern, got, n)
				}
			}
		}
		return nil
	})
	if err != nil {
		rt.Fatal(err)
	}
	for _, q := range []SubjectsQuery{
		{},
		{Limit: 1},
		{Limit: 2, After: Place(iri("list"))},
		{Limit: 2, Before: Place(iri("slot2"))},
		{Limit: 2, Before: Place(iri("z"))},
		{Type: testDomain.Vocab() + "Person"},
		{Type: model.MeldList},
	} {
		got, err := p.Subjects(ctx, q)
		if err != nil {
			rt.Fatal(err)
		}
		ids := make([]model.IRI, len(got.Rows))
		for i, row := range got.Rows {
			ids[i] = row.ID
		}
		if ids, page := fmt.Sprint(ids, got.More, got.Total), naivePage(want, q); ids != page {
			rt.Fatalf("%+v gives %s, not %s", q, ids, page)
		}
	}
}

// naivePage is a page of subjects: its rows, whether there are more, and the total.
func naivePage(state map[model.Triple]bool, q SubjectsQuery) string {
	var total int
	subjects := make(map[model.IRI]bool)
	for tr := range state {
		if q.Type == "" || state[model.Triple{S: tr.S, P: model.RDFType, O: model.Ref(q.Type)}] {
			subjects[tr.S] = true
		}
	}
	total = len(subjects)
	ids := slices.DeleteFunc(slices.Sorted(maps.Keys(subjects)), func(id model.IRI) bool {
		return q.After != "" && Place(id) <= q.After || q.Before != "" && Place(id) >= q.Before
	})
	more := q.Limit > 0 && len(ids) > q.Limit
	switch {
	case more && q.After == "" && q.Before != "":
		ids = ids[len(ids)-q.Limit:]
	case more:
		ids = ids[:q.Limit]
	}
	return fmt.Sprint(ids, more, total)
}

// TestAsOfATime goes by the clock.
func TestAsOfATime(t *testing.T) {
	r := openNew(t)
	var times []time.Time
	for i := range 5 {
		insert(t, r, triple("fred", "n", fmt.Sprint(i)))
		entries, _ := all(t, r, HistoryQuery{})
		times = append(times, entries[0].Time)
		for !time.Now().After(entries[0].Time.Add(2 * time.Millisecond)) { // So that the times differ.
			<-time.After(time.Millisecond)
		}
	}
	for i, at := range times {
		p, err := r.AsOf(t.Context(), Moment{Time: at.Add(time.Microsecond)})
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Describe(t.Context(), iri("fred"))
		if err != nil || len(got) != i+1 || p.Moment().Tick != uint64(i+1) || !p.Moment().Time.Equal(at) {
			t.Errorf("at %v there is %v, as of %+v: %v", at, got, p.Moment(), err)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := r.AsOf(t.Context(), Moment{Time: time.Now().Add(time.Hour)}); err == nil || !strings.Contains(err.Error(), "has not come yet") {
		t.Errorf("the future is %v", err)
	}
	if _, err := r.AsOf(t.Context(), Moment{Tick: 6}); err == nil || !strings.Contains(err.Error(), "tick 6 has not come yet: the clone is at tick 5") {
		t.Errorf("the future is %v", err)
	}
}

// TestAsOfWhatIsNotKept says so: before the log was cut, and before a snapshot, also
// where that happens while the past is being looked at.
func TestAsOfWhatIsNotKept(t *testing.T) {
	var net bus
	one := net.join(t, Config{Log: LogBounds{Bytes: 2000}})
	insert(t, one.Replica, triple("fred", "n", "first"))
	early, err := one.AsOf(t.Context(), Moment{Tick: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = early.Close() }()
	slow, err := one.AsOf(t.Context(), Moment{Tick: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = slow.Close() }()
	for i := range 50 {
		insert(t, one.Replica, triple("fred", "n", fmt.Sprint(i)))
		if i%5 == 0 { // Looked at now and then, it sees all that happens.
			if got, err := early.Describe(t.Context(), iri("fred")); err != nil || len(got) != 1 {
				t.Errorf("there is %v, %v", got, err)
			}
		}
	}
	if _, err := slow.Describe(t.Context(), iri("fred")); !errors.Is(err, ErrNotKept) {
		t.Errorf("what was dropped in between gives %v", err)
	}
	_, last := all(t, one.Replica, HistoryQuery{})
	if _, err := one.AsOf(t.Context(), Moment{Tick: last.CutTick - 1}); !errors.Is(err, ErrNotKept) || !strings.Contains(err.Error(), "changes are known from after tick") {
		t.Errorf("before what is kept it is %v", err)
	}
	p, err := one.AsOf(t.Context(), Moment{Tick: last.CutTick})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := p.Describe(t.Context(), iri("fred")); err != nil || len(got) != int(last.CutTick) || p.Moment().Tick != last.CutTick {
		t.Errorf("just after, there is %v, %v", got, err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	two := net.join(t, Config{})
	if _, err := two.AsOf(t.Context(), Moment{Tick: 1}); !errors.Is(err, ErrNotKept) || !strings.Contains(err.Error(), "replaced by that of another clone") {
		t.Errorf("before a snapshot it is %v", err)
	}
	st, _ := two.Status()
	if p, err = two.AsOf(t.Context(), Moment{Tick: st.Ticks}); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Describe(t.Context(), iri("fred")); err != nil || len(got) != 51 {
		t.Errorf("after it, there is %v, %v", got, err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(two.cfg.File + ".past*"); len(left) > 0 {
		t.Errorf("there remains %v", left)
	}
}

// TestAsOfByMany: one past, read from many goroutines while others write.
func TestAsOfByMany(t *testing.T) {
	r := openNew(t)
	for i := range 20 {
		insert(t, r, triple(fmt.Sprint("s", i%5), "n", fmt.Sprint(i)))
	}
	p, err := r.AsOf(t.Context(), Moment{Tick: 10})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 30 {
				if g == 0 {
					insert(t, r, triple(fmt.Sprint("s", i%7), "n", fmt.Sprint("new", i)))
				}
				page, err := p.Subjects(t.Context(), SubjectsQuery{})
				if err != nil || page.Total != 5 || len(page.Rows) != 5 {
					t.Errorf("there is %+v, %v", page, err)
				}
				if got, err := p.Describe(t.Context(), iri("s1")); err != nil || len(got) != 2 {
					t.Errorf("there is %v, %v", got, err)
				}
			}
		})
	}
	all.Wait()
}
