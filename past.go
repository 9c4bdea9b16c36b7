package main

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
)

// past is a domain's data as it was. It has the methods by which the present is read.
type past interface {
	tui.Past

	Domain() model.Domain
	// Transact does a request of json-rql that reads.
	Transact(ctx context.Context, request json.RawMessage, each func(json.RawMessage) error) (uint64, error)
}

// guest is a domain that another process has open.
type guest struct{ *owner.Client }

// AsOf implements access.
func (a guest) AsOf(ctx context.Context, m replica.Moment) (past, error) {
	return a.Client.AsOf(ctx, m)
}

// ownPast is the past of a domain that this process has open.
type ownPast struct {
	*replica.Past

	o *owned
}

// AsOf implements access.
func (o *owned) AsOf(ctx context.Context, m replica.Moment) (past, error) {
	p, err := o.Replica.AsOf(ctx, m)
	if err != nil {
		return nil, err
	}
	return ownPast{p, o}, nil
}

// Transact implements past.
func (p ownPast) Transact(ctx context.Context, request json.RawMessage, each func(json.RawMessage) error) (uint64, error) {
	parsed, err := jrql.ParseJSON(p.o.jsonld, request)
	if err != nil {
		return 0, err
	}
	q, reads := parsed.(*jrql.Query)
	if !reads {
		return 0, errors.New("the past cannot be written to")
	}
	return 0, query(ctx, p, q, each)
}

// query gives the results of a query.
func query(ctx context.Context, from replica.Reader, q *jrql.Query, each func(json.RawMessage) error) error {
	return from.Read(ctx, func(g model.Graph) error {
		for result, err := range q.Results(ctx, g) {
			if err != nil {
				return err
			}
			text, err := marshal(q.JSON(result))
			if err != nil {
				return err
			}
			if err := each(text); err != nil {
				return err
			}
		}
		return nil
	})
}
