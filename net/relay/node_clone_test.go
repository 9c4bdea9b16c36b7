package relay_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/transporttest"
)

// jsClone is a clone of the reference engine, in a process of its own.
type jsClone struct {
	t       *testing.T
	id      string
	process *reference.Process
	missed  []map[string]any
}

func startClone(t *testing.T, dir, id, uri string, genesis bool, opts map[string]any) *jsClone {
	t.Helper()
	c := &jsClone{t: t, id: id, process: reference.Node(t, dir, reference.CloneScript)}
	err := c.process.Send(map[string]any{
		"@type": "start", "requestId": "start", "tmpDirName": filepath.Join(t.TempDir(), id),
		"config": map[string]any{
			"@id": id, "@domain": domain, "genesis": genesis, "networkTimeout": 2000, "logLevel": "warn",
			"io": map[string]any{"uri": uri, "opts": opts},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.await("started", nil)
	return c
}

// await waits for a message of the type, and keeps the others for later.
func (c *jsClone) await(kind string, wanted func(map[string]any) bool) map[string]any {
	c.t.Helper()
	fits := func(m map[string]any) bool { return m["@type"] == kind && (wanted == nil || wanted(m)) }
	if i := slices.IndexFunc(c.missed, fits); i >= 0 {
		m := c.missed[i]
		c.missed = slices.Delete(c.missed, i, i+1)
		return m
	}
	for {
		var m map[string]any
		if err := c.process.Read(&m); err != nil {
			c.t.Fatalf("waiting for %s of %s: %v; seen instead: %v", kind, c.id, err, c.missed)
		}
		switch {
		case fits(m):
			return m
		case m["@type"] == "closed" || m["@type"] == "unstarted" || m["@type"] == "error":
			c.t.Fatalf("%s said %v", c.id, m)
		}
		c.missed = append(c.missed, m)
	}
}

func (c *jsClone) transact(id string, request any) {
	c.t.Helper()
	if err := c.process.Send(map[string]any{"@type": "transact", "id": id, "request": request}); err != nil {
		c.t.Fatal(err)
	}
}

func (c *jsClone) write(id, name string) {
	c.t.Helper()
	c.transact("write "+id, map[string]any{"@id": id, "name": name})
	c.await("complete", func(m map[string]any) bool { return m["requestId"] == "write "+id })
}

// names reads the names of all subjects.
func (c *jsClone) names() []string {
	c.t.Helper()
	c.transact("read", map[string]any{"@select": []string{"?id", "?name"}, "@where": map[string]any{"@id": "?id", "name": "?name"}})
	c.await("complete", func(m map[string]any) bool { return m["requestId"] == "read" })
	names := []string{}
	for _, m := range c.missed {
		if m["@type"] == "next" {
			body, err := json.Marshal(m["body"])
			if err != nil {
				c.t.Fatal(err)
			}
			var row struct {
				Name string `json:"?name"`
			}
			if err := json.Unmarshal(body, &row); err != nil {
				c.t.Fatalf("%s answered %s: %v", c.id, body, err)
			}
			names = append(names, row.Name)
		}
	}
	c.missed = slices.DeleteFunc(c.missed, func(m map[string]any) bool { return m["@type"] == "next" })
	slices.Sort(names)
	return names
}

func (c *jsClone) awaitUpdate(id string) {
	c.t.Helper()
	c.await("updated", func(m map[string]any) bool {
		text, err := json.Marshal(m["body"])
		return err == nil && json.Valid(text) && contains(m["body"], id)
	})
}

func contains(body any, id string) bool {
	update, _ := body.(map[string]any)
	inserts, _ := update["@insert"].([]any)
	return slices.ContainsFunc(inserts, func(s any) bool {
		subject, _ := s.(map[string]any)
		return subject["@id"] == id
	})
}

// TestReferenceClonesThroughOurRelay is the reason for the relay: clones of the
// JavaScript engine found a domain, join it by snapshot, exchange data, lose
// their relay, and catch up.
func TestReferenceClonesThroughOurRelay(t *testing.T) {
	for name, opts := range transports {
		t.Run(name, func(t *testing.T) {
			dir := reference.Dir(t)
			r, server := serve(t, relay.Options{Token: "sesame & co"})
			address, err := url.Parse(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			all := map[string]any{
				"query":             map[string]any{"token": "sesame & co"},
				"reconnectionDelay": 50, "reconnectionDelayMax": 100,
			}
			for k, v := range opts {
				all[k] = v
			}
			proxies := []*transporttest.Proxy{
				transporttest.NewProxy(t, address.Host), transporttest.NewProxy(t, address.Host),
			}
			first := startClone(t, dir, "first", proxies[0].URL(), true, all)
			var want []string
			for i := range 60 { // more than one message of a snapshot
				name := fmt.Sprintf("name %02d", i)
				first.write(fmt.Sprint("s", i), name)
				want = append(want, name)
			}
			second := startClone(t, dir, "second", proxies[1].URL(), false, all)
			if got := second.names(); !slices.Equal(got, want) {
				t.Fatalf("the snapshot brought %q", got)
			}
			first.write("t1", "to second")
			second.awaitUpdate("t1")
			second.write("t2", "to first")
			first.awaitUpdate("t2")

			// The network of one is cut: it works alone, and then catches up both ways.
			plug := proxies[1].Unplug()
			second.await("status", func(m map[string]any) bool {
				body, _ := m["body"].(map[string]any)
				return body["online"] == false
			})
			first.write("t3", "while away")
			second.write("t4", "while alone")
			plug()
			second.awaitUpdate("t3")
			first.awaitUpdate("t4")
			want = append(want, "to first", "to second", "while alone", "while away")
			slices.Sort(want)
			if a, b := first.names(), second.names(); !slices.Equal(a, want) || !slices.Equal(b, want) {
				t.Errorf("the clones differ:\n%q\n%q\nwanted\n%q", a, b, want)
			}
			for why := range r.Stats().Dropped {
				if why != relay.ReasonLeft && why != relay.ReasonReplaced {
					t.Errorf("a clone was dropped: %s", why)
				}
			}
		})
	}
}

// TestConformanceWithTheNodeRelay runs our client against the reference's own
// relay.
func TestConformanceWithTheNodeRelay(t *testing.T) {
	dir := reference.Dir(t)
	transporttest.Run(t, func(t *testing.T) transporttest.Network {
		address, err := url.Parse(reference.Relay(t, dir))
		if err != nil {
			t.Fatal(err)
		}
		// Node relays take 1 MB a message unless told otherwise.
		return network(t, address.Host, 1_000_000)
	})
}

// TestNpmClientsOfTheNodeRelay has our client and the npm client at the same Node relay.
func TestNpmClientsOfTheNodeRelay(t *testing.T) {
	converse(t, reference.Relay(t, reference.Dir(t)), nil)
}
