package people

import (
	"fmt"
	"testing"

	"github.com/m-ld/mld-tui/replica"
)

// People of the same name are told apart by their names and their marks, and keep both
// while they are present, whoever comes and goes.
func TestPeopleOfTheSameName(t *testing.T) {
	r := NewRoster("Me")
	peer := func(id, name string) replica.Peer { return replica.Peer{ID: id, Name: name, Process: "p" + id} }
	is := func(want map[string]string, peers ...replica.Peer) {
		t.Helper()
		r.Set(peers, noon)
		marks := map[Mark]string{r.MarkOf("Me"): "oneself"}
		for id, name := range want {
			p, _ := r.Find(id + "/0")
			if p.Name != name {
				t.Errorf("%s is called %q, and not %q", id, p.Name, name)
			}
			if other, taken := marks[p.Mark]; taken && name != "" {
				t.Errorf("%s looks like %s: %v", id, other, p.Mark)
			}
			marks[p.Mark] = id
		}
	}
	a, b, c := peer("a", "Ada"), peer("b", "Ada"), peer("c", "Ada")
	is(map[string]string{"b": "Ada"}, b)
	mark := r.All()[0].Mark
	is(map[string]string{"a": "Ada 2", "b": "Ada", "c": "Ada 3", "m": "Me 2", "app": ""}, a, peer("app", ""), c, b, peer("m", "Me"))
	if got := r.Called("Ada", "pc"); got != "Ada 3" {
		t.Errorf("the author is called %q", got)
	}
	if got := r.Called("Ada", "nobody's"); got != "Ada" {
		t.Errorf("an author who is not present is called %q", got)
	}
	if p, _ := r.Find("b/0"); p.Mark != mark {
		t.Errorf("the mark was %v and is %v", mark, p.Mark)
	}
	is(map[string]string{"a": "Ada 2", "c": "Ada 3"}, c, a) // The first has left,
	is(nil)
	is(map[string]string{"a": "Ada 2", "b": "Ada", "c": "Ada 3"}, a, b, c) // and all are back.
	is(map[string]string{"a": "Ada 2", "d": "Ada"}, a, peer("d", "Ada"))
	is(map[string]string{"a": "Ada 2", "d": "Ada", "b": "Ada 3"}, a, peer("d", "Ada"), b)
	is(map[string]string{"a": "Ada 3", "d": "Ada", "x": "Ada 2"}, a, peer("d", "Ada"), peer("x", "Ada 2"))
	is(map[string]string{"a": "Bob", "d": "Ada"}, peer("a", "Bob"), peer("d", "Ada"))
	for i := range 10 * maxMarks {
		r.Set([]replica.Peer{peer(fmt.Sprint(i), "Ada")}, noon)
	}
	if len(r.names) > maxMarks+2 {
		t.Errorf("%d numbers are kept", len(r.names))
	}
}

// Users of one clone write by one process: nobody knows who of them it was.
func TestWhoOfOneProcessIsNotGuessed(t *testing.T) {
	r := NewRoster("Me")
	r.Set([]replica.Peer{{ID: "a", Name: "Ada", Process: "l"}, {ID: "a", Seat: 1, Name: "Ada", Process: "l"}, {ID: "b", Name: "Bob", Process: "l"}}, noon)
	if got := r.Called("Ada", "l"); got != "Ada" {
		t.Errorf("one of two is called %q", got)
	}
	if got := r.Called("Bob", "l"); got != "Bob" {
		t.Errorf("the only one is called %q", got)
	}
}
