package relay_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
	"github.com/m-ld/mld-tui/net/transporttest"
)

func TestHandshakeSaysWhatTheRelayIs(t *testing.T) {
	_, server := serve(t, relay.Options{MaxPayload: 12345, PingInterval: 7e9, PingTimeout: 8e9})
	h := handmade(t, server, "a").handshake()
	if h.MaxPayload != 12345 || h.PingInterval != 7000 || h.PingTimeout != 8000 || len(h.Upgrades) != 1 || h.Upgrades[0] != "websocket" || len(h.SID) < 20 {
		t.Errorf("the handshake is %+v", h)
	}
	conn := handmade(t, server, "b").socket()
	if got := read(t, conn); !strings.Contains(got, `"upgrades":[]`) {
		t.Errorf("the handshake over WebSocket is %s", got)
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	r, server := serve(t, relay.Options{Token: "secret", MaxClients: 1})
	for name, c := range map[string]struct {
		change func(*raw)
		method string
		status int
		text   string
	}{
		"no token":     {func(r *raw) { r.query.Del("token") }, "GET", 401, "a token is needed"},
		"wrong token":  {func(r *raw) { r.query.Set("token", "secret2") }, "GET", 403, "the token is wrong"},
		"empty token":  {func(r *raw) { r.query.Set("token", "") }, "GET", 403, "the token is wrong"},
		"old version":  {func(r *raw) { r.query.Set("EIO", "3") }, "GET", 400, `"code":5`},
		"no id":        {func(r *raw) { r.query.Del("@id") }, "GET", 400, "@id is missing"},
		"no domain":    {func(r *raw) { r.query.Del("@domain") }, "GET", 400, "@domain is missing"},
		"long id":      {func(r *raw) { r.query.Set("@id", strings.Repeat("x", 300)) }, "GET", 400, "@id is too long"},
		"binary id":    {func(r *raw) { r.query.Set("@id", "\xff") }, "GET", 400, "@id is too long or"},
		"control id":   {func(r *raw) { r.query.Set("@domain", "a\nb") }, "GET", 400, "@domain is too long or"},
		"transport":    {func(r *raw) { r.query.Set("transport", "pigeon") }, "GET", 400, `"code":0`},
		"no upgrade":   {func(r *raw) { r.query.Set("transport", "websocket") }, "GET", 400, "not a WebSocket request"},
		"post first":   {func(*raw) {}, "POST", 400, `"code":2`},
		"unknown sid":  {func(r *raw) { r.query.Set("sid", "x") }, "GET", 400, `"code":1`},
		"web page":     {func(*raw) {}, "ORIGIN", 403, "http://evil.example may not connect"},
		"web page pre": {func(*raw) {}, "OPTIONS", 403, "may not connect"},
	} {
		h := handmade(t, server, "a")
		h.query.Set("token", "secret")
		c.change(h)
		header := http.Header{}
		if c.method == "ORIGIN" || c.method == "OPTIONS" {
			header.Set("Origin", "http://evil.example")
		}
		status, text, _ := h.do(strings.Replace(c.method, "ORIGIN", "GET", 1), "", header)
		if status != c.status || !strings.Contains(text, c.text) {
			t.Errorf("%s was answered %d: %s", name, status, text)
		}
	}
	if s := r.Stats(); s.Clients != 0 || s.Refused == 0 {
		t.Errorf("the statistics are %+v", s)
	}
	h := handmade(t, server, "a")
	h.query.Set("token", "secret")
	h.handshake()
	h.query.Del("token")
	if status, _, _ := h.do("POST", "40", nil); status != 401 {
		t.Errorf("a post without the token was answered %d", status)
	}
	full := handmade(t, server, "b")
	full.query.Set("token", "secret")
	if status, text, _ := full.do("GET", "", nil); status != 503 || !strings.Contains(text, "as many clients as it takes") {
		t.Errorf("a client too many was answered %d: %s", status, text)
	}
}

func TestOurClientIsToldWhyItIsRefused(t *testing.T) {
	_, server := serve(t, relay.Options{Token: "secret"})
	c, err := socketio.New(socketio.Options{URLs: []string{server.URL + "?token=guess"}, ID: "a", Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	e := transporttest.Watch(t, "a", c).AwaitKind(transport.Disconnected)
	if want := "refused us (403): the token is wrong; check the token in the join URL"; !strings.Contains(e.Err.Error(), want) || strings.Contains(e.Err.Error(), "guess") {
		t.Errorf("the refusal came as %v", e.Err)
	}
}

func TestWebOrigins(t *testing.T) {
	const app = "https://app.example.org"
	_, server := serve(t, relay.Options{Origins: []string{"http://other", app}, Token: "x"})
	h := handmade(t, server, "a")
	h.query.Set("token", "x")
	from := func(origin string) http.Header { return http.Header{"Origin": {origin}} }

	preflight := from(app)
	preflight.Set("Access-Control-Request-Method", "POST")
	preflight.Set("Access-Control-Request-Headers", "content-type")
	h.query.Del("token") // browsers ask with the same query, but need not be known yet
	status, _, got := h.do("OPTIONS", "", preflight)
	if status != 204 || got.Get("Access-Control-Allow-Origin") != app || got.Get("Access-Control-Allow-Headers") != "content-type" ||
		!strings.Contains(got.Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("the preflight was answered %d %v", status, got)
	}
	if status, _, got := h.do("GET", "", from(app)); status != 401 || got.Get("Access-Control-Allow-Origin") != app {
		t.Errorf("a page cannot see that its token is missing: %d %v", status, got)
	}
	h.query.Set("token", "x")
	if status, _, got := h.do("GET", "", from(app)); status != 200 || got.Get("Access-Control-Allow-Origin") != app || got.Get("Vary") != "Origin" {
		t.Errorf("a poll of the page was answered %d %v", status, got)
	}
	for _, evil := range []string{"https://evil.example", "null", server.URL, app + ".evil.example"} {
		if status, _, got := h.do("GET", "", from(evil)); status != 403 || got.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s was answered %d %v", evil, status, got)
		}
	}
	h.query.Set("transport", "websocket")
	target := "ws" + strings.TrimPrefix(h.url(), "http")
	if _, resp, err := websocket.DefaultDialer.Dial(target, from("https://evil.example")); err == nil || resp.StatusCode != http.StatusForbidden {
		t.Errorf("the WebSocket of another page: %v", err)
	}
	conn, _, err := websocket.DefaultDialer.Dial(target, from(app))
	if err != nil {
		t.Fatalf("the WebSocket of the page: %v", err)
	}
	_ = conn.Close()

	_, open := serve(t, relay.Options{Origins: []string{"*"}})
	if status, _, got := handmade(t, open, "a").do("GET", "", from("http://any")); status != 200 || got.Get("Access-Control-Allow-Origin") != "http://any" {
		t.Errorf("a relay for all pages answered %d %v", status, got)
	}
}

func TestOptionsThatAreWrong(t *testing.T) {
	for _, origin := range []string{"app.example.org", "https://app.example.org/", "https://app.example.org/x", "", "http://"} {
		if err := (relay.Options{Origins: []string{origin}}).Check(); err == nil {
			t.Errorf("the origin %q was taken", origin)
		}
	}
	if err := (relay.Options{Origins: []string{"*", "http://localhost:8080", "https://a.b"}}).Check(); err != nil {
		t.Error(err)
	}
	if err := (relay.Options{MaxClients: -1}).Check(); err == nil {
		t.Error("a negative limit was taken")
	}
}
