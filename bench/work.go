package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
)

// person is a subject with five properties; one in a hundred lives in each city.
func person(prefix string, i int) map[string]any {
	return map[string]any{
		"@id": fmt.Sprint(prefix, i), "@type": "Person", "name": fmt.Sprint("Person ", i), "age": i % 90,
		"city": fmt.Sprint("City ", i%100), "email": fmt.Sprintf("person.%d@example.org", i),
	}
}

// transact makes a transaction of a json-rql pattern, as an app would.
func (c *cloned) transact(ctx context.Context, pattern any) error {
	parsed, err := jrql.Parse(c.context, pattern)
	if err != nil {
		return err
	}
	update, ok := parsed.(*jrql.Update)
	if !ok {
		return fmt.Errorf("%T does not write", parsed)
	}
	_, err = c.Write(ctx, jsonlines.Change(ctx, update, c.domain))
	return err
}

// query calls fn with each result of a json-rql pattern.
func (c *cloned) query(ctx context.Context, pattern any, fn func(any)) error {
	parsed, err := jrql.Parse(c.context, pattern)
	if err != nil {
		return err
	}
	query, ok := parsed.(*jrql.Query)
	if !ok {
		return fmt.Errorf("%T does not read", parsed)
	}
	return c.Read(ctx, func(g model.Graph) error {
		for result, err := range query.Results(ctx, g) {
			if err != nil {
				return err
			}
			fn(query.JSON(result))
		}
		return nil
	})
}

// write makes transactions of some subjects each, a number of them outstanding at
// any time.
func (c *cloned) write(ctx context.Context, req request) (answer, error) {
	start := time.Now()
	var next atomic.Int64
	errs := make(chan error, req.Outstanding)
	var all sync.WaitGroup
	for range req.Outstanding {
		all.Go(func() {
			for {
				n := int(next.Add(1)) - 1
				if n >= req.Transactions {
					return
				}
				people := make([]any, req.Subjects)
				for i := range people {
					people[i] = person(req.Prefix, n*req.Subjects+i)
				}
				if err := c.transact(ctx, map[string]any{"@insert": people}); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	all.Wait()
	select {
	case err := <-errs:
		return answer{}, err
	default:
		return took(start), nil
	}
}

// edit writes one after the other, and tells when each began.
func (c *cloned) edit(ctx context.Context, req request) (a answer, err error) {
	for i := range req.Transactions {
		time.Sleep(time.Duration(req.Gap) * time.Millisecond)
		a.At = append(a.At, micros(time.Now()))
		if err := c.transact(ctx, map[string]any{
			"@insert": map[string]any{"@id": fmt.Sprint(req.Prefix, i), "name": fmt.Sprint("Edit ", i)},
		}); err != nil {
			return a, err
		}
	}
	return a, nil
}

func (c *cloned) iri(id string) model.IRI { return model.IRI(string(c.domain.Base()) + id) }

// watch remembers when subjects of a prefix come.
func (c *cloned) watch(req request) answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prefix, c.seen = c.iri(req.Prefix), nil
	return answer{}
}

// await returns when a subject is there.
func (c *cloned) await(ctx context.Context, req request) (answer, error) {
	start := time.Now()
	id := c.iri(req.ID)
	coming := make(chan struct{})
	c.mu.Lock()
	c.waiting[id] = coming
	c.mu.Unlock()
	there, err := c.Describe(ctx, id)
	if err != nil || len(there) > 0 {
		return took(start), err
	}
	select {
	case <-coming:
		return took(start), nil
	case <-c.Done():
		return answer{}, fmt.Errorf("the clone closed: %w", c.Err())
	}
}

func (c *cloned) describe(ctx context.Context, req request) (a answer, err error) {
	for i := range req.Times {
		start := time.Now()
		rows := 0
		if err := c.query(ctx, map[string]any{"@describe": fmt.Sprint(req.Prefix, i*7919%req.Subjects)}, func(any) { rows++ }); err != nil {
			return a, err
		}
		a.US = append(a.US, float64(time.Since(start))/float64(time.Microsecond))
		if rows != 1 {
			return a, fmt.Errorf("a subject is missing")
		}
	}
	return a, nil
}

func (c *cloned) selectCity(ctx context.Context, req request) (answer, error) {
	start := time.Now()
	rows := 0
	err := c.query(ctx, map[string]any{
		"@select": []any{"?name", "?age"},
		"@where":  map[string]any{"@id": "?p", "city": req.City, "name": "?name", "age": "?age"},
	}, func(any) { rows++ })
	a := took(start)
	a.Rows = rows
	return a, err
}

func (c *cloned) describeAll(ctx context.Context) (answer, error) {
	start := time.Now()
	rows := 0
	err := c.query(ctx, map[string]any{
		"@describe": "?p", "@where": map[string]any{"@id": "?p", "@type": "Person"},
	}, func(any) { rows++ })
	a := took(start)
	a.Rows = rows
	return a, err
}
