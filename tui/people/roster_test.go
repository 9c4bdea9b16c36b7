package people

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/replica"
)

var noon = time.Date(2025, time.March, 14, 12, 0, 0, 0, time.UTC)

func TestInitialsAreDistinct(t *testing.T) {
	r := NewRoster("Ada Lovelace")
	for _, try := range []struct{ name, want string }{
		{"Ada Lovelace", "AL"},
		{"Alan Turing", "AT"},
		{"Alfred Leopold", "AF"},
		{"alice", "AI"},
		{"Noor", "NO"},
		{"noor", "NR"},
		{"No", "N2"},
		{"ann.other@example.org", "AO"},
		{"X", "X"},
		{"x", "X2"},
		{"日本", "日"},
		{"日光", "?"},
		{"👩‍🚀 Mae", "👩‍🚀"},
		{"e\u0301mile", "E\u0301M"},
		{"דוד", "דו"},
		{"\u200b \u202e", "?2"},
		{"", ""},
	} {
		got := r.MarkOf(try.name).Initials
		if try.want == "?" {
			try.want = got
		}
		if got != try.want {
			t.Errorf("%q is %q, and not %q", try.name, got, try.want)
		}
	}
	seen := make(map[string]string)
	for i := range 180 {
		name := fmt.Sprintf("anonymous%s", strings.Repeat("y", i))
		m := r.MarkOf(name)
		if other, taken := seen[m.Initials]; taken && m.Initials != "??" || ansi.StringWidth(m.Initials) > 2 || m.Initials == "AL" {
			t.Errorf("%q and %q are both %q", name, other, m.Initials)
		}
		if again := r.MarkOf(name); again != m {
			t.Errorf("%q was %v and is %v", name, m, again)
		}
		seen[m.Initials] = name
	}
}

func TestColoursAreSpread(t *testing.T) {
	r := NewRoster("me")
	var uses [Colours]int
	for i := range 3 * Colours {
		uses[r.MarkOf(fmt.Sprint("name ", i)).Colour]++
	}
	for _, n := range uses {
		if n != 3 {
			t.Fatalf("the colours are used %v times", uses)
		}
	}
}

func TestRoster(t *testing.T) {
	r := NewRoster("me")
	ada := replica.Peer{ID: "a", Name: "Ada", Subject: "http://x/s", Active: noon, Since: noon}
	app := replica.Peer{ID: "b"}
	peers := []replica.Peer{app, {ID: "c", Name: "me", Beside: true, Active: noon.Add(-time.Hour)}, ada}
	order := func() (ids []string) {
		for _, p := range r.All() {
			ids = append(ids, p.ID)
		}
		return ids
	}
	if !r.Set(peers, noon) || r.Set(peers, noon) {
		t.Error("what is new is not told from what is not")
	}
	if got := order(); !slices.Equal(got, []string{"a/0", "c/0", "b/0"}) {
		t.Errorf("the order is %v", got)
	}
	if p, ok := r.Find("c/0"); !ok || !p.Idle || !p.Beside || p.Name != "me 2" {
		t.Errorf("%+v", p)
	}
	if p, ok := r.Find("a/0"); !ok || p.Name != "Ada" || p.Subject != "http://x/s" || p.Idle {
		t.Errorf("%+v", p)
	}
	next := r.NextIdle()
	if next != noon.Add(IdleAfter) || r.Age(next.Add(-1)) || !r.Age(next) || !r.NextIdle().IsZero() {
		t.Errorf("the next is idle at %v", next)
	}
	mark := r.MarkOf("Ada")
	r.Set(nil, noon)
	if _, ok := r.Find("a/0"); ok || r.MarkOf("Ada") != mark {
		t.Error("who has left is still there, or comes back as another")
	}
	for i := range 10 * maxMarks {
		r.Set([]replica.Peer{{ID: "x", Name: fmt.Sprint(i)}}, noon)
	}
	if len(r.marks) > maxMarks+1 {
		t.Errorf("%d names are kept", len(r.marks))
	}
}
