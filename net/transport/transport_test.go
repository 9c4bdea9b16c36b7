package transport_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/net/transport"
)

func TestKindsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for k := transport.Present; k <= transport.Acknowledged; k++ {
		name := k.String()
		if seen[name] || strings.Contains(name, "kind") {
			t.Errorf("kind %d is called %q", k, name)
		}
		seen[name] = true
	}
	if got := transport.Kind(0).String(); got != "kind(0)" {
		t.Errorf("no kind is called %q", got)
	}
}

func TestRefusalsSayWhatToDo(t *testing.T) {
	for status, want := range map[int]string{
		0:   "the relay http://r refused us: full",
		401: "the relay http://r refused us (401): full; check the token in the join URL",
		403: "the relay http://r refused us (403): full; check the token in the join URL",
		404: "http://r answered 404: full; is it a relay, and is the path right?",
	} {
		err := &transport.RefusedError{URL: "http://r", Status: status, Reason: "full"}
		if err.Error() != want {
			t.Errorf("%d: %v", status, err)
		}
	}
	if got := (&transport.TooLargeError{Size: 5, Limit: 4}).Error(); !strings.Contains(got, "5 bytes") || !strings.Contains(got, "at most 4") {
		t.Error(got)
	}
}
