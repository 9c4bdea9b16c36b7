package sim

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/store"
)

// clone is one clone, over all its lives.
type clone struct {
	w       *world
	name    string
	path    string
	genesis bool

	// life rises at each start, so that timers of earlier lives are ignored.
	life      int
	id        string // another in each life
	store     *store.Store
	engine    *engine.Engine // nil while it is down
	destroyed bool
	disk      disk
	// sin is the operation by which it has broken the law; nil as long as it has not.
	sin *op
	// sinful: it was about to.
	sinful bool

	relay *relay
	conn  *conn // nil while it has none
	// reconnects is raised at each planned connection, so that older plans lapse.
	reconnects int
	// lag is what its messages are late by, at most.
	lag   time.Duration
	inbox []engine.Event
	awake bool
	// handling: the engine is at work.
	handling bool

	book book
}

// newClone makes a clone, and starts it.
func (w *world) newClone(genesis bool, r *relay) {
	c := &clone{w: w, name: fmt.Sprintf("c%d", len(w.clones)+1), genesis: genesis, relay: r}
	c.path = filepath.Join(w.opts.Dir, c.name+".mld")
	c.book.init()
	w.clones = append(w.clones, c)
	w.fillAtFirst(c)
	c.start()
}

func (c *clone) say(format string, args ...any) { c.w.trace.line(c.w.now, c.name, format, args...) }

// start opens the file, and goes online.
func (c *clone) start() {
	c.life++
	c.id = fmt.Sprintf("%s.%d", c.name, c.life)
	c.say("starts as %s", c.id)
	c.disk.doubted = false // What the last life left, this one reads.
	s, err := store.Open(c.path, store.Options{Domain: domain, NoSync: true, Commit: c.disk.commit})
	if err != nil {
		c.w.fail("%s cannot open its file: %w", c.name, err)
		return
	}
	e, effects, err := engine.Open(s, engine.Config{
		ID: c.id, Domain: domain, Genesis: c.genesis, NetworkTimeout: timeout, MaxMessage: 1 << 20,
		MaxJournal:  c.w.mix.journal,
		Constraints: c.w.rules(c),
		Now: func() time.Time {
			c.mayDie()
			return time.Unix(1_700_000_000, 0).Add(c.w.now)
		},
		NewID: func() string {
			c.mayDie()
			return c.w.newID(c.id)
		},
		Rand:   rand.New(rand.NewPCG(c.w.rng.Uint64(), 1)), //nolint:gosec // To be repeated.
		Logger: slog.New(logTo{c.w, c.name}),
	})
	switch {
	case err != nil && c.disk.full: // A new domain must be saved before it is one.
		c.say("cannot start: its disk is full")
		_ = s.Close()
		c.w.after(c.w.between(0, timeout), c.startAgain)
		return
	case err != nil:
		c.w.fail("%s cannot start: %w", c.name, err)
		_ = s.Close()
		return
	}
	c.store, c.engine, c.inbox, c.awake = s, e, nil, false
	c.book.opened(c)
	c.carryOut(effects)
	c.connectIn(c.w.between(0, 100*time.Millisecond))
}

func (c *clone) up() bool { return c.engine != nil }

// connectIn plans a connection.
func (c *clone) connectIn(d time.Duration) {
	c.reconnects++
	plan, life := c.reconnects, c.life
	c.w.after(d, func() {
		if plan == c.reconnects && life == c.life && c.up() && c.conn == nil && !c.w.cutOff(c) {
			c.conn = c.relay.connect(c)
		}
	})
}

// disconnect drops the connection; the clone comes back by itself unless it is
// cut off.
func (c *clone) disconnect() {
	if c.conn == nil {
		return
	}
	joined := c.conn.joined
	c.conn.drop()
	c.conn = nil
	c.say("loses its connection")
	if joined {
		c.deliver(engine.Disconnected{})
	}
	c.connectIn(c.w.between(10*time.Millisecond, 2*timeout))
}

// deliver puts an event into the inbox.
func (c *clone) deliver(ev engine.Event) {
	if !c.up() || c.withholds(ev) {
		return
	}
	c.inbox = append(c.inbox, ev)
	c.w.stir()
	c.wake(c.w.between(0, 2*time.Millisecond))
}

func (c *clone) wake(d time.Duration) {
	if c.awake {
		return
	}
	c.awake = true
	life := c.life
	c.w.after(d, func() {
		if life == c.life && c.up() {
			c.awake = false
			c.step()
		}
	})
}

// step handles some of what is in the inbox, in one batch.
func (c *clone) step() {
	n := len(c.inbox)
	if n == 0 {
		return
	}
	if c.w.chance(0.5) {
		n = 1 + c.w.rng.IntN(n)
	}
	batch := c.inbox[:n:n]
	c.inbox = c.inbox[n:]
	if len(c.inbox) > 0 {
		c.wake(c.w.between(0, time.Millisecond))
	}
	for _, ev := range batch {
		c.say("%s", c.w.describe(ev))
	}
	c.handle(batch...)
}

// handle gives events to the engine, and does what it wants, unless the clone
// crashes meanwhile.
func (c *clone) handle(events ...engine.Event) {
	before := c.disk
	effects, ok := c.survive(events)
	if !ok {
		return
	}
	if _, timer := events[0].(engine.Timer); timer && len(effects) > 0 {
		c.w.stir()
		c.say("%s", c.w.describe(events[0]))
	}
	switch {
	case c.disk.failures != before.failures:
		c.book.failed(c)
	case c.disk.commits != before.commits:
		c.book.committed(c)
	}
	c.book.published(c, effects)
	c.carryOut(effects)
}

// carryOut does what the engine wants, unless the clone crashes in the middle.
func (c *clone) carryOut(effects []engine.Effect) {
	for _, effect := range effects {
		if c.w.crashesNow() {
			c.crash()
			return
		}
		c.do(effect)
		if c.w.err != nil || !c.up() {
			return
		}
	}
}

func (c *clone) do(effect engine.Effect) {
	switch effect := effect.(type) {
	case engine.WriteDone:
		effect.Call()
	case engine.Updated:
		if effect.Update.Reason == store.ReasonSnapshot {
			c.w.snapshots++
		}
	case engine.SetTimer:
		life := c.life
		c.w.after(effect.After, func() {
			if life == c.life && c.up() {
				c.handle(engine.Timer{Token: effect.Token}) // If nothing comes of it, nothing happened.
			}
		})
	case engine.StatusChanged:
		st := c.engine.Status()
		c.say("is online=%t outdated=%t silo=%t joining=%t lost=%q", st.Online, st.Outdated, st.Silo, st.Joining, st.Lost)
	case engine.Replaced:
		if err := effect.Old.Close(); err != nil {
			c.w.fail("%s cannot close its replaced file: %w", c.name, err)
		}
		c.store = c.engine.Store()
	case engine.Closed:
		c.closed(effect)
	default:
		c.send(effect)
	}
}

// send gives a message to the relay.
func (c *clone) send(effect engine.Effect) {
	k := c.conn
	if k == nil || !k.joined {
		c.say("cannot send: %s", c.w.describeEffect(effect))
		return
	}
	c.say("-> %s", c.w.describeEffect(effect))
	if _, gives := effect.(engine.SendNotify); gives && c.w.diesGiving() {
		c.crash()
		return
	}
	k.toRelay(func() {
		switch s := effect.(type) {
		case engine.SendPresent:
			k.relay.setPresent(k, s.Present)
		case engine.SendOperation:
			k.relay.broadcast(k, s.Payload)
		case engine.SendRequest:
			k.relay.route(k.id, s.To, engine.Request{From: k.id, MessageID: s.MessageID, Payload: s.Payload})
		case engine.SendReply:
			k.relay.route(k.id, s.To, engine.Reply{
				From: k.id, MessageID: s.MessageID, SentMessageID: s.SentMessageID, Payload: s.Payload,
			})
		case engine.SendNotify:
			k.relay.route(k.id, s.To, engine.Notify{From: k.id, ChannelID: s.ChannelID, Payload: s.Payload})
			k.toClone(engine.Acknowledged{Ack: s.Ack})
		default:
			c.w.fail("%s sends a %T", c.name, effect)
		}
	})
}

// hasData reports whether the clone has joined.
func (c *clone) hasData() bool {
	if !c.up() {
		return c.book.joined
	}
	_, ok := c.engine.Time()
	return ok
}

// write asks for a transaction.
func (c *clone) write(change func(model.Graph) model.Patch) { c.transact(engine.Write{}, change) }

// transact is write, with what else a write can have.
func (c *clone) transact(asked engine.Write, change func(model.Graph) model.Patch) {
	w := &write{}
	c.deliver(engine.Write{
		Agree: asked.Agree, Principal: asked.Principal,
		Change: func(g model.Graph) (model.Patch, error) {
			w.patch = change(g)
			w.before, _ = c.engine.Time()
			c.book.pending = append(c.book.pending, w)
			return w.patch, nil
		},
		Done: func(written engine.Written, err error) { c.book.done(c, w, written, err) },
	})
}
