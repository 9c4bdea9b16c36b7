package owner

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// Domain is the clone's domain.
func (c *Client) Domain() model.Domain { return c.domain }

// Subjects is a page of the domain's subjects.
func (c *Client) Subjects(ctx context.Context, q replica.SubjectsQuery) (page replica.SubjectsPage, err error) {
	return c.subjects(ctx, nil, q)
}

func (c *Client) subjects(ctx context.Context, at *moment, q replica.SubjectsQuery) (page replica.SubjectsPage, err error) {
	query := subjectsQuery(q)
	a, err := c.ask(ctx, request{Type: "subjects", Query: &query, At: at}, nil)
	return page, decode(a, err, &page)
}

// Find finds subjects by their words, in portions.
func (c *Client) Find(ctx context.Context, q replica.FindQuery, each func([]replica.SubjectRow) error) (more bool, err error) {
	return c.find(ctx, nil, q, each)
}

func (c *Client) find(ctx context.Context, at *moment, q replica.FindQuery, each func([]replica.SubjectRow) error) (more bool, err error) {
	query := findQuery(q)
	a, err := c.ask(ctx, request{Type: "find", Find: &query, At: at}, func(a answer) error {
		var rows []replica.SubjectRow
		if err := decode(a, nil, &rows); err != nil {
			return err
		}
		return each(rows)
	})
	var end found
	err = decode(a, err, &end)
	return end.More, err
}

// Types are the types of subjects, with how many have each.
func (c *Client) Types(ctx context.Context) (types []replica.TypeCount, err error) {
	return c.types(ctx, nil)
}

func (c *Client) types(ctx context.Context, at *moment) (types []replica.TypeCount, err error) {
	a, err := c.ask(ctx, request{Type: "types", At: at}, nil)
	return types, decode(a, err, &types)
}

// Referrers is a page of what refers to a subject.
func (c *Client) Referrers(ctx context.Context, q replica.ReferrersQuery) (page replica.ReferrersPage, err error) {
	return c.referrers(ctx, nil, q)
}

func (c *Client) referrers(ctx context.Context, at *moment, q replica.ReferrersQuery) (page replica.ReferrersPage, err error) {
	query := referrersQuery(q)
	a, err := c.ask(ctx, request{Type: "referrers", Referrers: &query, At: at}, nil)
	return page, decode(a, err, &page)
}

// Describe is everything that is said of a subject.
func (c *Client) Describe(ctx context.Context, id model.IRI) ([]model.Triple, error) {
	return c.describe(ctx, nil, id)
}

func (c *Client) describe(ctx context.Context, at *moment, id model.IRI) ([]model.Triple, error) {
	var all []triple
	a, err := c.ask(ctx, request{Type: "describe", Subject: id, At: at}, nil)
	err = decode(a, err, &all)
	return triples(all), err
}

// Uses are some triples with a property, wherever in the data, and at most so many.
func (c *Client) Uses(ctx context.Context, property model.IRI, most int) ([]model.Triple, error) {
	var some []triple
	a, err := c.ask(ctx, request{Type: "uses", Property: property, Limit: most}, nil)
	err = decode(a, err, &some)
	return triples(some), err
}

// List is a page of the items of a list.
func (c *Client) List(ctx context.Context, q replica.ListQuery) (replica.ListPage, error) {
	return c.list(ctx, nil, q)
}

func (c *Client) list(ctx context.Context, at *moment, q replica.ListQuery) (replica.ListPage, error) {
	query := listQuery(q)
	var page listPage
	a, err := c.ask(ctx, request{Type: "list", List: &query, At: at}, nil)
	err = decode(a, err, &page)
	return page.page(q.List), err
}

// Refusals are what the clone did not take from others.
func (c *Client) Refusals(ctx context.Context) (list []replica.Refusal, err error) {
	a, err := c.ask(ctx, request{Type: "refusals"}, nil)
	return list, decode(a, err, &list)
}

// Patch makes a transaction of triples.
func (c *Client) Patch(ctx context.Context, p model.Patch) error {
	_, err := c.ask(ctx, request{Type: "patch", Patch: &patch{exact(p.Deletes), exact(p.Inserts)}}, nil)
	return err
}

// Add makes a transaction of those triples that are not there; see replica.Replica.Add.
func (c *Client) Add(ctx context.Context, triples []model.Triple, partOf uint64) (added replica.Added, err error) {
	a, err := c.ask(ctx, request{Type: "add", Patch: &patch{Inserts: exact(triples)}, PartOf: partOf}, nil)
	return added, decode(a, err, &added)
}

// Lacking tells what Add would write, and which subjects would be new.
func (c *Client) Lacking(ctx context.Context, triples []model.Triple) (l replica.Lacking, err error) {
	a, err := c.ask(ctx, request{Type: "lacking", Patch: &patch{Inserts: exact(triples)}}, nil)
	return l, decode(a, err, &l)
}

// Transact does a request of json-rql. Results are given to each as they come; it may be nil.
// Where it writes, the tick is the clone's time after it.
func (c *Client) Transact(ctx context.Context, text json.RawMessage, each func(json.RawMessage) error) (tick uint64, err error) {
	return c.transact(ctx, nil, text, each)
}

func (c *Client) transact(
	ctx context.Context, at *moment, text json.RawMessage, each func(json.RawMessage) error,
) (tick uint64, err error) {
	a, err := c.ask(ctx, request{Type: "transact", Request: text, At: at}, func(a answer) error {
		if each == nil {
			return nil
		}
		return each(a.Body)
	})
	if err != nil || len(a.Body) == 0 {
		return 0, err
	}
	var w written
	return w.Tick, decode(a, nil, &w)
}

// Export gives all triples of one state; those of one subject follow each other.
// After it, err says whether that was all.
func (c *Client) Export(ctx context.Context) (all iter.Seq[model.Triple], err func() error) {
	var failed error
	return func(yield func(model.Triple) bool) {
		stopped := fmt.Errorf("stopped")
		_, failed = c.ask(ctx, request{Type: "export"}, func(a answer) error {
			var chunk []triple
			if err := decode(a, nil, &chunk); err != nil {
				return err
			}
			for _, t := range triples(chunk) {
				if !yield(t) {
					return stopped
				}
			}
			return nil
		})
		if failed == stopped { //nolint:errorlint // It is never wrapped.
			failed = nil
		}
	}, func() error { return failed }
}

// Follow gives the updates after a tick; the channel is closed after stop, and
// when the owner is gone.
func (c *Client) Follow(after uint64) (updates <-chan replica.Update, stop func()) {
	out := make(chan replica.Update)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer close(out)
		_, _ = c.ask(ctx, request{Type: "follow", After: after, Exact: true}, func(a answer) error {
			var u update
			if err := decode(a, nil, &u); err != nil {
				return err
			}
			select {
			case out <- u.update():
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		cancel()
	}()
	return out, cancel
}

// Status is the clone's status, and a channel that is closed when it, the peers
// or the link have changed.
func (c *Client) Status() (replica.Status, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.status(), c.changed
}

// Peers are the other clones that are present.
func (c *Client) Peers() []replica.Peer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.state.Peers)
}

// Link tells how the connection to the relay was at the last change of status, or at the
// last Compare.
func (c *Client) Link() replica.Link {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.Link
}

// JoinURL is the URL by which others join, where there is one.
func (c *Client) JoinURL() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.JoinURL
}

// Hosts reports whether others join through the owner.
func (c *Client) Hosts() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.Hosts
}

// Share lets others join, and gives the URL.
func (c *Client) Share(ctx context.Context) (url string, err error) {
	a, err := c.ask(ctx, request{Type: "share"}, nil)
	return url, decode(a, err, &url)
}

// Unshare ends what Share began.
func (c *Client) Unshare(ctx context.Context) error {
	_, err := c.ask(ctx, request{Type: "unshare"}, nil)
	return err
}

// Join has the owner go to another relay.
func (c *Client) Join(ctx context.Context, relay string) error {
	_, err := c.ask(ctx, request{Type: "join", Relay: relay}, nil)
	return err
}

// decode reads the body of an answer, unless there was an error before.
func decode(a answer, err error, into any) error {
	if err != nil {
		return err
	}
	if err := json.Unmarshal(a.Body, into); err != nil {
		return fmt.Errorf("the answer of the process that has the domain open cannot be read: %w; are both of one version?", err)
	}
	return nil
}
