package e2e

import (
	"net/url"
	"testing"
)

// TestTheRelayIsGone: two meet at a relay of its own, which is killed and comes
// back.
func TestTheRelayIsGone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	relay := d.relay("127.0.0.1:0")
	ada, ben := d.person("Ada"), d.person("Ben")
	ada.start(small, domain, "--relay", relay.url, "--genesis")
	ada.see("Welcome to " + domain)
	ada.status("online, alone")
	ada.add("fred", "Person", "Fred")
	ben.start(small, "join", relay.url+"/"+domain)
	together(ada, ben)
	ada.lookAt("Fred", "name")
	ben.lookAt("Fred", "name")

	relay.kill()
	ada.status("offline")
	ben.status("offline")
	ada.change("Fred of Ada")
	ada.add("wilma", "Person", "Wilma")
	ben.change("Fred of Ben")
	ben.add("barney", "Person", "Barney")

	address, err := url.Parse(relay.url)
	if err != nil {
		t.Fatal(err)
	}
	d.relay(address.Host)
	together(ada, ben)
	ada.see("Barney")
	ben.see("Wilma")
	for _, p := range []*person{ada, ben} { // What both changed has both values.
		p.choose("Fred")
		p.see("Fred of Ada", "Fred of Ben", "3 values")
	}
	ada.quit()
	ben.status("online, alone")
	ben.quit()
	sameData(t, ada, ben, "Fred of Ada", "Fred of Ben", "Wilma", "Barney")
}

// TestOneIsOffline: one cannot reach the other for a while; both go on.
func TestOneIsOffline(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ada, ben := d.person("Ada"), d.person("Ben")
	ada.start(usual, domain, "--share-address", "127.0.0.1:0")
	ada.see("Welcome to " + domain)
	join := ada.share()
	ada.add("fred", "Person", "Fred")
	line := newLine(t, join)
	ben.start(usual, "join", line.url)
	together(ada, ben)
	ada.lookAt("Fred", "name")
	ben.lookAt("Fred", "name")

	line.cut()
	ben.status("offline")
	ada.status("online, alone")
	ben.press("a")
	ben.typing("Freddy")
	ben.press("Enter")
	ben.see("Saved")
	ben.onto("Fred ")
	ben.press("d")
	ben.see("Remove a value", "“Fred”")
	ben.press("y")
	ben.see("Removed")
	ada.press("a")
	ada.typing("Frederick")
	ada.press("Enter")
	ada.see("Saved")
	ada.add("wilma", "Person", "Wilma")

	line.mend()
	together(ada, ben)
	ben.see("Frederick", "Wilma")
	ada.press("1")
	ada.choose("Fred")
	ada.see("Freddy", "Frederick", "3 values")
	sameData(t, ada, ben, "Freddy", "Frederick", "Wilma")
	ada.quit()
	ben.quit()
}
