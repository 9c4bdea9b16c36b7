package home_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/internal/home"
)

func TestMemoryIsKept(t *testing.T) {
	f := home.Home(t.TempDir()).Domain("a.example.org")
	if m, err := f.Load(); err != nil || !reflect.DeepEqual(m, home.Memory{}) {
		t.Fatalf("nothing is remembered as %+v, %v", m, err)
	}
	m := home.Memory{
		Share: home.Share{On: true, Port: 4242, Token: home.NewToken()},
		Used:  time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Begun: true,
	}
	for i := range 10 {
		m.AddRelay(fmt.Sprint("http://h", i))
	}
	m.AddRelay("http://h5")
	if err := f.Save(m); err != nil {
		t.Fatal(err)
	}
	got, err := f.Load()
	if err != nil || !reflect.DeepEqual(got, m) {
		t.Errorf("%+v became %+v, %v", m, got, err)
	}
	if got.Relays[0] != "http://h5" || got.Relays[1] != "http://h9" || len(got.Relays) != 8 {
		t.Errorf("the relays are %v", got.Relays)
	}
	info, err := os.Stat(filepath.Join(string(f), "domain.toml"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the token is for all to read: %v, %v", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(string(f), ".*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestABrokenMemoryIsTold(t *testing.T) {
	f := home.Home(t.TempDir()).Domain("a.example.org")
	if err := f.Make(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(string(f), "domain.toml")
	if err := os.WriteFile(path, []byte("begun = true\nused = never\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Load(); err == nil || !strings.Contains(err.Error(), path+", line 2") {
		t.Errorf("the error is %v", err)
	}
}

func TestLastUsed(t *testing.T) {
	h := home.Home(filepath.Join(t.TempDir(), "not", "there"))
	if d, ok, err := h.LastUsed(); ok || err != nil {
		t.Fatalf("without data: %s, %v", d, err)
	}
	day := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for i, name := range []string{"b.example.org", "c.example.org", "a.example.org"} {
		f := home.Folder(filepath.Join(string(h), name))
		if err := f.Save(home.Memory{Used: day.AddDate(0, 0, -(i-1)*(i-1))}); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(string(h), "Not a domain"), 0o700); err != nil {
		t.Fatal(err)
	}
	if d, ok, err := h.LastUsed(); !ok || err != nil || d != "c.example.org" {
		t.Errorf("the last used is %s, %v, %v", d, ok, err)
	}
	if all, err := h.Domains(); err != nil || len(all) != 3 {
		t.Errorf("the domains are %v, %v", all, err)
	}
}

func TestContext(t *testing.T) {
	const domain = "a.example.org"
	f := home.Home(t.TempDir()).Domain(domain)
	if c, err := f.Context(domain); c != nil || err != nil {
		t.Fatalf("there is a context: %v, %v", c, err)
	}
	file := filepath.Join(t.TempDir(), "c.jsonld")
	for text, fault := range map[string]string{
		`{"@context": {"s": "http://schema.org/"}}`: "",
		`{"s": "http://schema.org/"}`:               "",
		"{\n\"s\": \n}":                             "line 3",
		`{"s": 3}`:                                  file,
		`"http://schema.org/"`:                      file,
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := f.SetContext(file, domain)
		if fault == "" {
			if err != nil {
				t.Errorf("%s: %v", text, err)
			}
			c, err := f.Context(domain)
			if want := map[string]any{"s": "http://schema.org/"}; err != nil || !reflect.DeepEqual(c, want) {
				t.Errorf("%s became %v, %v", text, c, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s: the error is %v, without %q", text, err, fault)
		}
	}
	if _, err := f.Context(domain); err != nil {
		t.Errorf("a bad context took the place of the good one: %v", err)
	}
}

func TestNote(t *testing.T) {
	f := home.Home(t.TempDir()).Domain("a.example.org")
	if err := f.Make(); err != nil {
		t.Fatal(err)
	}
	if n, ok := f.Signed(); ok {
		t.Fatalf("there is a note: %v", n)
	}
	remove := f.Sign("watch")
	if n, ok := f.Signed(); !ok || n.Command != "watch" || n.PID != os.Getpid() {
		t.Errorf("the note is %v, %v", n, ok)
	}
	remove()
	if _, ok := f.Signed(); ok {
		t.Error("the note is still there")
	}
}
