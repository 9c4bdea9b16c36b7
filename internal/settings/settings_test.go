package settings_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/settings"
)

func env(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheEnvironmentGoesBeforeTheFile(t *testing.T) {
	path := write(t, "data = \"/file\"\nas = \"Ana\"\nrelay = [\"http://a\", \"http://b\"]\nshare-address = \":4242\"\nlog-days = 7\nlog-mb = 20\njournal-mb = 30\nsaving = \"grouped\"\n")
	s, err := settings.Load(path, true, env(map[string]string{
		settings.EnvData: "/env", settings.EnvRelay: "http://c http://d", "USER": "unused",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if s.LogDays != 7 || s.LogMB != 20 || s.JournalMB != 30 || s.Saving != settings.SaveGrouped {
		t.Errorf("the bounds are %+v", s)
	}
	if s.Data != "/env" || s.As != "Ana" || s.ShareAddress != ":4242" || !slices.Equal(s.Relays, []string{"http://c", "http://d"}) {
		t.Errorf("the settings are %+v", s)
	}
}

func TestWithoutAnySettings(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none.toml")
	s, err := settings.Load(missing, false, env(map[string]string{"HOME": "/home/ana", "USER": "ana"}))
	if err != nil {
		t.Fatal(err)
	}
	if s.Data != "/home/ana/.local/share/mld-tui" || s.As != "ana" || s.Relays != nil {
		t.Errorf("the settings are %+v", s)
	}
	s, err = settings.Load(missing, false, env(map[string]string{"XDG_DATA_HOME": "/xdg", "LOGNAME": "bo"}))
	if err != nil {
		t.Fatal(err)
	}
	if s.Data != "/xdg/mld-tui" || s.As != "bo" {
		t.Errorf("the settings are %+v", s)
	}
	if _, err := settings.Load(missing, true, env(nil)); err == nil {
		t.Error("a settings file that was asked for was not missed")
	}
}

func TestPath(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"HOME": "/h"}, "/h/.config/mld-tui/config.toml"},
		{map[string]string{"HOME": "/h", "XDG_CONFIG_HOME": "/x"}, "/x/mld-tui/config.toml"},
		{map[string]string{"HOME": "/h", "XDG_CONFIG_HOME": "x"}, "/h/.config/mld-tui/config.toml"},
		{map[string]string{settings.EnvConfig: "/my.toml"}, "/my.toml"},
	} {
		if got := settings.Path(env(c.env)); got != c.want {
			t.Errorf("with %v: %s, not %s", c.env, got, c.want)
		}
	}
}

func TestFaultsAreShownWithTheirLine(t *testing.T) {
	for text, want := range map[string]string{
		"as = \"a\"\nrelays = [\"http://a\"]\n": `line 2: there is no setting "relays"`,
		"as = \"a\"\n\ndata = 3\n":              "line 3",
		"as = \"a\ndata = 3\n":                  "line 1",
		"\nkeys = \"nope\"":                     "line 2: keys is a table: write [keys], and below it",
		"theme = 1":                             "line 1: theme is a text in quotes: write theme = \"…\"",
		"relay = \"http://h\"":                  "line 1: relay is a list",
		"log-days = \"3\"":                      "line 1: log-days is a whole number",
		"mouse = \"on\"":                        "line 1: mouse is true or false",
		"[theme]\nx = 1\n":                      "line",
	} {
		path := write(t, text)
		_, err := settings.Load(path, false, env(nil))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: the error is %v, without %q", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: the error has several lines: %v", text, err)
		}
	}
}
