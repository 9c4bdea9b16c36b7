package e2e

import (
	"strings"
	"testing"
)

// TestAllCanBeDoneInSmallWindows does the usual things in windows of 80×24 and
// 40×12.
func TestAllCanBeDoneInSmallWindows(t *testing.T) {
	t.Parallel()
	for _, sz := range []size{small, tiny} {
		t.Run(sz.String(), func(t *testing.T) {
			t.Parallel()
			ada, ben := team(t, sz)
			ada.change("Fred of Ada")
			ben.see("Fred of Ada")
			ben.press("a")
			ben.typing("Freddy")
			ben.press("Enter")
			ben.see("Saved")
			ada.see("Freddy")
			ada.onto("Fred of Ada")
			ada.press("d")
			ada.see("Remove a value")
			ada.press("y")
			ada.see("Removed")
			ben.unsee("Fred of Ada")
			ben.press("p")
			ben.see("next field", "cancel")
			ben.write("town")
			ben.press("Tab")
			ben.write("Bedrock")
			ben.see("save", "cancel")
			ben.press("Enter")
			ben.see("Saved", "town", "Bedrock")
			ada.press("3")
			ada.see("town Bedrock")
			ada.press("Enter")
			ada.see("Freddy")
			ada.add("wilma", "Person", "Wilma")
			ben.press("1")
			ben.see("Wilma", "Freddy")
			ada.press("D")
			ada.see("Delete a subject")
			ada.press("y")
			ada.see("Deleted")
			ben.unsee("Wilma")
			ada.quit()
			ben.quit()
			sameData(t, ada, ben, "Freddy", "Bedrock")
		})
	}
}

// TestAResizeLosesNothing changes the window's size while something is typed and
// others write.
func TestAResizeLosesNothing(t *testing.T) {
	t.Parallel()
	ada, ben := team(t, usual)
	ada.edit("half a na")
	for _, sz := range []size{small, tiny, {20, 5}, {200, 60}, usual} {
		ada.resize(sz)
		if sz.w < tiny.w {
			ada.see("waits for a larger")
			continue
		}
		ada.see("half a na")
		ada.fits(sz)
	}
	ben.add("wilma", "Person", "Wilma")
	ada.see("half a na", "Wilma")
	ben.lookAt("Fred", "name")
	ben.change("Fred of Ben")
	ada.see("half a na", "Ben changed this to Fred of Ben")
	ada.resize(tiny)
	ada.see("half a na")
	ada.write("me")
	ada.press("Enter")
	ada.see("Saved")
	ada.resize(usual)
	ada.see("half a name")
	ben.see("half a name")
	ben.onto("half a name")
	ben.see("2 values")

	ada.fill("barney", "Person", "Barn")
	for _, sz := range []size{tiny, {10, 3}, small} {
		ada.resize(sz)
	}
	ada.see("New subject", "barney", "Barn")
	ada.press("BTab", "End")
	ada.write("ey")
	ada.press("C-s")
	ada.see("Added \u201cBarney")
	ben.see("Barney")
	ada.quit()
	ben.quit()
	sameData(t, ada, ben, "Barney", "half a name")
	if all := strings.Join(ada.triples(), "\n"); strings.Contains(all, "Fred") {
		t.Errorf("what was replaced is there:\n%s", all)
	}
}
