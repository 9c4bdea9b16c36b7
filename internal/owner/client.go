package owner

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// ErrGone is wrapped by the errors of requests that got no answer because the
// owner is gone. NotDone tells whether it is known that nothing was done.
var ErrGone = errors.New("the process that had the domain open has ended")

// goneError is an ErrGone.
type goneError struct{ notDone bool }

func (e *goneError) Error() string {
	if e.notDone {
		return ErrGone.Error()
	}
	return ErrGone.Error() + " before it answered: look whether the change was made"
}

func (e *goneError) Is(target error) bool { return target == ErrGone }

// NotDone reports whether an error says that the owner went before it did what it
// was asked for, so that it can be asked of the next.
func NotDone(err error) bool {
	var gone *goneError
	return errors.As(err, &gone) && gone.notDone
}

// maxReply is the longest line from an owner.
const maxReply = 256 << 20

// Client is attached to the owner of a clone. It has the methods that a terminal
// needs of one. Its methods may be called from any goroutine.
type Client struct {
	conn   net.Conn
	out    *jsonlines.Writer
	domain model.Domain
	done   chan struct{}

	mu      sync.Mutex
	last    int // the last id
	calls   map[string]*call
	state   state
	names   map[string]string         // of processes
	turns   map[string][]replica.Turn // of their users
	changed chan struct{}
	told    bool // there was a status
	goodbye bool // the owner said that it leaves
}

// call is a request under way.
type call struct {
	answers chan answer
	over    chan struct{} // closed when nobody wants answers any more
}

// Attach attaches to the owner that listens on a socket. jsonldContext is the
// user's for JSON; nil for none. What is written claims the principal of ctx, if it
// has one (see replica.WithPrincipal), unless the context of a request has another, and is
// of its session, or else of one of its own.
// The error is ErrNobody when there is no owner.
func Attach(ctx context.Context, path string, jsonldContext any) (*Client, error) {
	conn, err := dialSocket(ctx, path)
	if err != nil {
		return nil, err
	}
	c := &Client{
		conn: conn, out: jsonlines.NewWriter(conn), done: make(chan struct{}),
		calls: make(map[string]*call), changed: make(chan struct{}),
	}
	greeting, ready := make(chan answer, 1), make(chan struct{})
	go c.read(greeting, ready)
	if err := c.greet(ctx, jsonldContext, greeting, ready); err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

// greeted is the id of the first request.
const greeted = "0"

func (c *Client) greet(ctx context.Context, jsonldContext any, greeting <-chan answer, ready <-chan struct{}) error {
	hello := request{Type: "attach", ID: greeted, Context: jsonldContext, Principal: replica.PrincipalOf(ctx), Session: replica.SessionOf(ctx)}
	// An owner may refuse before it has read anything; then writing fails, and the
	// refusal is still to be read.
	_ = c.out.Write(hello)
	var body started
	select {
	case a, ok := <-greeting:
		if !ok {
			return ErrNobody // It went this moment.
		}
		if a.Type != typeStarted {
			return a.err()
		}
		if err := json.Unmarshal(a.Body, &body); err != nil {
			return fmt.Errorf("the owner's greeting cannot be read: %w", err)
		}
	case <-ctx.Done():
		return fmt.Errorf("the process that has the domain open does not answer: %w", ctx.Err())
	}
	c.domain = body.Domain
	select {
	case <-ready:
		return nil
	case <-c.done:
		return ErrNobody
	case <-ctx.Done():
		return ctx.Err()
	}
}

// read takes what the owner says, until it is gone.
func (c *Client) read(greeting chan<- answer, ready chan struct{}) {
	defer close(c.done)
	defer close(greeting)
	scanner := bufio.NewScanner(c.conn)
	scanner.Buffer(nil, maxReply)
	for scanner.Scan() {
		var a answer
		if json.Unmarshal(scanner.Bytes(), &a) != nil {
			break // It is no owner of ours.
		}
		switch {
		case a.Type == typeClosed:
			c.mu.Lock()
			c.goodbye = true
			c.mu.Unlock()
		case a.Type == typeStatus:
			c.takeState(a, ready)
		case a.RequestID == greeted || a.RequestID == "":
			select {
			case greeting <- a:
			default:
			}
		default:
			c.deliver(a)
		}
	}
	_ = c.conn.Close()
}

func (c *Client) takeState(a answer, ready chan struct{}) {
	var st state
	if json.Unmarshal(a.Body, &st) != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = st
	if st.Names != nil {
		c.names, c.turns = st.Names, st.Turns
	}
	close(c.changed)
	c.changed = make(chan struct{})
	if !c.told {
		c.told = true
		close(ready)
	}
}

func (c *Client) deliver(a answer) {
	c.mu.Lock()
	to := c.calls[a.RequestID]
	c.mu.Unlock()
	if to == nil {
		return
	}
	select {
	case to.answers <- a:
	case <-to.over:
	}
}

// begin sends a request; end must be called when no more answers are wanted.
func (c *Client) begin(r request) (id string, answers <-chan answer, end func(), err error) {
	asked := &call{answers: make(chan answer, 64), over: make(chan struct{})}
	c.mu.Lock()
	c.last++
	id = strconv.Itoa(c.last)
	c.calls[id] = asked
	c.mu.Unlock()
	end = sync.OnceFunc(func() {
		close(asked.over)
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.calls, id)
	})
	r.ID = id
	if err := c.out.Write(r); err != nil {
		end()
		// What was not sent whole cannot be read as a line.
		return "", nil, nil, &goneError{notDone: true}
	}
	return id, asked.answers, end, nil
}

// ask sends a request, gives each answer but the last to a function, and returns
// the last.
func (c *Client) ask(ctx context.Context, r request, each func(answer) error) (answer, error) {
	r.Principal = replica.PrincipalOf(ctx)
	id, answers, end, err := c.begin(r)
	if err != nil {
		return answer{}, err
	}
	defer end()
	take := func(a answer) (last bool, err error) {
		switch {
		case a.Type == typeError:
			return true, a.err()
		case a.Type == typeComplete:
			return true, nil
		case each != nil:
			return false, each(a)
		}
		return false, nil
	}
	for {
		select {
		case a := <-answers:
			if last, err := take(a); last || err != nil {
				c.cancelIf(!last, id)
				return a, err
			}
		case <-ctx.Done():
			c.cancelIf(true, id)
			return answer{}, ctx.Err()
		case <-c.done:
			for len(answers) > 0 { // They came before the end.
				a := <-answers
				if last, err := take(a); last || err != nil {
					return a, err
				}
			}
			return answer{}, c.gone()
		}
	}
}

func (c *Client) cancelIf(running bool, id string) {
	if running {
		_ = c.out.Write(request{Type: "cancel", ID: id})
	}
}

func (c *Client) gone() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &goneError{notDone: c.goodbye}
}

// Done is closed when the owner is gone, or the client closed.
func (c *Client) Done() <-chan struct{} { return c.done }

// Close leaves the owner.
func (c *Client) Close() error {
	// The socket sends what is written before it is closed.
	_ = c.conn.SetWriteDeadline(time.Now())
	err := c.conn.Close()
	<-c.done
	return err
}
