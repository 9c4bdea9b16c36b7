package compliance_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
)

// The suite has "Genesis clone prevents multiple geneses", and leaves it pending.

// twoGeneses has two clones start one domain, each as the first, and gives what
// became of the second; unharmed makes sure of the first.
func twoGeneses(t *testing.T, first, second compliance.Engine) (other *compliance.Peer, unharmed func(), refused error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	relay := relaytest.Start(t)
	config := func(id string) compliance.PeerConfig {
		return compliance.PeerConfig{ID: id, Domain: "geneses.m-ld.org", Dir: filepath.Join(t.TempDir(), id), Relay: relay, Genesis: true}
	}
	one, err := compliance.StartPeer(ctx, first, config("one"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(one.Kill)
	if err := one.Await(ctx, func(s compliance.Status) bool { return s.Online }); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Transact(ctx, object{"@id": "fred", "name": "Fred"}); err != nil {
		t.Fatal(err)
	}
	other, refused = compliance.StartPeer(ctx, second, config("other"))
	if refused == nil {
		t.Cleanup(other.Kill)
	}
	return other, func() {
		// Whatever became of the other, the first has its data, and takes more.
		t.Helper()
		if _, err := one.Transact(ctx, object{"@id": "wilma", "name": "Wilma"}); err != nil {
			t.Error(err)
		}
		subjects, err := one.Transact(ctx, object{"@describe": "?s", "@where": object{"@id": "?s"}})
		if err != nil || len(subjects) != 2 {
			t.Errorf("the first clone has %s, %v", subjects, err)
		}
	}, refused
}

// A Go clone does not begin a domain that somebody has begun.
func TestTwoGeneses(t *testing.T) {
	_, unharmed, err := twoGeneses(t, goEngine(t), goEngine(t))
	unharmed()
	if err == nil || !strings.Contains(err.Error(), "already a domain") {
		t.Errorf("the second starts: %v", err)
	}
}

func TestTwoGenesesReferenceFirst(t *testing.T) {
	js := compliance.ReferenceEngine(reference.Dir(t))
	_, unharmed, err := twoGeneses(t, js, goEngine(t))
	unharmed()
	if err == nil || !strings.Contains(err.Error(), "already a domain") {
		t.Errorf("the second starts: %v", err)
	}
}

// A clone of the reference begins, and closes when it meets the other.
func TestTwoGenesesReferenceSecond(t *testing.T) {
	js := compliance.ReferenceEngine(reference.Dir(t))
	second, unharmed, err := twoGeneses(t, goEngine(t), js)
	defer unharmed()
	if err != nil {
		return // It was refused at once.
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for {
		changed := second.Changed()
		if _, err := second.Transact(ctx, object{"@id": "barney", "name": "Barney"}); err != nil {
			if ctx.Err() != nil {
				t.Errorf("it goes on: %v", err)
			}
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatal("it goes on")
		}
	}
}
