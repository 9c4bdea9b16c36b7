package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/socketio"
)

// relayOptions are the flags of a relay.
type relayOptions struct {
	listen, cert, key, token string
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
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			logger := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
			s, err := startRelay(o, logger)
			if err != nil {
				return err
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
	mux := http.NewServeMux()
	mux.Handle(socketio.DefaultPath, r)
	s := &relayServer{
		relay: r, url: scheme + "://" + listener.Addr().String(), failed: make(chan error, 1),
		server: &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second},
	}
	go func() {
		if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.failed <- fmt.Errorf("the relay stopped: %w", err)
		}
	}()
	return s, nil
}

func (s *relayServer) close() error {
	s.relay.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := s.server.Shutdown(ctx); err != nil {
		return s.server.Close()
	}
	return nil
}
