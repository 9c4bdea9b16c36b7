package owner_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/replica"
)

// present is somebody who sees others.
type present interface {
	Status() (replica.Status, <-chan struct{})
	Peers() []replica.Peer
}

// sees waits until somebody sees exactly some others.
func sees(t *testing.T, who present, want ...string) {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		_, changed := who.Status()
		var seen []string
		for _, p := range who.Peers() {
			word := fmt.Sprintf("%s at %s", p.Name, p.Subject)
			if p.Editing {
				word += ", editing " + string(p.Property)
			}
			if time.Since(p.Active) > time.Minute {
				word += ", idle"
			}
			if !p.Beside {
				word += ", elsewhere"
			}
			seen = append(seen, word)
		}
		if slices.Equal(seen, want) {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("%q are seen, and not %q", seen, want)
		}
	}
}

// Each terminal that is attached has a place of its own, which the others see, until
// it leaves; who attaches without a word is nobody.
func TestTerminalsOfOneCloneSeeEachOther(t *testing.T) {
	s := serve(t, owner.Limits{})
	ann, ben, script := s.attach(t), s.attach(t), s.attach(t)
	ann.Announce(replica.Presence{Name: "Ann", Subject: "http://x.org/a"}, 0)
	sees(t, s, "Ann at http://x.org/a")
	sees(t, script, "Ann at http://x.org/a")
	sees(t, ben, "Ann at http://x.org/a")
	sees(t, ann)
	ben.Announce(replica.Presence{Name: "Ben", Subject: "http://x.org/b", Property: "http://x.org/#p", Editing: true}, time.Hour)
	s.Announce(replica.Presence{Name: "Owner", Subject: "http://x.org/o"}, 0)
	sees(t, ann, "Owner at http://x.org/o", "Ben at http://x.org/b, editing http://x.org/#p, idle")
	ann.Announce(replica.Presence{Name: "Ann", Subject: "http://x.org/b"}, 0)
	sees(t, s, "Ann at http://x.org/b", "Ben at http://x.org/b, editing http://x.org/#p, idle")
	_ = ann.Close()
	sees(t, s, "Ben at http://x.org/b, editing http://x.org/#p, idle")
	_ = script.Close()
	sees(t, ben, "Owner at http://x.org/o")
}
