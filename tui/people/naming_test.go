package people

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/replica"
)

// screens gives each of some people a screen, which knows of the others in any order,
// and then what everybody is called; all screens must agree on that.
func screens(t *testing.T, all []replica.Peer, rosters map[string]*Roster) map[string]string {
	t.Helper()
	called := make(map[string]string)
	for _, self := range all {
		if self.Name == "" {
			continue
		}
		r := rosters[PeerID(self)]
		if r == nil {
			r = NewRoster(self.Name)
			rosters[PeerID(self)] = r
		}
		r.SetSelf(replica.Peer{ID: self.ID, Seat: self.Seat, Process: self.Process})
		var others []replica.Peer
		for _, i := range rand.Perm(len(all)) {
			if p := all[i]; PeerID(p) != PeerID(self) {
				p.Beside = p.ID == self.ID
				others = append(others, p)
			}
		}
		r.Set(others, noon)
		is := map[string]string{PeerID(self): r.Me()}
		names := map[string]bool{r.Me(): true}
		marks := map[Mark]bool{r.MarkOf(r.Me()): true}
		for _, p := range r.All() {
			is[p.ID] = p.Name
			if p.Name != "" && (names[p.Name] || marks[p.Mark]) {
				t.Errorf("on the screen of %s two are called %q, or look alike as %v", PeerID(self), p.Name, p.Mark)
			}
			names[p.Name], marks[p.Mark] = true, true
		}
		for id, name := range is {
			if was, ok := called[id]; ok && was != name {
				t.Errorf("%s is called %q on one screen, and %q on that of %s", id, was, name, PeerID(self))
			}
			called[id] = name
		}
	}
	return called
}

func TestPeopleOfTheSameNameAreCalledTheSameEverywhere(t *testing.T) {
	tag := func(process string) string { return replica.Author{Process: process}.Tag() }
	peer := func(id string, seat uint64, name, process string) replica.Peer {
		return replica.Peer{ID: id, Seat: seat, Name: name, Process: process}
	}
	first, second, third := peer("z", 0, "Ada", "l"), peer("b", 0, "Ada", "rl"), peer("c", 0, "Ada", "rr")
	app, bo := peer("app", 0, "", ""), peer("bo", 0, "Bo", "lrr")
	for _, step := range []struct {
		all  []replica.Peer
		want map[string]string
	}{
		{[]replica.Peer{first, app, bo}, map[string]string{"z/0": "Ada", "app/0": "", "bo/0": "Bo"}},
		{[]replica.Peer{first, second, bo}, map[string]string{"z/0": "Ada " + tag("-"), "b/0": "Ada " + tag("r")}},
		{[]replica.Peer{second, third}, map[string]string{"b/0": "Ada " + tag("r"), "c/0": "Ada " + tag("rr")}},
		// Who has joined has had theirs fork.
		{[]replica.Peer{peer("b", 0, "Ada", "rll"), third, first}, map[string]string{"b/0": "Ada " + tag("r")}},
		{[]replica.Peer{third}, map[string]string{"c/0": "Ada"}},
		// Two terminals of one clone, and three with that of another.
		{[]replica.Peer{peer("b", 4, "Ada", "rl"), second, bo}, map[string]string{"b/0": "Ada", "b/4": "Ada 2"}},
		{[]replica.Peer{peer("b", 4, "Ada", "rl"), second, third}, map[string]string{
			"b/0": "Ada " + tag("r"), "b/4": "Ada " + tag("r") + " 2", "c/0": "Ada " + tag("rr"),
		}},
		// What people call themselves is not given to others.
		{[]replica.Peer{peer("b", 4, "Ada", "rl"), second, peer("x", 0, "Ada 2", "lrl")}, map[string]string{"b/4": "Ada 3", "x/0": "Ada 2"}},
		{[]replica.Peer{first, second, peer("y", 0, "Ada "+tag("r"), "lrl")}, map[string]string{"y/0": "Ada " + tag("r"), "z/0": "Ada " + tag("-")}},
		// Where it is not known yet who somebody is, or two have one tag.
		{[]replica.Peer{peer("b", 0, "Ada", "-"), peer("c", 0, "Ada", "")}, nil},
	} {
		called := screens(t, step.all, make(map[string]*Roster))
		for id, want := range step.want {
			if called[id] != want {
				t.Errorf("%s is called %q, and not %q", id, called[id], want)
			}
		}
	}
}

func TestACrowdIsCalledTheSameEverywhere(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	names := []string{"Ada", "Bo", "Ada 2", "", "Cy"}
	for range 50 {
		var all []replica.Peer
		for i := range 8 {
			for seat := range uint64(3) {
				if rnd.IntN(3) == 0 {
					all = append(all, replica.Peer{ID: fmt.Sprint("c", i), Seat: seat, Name: names[(i+int(seat))%len(names)], Process: fmt.Sprintf("%08b", i)})
				}
			}
		}
		screens(t, all, make(map[string]*Roster))
	}
}

func TestAnAuthorIsCalledAsTheyAre(t *testing.T) {
	r := NewRoster("Ada")
	r.SetSelf(replica.Peer{ID: "me", Process: "l"})
	r.Set([]replica.Peer{
		{ID: "a", Name: "Ada", Process: "r"}, {ID: "b", Name: "Bo", Process: "lr"}, {ID: "c", Name: "Bo", Process: "lrr"}, {ID: "c", Seat: 1, Name: "Bo", Process: "lrr"},
	}, noon)
	var got []string
	for _, a := range [][2]string{{"Ada", "l"}, {"Ada", "ll"}, {"Ada", "r"}, {"Ada", "rl"}, {"Ada", "rrr"}, {"Bo", "lr"}, {"Bo", "lrr"}, {"Cy", "r"}, {"", "r"}} {
		got = append(got, r.Called(a[0], replica.Author{Process: a[1]}))
	}
	tag := func(process string) string { return replica.Author{Process: process}.Tag() }
	me, other := "Ada "+tag("l"), "Ada "+tag("r")
	if want := []string{me, me, other, other, "Ada " + tag("rrr"), "Bo " + tag("lr"), "Bo " + tag("lrr"), "Cy", ""}; !slices.Equal(got, want) {
		t.Errorf("they are called %q, and not %q", got, want)
	}
}

// A tag stays while the name alone may be that of two: of who has left, has another name now,
// or is known by what they wrote only.
func TestATagStays(t *testing.T) {
	tag := func(process string) string { return replica.Author{Process: process}.Tag() }
	r := NewRoster("Cy")
	r.SetSelf(replica.Peer{ID: "me", Process: "l"})
	one, other := replica.Peer{ID: "a", Name: "Ada", Process: "r"}, replica.Peer{ID: "b", Name: "Ada", Process: "lr"}
	r.Set([]replica.Peer{one, other}, noon)
	r.Set([]replica.Peer{one}, noon)
	if got := r.All()[0].Name; got != "Ada "+tag("r") {
		t.Errorf("who stays is called %q", got)
	}
	one.Name = "Bea"
	r.Set([]replica.Peer{one, {ID: "b", Seat: 1, Name: "Ada", Process: "lrl"}, {ID: "b", Seat: 2, Name: "Ada", Process: "lrl"}}, noon)
	for process, want := range map[string]string{"r": "Ada " + tag("r"), "rl": "Ada " + tag("r"), "lr": "Ada " + tag("lr")} {
		if got := r.Called("Ada", replica.Author{Process: process}); got != want {
			t.Errorf("who wrote as %s is called %q, and not %q", process, got, want)
		}
	}
	if r.Stale() {
		t.Error("it is stale after Set")
	}
	if got := r.Called("Bea", replica.Author{Process: "rrr"}); got != "Bea "+tag("rrr") || !r.Stale() {
		t.Errorf("an earlier Bea is called %q; stale: %v", got, r.Stale())
	}
	r.Set([]replica.Peer{one}, noon)
	if got := r.All()[0]; got.Name != "Bea "+tag("r") || r.MarkOf(r.Called("Bea", replica.Author{Process: "r"})) != got.Mark {
		t.Errorf("Bea is called %q, as %v", got.Name, got.Mark)
	}
}
