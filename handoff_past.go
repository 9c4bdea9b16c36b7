package main

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// History implements access.
func (h *handoff) History(ctx context.Context, q replica.HistoryQuery) (replica.HistoryPage, error) {
	return request(ctx, h, true, func(a access) (replica.HistoryPage, error) { return a.History(ctx, q) })
}

// Why implements access.
func (h *handoff) Why(ctx context.Context, t model.Triple) ([]replica.Holding, error) {
	return request(ctx, h, true, func(a access) ([]replica.Holding, error) { return a.Why(ctx, t) })
}

// Conflicts implements access.
func (h *handoff) Conflicts(ctx context.Context, q replica.ConflictsQuery) (replica.ConflictsPage, error) {
	return request(ctx, h, true, func(a access) (replica.ConflictsPage, error) { return a.Conflicts(ctx, q) })
}

// handedPast is a past that outlives the process that has the domain open.
type handedPast struct {
	h      *handoff
	asked  replica.Moment
	moment replica.Moment

	mu  sync.Mutex
	of  access
	now past
}

// AsOf implements access.
func (h *handoff) AsOf(ctx context.Context, m replica.Moment) (past, error) {
	p := &handedPast{h: h, asked: m}
	_, err := request(ctx, h, true, func(a access) (struct{}, error) {
		now, err := p.from(ctx, a)
		if err == nil {
			p.moment = now.Moment()
		}
		return struct{}{}, err
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// from is the past as an access has it.
func (p *handedPast) from(ctx context.Context, a access) (past, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of == a {
		return p.now, nil
	}
	if p.now != nil {
		_ = p.now.Close() // Of a process that has ended.
		p.of, p.now = nil, nil
	}
	now, err := a.AsOf(ctx, p.asked)
	if err != nil {
		return nil, err
	}
	p.of, p.now = a, now
	return now, nil
}

func askPast[T any](ctx context.Context, p *handedPast, do func(past) (T, error)) (T, error) {
	return request(ctx, p.h, true, func(a access) (T, error) {
		now, err := p.from(ctx, a)
		if err != nil {
			var none T
			return none, err
		}
		return do(now)
	})
}

// Domain implements past.
func (p *handedPast) Domain() model.Domain { return p.h.domain }

// Moment implements past.
func (p *handedPast) Moment() replica.Moment { return p.moment }

// Subjects implements past.
func (p *handedPast) Subjects(ctx context.Context, q replica.SubjectsQuery) (replica.SubjectsPage, error) {
	return askPast(ctx, p, func(now past) (replica.SubjectsPage, error) { return now.Subjects(ctx, q) })
}

// Describe implements past.
func (p *handedPast) Describe(ctx context.Context, id model.IRI) ([]model.Triple, error) {
	return askPast(ctx, p, func(now past) ([]model.Triple, error) { return now.Describe(ctx, id) })
}

// List implements past.
func (p *handedPast) List(ctx context.Context, q replica.ListQuery) (replica.ListPage, error) {
	return askPast(ctx, p, func(now past) (replica.ListPage, error) { return now.List(ctx, q) })
}

// Find implements past.
func (p *handedPast) Find(ctx context.Context, q replica.FindQuery, each func([]replica.SubjectRow) error) (bool, error) {
	return askPast(ctx, p, func(now past) (bool, error) { return now.Find(ctx, q, each) })
}

// Types implements past.
func (p *handedPast) Types(ctx context.Context) ([]replica.TypeCount, error) {
	return askPast(ctx, p, func(now past) ([]replica.TypeCount, error) { return now.Types(ctx) })
}

// Referrers implements past.
func (p *handedPast) Referrers(ctx context.Context, q replica.ReferrersQuery) (replica.ReferrersPage, error) {
	return askPast(ctx, p, func(now past) (replica.ReferrersPage, error) { return now.Referrers(ctx, q) })
}

// Conflicts implements past.
func (p *handedPast) Conflicts(ctx context.Context, q replica.ConflictsQuery) (replica.ConflictsPage, error) {
	return askPast(ctx, p, func(now past) (replica.ConflictsPage, error) { return now.Conflicts(ctx, q) })
}

// Transact implements past.
func (p *handedPast) Transact(ctx context.Context, r json.RawMessage, each func(json.RawMessage) error) (uint64, error) {
	return askPast(ctx, p, func(now past) (uint64, error) { return now.Transact(ctx, r, each) })
}

// Close implements past.
func (p *handedPast) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == nil {
		return nil
	}
	return p.now.Close()
}
