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
		"as = \"a\"\nrelays = [\"http://a\"]\n": `:2: there is no setting "relays": use data, as, `,
		"as = \"a\"\n\ndata = 3\n":              ":3: data is a text in quotes: write data = \"…\"",
		"as = \"a\n":                            ":1:8: basic strings cannot have new lines",
		"\nkeys = \"nope\"":                     ":2: keys is a table: write [keys], and below it",
		"theme = 1":                             ":1: theme is a text in quotes: write theme = \"…\"",
		"relay = \"http://h\"":                  ":1: relay is a list",
		"log-days = \"3\"":                      ":1: log-days is a whole number",
		"log-mb = -3":                           ":1: log-mb is -3: use a number from 1 to",
		"saving = \"never\"":                    `:1: saving is "never": use each or grouped`,
		"mouse = \"on\"":                        ":1: mouse is true or false",
		"[theme]\nx = 1\n":                      ":2: theme is a text in quotes",
		"[colours]\n":                           `:1: there is no setting "colours"`,
		"x = {a = {b = 1}}":                     `:1: there is no setting "x.a.b"`,
		"as = Ana":                              ":1:6: unexpected character U+0041 'A' at start of value: write a text in quotes",
		"\xff\xfea\x00":                         ":1: it is written in UTF-16: save it as UTF-8",
	} {
		path := write(t, text)
		_, err := settings.Load(path, false, env(nil))
		if err == nil || !strings.HasPrefix(err.Error(), path+want) {
			t.Errorf("%q: the error is %v, without %q", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: the error has several lines: %v", text, err)
		}
	}
}

// Whoever mends one fault after the other has to start the program each time.
func TestAllFaultsOfAFileAreShown(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{`thme = "dark"
as = 3
log-days = -4
as = "Ana"
theme = dark
saving = "never"
mouse = maybe
[keys]
app.quit = 3
app.share = ["x", 4]
`, []string{
			`1: there is no setting "thme"`, "2: as is a text", "3: log-days is -4", "4:1: as is written twice: remove one of them",
			"5:9: ", `6: saving is "never"`, "7:9: ", "9: a key is written in quotes", "10: a key is written in quotes",
		}},
		// What does not end hides what comes after it, not what was before.
		{"as = 3\nrelay = [\"http://a\"\ntheme = 1\n", []string{"3:1: expected ','"}},
		{"as = 3\n[keys\napp.quit = 3\n", []string{"1: as is a text", "2:6: expected ']'"}},
		{"[keys]\napp.quit = 3\n[keys.move]\nup = \"x\"\n[keys]\nx = 3\n", []string{"2: a key is written", "5:2: keys is written twice"}},
	} {
		path := write(t, test.text)
		_, err := settings.Load(path, true, env(nil))
		if err == nil {
			t.Errorf("%q is taken", test.text)
			continue
		}
		lines := strings.Split(err.Error(), "\n")
		if len(lines) != len(test.want) {
			t.Errorf("%q: %d faults are told, not %d:\n%v", test.text, len(lines), len(test.want), err)
			continue
		}
		for i, want := range test.want {
			if !strings.HasPrefix(lines[i], path+":"+want) {
				t.Errorf("%q: told is %q, not %q", test.text, lines[i], want)
			}
		}
	}
}

// What is wrong in one setting does not hide what the others say.
func TestWhatCanBeReadIsRead(t *testing.T) {
	s, err := settings.Load(write(t, "as = \"Ana\"\ntheme = 3\npreset = \"vim\"\n"), true, env(nil))
	if err == nil || s.As != "Ana" || s.Preset != "vim" || s.Theme != "" {
		t.Errorf("the settings are %+v, %v", s, err)
	}
}
