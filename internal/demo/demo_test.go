package demo

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/modeltest"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
	"github.com/m-ld/mld-tui/replica"
)

// beginning is the data as it is told.
func beginning(seed uint64) *modeltest.MemGraph {
	g := modeltest.NewMemGraph()
	for _, c := range Chapters(seed) {
		g.Insert(c.Patch.Inserts...)
	}
	return g
}

// played is the data after some steps; lists stay as they are.
func played(seed uint64, steps int) []model.Triple {
	g, s := beginning(seed), NewScript(seed)
	for range steps {
		if step := s.Next(); step.Change != nil {
			p := step.Change(g)
			g.Delete(p.Deletes...)
			g.Insert(p.Inserts...)
		}
	}
	return slices.Collect(g.Match(model.Pattern{}))
}

func TestTheSameSeedDoesTheSame(t *testing.T) {
	one, again, other := played(1, 500), played(1, 500), played(2, 500)
	if !slices.Equal(one, again) {
		t.Error("the same seed has led to other data")
	}
	if slices.Equal(one, other) {
		t.Error("two seeds have led to the same data")
	}
	if n := beginning(1).Len(); slices.Equal(one, slices.Collect(beginning(1).Match(model.Pattern{}))) || len(one) > n+300 {
		t.Errorf("%d triples have become %d", n, len(one))
	}
	a, b := NewScript(1), NewScript(1)
	last := time.Duration(0)
	for range 300 {
		x, y := a.Next(), b.Next()
		if x.At != y.At || x.Who != y.Who || x.Subject != y.Subject || x.Property != y.Property {
			t.Fatalf("%+v is not %+v", x, y)
		}
		if x.At < last {
			t.Fatalf("a step at %s comes after one at %s", x.At, last)
		}
		last = x.At
	}
}

// What refers to something refers to a subject that is there, and every subject has
// a name and what its values need.
func TestTheDataHoldsTogether(t *testing.T) {
	g := beginning(1)
	named := make(map[model.IRI]bool)
	for tr := range g.Match(model.Pattern{P: property("name")}) {
		if named[tr.S] {
			t.Errorf("%s has two names", tr.S)
		}
		named[tr.S] = true
	}
	if len(named) < 55 {
		t.Errorf("there are only %d subjects", len(named))
	}
	// Lists are values of subjects, and stand for nothing else.
	lists := make(map[model.IRI]bool)
	for tr := range g.Match(model.Pattern{}) {
		if tr.S.IsGenerated() && tr.P != model.JSONRQLItem {
			lists[tr.S] = true
		}
		if tr.S.IsGenerated() && named[tr.S] {
			t.Errorf("%v: what is part of a subject would be listed like one", tr)
		}
	}
	if len(lists) < 10 {
		t.Errorf("there are only %d lists", len(lists))
	}
	for tr := range g.Match(model.Pattern{}) {
		if err := tr.Check(); err != nil {
			t.Errorf("%v: %v", tr, err)
		}
		about := strings.HasPrefix(string(tr.P), string(Domain.Vocab()))
		if about && tr.O.IsRef() && !named[tr.O.IRI()] && !lists[tr.O.IRI()] {
			t.Errorf("%v refers to nothing", tr)
		}
		if about && !named[tr.S] {
			t.Errorf("%v is about nothing", tr)
		}
		if tr.O.Datatype == model.XSDDate {
			if _, err := time.Parse(time.DateOnly, tr.O.Value); err != nil || tr.O.Value < "2024" {
				t.Errorf("%v is no day: %v", tr, err)
			}
		}
	}
}

// The whole team, at a real relay: all end with what the script says.
func TestTheTeamAgrees(t *testing.T) {
	team, err := Assemble(t.Context(), Options{
		Folder: t.TempDir(), Relay: relaytest.Start(t), Seed: 3, Logger: slog.New(slog.DiscardHandler),
		Principal: func(name string) model.IRI { return Domain.Base() + model.IRI(name) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := team.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := team.Tell(t.Context()); err != nil {
		t.Fatal(err)
	}
	const steps = 120
	for range steps {
		if _, err := team.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	awaitOne(t, team)
	// In lists, clones have places that the graph in memory does not know of.
	plain := func(tr model.Triple) bool { return strings.HasPrefix(string(tr.P), string(Domain.Vocab())) }
	want := slices.DeleteFunc(played(3, steps), func(tr model.Triple) bool { return !plain(tr) })
	var got []model.Triple
	err = team.clones[2].Read(t.Context(), func(g model.Graph) error {
		for tr := range g.Match(model.Pattern{}) {
			if plain(tr) {
				got = append(got, tr)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(got, model.Triple.Compare)
	slices.SortFunc(want, model.Triple.Compare)
	if !slices.Equal(got, want) {
		for _, tr := range got {
			if !slices.Contains(want, tr) {
				t.Errorf("a clone has %v", tr)
			}
		}
		for _, tr := range want {
			if !slices.Contains(got, tr) {
				t.Errorf("a clone has not %v", tr)
			}
		}
	}
	awaitSeen(t, team.clones[0])
}

// awaitSeen waits until a clone sees the other two, by name, and where one of them is. They
// tell it a few times a second at most, and the script may be done before they do.
func awaitSeen(t *testing.T, c *replica.Replica) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		_, moved := c.Status()
		seen := c.Peers()
		if len(seen) == 2 && seen[0].Name != "" && seen[1].Name != "" && seen[0].Subject+seen[1].Subject != "" {
			return
		}
		select {
		case <-moved:
		case <-ctx.Done():
			t.Fatalf("Noor sees %+v", seen)
		}
	}
}

// awaitOne waits until all clones have the same data.
func awaitOne(t *testing.T, team *Team) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, other := range team.clones[1:] {
		if err := same(ctx, team.clones[0], other); err != nil {
			t.Fatalf("the clones do not come to the same data: %v", err)
		}
	}
}
