package tui_test

import "testing"

// Where the window is low, the id of a subject and the path to it take one row: the path, as
// soon as there is one, and a click on it goes back.
func TestTheHeadOfASubjectInALowWindow(t *testing.T) {
	t.Parallel()
	term := fred(t, sample(t), "spouse").Resize(40, 12).Press("home")
	if id, first := term.Row("bedrock.m-ld.org/fred"), term.Row("@type"); first != id+1 {
		t.Errorf("the id is in row %d, the first value in %d", id, first)
	}
	term.Press("end", "up", "enter").See("2 Wilma Flintstone", "… › Wilma").DontSee("m-ld.org/wilma").Press("home")
	if path, first := term.Row("› Wilma"), term.Row("@type"); first != path+1 {
		t.Errorf("the path is in row %d, the first value in %d", path, first)
	}
	term.Click("… ›").See("2 Fred Flintstone")
}
