package sim

import (
	"fmt"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
)

// relay passes messages between clones, as a Socket.IO relay does.
type relay struct {
	w       *world
	name    string
	members []*conn // in the order of joining
	// latest are operations that a clone may be given again.
	latest [][]byte
	// tap, if there is one, is shown every operation.
	tap func(payload []byte)
}

func newRelay(w *world, n int) *relay { return &relay{w: w, name: fmt.Sprintf("relay%d", n)} }

// conn is a connection of a clone to a relay. Each direction keeps its order.
type conn struct {
	relay *relay
	clone *clone
	id    string
	// joined: the relay knows of it; present: and was told so.
	joined, present bool
	// cut: the clone is not at its end any more; closed: nor is the relay.
	cut, closed bool
	// lost: what was on its way to the relay when it was cut does not arrive.
	lost     bool
	up, down time.Duration // when the latest message of each direction arrives
	// joinedAt is when the clone hears that it is connected, and downFrom when the
	// latest message of another clone arrives.
	joinedAt time.Duration
	downFrom map[string]time.Duration
}

// connect makes a connection; the clone hears of it when the relay has greeted it.
func (r *relay) connect(c *clone) *conn {
	k := &conn{relay: r, clone: c, id: c.id, downFrom: make(map[string]time.Duration)}
	k.toRelay(func() { r.join(k) })
	return k
}

// toRelay does something at the relay, after all that was sent before.
func (k *conn) toRelay(f func()) {
	w := k.relay.w
	k.up = max(k.up, w.now+k.delay())
	w.at(k.up, func() {
		if k.closed || k.lost {
			return
		}
		w.stir()
		f()
	})
}

// toClone brings an event to the clone, after all that the relay has sent before.
func (k *conn) toClone(ev engine.Event) { k.bring("", ev) }

// bring brings an event that comes from another clone. In some runs only what one
// clone sends keeps its order, as with a broker: that of several is mixed.
func (k *conn) bring(from string, ev engine.Event) {
	w := k.relay.w
	at := w.now + k.delay()
	if w.mix.mixed && from != "" {
		at = max(at, k.joinedAt, k.downFrom[from])
		k.downFrom[from] = at
	} else {
		k.down = max(k.down, at)
		at = k.down
	}
	if _, first := ev.(engine.Connected); first {
		k.joinedAt = at
	}
	w.at(at, func() {
		if !k.cut {
			k.clone.deliver(ev)
		}
	})
}

// delay is how long a message takes now.
func (k *conn) delay() time.Duration {
	w := k.relay.w
	d := w.between(time.Millisecond, 40*time.Millisecond)
	if k.clone.lag > 0 {
		d += w.between(0, k.clone.lag)
	}
	return d
}

// drop cuts a connection. The clone knows at once, the relay later, and what was
// on its way to the relay may arrive still.
func (k *conn) drop() {
	if k.cut {
		return
	}
	w := k.relay.w
	k.cut = true
	k.lost = w.chance(0.5)
	late := w.between(0, timeout)
	if w.chance(0.5) {
		late = w.between(0, 20*time.Millisecond)
	}
	w.after(late, func() { k.relay.leave(k) })
}

func (r *relay) join(k *conn) {
	k.joined = true
	for _, m := range r.members {
		if m.id == k.id { // Another connection of the same clone is replaced, and closed.
			r.leave(m)
			m.hangUp()
			break
		}
	}
	r.members = append(r.members, k)
	k.toClone(engine.Connected{})
	k.toClone(engine.Presence{IDs: r.presence()})
	for _, payload := range r.latest {
		if r.w.repeats() {
			k.toClone(engine.Operation{Payload: payload})
		}
	}
}

// hangUp has the clone find that the relay has closed the connection. It can be the one
// that it uses, where an older one was late to arrive.
func (k *conn) hangUp() {
	w := k.relay.w
	w.after(k.delay(), func() {
		if !k.cut {
			k.clone.disconnect()
		}
	})
}

func (r *relay) leave(k *conn) {
	if k.closed {
		return
	}
	k.closed = true
	i := slices.Index(r.members, k)
	if i < 0 {
		return
	}
	r.w.stir()
	r.members = slices.Delete(r.members, i, i+1)
	r.w.trace.line(r.w.now, r.name, "%s has left", k.clone.name)
	if k.present {
		r.tellPresence()
	}
}

func (r *relay) presence() []string {
	ids := []string{}
	for _, m := range r.members {
		if m.present {
			ids = append(ids, m.id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (r *relay) tellPresence() {
	ids := r.presence()
	for _, m := range r.members {
		m.toClone(engine.Presence{IDs: ids})
	}
}

func (r *relay) setPresent(k *conn, present bool) {
	if k.present != present {
		k.present = present
		r.tellPresence()
	}
}

func (r *relay) broadcast(from *conn, payload []byte) {
	if r.tap != nil {
		r.tap(payload)
	}
	const kept = 20
	if r.latest = append(r.latest, payload); len(r.latest) > kept {
		r.latest = r.latest[1:]
	}
	for _, m := range r.members {
		if m != from {
			m.bring(from.id, engine.Operation{Payload: payload})
		}
		if r.w.repeats() { // As after reconnecting.
			m.bring(from.id, engine.Operation{Payload: payload})
		}
	}
}

// route brings an event to one clone; what is for nobody is lost.
func (r *relay) route(from, to string, ev engine.Event) {
	for _, m := range r.members {
		if m.id == to {
			m.bring(from, ev)
			return
		}
	}
}
