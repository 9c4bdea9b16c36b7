package e2e

import (
	"strings"
	"testing"
)

// TestOthersUseWhatIsOpen: commands and another terminal work while a terminal has
// the domain open.
func TestOthersUseWhatIsOpen(t *testing.T) {
	t.Parallel()
	ada, ben := team(t, usual)
	const all = `{"@describe":"?id","@where":{"@id":"?id"}}`
	if got := ada.run("read", domain, all); !strings.Contains(got, `"name":"Fred"`) {
		t.Errorf("read prints %s", got)
	}
	watch := process(t, ada.command("watch", domain, "--after", "0"))
	watch.line(`"Fred"`)
	ada.run("write", domain, `{"@id":"wilma","@type":"Person","name":"Wilma"}`)
	watch.line(`"Wilma"`)
	ada.see("Wilma")
	ben.see("Wilma")
	ben.change("Fred of Ben")
	watch.line(`"Fred of Ben"`)

	second := ada.desk.person("Ada")
	second.start(small, domain)
	second.see("Fred of Ben")
	together(second, ben)
	second.lookAt("Fred of Ben", "name")
	second.change("Fred of the second terminal")
	for _, p := range []*person{ada, ben} {
		p.see("Fred of the second")
	}
	ben.change("Fred of Ben again")
	second.see("Fred of Ben again")

	// The second, and who watches, outlive the first.
	ada.quit()
	second.change("Fred without the first")
	together(second, ben)
	ben.see("Fred without the first")
	watch.line("Fred without the first")
	ben.change("Fred to the end")
	second.see("Fred to the end")
	watch.line("Fred to the end")
	second.quit()
	ada.run("write", domain, `{"@id":"barney","name":"Barney"}`)
	watch.line(`"Barney"`)
	ben.see("Barney")
	ben.quit()
	sameData(t, second, ben, "Fred to the end", "Wilma", "Barney")
}

// TestAJoinerWaits: who joins while nobody is there waits, and says so; the data
// comes as soon as somebody does.
func TestAJoinerWaits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ada, ben, eve := d.person("Ada"), d.person("Ben"), d.person("Eve")
	ada.start(usual, domain, "--share-address", "127.0.0.1:0")
	ada.see("Welcome to " + domain)
	url := ada.share()
	ada.add("fred", "Person", "Fred")
	ada.quit()

	ben.start(small, "join", url)
	ben.status("joining")
	ben.see("Connecting to the relay")
	ada.start(usual)
	ben.see("Fred")
	together(ada, ben)

	// Without the token nobody comes in.
	eve.start(small, "join", strings.Split(url, "?")[0])
	eve.see("The last try failed")
	eve.quit()

	// Any member can be joined, when who shared is gone.
	ada.quit()
	ben.status("offline")
	eve.start(small, "join", ben.share())
	eve.see("Fred")
	together(ben, eve)
	eve.lookAt("Fred", "name")
	eve.change("Fred of Eve")
	ben.see("Fred of Eve")
	ben.quit()
	eve.quit()
	sameData(t, ben, eve, "Fred of Eve")
}

// TestWhoMeetsAtARelayWaitsThere: nobody is at the relay yet.
func TestWhoMeetsAtARelayWaitsThere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	relay := d.relay("127.0.0.1:0")
	ada, ben := d.person("Ada"), d.person("Ben")
	ben.start(tiny, "join", relay.url+"/"+domain)
	ben.status("joining")
	ben.see("Waiting for somebody")
	ada.start(tiny, domain, "--relay", relay.url, "--genesis")
	together(ada, ben)
	ada.add("fred", "Person", "Fred")
	ben.see("Fred")
	ada.quit()
	ben.quit()
	sameData(t, ada, ben, "Fred")
}

// TestNewcomersMeet: two who have each begun with a sample of their own.
func TestNewcomersMeet(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ada, ben := d.person("Ada"), d.person("Ben")
	ada.start(usual)
	ada.see("Start here", "Press S")
	ben.start(usual)
	ben.see("Start here", "Press S")
	ben.quit()
	ada.choose("Kindred")
	url := ada.share()
	ben.start(usual, "join", url)
	together(ada, ben)
	ben.lookAt("Kindred", "title")
	ben.change("Kindred of Ben")
	ada.see("Kindred of Ben")
	ben.quit()
	ada.quit()
	ben.start(usual) // The last is opened again.
	ben.see("Kindred of Ben")
	ben.quit()
}

// TestTwoStartedTheSameDomain: one cannot be with the other, and the screen says why.
func TestTwoStartedTheSameDomain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ada, ben := d.person("Ada"), d.person("Ben")
	ben.start(small, domain)
	ben.see("Welcome to " + domain)
	ben.add("fred", "Person", "Fred of Ben")
	ben.quit()
	ada.start(small, domain, "--share-address", "127.0.0.1:0")
	ada.see("Welcome to " + domain)
	url := ada.share()
	ada.add("fred", "Person", "Fred of Ada")
	ben.start(small, "join", url)
	ben.see("This clone started the domain", "closed")
	ben.press("Escape")
	ben.unsee("can still be read")
	ben.see("nothing here changes any more")
	ben.press("q")
	if status, screen := ben.ended(); status == "0" || !strings.Contains(screen, "this clone started the domain") {
		t.Errorf("ended with %s:\n%s", status, screen)
	}
	ada.status("online, alone")
	ada.quit()

	// Nothing is lost, and the two do not meet again by themselves.
	ben.start(small, domain)
	ben.see("Fred of Ben")
	ben.status("online, alone")
	ben.quit()
}
