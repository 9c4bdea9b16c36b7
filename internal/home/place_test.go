package home_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/home"
)

func TestPlace(t *testing.T) {
	f := home.Home(t.TempDir()).Domain("a.example.org")
	if p, err := f.LoadPlace(); err != nil || p != (home.Place{}) {
		t.Fatalf("one was at %+v, %v", p, err)
	}
	if err := f.SavePlace(home.Place{}); err == nil {
		t.Error("it was saved where there is no folder")
	}
	if err := f.Make(); err != nil {
		t.Fatal(err)
	}
	p := home.Place{
		Pane: "subject", Order: "recent", Type: "http://a.example.org/#Person", Filter: "fr'é\"\t\x1b[ d",
		Subject: "http://a.example.org/fred", Property: "http://a.example.org/#age",
	}
	for _, p := range []home.Place{p, {}} {
		if err := f.SavePlace(p); err != nil {
			t.Fatal(err)
		}
		if got, err := f.LoadPlace(); err != nil || got != p {
			t.Errorf("%+v became %+v, %v", p, got, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(string(f), ".*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	path := filepath.Join(string(f), "screen.toml")
	for text, want := range map[string]string{
		"pane = 'subject'\norder = [":       path + ", line 2, cannot be read",
		"pane = 3":                          path + ", line 1, cannot be read",
		"subject = 'fred'":                  `"fred" is no IRI`,
		"\xff\xfe":                          path,
		strings.Repeat("# not\n", 1<<20):    "not what a screen has left",
		"from-a-later-version = true":       "",
		"subject = 'http://a.example.org/'": "",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := f.LoadPlace()
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || got != (home.Place{})) {
			t.Errorf("%.40q: %+v, %v", text, got, err)
		}
	}
}
