package main

import (
	"errors"
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
	if err := checkMetrics(text); err != nil {
		t.Error(err)
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

// checkMetrics reads Prometheus' text form, version 0.0.4: each family has its help, its
// type and then its samples, all together and once. A counter's name, and no other, ends
// with _total.
func checkMetrics(text string) error {
	head := regexp.MustCompile(`^# (HELP|TYPE) (mld_relay_[a-z_]+) (\S.*)$`)
	sample := regexp.MustCompile(`^((mld_relay_[a-z_]+)(\{[a-z]+="[a-z ]+"\})?) \d+$`)
	told := make(map[string]bool)
	name, kind := "", ""
	for line := range strings.Lines(text) {
		line, ended := strings.CutSuffix(line, "\n")
		h, m := head.FindStringSubmatch(line), sample.FindStringSubmatch(line)
		switch {
		case !ended:
			return fmt.Errorf("%q is the last line, and has no end", line)
		case h != nil && h[1] == "HELP" && !told[h[2]]:
			name, kind = h[2], ""
			told[name] = true
		case h != nil && h[1] == "TYPE" && h[2] == name && kind == "":
			kind = h[3]
			isCounter := kind == "counter"
			if !isCounter && kind != "gauge" || isCounter != strings.HasSuffix(name, "_total") {
				return fmt.Errorf("%s is a %s", name, kind)
			}
		case m != nil && m[2] == name && kind != "" && !told["sample "+m[1]]:
			told["sample "+m[1]] = true
		default:
			return fmt.Errorf("%q is out of place", line)
		}
	}
	if len(told) == 0 {
		return errors.New("there is nothing")
	}
	return nil
}

func TestMetricsThatAreWrong(t *testing.T) {
	const one, two = "# HELP mld_relay_a A.\n# TYPE mld_relay_a gauge\n", "# HELP mld_relay_b_total B.\n# TYPE mld_relay_b_total counter\n"
	if err := checkMetrics(one + "mld_relay_a 1\n" + two + `mld_relay_b_total{of="c d"} 2` + "\n"); err != nil {
		t.Error(err)
	}
	for _, text := range []string{
		"", "mld_relay_a 1\n", one + "mld_relay_a 1", one + "mld_relay_a x\n", one + "mld_relay_a 1\nmld_relay_a 1\n",
		one + two + "mld_relay_a 1\n", one + one, "# HELP mld_relay_a A.\nmld_relay_a 1\n",
		"# HELP mld_relay_a A.\n# TYPE mld_relay_a counter\n", "# HELP mld_relay_a_total A.\n# TYPE mld_relay_a_total gauge\n",
	} {
		if checkMetrics(text) == nil {
			t.Errorf("%q is taken", text)
		}
	}
}
