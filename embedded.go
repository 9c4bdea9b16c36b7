package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"syscall"

	"github.com/m-ld/mld-tui/net/relay"
)

// embedded is the relay within: it listens for this computer only, until it is
// shared.
type embedded struct {
	relay *relay.Relay
	token string
	log   *slog.Logger
	local *http.Server
	// url is for this process.
	url string

	shared *http.Server
	// sharedURL is for others.
	sharedURL string
}

func startEmbedded(token string, origins []string, log *slog.Logger) (*embedded, error) {
	o := relay.Options{Token: token, Origins: origins, Logger: log}
	if err := o.Check(); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the relay within cannot listen: %w", err)
	}
	e := &embedded{relay: relay.New(o), token: token, log: log}
	e.local = e.serve(l)
	e.url = relayURL(l.Addr().String(), token)
	return e, nil
}

func relayURL(address, token string) string {
	u := url.URL{Scheme: "http", Host: address, RawQuery: url.Values{relay.TokenParam: {token}}.Encode()}
	return u.String()
}

func (e *embedded) serve(l net.Listener) *http.Server {
	s := newRelayServer(e.relay)
	go func() {
		if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			e.log.Error("the relay within has stopped", "error", err)
		}
	}()
	return s
}

// share listens for others too, on a port, or another if it is zero; it gives the
// port.
func (e *embedded) share(address string, port int) (int, error) {
	if e.shared != nil {
		u, err := url.Parse(e.sharedURL)
		if err != nil {
			return 0, err
		}
		return strconv.Atoi(u.Port())
	}
	host := ""
	if address != "" {
		h, p, err := net.SplitHostPort(address)
		if err != nil {
			return 0, fmt.Errorf("%q is not an address to listen on: write host:port, or :port", address)
		}
		if host = h; p != "" && p != "0" {
			if port, err = strconv.Atoi(p); err != nil {
				return 0, fmt.Errorf("%q is not an address to listen on: %q is no port", address, p)
			}
		}
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return 0, fmt.Errorf("port %d, at which teammates look for the domain, is in use by another program: end it, "+
			"or choose another with --share-address :PORT", port)
	} else if err != nil {
		return 0, fmt.Errorf("teammates cannot join: %w; choose another --share-address", err)
	}
	port = l.Addr().(*net.TCPAddr).Port
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = ownAddress()
	}
	e.shared = e.serve(l)
	e.sharedURL = relayURL(net.JoinHostPort(host, strconv.Itoa(port)), e.token)
	return port, nil
}

// ownAddress is where this computer is likely to be reached.
func ownAddress() string {
	// Nothing is sent: it only asks for the way that it would take.
	if c, err := net.Dial("udp", "192.0.2.1:9"); err == nil {
		defer func() { _ = c.Close() }()
		if a, ok := c.LocalAddr().(*net.UDPAddr); ok && !a.IP.IsUnspecified() {
			return a.IP.String()
		}
	}
	if addresses, err := net.InterfaceAddrs(); err == nil {
		for _, a := range addresses {
			if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() && n.IP.To4() != nil {
				return n.IP.String()
			}
		}
	}
	if name, err := os.Hostname(); err == nil && name != "" {
		return name
	}
	return "localhost"
}

func (e *embedded) close() error {
	e.relay.Close()
	err := closeServer(e.local)
	if e.shared != nil {
		err = errors.Join(err, closeServer(e.shared))
	}
	return err
}
