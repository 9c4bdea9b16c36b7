package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestATerminalIsKilled: what was saved is there when it is opened again, and others
// find it again.
func TestATerminalIsKilled(t *testing.T) {
	t.Parallel()
	ada, ben := team(t, usual)
	for i := range 3 {
		text := fmt.Sprintf("Fred %d", i)
		ada.change(text)
		ada.kill()
		ben.see(text)
		ben.status("offline")
		ada.start(usual, domain)
		ada.see(text)
		together(ada, ben)
		ada.lookAt(text, "name")
	}
	ben.kill()
	ada.status("online, alone")
	ada.change("Fred 3")
	ben.start(usual, domain)
	ben.see("Fred 3")
	together(ada, ben)
	ada.quit()
	ben.quit()
	sameData(t, ada, ben, "Fred 3")
}

// TestATerminalIsKilledAtWork: it is killed while much is written. The data opens,
// has what was said to be written, and goes on.
func TestATerminalIsKilledAtWork(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ada := d.person("Ada")
	ada.start(usual, domain)
	ada.see("Welcome to " + domain)
	const requested = 40_000 // They take many seconds, and are not waited for.
	var requests strings.Builder
	for i := range requested {
		fmt.Fprintf(&requests, `{"@id":"thing%d","name":"Thing %d"}`+"\n", i, i)
	}
	if err := os.WriteFile(d.path("requests"), []byte(requests.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	written := process(t, ada.command("write", domain, d.path("requests")))
	for range 300 {
		written.line("tick")
	}
	ada.kill()
	said := len(written.all)
	for range written.more { // Until it has ended.
		said++
	}
	ada.start(usual, domain)
	ada.see("Thing 1")
	ada.add("fred", "Person", "Fred")
	ada.quit()
	all := strings.Join(ada.triples(), "\n")
	for i := range said {
		if text := fmt.Sprintf(`"Thing %d"`, i); !strings.Contains(all, text) {
			t.Errorf("%s was written, and is lost", text)
		}
	}
	t.Logf("killed after %d writes", said)
	if said == requested {
		t.Error("it was killed too late to tell")
	}
}
