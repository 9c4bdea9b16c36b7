package sim

import (
	"fmt"
	"time"

	"github.com/m-ld/mld-tui/replica/store"
)

// mix says how much of which trouble a run has. Every seed has another mix, in
// which some kinds are left out: what is rare in a mix of everything shows where
// there is little else.
type mix struct {
	length time.Duration
	clones int
	// The mean times between two of a kind; zero for never.
	write, burst, drop, partition, crash, destroy, join, slow, full time.Duration
	// crashes is how likely a clone crashes at any one step, and repeats how
	// likely an operation comes twice, or again after reconnecting.
	crashes, repeats float64
	// dying is how likely a clone crashes when it sends a part of a recovery.
	dying float64
	bulk  bool
	// journal is how many bytes of journal each clone keeps; zero for all.
	journal int
	// mixed: operations of different clones overtake each other.
	mixed bool
	// rules: there are lists, and, if single, a property with a single value.
	rules, single bool
	// agree is the mean time between two agreements; zero for never.
	agree time.Duration
	// shortAgreed: journals stay short where agreements are made.
	shortAgreed bool
	// sin is the mean time between two breaches of the law; zero where there is none.
	sin time.Duration
	// fullStart is how likely a clone has a full disk when it is made.
	fullStart float64
}

func (w *world) newMix() mix {
	often := func(p float64, low, high time.Duration) time.Duration {
		if !w.chance(p) {
			return 0
		}
		return w.between(low, high)
	}
	m := mix{
		length:    w.between(10*time.Second, 50*time.Second),
		clones:    2 + w.rng.IntN(4),
		write:     w.between(30*time.Millisecond, time.Second),
		burst:     often(0.4, 3*time.Second, 20*time.Second),
		drop:      often(0.7, 500*time.Millisecond, 10*time.Second),
		partition: often(0.6, 2*time.Second, 15*time.Second),
		crash:     often(0.5, time.Second, 15*time.Second),
		destroy:   often(0.5, 5*time.Second, 30*time.Second),
		join:      often(0.8, time.Second, 12*time.Second),
		slow:      often(0.5, 2*time.Second, 15*time.Second),
		full:      often(0.2, 3*time.Second, 20*time.Second),
		bulk:      w.chance(0.1),
	}
	if w.chance(0.5) {
		m.crashes = 0.0005 * float64(1+w.rng.IntN(8))
	}
	if w.chance(0.5) {
		m.repeats = 0.05
	}
	if w.chance(0.3) {
		m.dying = 0.02
	}
	m.mixed = w.chance(0.4)
	m.rules = w.chance(0.35)
	m.single = m.rules
	if w.chance(0.25) {
		m.journal = 1 << (9 + w.rng.IntN(7))
	}
	w.addTo(&m)
	return m
}

// crashesNow decides at every step of a clone.
func (w *world) crashesNow() bool {
	return !w.healing && w.mix.crashes > 0 && w.chance(w.mix.crashes)
}

// diesGiving decides at every part of a recovery that a clone gives.
func (w *world) diesGiving() bool { return !w.healing && w.mix.dying > 0 && w.chance(w.mix.dying) }

func (w *world) repeats() bool { return !w.healing && w.mix.repeats > 0 && w.chance(w.mix.repeats) }

// cutOff reports whether a clone cannot reach any relay.
func (w *world) cutOff(c *clone) bool { return c.relay == nil }

// trouble is the first part of a run.
func (w *world) trouble() {
	w.mix = w.newMix()
	w.trace.line(w.now, "world", "seed %d, mix %+v", w.opts.Seed, w.mix)
	w.newClone(true, w.relays[0])
	for range w.mix.clones - 1 {
		w.after(w.between(0, 3*time.Second), w.join)
	}
	if w.mix.bulk {
		w.after(w.between(0, w.mix.length), w.writeBulk)
	}
	w.every(w.mix.write, w.writeOne)
	w.every(w.mix.burst, w.writeBurst)
	w.every(w.mix.drop, func() {
		if c := w.pick(func(c *clone) bool { return c.conn != nil }); c != nil {
			c.disconnect()
		}
	})
	w.every(w.mix.partition, w.divide)
	w.every(w.mix.crash, func() {
		if c := w.pick((*clone).up); c != nil {
			c.crash()
		}
	})
	w.every(w.mix.destroy, w.destroyOne)
	w.every(w.mix.join, w.join)
	w.every(w.mix.slow, w.slowDown)
	w.every(w.mix.full, w.fillDisk)
	w.planAgreements()
	w.every(w.mix.sin, w.sinOnce)
	w.every(time.Second, func() {
		for _, c := range w.alive() {
			if c.up() {
				if err := c.book.remember(c); err != nil {
					w.fail("%w", err)
				}
			}
		}
	})
	w.runUntil(w.mix.length, func() bool { return false })
}

// every does something again and again, at random times, until the healing.
func (w *world) every(mean time.Duration, f func()) {
	if mean == 0 {
		return
	}
	w.after(time.Duration(w.rng.ExpFloat64()*float64(mean)), func() {
		if !w.healing {
			f()
			w.every(mean, f)
		}
	})
}

// pick chooses a clone; nil if there is none.
func (w *world) pick(fits func(*clone) bool) *clone {
	var fit []*clone
	for _, c := range w.alive() {
		if fits(c) {
			fit = append(fit, c)
		}
	}
	if len(fit) == 0 {
		return nil
	}
	return fit[w.rng.IntN(len(fit))]
}

func (w *world) join() {
	if !w.healing && len(w.alive()) < maxClones {
		w.newClone(false, w.relays[w.rng.IntN(len(w.relays))])
	}
}

// destroyOne destroys a clone, but leaves one that has data.
func (w *world) destroyOne() {
	c := w.pick(func(*clone) bool { return true })
	for _, other := range w.alive() {
		if other != c && other.hasData() && other.sin == nil {
			c.destroy()
			return
		}
	}
}

// divide puts the clones behind relays of their own, or behind none; or brings
// them all together.
func (w *world) divide() {
	together := w.chance(0.4)
	w.trace.line(w.now, "world", "divides the clones, together=%t", together)
	for _, c := range w.alive() {
		to := w.relays[0]
		if n := w.rng.IntN(5); !together && n >= 2 {
			if to = nil; n < 4 {
				to = w.relays[1]
			}
		}
		c.moveTo(to)
	}
}

// moveTo puts a clone behind another relay.
func (c *clone) moveTo(r *relay) {
	if c.relay == r {
		return
	}
	c.relay = r
	switch {
	case !c.up():
	case c.conn != nil:
		c.disconnect()
	default:
		c.connectIn(c.w.between(0, timeout))
	}
}

// slowDown makes the messages of a clone late for a while, perhaps later than the
// others' patience.
func (w *world) slowDown() {
	c := w.pick(func(*clone) bool { return true })
	c.lag = w.between(0, 3*timeout)
	c.say("is slow: %v", c.lag)
	w.after(w.between(0, 5*timeout), func() { c.lag = 0 })
}

// heal ends all trouble, and waits for the domain to come to rest.
func (w *world) heal() error {
	w.healing = true
	w.trace.line(w.now, "world", "HEALS")
	for _, c := range w.alive() {
		c.lag = 0
		c.makeRoom()
		if !c.up() {
			c.start()
		}
		if c.isAtOdds() {
			c.destroy()
			continue
		}
		c.moveTo(w.relays[0])
	}
	return w.rest()
}

// rest waits until nothing happens any more.
func (w *world) rest() error {
	w.stir()
	end := w.now + patience
	calmed := func() bool { return len(w.queue) == 0 || w.queue[0].at > w.stirred+calm }
	w.runUntil(end, calmed)
	if w.err == nil && !calmed() {
		return fmt.Errorf("the domain does not come to rest within %v", patience)
	}
	return w.err
}

// probe lets everybody write, so that it shows who does not hear, or is not heard.
func (w *world) probe() {
	w.trace.line(w.now, "world", "PROBES")
	w.probed = true
	for _, c := range w.alive() {
		c.write(w.insertNew(c.name))
	}
}

// reopen starts every clone again from its file, alone, and asks whether it is
// what it was.
func (w *world) reopen() error {
	for _, c := range w.alive() {
		c.shut()
		c.relay = nil
		c.start()
		if w.err != nil {
			return w.err
		}
		if err := c.book.remember(c); err != nil {
			return fmt.Errorf("reopened: %w", err)
		}
		if faults, err := c.store.Verify(); err != nil || len(faults) > 0 {
			return fmt.Errorf("the file of %s is broken: %v (%w)", c.name, faults, err)
		}
	}
	return w.judgeReopened()
}

// judgeReopened compares the data of all files.
func (w *world) judgeReopened() error {
	for _, c := range w.alive() {
		err := c.engine.Store().View(func(tx *store.Tx) error {
			st, _, err := tx.State()
			if err != nil {
				return err
			}
			if err := w.judgeData(c, tx, st); err != nil {
				return err
			}
			return c.book.judgePast(c, tx)
		})
		if err != nil {
			return fmt.Errorf("%s, reopened: %w", c.name, err)
		}
	}
	return nil
}
