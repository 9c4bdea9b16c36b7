package main

import (
	"context"
	"encoding/json"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// claim has what is written from now on be somebody's.
func (h *handoff) claim(principal model.IRI) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.principal = principal
}

// asNamed is a context with which one writes as oneself.
func (h *handoff) asNamed(ctx context.Context) context.Context {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.principal == "" {
		return ctx
	}
	return replica.WithPrincipal(ctx, h.principal)
}

// Patch implements access.
func (h *handoff) Patch(ctx context.Context, p model.Patch) error {
	ctx = h.asNamed(ctx)
	_, err := request(ctx, h, false, func(a access) (struct{}, error) { return struct{}{}, a.Patch(ctx, p) })
	return err
}

// Add implements access.
func (h *handoff) Add(ctx context.Context, triples []model.Triple, partOf uint64) (replica.Added, error) {
	ctx = h.asNamed(ctx)
	return request(ctx, h, false, func(a access) (replica.Added, error) { return a.Add(ctx, triples, partOf) })
}

// Lacking implements access.
func (h *handoff) Lacking(ctx context.Context, triples []model.Triple) (replica.Lacking, error) {
	return request(ctx, h, true, func(a access) (replica.Lacking, error) { return a.Lacking(ctx, triples) })
}

// Undo implements access.
func (h *handoff) Undo(ctx context.Context) (replica.Undone, error) {
	ctx = h.asNamed(ctx)
	return request(ctx, h, false, func(a access) (replica.Undone, error) { return a.Undo(ctx) })
}

// Redo implements access.
func (h *handoff) Redo(ctx context.Context) (replica.Undone, error) {
	ctx = h.asNamed(ctx)
	return request(ctx, h, false, func(a access) (replica.Undone, error) { return a.Redo(ctx) })
}

// Transact implements access.
func (h *handoff) Transact(ctx context.Context, r json.RawMessage, each func(json.RawMessage) error) (uint64, error) {
	ctx = h.asNamed(ctx)
	return request(ctx, h, false, func(a access) (uint64, error) { return a.Transact(ctx, r, each) })
}

// Revert implements access.
func (h *handoff) Revert(ctx context.Context, number uint64) (replica.Undone, error) {
	ctx = h.asNamed(ctx)
	return request(ctx, h, false, func(a access) (replica.Undone, error) { return a.Revert(ctx, number) })
}
