package owner

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// moment is a time in the clone's life.
type moment struct {
	Tick uint64    `json:"tick"`
	Time time.Time `json:"time,omitzero"`
}

// maxPasts is how many moments of the past a client can look at without the owner
// working its way back to them each time.
const maxPasts = 3

// pasts are the moments of the past that a client looks at.
type pasts struct {
	mu   sync.Mutex
	open []*openPast // the one used last at the end
}

type openPast struct {
	at   moment
	past *replica.Past
	uses int
}

// reader is what a request is to read: the present, or the past that it names. It
// must be released.
func (c *session) reader(ctx context.Context, r request) (reader replica.Reader, release func(), err error) {
	if r.At == nil {
		return c.server.clone, func() {}, nil
	}
	o, err := c.pasts.use(ctx, c.server.clone, *r.At)
	if err != nil {
		return nil, nil, err
	}
	return o.past, func() { c.pasts.release(o) }, nil
}

func (p *pasts) use(ctx context.Context, clone Clone, at moment) (*openPast, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, o := range p.open {
		if o.at.Tick == at.Tick && o.at.Time.Equal(at.Time) {
			p.open = append(append(p.open[:i:i], p.open[i+1:]...), o)
			o.uses++
			return o, nil
		}
	}
	past, err := clone.AsOf(ctx, replica.Moment(at))
	if err != nil {
		return nil, err
	}
	o := &openPast{at, past, 1}
	p.open = append(p.open, o)
	return o, nil
}

// release ends a use, and closes what is too much.
func (p *pasts) release(o *openPast) {
	p.mu.Lock()
	defer p.mu.Unlock()
	o.uses--
	for i := 0; i < len(p.open) && len(p.open) > maxPasts; {
		if p.open[i].uses > 0 {
			i++
			continue
		}
		_ = p.open[i].past.Close()
		p.open = append(p.open[:i], p.open[i+1:]...)
	}
}

func (p *pasts) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, o := range p.open {
		_ = o.past.Close()
	}
	p.open = nil
}

func asOf(ctx context.Context, c *session, r request) (any, error) {
	if r.At == nil {
		return nil, errors.New("the moment is missing")
	}
	o, err := c.pasts.use(ctx, c.server.clone, *r.At)
	if err != nil {
		return nil, err
	}
	defer c.pasts.release(o)
	return moment(o.past.Moment()), nil
}

// Past is the data of a clone as it was, in another process.
type Past struct {
	client *Client
	at     moment
	moment replica.Moment
}

// AsOf is the data as it was at a moment; see replica.Replica.
func (c *Client) AsOf(ctx context.Context, m replica.Moment) (*Past, error) {
	at, found := moment(m), moment{}
	a, err := c.ask(ctx, request{Type: "asof", At: &at}, nil)
	if err := decode(a, err, &found); err != nil {
		return nil, err
	}
	return &Past{c, at, replica.Moment(found)}, nil
}

// Domain is the domain of the data.
func (p *Past) Domain() model.Domain { return p.client.domain }

// Moment is when the data became what this is.
func (p *Past) Moment() replica.Moment { return p.moment }

// Close lets go of it; the owner does so by itself.
func (p *Past) Close() error { return nil }

// Subjects is a page of the subjects that there were.
func (p *Past) Subjects(ctx context.Context, q replica.SubjectsQuery) (replica.SubjectsPage, error) {
	return p.client.subjects(ctx, &p.at, q)
}

// Describe is everything that was said of a subject.
func (p *Past) Describe(ctx context.Context, id model.IRI) ([]model.Triple, error) {
	return p.client.describe(ctx, &p.at, id)
}

// List is a page of the items of a list as it was.
func (p *Past) List(ctx context.Context, q replica.ListQuery) (replica.ListPage, error) {
	return p.client.list(ctx, &p.at, q)
}

// Find finds the subjects that had all words of a text.
func (p *Past) Find(ctx context.Context, q replica.FindQuery, each func([]replica.SubjectRow) error) (more bool, err error) {
	return p.client.find(ctx, &p.at, q, each)
}

// Types are the types that subjects had.
func (p *Past) Types(ctx context.Context) ([]replica.TypeCount, error) {
	return p.client.types(ctx, &p.at)
}

// Referrers is a page of what referred to a subject.
func (p *Past) Referrers(ctx context.Context, q replica.ReferrersQuery) (replica.ReferrersPage, error) {
	return p.client.referrers(ctx, &p.at, q)
}

// Conflicts is a page of what was in conflict.
func (p *Past) Conflicts(ctx context.Context, q replica.ConflictsQuery) (replica.ConflictsPage, error) {
	return p.client.conflicts(ctx, &p.at, q)
}

// Transact does a request of json-rql that reads.
func (p *Past) Transact(ctx context.Context, text json.RawMessage, each func(json.RawMessage) error) (uint64, error) {
	return p.client.transact(ctx, &p.at, text, each)
}
