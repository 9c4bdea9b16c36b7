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

// TestWhatIsTypedIsNoKey: where one types, a letter that saved would save half a word.
func TestWhatIsTypedIsNoKey(t *testing.T) {
	t.Parallel()
	for _, id := range []keymap.ID{keymap.Save, keymap.KeepFilter, keymap.KeepFeed, keymap.Accept} {
		for key, wrong := range map[string]bool{"a": true, "Z": true, "space": true, "é": true, "j k": true, "ctrl+g": false, "f2": false, "f24": false} {
			_, err := keymap.Default().Override([]keymap.Binding{{ID: id, Keys: []string{key}, Where: "config.toml:3"}})
			if (err != nil) != wrong || wrong && !strings.Contains(err.Error(), "config.toml:3: ") {
				t.Errorf("%s as the key of %s: %v", key, id, err)
			}
		}
	}
	for _, key := range []string{"f0", "f25", "f77", "f01"} {
		if _, err := keymap.Default().Override([]keymap.Binding{{ID: keymap.Share, Keys: []string{key}}}); err == nil {
			t.Errorf("%s is taken for a key", key)
		}
	}
}

// What is open can be left, too.
func TestCtrlCLeavesWhatIsOpen(t *testing.T) {
	t.Parallel()
	for scope, id := range map[keymap.Scope]keymap.ID{
		keymap.Editor: keymap.Cancel, keymap.Dialog: keymap.Dismiss, keymap.Filter: keymap.DropFilter, keymap.FeedFilter: keymap.DropFeed,
	} {
		r, err := keymap.Default().Override([]keymap.Binding{{ID: id}})
		if err != nil {
			t.Fatal(err)
		}
		if a, ok := r.Lookup(scope, "ctrl+c"); !ok || a.ID != id {
			t.Errorf("ctrl+c does not do %s", id)
		}
	}
}
