package keymap_test

import (
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
		if a.Title == "" || len(a.Scopes) == 0 {
			t.Errorf("the action %s has no title or no place", a.ID)
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
	o, err := r.Override(map[keymap.ID][]string{keymap.Quit: {"Q"}, keymap.Share: {}})
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
	_, err := r.Override(map[keymap.ID][]string{keymap.Quit: {"n"}, keymap.EditValue: {"a"}, keymap.Save: {"esc"}})
	if err == nil {
		t.Fatal("conflicts are not found")
	}
	for _, want := range []string{
		`"n" means both subject.new and app.quit (everywhere)`,
		`"a" means both value.edit and value.add (the chosen subject)`,
		`"esc" means both edit.save and edit.cancel (while editing)`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error %q does not say %q", err, want)
		}
	}
	if _, err := r.Override(map[keymap.ID][]string{"value.eat": {"z"}}); err == nil || !strings.Contains(err.Error(), "value.eat") {
		t.Errorf("for an unknown action the error is %v", err)
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
