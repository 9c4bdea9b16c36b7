package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// team is two persons in one domain: Ada has started and shared it, Ben has joined
// by the URL that Ada's screen shows. There is one subject, fred, at whose name
// both look.
func team(t *testing.T, sz size) (ada, ben *person) {
	t.Helper()
	d := newDesk(t)
	ada, ben = d.person("Ada"), d.person("Ben")
	ada.start(sz, domain, "--share-address", "127.0.0.1:0")
	ada.see("Welcome to " + domain)
	ada.status("online, alone")
	url := ada.share()
	ada.add("fred", "Person", "Fred")
	ben.start(sz, "join", url)
	together(ada, ben)
	ada.lookAt("Fred", "name")
	ben.lookAt("Fred", "name")
	return ada, ben
}

// together waits until two persons see that they are both here.
func together(p, q *person) {
	p.t.Helper()
	for _, x := range []*person{p, q} {
		x.status("● online · ", "· ◆")
	}
}

// TestAnEditIsOnTheOthersScreenAtOnce measures from the enter key in one terminal
// to the text in the other, and besides how long it takes until what is typed is on
// one's own screen: on a busy machine that takes longer, and so may the edit. It runs
// by itself, before the tests that run side by side.
func TestAnEditIsOnTheOthersScreenAtOnce(t *testing.T) {
	const usually, echoes = slowness * 100 * time.Millisecond, 10
	ada, ben := team(t, usual)
	var took, typed []time.Duration
	median := func(of []time.Duration) time.Duration {
		slices.Sort(of)
		return of[len(of)/2]
	}
	// measure saves what is typed or asked in one terminal, which the other is to
	// show.
	measure := func(from, to *person, shows func(screen string) bool) {
		t.Helper()
		start := time.Now()
		from.press("Enter")
		to.until("the edit of "+from.name, shows)
		took = append(took, time.Since(start))
	}
	for i := range 5 {
		for _, pair := range [][2]*person{{ada, ben}, {ben, ada}} {
			from, to := pair[0], pair[1]
			text := fmt.Sprintf("Fred %d by %s", i, from.name)
			from.press("e")
			from.see("save", "cancel")
			from.press("C-u")
			start := time.Now()
			from.write(text)
			from.see(text)
			typed = append(typed, time.Since(start))
			measure(from, to, has(text))
			from.see("Saved")
		}
	}
	for i := range 3 {
		name := fmt.Sprintf("Extra %d", i)
		ada.fill(fmt.Sprintf("extra%d", i), "Thing", name)
		measure(ada, ben, has(name))
		ada.see("Added \u201c" + name)
		text := fmt.Sprintf("another %d", i)
		ben.press("a")
		ben.typing(text)
		measure(ben, ada, has(text))
		ben.see("Saved")
	}
	ada.lookAt("Fred", "name")
	for i := range 3 {
		text := fmt.Sprintf("another %d", i)
		ada.onto(text)
		ada.press("d")
		ada.see("Remove a value", text)
		ada.press("Tab") // From Keep to Remove.
		measure(ada, ben, has("− name "+text))
		ada.see("Removed")
	}
	edit, echo := median(took), median(typed)
	t.Logf("from the enter key to the other's screen: median %s of %d, from %s to %s; what is typed is on one's own after %s",
		edit, len(took), took[0], took[len(took)-1], echo)
	if most := max(usually, echoes*echo); edit >= most {
		t.Errorf("an edit takes %s to the other's screen (median of %v), not less than %s", edit, took, most)
	}
	ada.quit()
	ben.quit()
	sameData(t, ada, ben, "Fred 4 by Ben", "extra2")
}

// TestBothAreRestarted: the data is there, and they find each other again, whoever
// comes first.
func TestBothAreRestarted(t *testing.T) {
	t.Parallel()
	ada, ben := team(t, usual)
	ben.change("Fred of Ben")
	ada.see("Fred of Ben")
	ada.quit()
	ben.status("offline")
	ben.quit()

	ada.start(usual, domain)
	ada.see("Fred of Ben")
	ada.status("online, alone")
	ben.start(usual) // The last is opened again.
	ben.see("Fred of Ben")
	together(ada, ben)
	ada.lookAt("Fred of Ben", "name")
	ben.lookAt("Fred of Ben", "name")
	ada.change("Fred again")
	ben.see("Fred again")
	ben.quit()
	ada.status("online, alone")
	ada.quit()

	ben.start(usual)
	ben.see("Fred again")
	ben.status("offline") // It was at Ada's that they met.
	ben.lookAt("Fred again", "name")
	ben.change("Fred alone")
	ada.start(usual)
	together(ada, ben)
	ada.see("Fred alone")
	ada.lookAt("Fred alone", "name")
	ada.change("Fred together")
	ben.see("Fred together")
	ada.quit()
	ben.quit()
	sameData(t, ada, ben, "Fred together")
}
