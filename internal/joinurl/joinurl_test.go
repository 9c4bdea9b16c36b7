package joinurl_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/joinurl"
	"github.com/m-ld/mld-tui/net/socketio"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, domain, relay, path string }{
		{"http://10.0.0.7:4141/team.example.org?token=s3", "team.example.org", "http://10.0.0.7:4141?token=s3", "/socket.io/"},
		{"https://relay.example.org/deep/er/team.example.org/", "team.example.org", "https://relay.example.org/deep/er/", "/deep/er/"},
		{"ws://[::1]:80/a.b.org", "a.b.org", "ws://[::1]:80", "/socket.io/"},
		{" http://h/d.org#top ", "d.org", "http://h", "/socket.io/"},
	} {
		domain, relay, err := joinurl.Parse(c.text)
		if err != nil || string(domain) != c.domain || relay != c.relay {
			t.Errorf("%s: %s at %s, %v", c.text, domain, relay, err)
			continue
		}
		u, err := socketio.ParseURL(relay)
		if err != nil || u.Path != c.path {
			t.Errorf("%s: the relay's path is %v, %v", c.text, u, err)
		}
	}
}

func TestWhatIsNoJoinURL(t *testing.T) {
	for _, text := range []string{
		"", "team.example.org", "http://h:1", "http://h:1/", "http://h/NotADomain", "ftp://h/d.org", "http:///d.org", "http://h:port/d.org",
	} {
		if domain, relay, err := joinurl.Parse(text); err == nil {
			t.Errorf("%q was taken as %s at %s", text, domain, relay)
		} else if strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: the error has several lines", text)
		}
	}
}

func TestFormatIsReadBack(t *testing.T) {
	for relay, want := range map[string]string{
		"http://10.0.0.7:4141?token=a%26b":  "http://10.0.0.7:4141/d.org?token=a%26b",
		"http://10.0.0.7:4141/socket.io/":   "http://10.0.0.7:4141/d.org",
		"https://h/deep/?token=x":           "https://h/deep/d.org?token=x",
		"https://h/deep/socket.io/?token=x": "https://h/deep/d.org?token=x",
	} {
		text, err := joinurl.Format("d.org", relay)
		if err != nil || text != want {
			t.Errorf("%s: %s, %v; not %s", relay, text, err, want)
		}
		if domain, _, err := joinurl.Parse(text); err != nil || domain != "d.org" {
			t.Errorf("%s: %s is not read back: %s, %v", relay, text, domain, err)
		}
	}
}
