package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/socketio"
)

// relayOptions are the flags of a relay.
type relayOptions struct {
	listen, cert, key, token string
	metrics                  string
	origins                  []string
}

func newRelayCommand() *cobra.Command {
	var o relayOptions
	cmd := &cobra.Command{
		Use:   "relay",
		Short: "Run a relay, through which the clones of a domain meet",
		Long: "Run a relay, through which the clones of a domain meet. It passes messages on, and keeps no data.\n" +
			"JavaScript apps connect to it with m-ld's IoRemotes.",
		Example: "mld-tui relay --listen 0.0.0.0:4141 --origin https://app.example.org",
		Args:    takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			logger := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
			s, err := startRelay(o, logger)
			if err != nil {
				return err
			}
			if s.metrics != nil {
				fmt.Fprintf(cmd.ErrOrStderr(), "metrics are at http://%s/metrics\n", s.metricsAt)
			}
			fmt.Fprintln(cmd.OutOrStdout(), s.url)
			select {
			case <-cmd.Context().Done():
				return s.close()
			case err := <-s.failed:
				return errors.Join(err, s.close())
			}
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:4141", "address to listen on, host:port; port 0 takes a free one")
	f.StringVar(&o.cert, "tls-cert", "", "file with the certificate, for https")
	f.StringVar(&o.key, "tls-key", "", "file with the certificate's key")
	f.StringVar(&o.metrics, "metrics", "", "address for /metrics, in Prometheus' text form, and /health; host:port")
	f.StringVar(&o.token, "token", "", "what clients must pass as ?token= in the relay's URL")
	f.StringSliceVar(&o.origins, "origin", nil, "web origin whose pages may connect, or * (may be repeated)")
	return cmd
}

// relayServer is a relay that listens.
type relayServer struct {
	relay  *relay.Relay
	server *http.Server
	url    string
	failed chan error
	// metrics serves what machines watch, at an address of its own; nil where nobody
	// wants that.
	metrics   *http.Server
	metricsAt net.Addr
}

// startRelay listens, and serves until close.
func startRelay(o relayOptions, logger *slog.Logger) (*relayServer, error) {
	options := relay.Options{Token: o.token, Origins: o.origins, Logger: logger}
	if err := options.Check(); err != nil {
		return nil, err
	}
	if (o.cert == "") != (o.key == "") {
		return nil, errors.New("--tls-cert and --tls-key must be given together")
	}
	scheme, config := "http", (*tls.Config)(nil)
	if o.cert != "" {
		pair, err := tls.LoadX509KeyPair(o.cert, o.key)
		if err != nil {
			return nil, fmt.Errorf("the certificate cannot be read: %w", err)
		}
		scheme, config = "https", &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w; choose another --listen address", o.listen, err)
	}
	if config != nil {
		listener = tls.NewListener(listener, config)
	}
	r := relay.New(options)
	s := &relayServer{
		relay: r, url: scheme + "://" + reachable(listener.Addr()), failed: make(chan error, 2),
		server: newRelayServer(r),
	}
	if o.metrics != "" {
		watched, err := net.Listen("tcp", o.metrics)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("cannot listen on %s: %w; choose another --metrics address", o.metrics, err), listener.Close())
		}
		s.metrics, s.metricsAt = newMetricsServer(r), watched.Addr()
		go s.serve(s.metrics, watched)
	}
	go s.serve(s.server, listener)
	return s, nil
}

func (s *relayServer) serve(server *http.Server, listener net.Listener) {
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		s.failed <- fmt.Errorf("the relay stopped: %w", err)
	}
}

// reachable is an address for others, of one that may be that of all interfaces.
func reachable(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort(ownAddress(), port)
	}
	return a.String()
}

func (s *relayServer) close() error {
	s.relay.Close()
	err := closeServer(s.server)
	if s.metrics != nil {
		err = errors.Join(err, closeServer(s.metrics))
	}
	return err
}

// newRelayServer serves a relay, and beside it what people and machines ask who
// look whether it is there.
func newRelayServer(r *relay.Relay) *http.Server {
	mux := http.NewServeMux()
	mux.Handle(socketio.DefaultPath, r)
	mux.HandleFunc("/health", health(r))
	mux.HandleFunc("/", relayHint)
	return &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
}

func health(r *relay.Relay) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		st := r.Stats()
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(map[string]any{"status": "ok", "clients": st.Clients, "domains": st.Domains})
	}
}

// newMetricsServer serves what machines watch of a relay, apart from it: it is not for
// everybody who may meet there.
func newMetricsServer(r *relay.Relay) *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/health", health(r))
	mux.HandleFunc("/metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		_ = r.WriteMetrics(w) // Who has gone does not want it.
	})
	return &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
}

// closeServer ends a server; who is still busy has a second.
func closeServer(s *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		return s.Close()
	}
	return nil
}

// relayHint says to a web browser what it has found.
func relayHint(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := model.ParseDomain(strings.Trim(r.URL.Path, "/"))
	if r.URL.Path != "/" && err != nil {
		w.WriteHeader(http.StatusNotFound)
	}
	_, _ = fmt.Fprintln(w, "This is a relay of m-ld clones. Join a domain through it with: mld-tui join URL")
}
