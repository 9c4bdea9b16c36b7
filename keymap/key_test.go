package keymap_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/keymap"
)

// What has one meaning is heard however it is written; what no terminal says is refused.
func TestKeysThatCanBeHeard(t *testing.T) {
	t.Parallel()
	for written, heard := range map[string]string{
		"shift+z": "Z", "shift+Z": "Z", "alt+ctrl+x": "ctrl+alt+x", "shift+ctrl+up": "ctrl+shift+up", "alt+Z": "alt+shift+z",
		"ctrl+x shift+z": "ctrl+x Z", "ctrl++": "ctrl++",
	} {
		r, err := keymap.Default().Override([]keymap.Binding{{ID: keymap.Share, Keys: []string{written}}})
		if err != nil {
			t.Errorf("%s: %v", written, err)
		} else if a, ok := r.Lookup(keymap.Subjects, heard); !ok || a.ID != keymap.Share {
			t.Errorf("%s is not heard as %s", written, heard)
		}
	}
	for written, want := range map[string]string{
		"ctrl+i": `write "tab"`, "ctrl+m": `write "enter"`, "ctrl+[": `write "esc"`, "ctrl+@": `write "ctrl+space"`,
		"ctrl+X": `write "ctrl+x"`, "shift+1": "without shift",
	} {
		_, err := keymap.Default().Override([]keymap.Binding{{ID: keymap.Share, Keys: []string{written}, Where: "config.toml, line 3"}})
		if err == nil || !strings.Contains(err.Error(), "config.toml, line 3: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("for %s the error is %v", written, err)
		}
	}
}

// There is a way out whatever the settings say.
func TestCtrlCAlwaysLeaves(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{nil, {"Q"}, {"f12"}} {
		r, err := keymap.Default().Override([]keymap.Binding{{ID: keymap.Quit, Keys: keys}})
		if err != nil {
			t.Fatal(err)
		}
		if a, ok := r.Lookup(keymap.Subjects, "ctrl+c"); !ok || a.ID != keymap.Quit {
			t.Errorf("with %v, ctrl+c does not leave", keys)
		}
	}
	for _, name := range keymap.PresetNames() {
		r, err := keymap.Preset(name)
		if err != nil {
			t.Fatal(err)
		}
		if a, ok := r.Lookup(keymap.Subjects, "ctrl+c"); !ok || a.ID != keymap.Quit {
			t.Errorf("with the preset %s, ctrl+c does not leave", name)
		}
	}
}
