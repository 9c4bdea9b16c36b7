package tui_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestThePaletteDoesWhatIsTyped(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press(":").See("What to do?", "type a few letters of it", "let a teammate join")
	term.Type("nsub").See("▌ add a new subject").DontSee("let a teammate join")
	term.Press("enter").See("New subject").Press("esc")
	// What belongs to another pane is done there.
	term.Press("ctrl+k").Type("add prop").Press("enter").See("2 Barney Rubble").DontSee("What to do?")
	term.Type("hobby").Press("enter").Type("bowling").Press("enter").See("Saved ", "bowling")
	term.Press("ctrl+k").Type("xyzzy").See("Nothing matches that").Press("enter", "esc").DontSee("What to do?")
}

func TestThePaletteSaysWhyNot(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.ReadOnly = "it is only for show" })
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press(":").Type("add a sub").See("Not now: read-only: it is only for show")
	term.Press("enter").See("What to do?", "▲ Not now: read-only: it is only for show")
	term.Press("backspace").DontSee("▲ Not now")
}

// Where there is no room for a title, letters beyond its cut are not marked: the sign for
// the rest has several bytes.
func TestThePaletteCutsWhatIsFound(t *testing.T) {
	for w := 40; w < 60; w++ {
		term := tuitest.Start(t, sample(t), w, 12, options())
		term.Press(":").Type("show all changes that are kept").See("show")
		term.Stop()
	}
}

func TestThePaletteIsFoundByTheNamesOfSettings(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press(":").Type("app.quit").See("▌ leave")
	if line := term.Line("▌ leave"); !strings.Contains(line, "app.quit") {
		t.Errorf("the chosen row does not say what it is called in the settings: %q", line)
	}
	// Where there is no room beside the titles, that of the chosen row is below.
	term.Resize(80, 24).See("app.quit")
	if line := term.Line("▌ leave"); strings.Contains(line, "app.quit") {
		t.Errorf("there is no room for it: %q", line)
	}
	if line := term.Line("app.quit │"); !strings.HasPrefix(line, " │   ") {
		t.Errorf("below is %q", line)
	}
	term.Press("ctrl+u").Type("undo").See("change.undo │")
}

// The keys of another preset are heard at once, and shown.
func TestChooseKeys(t *testing.T) {
	t.Parallel()
	o := options()
	var kept []tui.Choice
	o.Keep = func(c tui.Choice) (string, error) {
		kept = append(kept, c)
		return "Kept.", nil
	}
	term := tuitest.Start(t, sample(t), 120, 30, o)
	term.Press(":").Type("choose keys").Press("enter").See("▌ default").Type("vim").Press("enter").See("✓ Kept.")
	term.Press("G", "g").See("g…", "to the first").Press("g").See("▌ Barney Rubble")
	term.Press("enter", "?").See("d d").Press("esc", ":").Type("choose keys").Press("enter").See("▌ vim")
	term.Type("default").Press("enter", "2", "d").See("Remove")
	if want := []tui.Choice{{Setting: "preset", Value: "vim"}, {Setting: "preset", Value: "default"}}; !slices.Equal(kept, want) {
		t.Errorf("what was kept is %v", kept)
	}
}

func TestRowsOfKeys(t *testing.T) {
	t.Parallel()
	o := options()
	o.Keys, _ = keymap.Preset("vim")
	term := tuitest.Start(t, sample(t), 120, 30, o)
	term.Press("G", "g").See("g…", "to the first").Press("g").See("▌ Barney Rubble").DontSee("to the first")
	term.Press("enter", "d").See("remove the value").Press("z").See("Nothing is on the keys d z.")
	term.Press("d", "d").See("Remove a value").Press("esc")
	term.Press("d", "esc").See("2 Barney Rubble").DontSee("remove the value")
	term.Press("G", "c", "c").See("ref", "save")
}

func TestEmacsKeys(t *testing.T) {
	t.Parallel()
	o := options()
	o.Keys, _ = keymap.Preset("emacs")
	term := tuitest.Start(t, sample(t), 120, 30, o)
	term.Press("ctrl+n", "ctrl+n").See("▌ Dino").Press("ctrl+p").See("▌ Betty")
	term.Press("ctrl+s").Type("fred").See("1 of 8").Press("ctrl+g").See("▌ Fred")
	term.PressOnly("ctrl+x", "ctrl+c")
	term.Ended()
}
