package main

import (
	"slices"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/replica"
)

// announced is what the user told last, for whoever takes over.
type announced struct {
	sync.Mutex // held while it is told, so that what is told last is the latest

	any      bool
	presence replica.Presence
	active   time.Time // when they did something
}

// Announce implements access.
func (h *handoff) Announce(p replica.Presence, idle time.Duration) {
	h.announced.Lock()
	defer h.announced.Unlock()
	h.announced.any, h.announced.presence, h.announced.active = true, p, time.Now().Add(-idle)
	if a := h.present(); a != nil {
		a.Announce(p, idle)
	}
}

// Compare implements access.
func (h *handoff) Compare() {
	if a := h.present(); a != nil {
		a.Compare()
	}
}

// announceAgain tells an access what the user told last.
func (h *handoff) announceAgain(a access) {
	h.announced.Lock()
	defer h.announced.Unlock()
	if h.announced.any {
		a.Announce(h.announced.presence, time.Since(h.announced.active))
	}
}

// NameOf implements access. While there is nobody to ask, no name is known.
func (h *handoff) NameOf(of replica.Author) (name string, ok bool) {
	if a := h.present(); a != nil {
		return a.NameOf(of)
	}
	return "", false
}

// SeatOf implements access. While there is nobody to ask, no seat is known.
func (h *handoff) SeatOf(of replica.Author) (seat uint64, ok bool) {
	if a := h.present(); a != nil {
		return a.SeatOf(of)
	}
	return 0, false
}

// Self implements access. While there is no clone, one is nobody.
func (h *handoff) Self() replica.Peer {
	if a := h.present(); a != nil {
		return a.Self()
	}
	return replica.Peer{}
}

// present is the present access; nil while there is none.
func (h *handoff) present() access {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// Peers implements access.
func (h *handoff) Peers() []replica.Peer {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.peers)
}
