package socketio

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/net/transport"
)

// DefaultPath is where relays are, unless their URL says otherwise.
const DefaultPath = "/socket.io/"

// Options of a [Client].
type Options struct {
	// URLs are the relays to try, in turn. Each is http(s)://host[:port][/path][?query]; the
	// path is DefaultPath if it is missing. The query, a token for instance, is passed to the relay.
	URLs []string
	// ID is the clone's, and Domain the domain's name.
	ID, Domain string
	// Query is passed to every relay besides what its URL has.
	Query url.Values
	// TLS, if set, is used for https.
	TLS *tls.Config
	// QueueMessages and QueueBytes bound what waits to be written: 4096
	// messages and 128 MiB by default.
	QueueMessages int
	QueueBytes    int64
	// MaxPayload is the largest message taken from a relay: DefaultMaxPayload by default.
	MaxPayload int64
	// ConnectTimeout bounds one attempt: 10 s by default.
	ConnectTimeout time.Duration
	// CloseTimeout is given to what is queued when the client is closed: 1 s by default.
	CloseTimeout time.Duration
	// Backoff says how long to wait between rounds of attempts.
	Backoff Backoff
	// Clock and Random (in [0,1)) are for tests.
	Clock  Clock
	Random func() float64
	Logger *slog.Logger
}

// Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	// After is as time.After.
	After(time.Duration) <-chan time.Time
}

type wallClock struct{}

func (wallClock) Now() time.Time                         { return time.Now() }
func (wallClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Backoff is how the wait between rounds of attempts grows: from Min, doubling
// to Max, each time spread by Jitter (a share of the wait, to both sides), so that clones
// cut off together do not come back in the same moment. By default 250 ms, 5 s
// and 0.5. A connection that lasted Settled (5 s) starts it afresh.
type Backoff struct {
	Min, Max, Settled time.Duration
	Jitter            float64
}

// wait gives the pause after a number of failed rounds, at least one.
func (b Backoff) wait(failures int, random float64) time.Duration {
	d := b.Min
	for i := 1; i < failures && d < b.Max; i++ {
		d *= 2
	}
	d = min(d, b.Max)
	return time.Duration(float64(d) * (1 + b.Jitter*(2*random-1)))
}

func (o Options) orDefaults() Options {
	orDefault(&o.QueueMessages, 4096)
	orDefault(&o.QueueBytes, 2*DefaultMaxPayload)
	orDefault(&o.MaxPayload, DefaultMaxPayload)
	orDefault(&o.ConnectTimeout, 10*time.Second)
	orDefault(&o.CloseTimeout, time.Second)
	orDefault(&o.Backoff.Min, 250*time.Millisecond)
	orDefault(&o.Backoff.Max, 5*time.Second)
	orDefault(&o.Backoff.Settled, 5*time.Second)
	orDefault(&o.Backoff.Jitter, 0.5)
	if o.Clock == nil {
		o.Clock = wallClock{}
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
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

// address is a relay to connect to.
type address struct {
	// dial has everything, name is what may be shown: no token.
	dial, name string
}

// ParseURL reads the URL of a relay, and says in a clear sentence what is
// wrong with it. It returns the URL with its path filled in.
func ParseURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the relay's URL cannot be read: %w", err)
	}
	switch u.Scheme {
	case "http", "https":
	case "ws", "wss":
		u.Scheme = strings.Replace(u.Scheme, "ws", "http", 1)
	default:
		return nil, fmt.Errorf("the relay's URL %q must begin with http:// or https://", u.Redacted())
	}
	if u.Hostname() == "" {
		return nil, fmt.Errorf("the relay's URL %q names no host: write http://host:port", u.Redacted())
	}
	if _, err := url.ParseQuery(u.RawQuery); err != nil {
		return nil, fmt.Errorf("the query of the relay's URL cannot be read: %w", err)
	}
	if u.Path == "" || u.Path == "/" {
		u.Path, u.RawPath = DefaultPath, ""
	}
	if !strings.HasSuffix(u.Path, "/") {
		u = u.JoinPath("/")
	}
	u.Fragment = ""
	return u, nil
}

func (o Options) addresses() ([]address, error) {
	if o.ID == "" || o.Domain == "" {
		return nil, errors.New("a transport needs the clone's id and its domain")
	}
	if len(o.URLs) == 0 {
		return nil, errors.New("a transport needs the URL of a relay")
	}
	var all []address
	for _, text := range o.URLs {
		u, err := ParseURL(text)
		if err != nil {
			return nil, err
		}
		query := u.Query()
		for name, values := range o.Query {
			query[name] = values
		}
		query.Set("@id", o.ID)
		query.Set("@domain", o.Domain)
		query.Set("EIO", "4")
		query.Set("transport", "websocket")
		shown := *u
		shown.RawQuery, shown.User = "", nil
		u.RawQuery = query.Encode()
		u.Scheme = strings.Replace(u.Scheme, "http", "ws", 1)
		all = append(all, address{dial: u.String(), name: shown.String()})
	}
	return all, nil
}

var (
	_ transport.Transport = (*Client)(nil)
	_ transport.Measured  = (*Client)(nil)
)
