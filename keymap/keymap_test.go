package keymap_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/keymap"
)

func TestDefaults(t *testing.T) {
	r := keymap.Default()
	if c := r.Conflicts(); len(c) > 0 {
		t.Errorf("the default keys conflict: %v", c)
	}
	for _, a := range r.All() {
		if a.Title == "" || len(a.Scopes) == 0 || a.Group == "" {
			t.Errorf("the action %s has no title, no place or no group", a.ID)
		}
		if a.Dangerous && !a.Writes {
			t.Errorf("the action %s is dangerous although it writes nothing", a.ID)
		}
	}
}

func TestLookup(t *testing.T) {
	r := keymap.Default()
	for _, test := range []struct {
		scope keymap.Scope
		key   string
		want  keymap.ID
	}{
		{keymap.Subjects, "enter", keymap.Open},
		{keymap.Subject, "enter", keymap.Follow},
		{keymap.Changes, "enter", keymap.Jump},
		{keymap.Editor, "enter", keymap.Save},
		{keymap.Subjects, "q", keymap.Quit},
		{keymap.Editor, "q", ""},
		{keymap.Filter, "n", ""},
		{keymap.Dialog, "?", ""},
		{keymap.Changes, "D", ""},
	} {
		a, ok := r.Lookup(test.scope, test.key)
		if a.ID != test.want || ok != (test.want != "") {
			t.Errorf("%q in scope %d is %q, %t; not %q", test.key, test.scope, a.ID, ok, test.want)
		}
	}
}

func TestOverride(t *testing.T) {
	r := keymap.Default()
	o, err := r.Override([]keymap.Binding{{ID: keymap.Quit, Keys: []string{"Q"}}, {ID: keymap.Share}})
	if err != nil {
		t.Fatal(err)
	}
	if a, ok := o.Lookup(keymap.Subjects, "Q"); !ok || a.ID != keymap.Quit {
		t.Errorf("the new key is %q, %t", a.ID, ok)
	}
	for _, k := range []string{"q", "S"} {
		if a, ok := o.Lookup(keymap.Subjects, k); ok {
			t.Errorf("the old key %s is still %s", k, a.ID)
		}
	}
	if a, ok := r.Lookup(keymap.Subjects, "q"); !ok || a.ID != keymap.Quit {
		t.Error("the registry that was overridden has changed")
	}
}

func TestOverrideRefuses(t *testing.T) {
	r := keymap.Default()
	bind := func(line int, id keymap.ID, keys ...string) keymap.Binding {
		return keymap.Binding{ID: id, Keys: keys, Where: fmt.Sprintf("config.toml:%d", line)}
	}
	_, err := r.Override([]keymap.Binding{
		bind(3, keymap.Quit, "n"), bind(4, keymap.EditValue, "a"), bind(5, keymap.Save, "esc"),
		bind(6, "app.qiut", "z"), bind(7, "nothing.like.it", "z"), bind(8, keymap.Help, "contrl+h"), bind(9, keymap.Share, "D x"),
	})
	if err == nil {
		t.Fatal("conflicts are not found")
	}
	for _, want := range []string{
		`config.toml:3: "n" means both subject.new and app.quit (everywhere)`,
		`config.toml:4: "a" means both value.edit and value.add (the chosen subject)`,
		`config.toml:5: "esc" means both edit.save and edit.cancel (while editing)`,
		`config.toml:6: there is no action "app.qiut": did you mean "app.quit"?`,
		`config.toml:7: there is no action "nothing.like.it": mld-tui keys prints the names of all`,
		`config.toml:8: there is no key "contrl+h"`,
		`config.toml:9: "D x" of app.share and "D" of subject.delete begin alike`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error %q does not say %q", err, want)
		}
	}
	if _, err := r.Override([]keymap.Binding{bind(3, keymap.Quit, "x", "x"), bind(4, keymap.Share, "x")}); err == nil ||
		err.Error() != `config.toml:4: "x" means both app.share and app.quit (everywhere): give one of them another key (app.quit is set at config.toml:3)` {
		t.Errorf("for two actions with one key the error is %v", err)
	}
	if _, err := keymap.New([]keymap.Action{{ID: "a"}, {ID: "a"}}); err == nil {
		t.Error("two actions with one id are taken")
	}
}

func TestScopesOverlap(t *testing.T) {
	if !keymap.Global.Overlaps(keymap.Subjects) || keymap.Global.Overlaps(keymap.Editor) || keymap.Subjects.Overlaps(keymap.Subject) {
		t.Error("scopes overlap where they should not, or do not where they should")
	}
}

func TestKeyText(t *testing.T) {
	for key, want := range map[string][2]string{"up": {"↑", "up"}, "ctrl+s": {"^S", "ctrl+s"}, "G": {"G", "G"}, "enter": {"⏎", "enter"}} {
		if got := keymap.KeyText(key, false); got != want[0] {
			t.Errorf("%s is printed as %s", key, got)
		}
		if got := keymap.KeyText(key, true); got != want[1] {
			t.Errorf("%s is printed plainly as %s", key, got)
		}
	}
}

func TestPresets(t *testing.T) {
	for _, name := range keymap.PresetNames() {
		r, err := keymap.Preset(name)
		if err != nil {
			t.Errorf("the preset %s: %v", name, err)
			continue
		}
		for _, id := range []keymap.ID{
			keymap.Quit, keymap.Help, keymap.Palette, keymap.Find, keymap.Up, keymap.Down, keymap.Open, keymap.Back,
			keymap.EditValue, keymap.Save, keymap.Cancel, keymap.DropFilter, keymap.Accept, keymap.Dismiss,
		} {
			if r.Key(id, true) == "" {
				t.Errorf("in the preset %s nothing starts %s", name, id)
			}
		}
	}
	if _, err := keymap.Preset("nano"); err == nil || !strings.Contains(err.Error(), "default, vim, emacs") {
		t.Errorf("for an unknown preset the error is %v", err)
	}
}

func TestRowsOfKeys(t *testing.T) {
	r, err := keymap.Preset("vim")
	if err != nil {
		t.Fatal(err)
	}
	if a, ok := r.Lookup(keymap.Subject, "d d"); !ok || a.ID != keymap.DelValue {
		t.Errorf("d d is %q", a.ID)
	}
	if a, ok := r.Lookup(keymap.Subject, "d"); ok {
		t.Errorf("d alone is %q already", a.ID)
	}
	next := r.Next(keymap.Subject, "y")
	if len(next) != 2 || next[0].ID != keymap.CopyValue || next[0].Rest != "y" || next[1].Rest != "i" {
		t.Errorf("after y may come %v", next)
	}
	if next := r.Next(keymap.Editor, "g"); len(next) != 0 {
		t.Errorf("while editing, after g may come %v", next)
	}
}
