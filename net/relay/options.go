package relay

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"github.com/m-ld/mld-tui/net/socketio"
)

// Options of a [Relay]. The zero value is a relay on which anyone may meet who
// is not a web page.
type Options struct {
	// Token, if set, must be passed by clients as the query parameter "token".
	Token string
	// Origins lists the web origins, such as "https://app.example.org", whose
	// pages may connect; "*" allows all. A request that names another origin
	// is refused, even the relay's own: otherwise any page could reach a relay
	// on its reader's machine by renaming it. Programs, which name no origin, are always taken.
	Origins []string
	// MaxPayload is the largest message in bytes: 64 MiB by default.
	MaxPayload int64
	// MaxQueueBytes bounds what waits for one client: 80 MiB by default, and
	// never less than one message of MaxPayload needs.
	MaxQueueBytes int64
	// MaxQueueMessages bounds the number of messages that wait for one client: 16,384 by default.
	MaxQueueMessages int
	// MaxClients bounds the connections: 10,000 by default.
	MaxClients int
	// PingInterval and PingTimeout say how often clients are pinged, and how
	// long they may take to answer: 25 s and 20 s by default, as in Node.
	PingInterval, PingTimeout time.Duration
	// ConnectTimeout is how long a client may take to join, and UpgradeTimeout
	// to change to WebSocket: 20 s and 10 s by default.
	ConnectTimeout, UpgradeTimeout time.Duration
	// AckDelay is how long an acknowledgement may be held back because the
	// receiver is slow: 1 s by default. It must be well under the clones' network time-out.
	AckDelay time.Duration
	// Logger, if set, is told who comes and goes and why.
	Logger *slog.Logger
}

const (
	defaultQueueRoom = 16 << 20
	// slowBytes is how much may wait for a receiver before acknowledgements
	// to those who send to it are held back.
	slowBytes = 1 << 20
	// strangerBytes bounds each message of a client that has not joined.
	strangerBytes = 16 << 10
	// nameBytes bounds ids and domain names.
	nameBytes = 256
)

func (o Options) orDefaults() Options {
	orDefault(&o.MaxPayload, socketio.DefaultMaxPayload)
	orDefault(&o.MaxQueueBytes, o.MaxPayload+defaultQueueRoom)
	o.MaxQueueBytes = max(o.MaxQueueBytes, o.MaxPayload+2*socketio.HeaderAllowance)
	orDefault(&o.MaxQueueMessages, 16_384)
	orDefault(&o.MaxClients, 10_000)
	orDefault(&o.PingInterval, 25*time.Second)
	orDefault(&o.PingTimeout, 20*time.Second)
	orDefault(&o.ConnectTimeout, 20*time.Second)
	orDefault(&o.UpgradeTimeout, 10*time.Second)
	orDefault(&o.AckDelay, time.Second)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

func orDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// Check says what is wrong with options that a person gave, in a clear
// sentence, or nil.
func (o Options) Check() error {
	if o.MaxPayload < 0 || o.MaxQueueBytes < 0 || o.MaxQueueMessages < 0 || o.MaxClients < 0 {
		return errors.New("the limits of the relay must not be negative")
	}
	for _, origin := range o.Origins {
		if origin == "*" {
			continue
		}
		u, err := url.Parse(origin)
		if err != nil || u.Scheme == "" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
			return fmt.Errorf("%q is not a web origin: give scheme, host and port only, as https://app.example.org, or * for any", origin)
		}
	}
	return nil
}
