package main

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
)

// TestRelayMetrics reads a relay's metrics as Prometheus would, while clones talk.
func TestRelayMetrics(t *testing.T) {
	s, err := startRelay(relayOptions{listen: "127.0.0.1:0", metrics: "127.0.0.1:0"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}()
	var clones []*socketio.Client
	for i := range 2 {
		c, err := socketio.New(socketio.Options{URLs: []string{s.url}, ID: fmt.Sprint("clone", i), Domain: "test.m-ld.org"})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = c.Close() }()
		clones = append(clones, c)
		for e := range c.Events() {
			if e.Kind == transport.Presence {
				break
			}
		}
	}
	if err := clones[0].Send(transport.Envelope{Kind: transport.Operation, Payload: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	for e := range clones[1].Events() {
		if e.Kind == transport.Operation {
			break
		}
	}
	get := func(path string) string {
		t.Helper()
		res, err := http.Get("http://" + s.metricsAt.String() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		text, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s is answered with %s, %v", path, res.Status, err)
		}
		return string(text)
	}
	text := get("/metrics")
	form := regexp.MustCompile(`^(# (HELP|TYPE) mld_relay_\w+ .+|mld_relay_\w+(\{\w+="[\w ]+"\})? \d+)$`)
	for line := range strings.Lines(text) {
		if line = strings.TrimSuffix(line, "\n"); !form.MatchString(line) {
			t.Errorf("%q is not of the form", line)
		}
	}
	for _, want := range []string{
		"mld_relay_clients 2\n", "mld_relay_domains 1\n", `mld_relay_messages_total{direction="in"} 1` + "\n",
		`mld_relay_disconnections_total{reason="slow"} 0` + "\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in:\n%s", want, text)
		}
	}
	if got := get("/health"); !strings.Contains(got, `"status":"ok"`) {
		t.Errorf("the health is %s", got)
	}
}
