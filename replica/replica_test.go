package replica

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

const testDomain = model.Domain("test.m-ld.org")

func iri(name string) model.IRI { return testDomain.Base() + model.IRI(name) }

func triple(subject, property, value string) model.Triple {
	return model.Triple{S: iri(subject), P: testDomain.Vocab() + model.IRI(property), O: model.String(value)}
}

func typed(subject, class string) model.Triple {
	return model.Triple{S: iri(subject), P: model.RDFType, O: model.Ref(testDomain.Vocab() + model.IRI(class))}
}

// open opens a clone of a new domain, or of what the file has.
func open(t *testing.T, path string) *Replica {
	t.Helper()
	r, err := Open(Config{Domain: testDomain, File: path, Genesis: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func openNew(t *testing.T) *Replica {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "data.mld"))
}

// statusNumber is m-ld's number of an error; zero for none.
func statusNumber(err error) int {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

func insert(t *testing.T, r *Replica, triples ...model.Triple) Written {
	t.Helper()
	w, err := r.Write(t.Context(), func(model.Graph) (model.Patch, error) { return model.Patch{Inserts: triples}, nil })
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// receive takes the next update, which must come soon.
func receive(t *testing.T, updates <-chan Update) Update {
	t.Helper()
	select {
	case u, ok := <-updates:
		if !ok {
			t.Fatal("the follower was ended")
		}
		return u
	case <-time.After(time.Minute):
		t.Fatal("no update came")
	}
	panic("unreachable")
}

func TestWritesAreReadAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	r := open(t, path)
	w := insert(t, r, triple("fred", "name", "Fred"), triple("fred", "name", "Freddy"))
	if !w.Updated || w.Tick != 1 {
		t.Errorf("the first write gives %+v", w)
	}
	if w := insert(t, r, triple("fred", "name", "Fred")); w.Updated || w.Tick != 2 {
		t.Errorf("asserting again gives %+v", w)
	}
	refused := errors.New("refused")
	if _, err := r.Write(t.Context(), func(g model.Graph) (model.Patch, error) {
		if n := len(slices.Collect(g.Match(model.Pattern{}))); n != 2 {
			t.Errorf("a change sees %d triples", n)
		}
		return model.Patch{Inserts: []model.Triple{triple("fred", "name", "no")}}, refused
	}); !errors.Is(err, refused) {
		t.Errorf("a refused write gives %v", err)
	}
	if err := r.Patch(t.Context(), model.Patch{Deletes: []model.Triple{triple("fred", "name", "Freddy")}}); err != nil {
		t.Error(err)
	}
	want := []model.Triple{triple("fred", "name", "Fred")}
	if got, err := r.Describe(t.Context(), iri("fred")); err != nil || !slices.Equal(got, want) {
		t.Errorf("fred is %v, %v", got, err)
	}
	insert(t, r, triple("wilma", "name", "Wilma"))
	for most, n := range []int{2, 1, 2, 2} { // no bound is that of a page
		if got, err := r.Uses(t.Context(), want[0].P, most); err != nil || len(got) != n {
			t.Errorf("of at most %d uses there are %v, %v", most, got, err)
		}
	}
	if got, err := r.Uses(t.Context(), iri("nobody"), 1); err != nil || len(got) != 0 {
		t.Errorf("what nobody has is used as in %v, %v", got, err)
	}
	if st, _ := r.Status(); st.Ticks != 4 || st.Online || st.Joining {
		t.Errorf("the status is %+v", st)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if _, err := r.Describe(t.Context(), iri("fred")); statusNumber(err) != 5032 {
		t.Errorf("reading from a closed clone gives %v", err)
	}
	r = open(t, path)
	if got, err := r.Describe(t.Context(), iri("fred")); err != nil || !slices.Equal(got, want) {
		t.Errorf("opened again, fred is %v, %v", got, err)
	}
}

func TestSecondOpenIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	open(t, path)
	if _, err := Open(Config{Domain: testDomain, File: path}); !errors.Is(err, store.ErrLocked) {
		t.Errorf("opening twice gives %v", err)
	}
}

func TestSubjectsInPages(t *testing.T) {
	r := openNew(t)
	var all []model.IRI
	for i := range 25 {
		name := fmt.Sprintf("s%02d", i)
		all = append(all, iri(name))
		class := "Even"
		if i%2 == 1 {
			class = "Odd"
		}
		insert(t, r, typed(name, class), triple(name, "name", "Number "+name))
	}
	ask := func(q SubjectsQuery) (ids []model.IRI, page SubjectsPage) {
		t.Helper()
		q.Labels = model.Labels{testDomain.Vocab() + "name"}
		page, err := r.Subjects(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Rows {
			ids = append(ids, row.ID)
			if row.Label != "Number "+string(row.ID[len(testDomain.Base()):]) || len(row.Types) != 1 {
				t.Errorf("a row is %+v", row)
			}
		}
		return ids, page
	}
	var walked []model.IRI
	for after, more := model.IRI(""), true; more; {
		ids, page := ask(SubjectsQuery{After: Place(after), Limit: 7})
		if page.Total != 25 {
			t.Fatalf("there are %d subjects", page.Total)
		}
		walked, after, more = append(walked, ids...), ids[len(ids)-1], page.More
	}
	if !slices.Equal(walked, all) {
		t.Errorf("forwards: %v", walked)
	}
	if ids, page := ask(SubjectsQuery{Before: Place(all[10]), Limit: 4}); !slices.Equal(ids, all[6:10]) || !page.More {
		t.Errorf("backwards: %v, more: %t", ids, page.More)
	}
	if ids, page := ask(SubjectsQuery{Before: Place(all[3]), Limit: 4}); !slices.Equal(ids, all[:3]) || page.More {
		t.Errorf("backwards to the beginning: %v, more: %t", ids, page.More)
	}
	if ids, page := ask(SubjectsQuery{Type: testDomain.Vocab() + "Odd"}); len(ids) != 12 || page.Total != 12 {
		t.Errorf("by type: %v of %d", ids, page.Total)
	}
	odd := []model.IRI{all[7], all[9], all[11], all[13]}
	for _, order := range []Order{ByID, ByName, ByRecent} {
		want := slices.Clone(odd)
		if order == ByRecent {
			slices.Reverse(want)
		}
		ids, page := ask(SubjectsQuery{Type: testDomain.Vocab() + "Odd", Order: order, Around: want[2], Limit: 2})
		if !slices.Equal(ids[:min(4, len(ids))], want) || !page.Earlier || !page.More {
			t.Errorf("by type, around one in the order %d: %v", order, ids)
		}
	}
	if ids, _ := ask(SubjectsQuery{Contains: "NUMBER s1"}); !slices.Equal(ids, all[10:20]) {
		t.Errorf("by text: %v", ids)
	}
	if ids, page := ask(SubjectsQuery{Type: testDomain.Vocab() + "None"}); len(ids) != 0 || page.Total != 0 {
		t.Errorf("of an unknown type: %v", ids)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Subjects(ctx, SubjectsQuery{}); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

// TestCloseWhileWriting: a write either was acknowledged, and is there when the
// file is opened again, or has failed because the clone was closed.
func TestCloseWhileWriting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	r := open(t, path)
	var mu sync.Mutex
	var acknowledged []model.Triple
	enough := make(chan struct{})
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for n := 0; ; n++ {
				tr := triple(fmt.Sprintf("w%d-%d", g, n), "name", "x")
				_, err := r.Write(context.Background(), func(model.Graph) (model.Patch, error) {
					return model.Patch{Inserts: []model.Triple{tr}}, nil
				})
				if err != nil {
					if statusNumber(err) != 5032 {
						t.Errorf("a write fails with %v", err)
					}
					return
				}
				mu.Lock()
				acknowledged = append(acknowledged, tr)
				if len(acknowledged) == 100 {
					close(enough)
				}
				mu.Unlock()
			}
		})
	}
	<-enough
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	wg.Wait()
	if err := r.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	r = open(t, path)
	err := r.Read(t.Context(), func(g model.Graph) error {
		for _, tr := range acknowledged {
			if len(slices.Collect(g.Match(model.Pattern(tr)))) != 1 {
				t.Errorf("%v was acknowledged, and is not there", tr)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
