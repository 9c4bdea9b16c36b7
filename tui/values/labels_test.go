package values

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
)

// A name that changes while it is read is read once more: what is read may be that of before,
// and would be shown for ever.
func TestANameThatChangesWhileItIsRead(t *testing.T) {
	t.Parallel()
	for _, known := range []bool{false, true} {
		l := NewLabels()
		is := func(id model.IRI) bool { return id == "pebbles" }
		take := func(most int) {
			t.Helper()
			if some := l.Wanted(); len(some) != most || most == 1 && some[0] != "pebbles" {
				t.Fatalf("%q is wanted, not %d names", some, most)
			}
		}
		l.Ask("pebbles")
		if known {
			take(1)
			l.Deliver(map[model.IRI]string{"pebbles": "Peb"})
			l.Changed(is, is)
		}
		take(1)
		l.Ask("pebbles") // It is on its way.
		take(0)
		l.Changed(is, is)
		l.Changed(is, is)
		l.Deliver(map[model.IRI]string{"pebbles": "Pebbles Flintstone"})
		l.Ask("pebbles")
		take(1)
		l.Deliver(map[model.IRI]string{"pebbles": "pebbles 1"})
		take(0)
		if got := l.Of("pebbles"); got != "pebbles 1" {
			t.Errorf("it is called %q", got)
		}
	}
}
