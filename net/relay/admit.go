package relay

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

// Error codes of Engine.IO's HTTP answers.
const (
	codeUnknownTransport = 0
	codeUnknownSession   = 1
	codeBadMethod        = 2
	codeBadRequest       = 3
	codeForbidden        = 4
	codeBadVersion       = 5
)

// TokenParam is the query parameter in which clients pass the token.
const TokenParam = "token"

func refuse(w http.ResponseWriter, status, code int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// The client may be gone; there is nobody to tell.
	_ = json.NewEncoder(w).Encode(map[string]any{"code": code, "message": message})
}

// ServeHTTP implements http.Handler: the polls, posts and WebSocket requests of clients.
func (r *Relay) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if !r.enter() {
		refuse(w, http.StatusServiceUnavailable, codeBadRequest, errClosed.Error())
		return
	}
	defer r.running.Done()
	query, err := url.ParseQuery(req.URL.RawQuery)
	if err != nil {
		r.counters.refused.Add(1)
		refuse(w, http.StatusBadRequest, codeBadRequest, "the query of the address cannot be read")
		return
	}
	if !r.admit(w, req, query) {
		r.counters.refused.Add(1)
		return
	}
	if req.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if sid := query.Get("sid"); sid != "" {
		r.resume(w, req, query, sid)
		return
	}
	r.handshake(w, req, query)
}

// admit looks at origin, token and version, and refuses the request if they
// are not right. It reads no body.
func (r *Relay) admit(w http.ResponseWriter, req *http.Request, query url.Values) bool {
	if origin := req.Header.Get("Origin"); origin != "" {
		if !r.originAllowed(origin) {
			refuse(w, http.StatusForbidden, codeForbidden,
				"the web origin "+origin+" may not connect: the relay must be started with it as --origin")
			return false
		}
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", origin)
		h.Add("Vary", "Origin")
		if req.Method == http.MethodOptions {
			// A preflight carries no token and changes nothing.
			h.Set("Access-Control-Allow-Methods", "GET, POST")
			if asked := req.Header.Get("Access-Control-Request-Headers"); asked != "" {
				h.Set("Access-Control-Allow-Headers", asked)
			}
			h.Set("Access-Control-Max-Age", "600")
			return true
		}
	}
	if r.opts.Token != "" && !sameToken(query.Get(TokenParam), r.opts.Token) {
		status, message := http.StatusForbidden, "the token is wrong"
		if !query.Has(TokenParam) {
			status, message = http.StatusUnauthorized, "a token is needed, as the query parameter "+TokenParam
		}
		refuse(w, status, codeForbidden, message)
		return false
	}
	if query.Get("EIO") != "4" {
		refuse(w, http.StatusBadRequest, codeBadVersion, "this relay speaks Socket.IO 4 (Engine.IO protocol 4) only")
		return false
	}
	return true
}

func (r *Relay) originAllowed(origin string) bool {
	return slices.ContainsFunc(r.opts.Origins, func(allowed string) bool {
		return allowed == "*" || strings.EqualFold(allowed, origin)
	})
}

// sameToken compares in a time that tells nothing of either.
func sameToken(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// handshake begins a session, on the transport that the client asks for.
func (r *Relay) handshake(w http.ResponseWriter, req *http.Request, query url.Values) {
	if req.Method != http.MethodGet {
		r.counters.refused.Add(1)
		refuse(w, http.StatusBadRequest, codeBadMethod, "a connection begins with GET")
		return
	}
	id, domainName := query.Get("@id"), query.Get("@domain")
	if problem := badName("@id", id) + badName("@domain", domainName); problem != "" {
		r.counters.refused.Add(1)
		refuse(w, http.StatusBadRequest, codeBadRequest, problem)
		return
	}
	m := polling
	switch query.Get("transport") {
	case "polling":
	case "websocket":
		if m = overWebSocket; !websocket.IsWebSocketUpgrade(req) {
			refuse(w, http.StatusBadRequest, codeBadRequest, "this is not a WebSocket request")
			return
		}
	default:
		refuse(w, http.StatusBadRequest, codeUnknownTransport, "the transport must be polling or websocket")
		return
	}
	s, err := r.open(id, domainName, req.RemoteAddr, m)
	if err != nil {
		r.counters.refused.Add(1)
		refuse(w, http.StatusServiceUnavailable, codeBadRequest, err.Error())
		return
	}
	if m == polling {
		s.poll(w, req)
	} else {
		s.acceptWebSocket(w, req)
	}
}

// resume gives a request to the session that it belongs to.
func (r *Relay) resume(w http.ResponseWriter, req *http.Request, query url.Values, sid string) {
	s := r.find(sid)
	switch {
	case s == nil:
		refuse(w, http.StatusBadRequest, codeUnknownSession, "no such session: it has ended")
	case query.Get("transport") == "websocket" && websocket.IsWebSocketUpgrade(req):
		s.upgrade(w, req)
	case query.Get("transport") != "polling":
		refuse(w, http.StatusBadRequest, codeBadRequest, "the session is not on that transport")
	case req.Method == http.MethodGet:
		s.poll(w, req)
	case req.Method == http.MethodPost:
		s.post(w, req)
	default:
		refuse(w, http.StatusBadRequest, codeBadMethod, "only GET and POST are understood")
	}
}

// badName says what is wrong with an id or a domain, or nothing.
func badName(param, value string) string {
	switch {
	case value == "":
		return "the query parameter " + param + " is missing. "
	case len(value) > nameBytes || !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		return "the query parameter " + param + " is too long or has characters that cannot be shown. "
	default:
		return ""
	}
}
