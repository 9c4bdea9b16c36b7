package settings_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/settings"
)

func TestKeysHaveTheirLines(t *testing.T) {
	path := write(t, `as = "Ana"
preset = "vim"
keys.app.help = "f1"

[keys]
# a comment
app.quit = ["Q", "ctrl+c"]
"value.edit" = "i"
value.delete = [
  "d d",
]
[keys.move]
up = []
`)
	s, err := settings.Load(path, true, env(nil))
	if err == nil {
		t.Fatal("a table that is written twice is taken")
	}
	path = write(t, strings.Replace(read(t, path), "keys.app.help = \"f1\"", "", 1))
	if s, err = settings.Load(path, true, env(nil)); err != nil {
		t.Fatal(err)
	}
	want := []settings.Binding{
		{Action: "app.quit", Keys: []string{"Q", "ctrl+c"}, Line: 7},
		{Action: "value.edit", Keys: []string{"i"}, Line: 8},
		{Action: "value.delete", Keys: []string{"d d"}, Line: 9},
		{Action: "move.up", Line: 13},
	}
	if s.Preset != "vim" || s.Path != path || !reflect.DeepEqual(s.Bindings, want) {
		t.Errorf("the settings are %+v", s)
	}
}

func TestKeysThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		"[keys]\napp.quit = 3\n":          ":2: a key is written in quotes",
		"\n[keys]\napp.quit = [\"q\", 3]": ":3: a key is written in quotes",
	} {
		_, err := settings.Load(write(t, text), true, env(nil))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("for %q the error is %v", text, err)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
