package reference_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/reference"
)

// message has what these tests look at in the protocol of headless.
type message struct {
	Type      string `json:"@type"`
	RequestID string `json:"requestId"`
	Err       string `json:"err"`
	Body      json.RawMessage
}

// until reads on to the message of a type for a request, failing at an error for it.
func until(t *testing.T, p *reference.Process, requestID, wanted string) message {
	t.Helper()
	for {
		var m message
		if err := p.Read(&m); err != nil {
			t.Fatalf("waiting for %s of %s: %v", wanted, requestID, err)
		}
		if m.RequestID != requestID {
			continue
		}
		switch m.Type {
		case wanted:
			return m
		case "error", "unstarted":
			t.Fatalf("waiting for %s of %s: %s", wanted, requestID, m.Err)
		}
	}
}

func send(t *testing.T, p *reference.Process, value any) {
	t.Helper()
	if err := p.Send(value); err != nil {
		t.Fatal(err)
	}
}

func start(relay, id, dir string, genesis bool) map[string]any {
	return map[string]any{"@type": "start", "requestId": "start", "tmpDirName": dir, "config": map[string]any{
		"@id": id, "@domain": "reference.m-ld.org", "genesis": genesis, "networkTimeout": 1000,
		"io": map[string]any{"uri": relay},
	}}
}

func TestCloneKeepsItsDataAndShares(t *testing.T) {
	dir := reference.Dir(t)
	relay := reference.Relay(t, dir)
	data := t.TempDir()

	genesis := reference.Node(t, dir, reference.CloneScript)
	send(t, genesis, start(relay, "genesis", filepath.Join(data, "genesis"), true))
	until(t, genesis, "start", "started")
	send(t, genesis, map[string]any{"@type": "transact", "id": "1", "request": map[string]any{"@id": "fred", "name": "Fred"}})
	until(t, genesis, "1", "complete")
	send(t, genesis, map[string]any{"@type": "stop", "id": "2"})
	until(t, genesis, "start", "closed")
	until(t, genesis, "2", "stopped")

	// Another process finds the data, and gives it to a newcomer
	genesis = reference.Node(t, dir, reference.CloneScript)
	send(t, genesis, start(relay, "genesis", filepath.Join(data, "genesis"), false))
	until(t, genesis, "start", "started")
	for {
		var status struct{ Online bool }
		if err := json.Unmarshal(until(t, genesis, "start", "status").Body, &status); err != nil {
			t.Fatal(err)
		}
		if status.Online {
			break
		}
	}
	newcomer := reference.Node(t, dir, reference.CloneScript)
	send(t, newcomer, start(relay, "newcomer", filepath.Join(data, "newcomer"), false))
	until(t, newcomer, "start", "started")
	send(t, newcomer, map[string]any{"@type": "transact", "id": "1", "request": map[string]any{"@describe": "fred"}})
	if got, want := string(until(t, newcomer, "1", "next").Body), `{"@id":"fred","name":"Fred"}`; got != want {
		t.Errorf("described %s, want %s", got, want)
	}
	until(t, newcomer, "1", "complete")
}

func TestNewcomerIsRefusedInAnEmptyDomain(t *testing.T) {
	dir := reference.Dir(t)
	relay := reference.Relay(t, dir)
	clone := reference.Node(t, dir, reference.CloneScript)
	send(t, clone, start(relay, "newcomer", filepath.Join(t.TempDir(), "data"), false))
	for {
		var m message
		if err := clone.Read(&m); err != nil {
			t.Fatal(err)
		}
		if m.Type == "started" {
			t.Fatal("started with nobody to join")
		}
		if m.Type == "unstarted" {
			if !strings.Contains(m.Err, "siloed") {
				t.Errorf("refused for %q", m.Err)
			}
			return
		}
	}
}

func TestLockFileNamesNoRegistry(t *testing.T) {
	lock, err := os.ReadFile("js/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(lock), `"resolved"`) {
		t.Error("the lock file names the hosts that packages came from: generate it with `npm install --package-lock-only --omit-lockfile-registry-resolved`")
	}
}
