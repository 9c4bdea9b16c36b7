package main

import "context"

// Share implements access.
func (h *handoff) Share(ctx context.Context) (string, error) {
	return request(ctx, h, true, func(a access) (string, error) { return a.Share(ctx) })
}

// Unshare implements access. To do it twice would do no harm.
func (h *handoff) Unshare(ctx context.Context) error {
	_, err := request(ctx, h, true, func(a access) (struct{}, error) { return struct{}{}, a.Unshare(ctx) })
	return err
}

// Join implements access.
func (h *handoff) Join(ctx context.Context, relay string) error {
	_, err := request(ctx, h, true, func(a access) (struct{}, error) { return struct{}{}, a.Join(ctx, relay) })
	return err
}

// JoinURL implements access.
func (h *handoff) JoinURL() string {
	if a := h.present(); a != nil {
		return a.JoinURL()
	}
	return ""
}

// IsOpen reports whether others are let in by the process that has the domain open, which is
// one of this computer.
func (h *handoff) IsOpen() bool {
	a := h.present()
	return a != nil && a.Hosts()
}

// Hosts reports whether others meet through this very process.
func (h *handoff) Hosts() bool {
	o, mine := h.present().(*owned)
	return mine && o.Hosts()
}
