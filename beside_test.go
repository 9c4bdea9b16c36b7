package main

import (
	"testing"

	"github.com/m-ld/mld-tui/replica"
)

// What is done at another terminal of this computer is another's, also where both are called
// the same: named as everywhere, on all screens.
func TestTwoTerminalsOfOneName(t *testing.T) {
	both := members(t, 120, 30, bedrock(), "Fay", "Noor")
	fay, noor := both[0], both[1]
	second, _ := fay.beside(t, 80, 24, "Fay")
	two := member{fay.Replica, second}
	fay.See("◆F2 Fay 2")
	second.See("◆FA Fay", "Fay 2")
	noor.See("◆FA Fay", "◆F2 Fay 2")

	fay.goTo(t, "fred", "born").Press("e")
	noor.goTo(t, "fred", "born").Press("e")
	two.goTo(t, "fred", "born").Press("e").Type("!").Press("enter").See("✓ Saved")
	fay.See("▲ Fay 2 changed this to long ago!").Press("esc").See("✱F2", "long ago!").DontSee("✱FA")
	noor.See("▲ Fay 2 changed this to long ago!").Press("esc").See("✱F2").DontSee("✱FA")
	second.DontSee("✱")
	fay.Press("4").See("Fay 2")

	second.Press("2") // What one has seen does not count.
	fay.goTo(t, "wilma", "name").Press("e").Type("!").Press("enter").See("✓ Saved")
	second.See("3 Changes +1")
	noor.goTo(t, "wilma", "name").See("✱FA", "Wilma!")
	two.goTo(t, "wilma", "name").See("✱FA", "Wilma!").Press("4").See("Fay").DontSee("someone")
}

// Those who had one name are told apart for good, also when one of them takes another, or a
// second terminal is opened beside one of them.
func TestTwoOfOneNameStayTwo(t *testing.T) {
	all := members(t, 120, 30, bedrock(), "root", "root", "Noor")
	one, other, noor := all[0], all[1], all[2]
	tag := func(m member) string { return replica.Author{Process: m.Self().Process}.Tag() }
	awaitUntil(t, func() bool { return one.Self().Process != "" && other.Self().Process != "" && tag(one) != tag(other) })
	first, second := "root "+tag(one), "root "+tag(other)
	noor.See(first, second)
	one.goTo(t, "fred", "born").Press("e").Type("!").Press("enter").See("✓ Saved")
	other.goTo(t, "fred", "born").See("long ago!").Press("e").Type("?").Press("enter").See("✓ Saved")
	noor.See("◆ "+first, "◆ "+second)

	one.beside(t, 80, 24, "root")
	noor.See(first+" 2", "◆ "+first+" ", "◆ "+second)
	other.Announce(replica.Presence{Name: "Bea"}, 0)
	noor.See("◆BE Bea", "◆ "+first+" ", "◆ "+second)
	_ = other.Close()
	noor.See("◆ "+first+" ", "◆ "+second)
}

// Undo takes back by itself what was done at this terminal only. What was done at another, or
// before, is asked for, and told.
func TestUndoAsksForWhatWasDoneElsewhere(t *testing.T) {
	all := members(t, 120, 30, bedrock(), "Fay")
	fay := all[0]
	fay.goTo(t, "fred", "born").Press("e").Type("!").Press("enter").See("✓ Saved")
	second, _ := fay.beside(t, 120, 30, "Fay")
	two := member{fay.Replica, second}
	second.See("◆FA Fay")
	fay.See("◆F2 Fay 2")
	two.goTo(t, "wilma", "name").Press("u").See("Undo it?", "This was changed earlier", "in another", "terminal: born of", "long ago!” → “long ago”").Press("n")
	fay.See("long ago!")
	two.Press("e").Type("!").Press("enter").See("✓ Saved")
	fay.Press("u").See("Undone: born of “Fred” is “long ago” again").DontSee("Undo it?")
	two.Press("u").See("Undone: name of").Press("ctrl+r").See("Redone: name of")
	fay.Press("ctrl+r").See("Redone: born of “Fred” is “long ago!” again")
	two.Press("u").See("Undone: name of").Press("u").See("in another").Press("y").See("Undone: born of “Fred” is “long ago” again")
	fay.See("Fay 2 has put “long ago” in the place of born “long ago!” since.")
}
