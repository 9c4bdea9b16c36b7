package joinurl_test

import (
	"testing"

	"github.com/m-ld/mld-tui/internal/joinurl"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/net/socketio"
)

// FuzzParse: what is taken as a URL to join by names a domain and a relay that can
// be reached, and is written as one that means the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"http://10.0.0.7:4141/team.example.org?token=s3", "https://h/deep/er/team.example.org/", "ws://[::1]:80/a.b.org", "http://h/d.org#top",
		"http://h/%2e%2e/d.org?token=%zz", "http://u:p@h/d.org", "http://h/socket.io/d.org", "http://[::1%25en0]/d.org", "\thttp://h//d.org//",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		domain, relay, err := joinurl.Parse(text)
		if err != nil {
			return
		}
		if _, err := model.ParseDomain(string(domain)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if _, err := socketio.ParseURL(relay); err != nil {
			t.Errorf("%q: the relay %q: %v", text, relay, err)
		}
		url, err := joinurl.Format(domain, relay)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		again, _, err := joinurl.Parse(url)
		if err != nil || again != domain {
			t.Errorf("%q is written as %q, and read as %s, %v", text, url, again, err)
		}
	})
}
