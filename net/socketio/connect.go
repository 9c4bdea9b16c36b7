package socketio

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/transport"
)

const (
	writeBuffer = 32 << 10
	// readBuffer is how much is read at once: relays write small messages together.
	readBuffer = 16 << 10
	// Node's defaults, for relays that say nothing sensible.
	defaultPingInterval, defaultPingTimeout = 25 * time.Second, 20 * time.Second
	longestPing                             = 10 * time.Minute
	// signs of life are given so often in the time that a ping may take.
	signs = 3
)

// connect dials a relay, opens the Engine.IO session and joins the default
// namespace.
func (c *Client) connect(ctx context.Context, a address) (*link, error) {
	var below *gathered
	dialer := websocket.Dialer{
		Proxy:           http.ProxyFromEnvironment,
		NetDialContext:  dialGathered(&below),
		TLSClientConfig: c.opts.TLS.Clone(),
		WriteBufferSize: writeBuffer,
		ReadBufferSize:  readBuffer,
	}
	conn, resp, err := dialer.DialContext(ctx, a.dial, nil)
	if err != nil {
		return nil, dialError(a, resp, err)
	}
	// Reading knows nothing of contexts.
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	l, err := c.join(conn, below, a)
	if !stop() {
		err = errors.New("it took too long to answer")
	}
	if err != nil {
		_ = conn.Close()
		var refused *transport.RefusedError
		if errors.As(err, &refused) {
			return nil, err
		}
		return nil, fmt.Errorf("the relay %s did not let us in: %w", a.name, err)
	}
	return l, nil
}

// dialError says what became of an attempt. When the relay answered, its
// answer is the reason.
func dialError(a address, resp *http.Response, err error) error {
	if resp == nil || !errors.Is(err, websocket.ErrBadHandshake) {
		return fmt.Errorf("the relay %s cannot be reached: %w", a.name, err)
	}
	// gorilla keeps the beginning of the body.
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 1024))
	var said struct{ Message string }
	reason := strings.TrimSpace(string(body))
	if json.Unmarshal(body, &said) == nil && said.Message != "" {
		reason = said.Message
	}
	if reason == "" {
		reason = http.StatusText(resp.StatusCode)
	}
	return &transport.RefusedError{URL: a.name, Status: resp.StatusCode, Reason: reason}
}

func (c *Client) join(conn *websocket.Conn, below *gathered, a address) (*link, error) {
	l := &link{client: c, conn: conn, below: below, name: a.name, lost: make(chan struct{})}
	l.decoder = NewDecoder(Limits{Bytes: c.opts.MaxPayload + HeaderAllowance})
	p, err := l.read()
	if err != nil {
		return nil, err
	}
	var h Handshake
	if p.Type != EngineOpen || json.Unmarshal(p.Data, &h) != nil {
		return nil, errors.New("it does not speak Engine.IO 4: is it a Socket.IO relay?")
	}
	timeout := sensible(h.PingTimeout, defaultPingTimeout)
	l.patience, l.sign = sensible(h.PingInterval, defaultPingInterval)+timeout, timeout/signs
	l.queue = newQueue(c.opts, h.MaxPayload)
	const greeting = "40"
	c.update(func(s *transport.Stats) {
		s.BytesIn += uint64(p.Size())
		s.BytesOut += uint64(len(greeting))
	})
	if err := conn.WriteMessage(websocket.TextMessage, []byte(greeting)); err != nil {
		return nil, err
	}
	for {
		packet, complete, err := l.next()
		if err != nil {
			return nil, err
		}
		if !complete || packet.Namespace != RootNamespace {
			continue
		}
		switch packet.Type {
		case Connect:
			return l, nil
		case ConnectError:
			return nil, &transport.RefusedError{URL: a.name, Reason: connectErrorText(packet.Data)}
		default:
			return nil, fmt.Errorf("it sent the packet %q before we were connected", byte(packet.Type))
		}
	}
}

func sensible(ms int64, otherwise time.Duration) time.Duration {
	if ms <= 0 || ms > longestPing.Milliseconds() {
		return otherwise
	}
	return time.Duration(ms) * time.Millisecond
}

func connectErrorText(data []byte) string {
	var said struct{ Message string }
	if json.Unmarshal(data, &said) == nil && said.Message != "" {
		return said.Message
	}
	return string(clip(data, 200))
}
