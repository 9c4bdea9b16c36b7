package people

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

func triple(s, p, o string) model.Triple {
	return model.Triple{S: model.IRI(s), P: model.IRI(p), O: model.String(o)}
}

func TestGlow(t *testing.T) {
	var g Glow
	ada := Mark{"AD", 1}
	look := func(tr model.Triple, first bool) string {
		touch, ok := g.Value(tr, first)
		switch {
		case !ok:
			return ""
		case touch.Fading:
			return "fading " + touch.Initials
		}
		return "fresh " + touch.Initials
	}
	g.Add(replica.Update{
		Deletes: []model.Triple{triple("s", "p", "old"), triple("s", "gone", "x")},
		Inserts: []model.Triple{triple("s", "p", "new"), triple("s", "long", strings.Repeat("x", maxValue+1))},
	}, ada, noon)
	for _, want := range []struct {
		at     time.Duration
		change bool
		shines string
	}{{0, false, "fresh AD"}, {freshFor - 1, false, "fresh AD"}, {freshFor, true, "fading AD"}, {glowFor - 1, false, "fading AD"}, {glowFor, true, ""}} {
		if got := g.Age(noon.Add(want.at)); got != want.change {
			t.Errorf("after %v there is something new: %v", want.at, got)
		}
		for tr, shines := range map[model.Triple]bool{
			triple("s", "p", "new"): true, triple("s", "p", "other"): false, triple("s", "gone", "left"): true,
			triple("s", "long", "any"): true, triple("s2", "p", "new"): false,
		} {
			if got := look(tr, true); (got != "" || shines && want.shines != "") && got != want.shines {
				t.Errorf("after %v %v is %q, and not %q", want.at, tr, got, want.shines)
			} else if shines && got != want.shines {
				t.Errorf("after %v %v is %q, and not %q", want.at, tr, got, want.shines)
			}
		}
		if got := look(triple("s", "gone", "left"), false); got != "" {
			t.Errorf("another value of what was removed is %q", got)
		}
		if _, ok := g.Subject("s"); ok != (want.shines != "") {
			t.Errorf("after %v the subject shines: %v", want.at, ok)
		}
	}
	if !g.Next().IsZero() {
		t.Error("there is something to wait for")
	}
	for i := range 50 * maxGlow {
		g.Add(replica.Update{Inserts: []model.Triple{triple(fmt.Sprint(i), "p", "x")}}, ada, noon)
	}
	if n := len(g.values) + len(g.subjects); n > maxGlow+2 {
		t.Errorf("%d things shine", n)
	}
}
