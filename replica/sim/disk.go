package sim

import (
	"fmt"
	"syscall"

	"github.com/m-ld/mld-tui/replica/engine"
)

// disk is what a clone's files are on. In some runs it is full for a while: no
// commit succeeds then. Once in a while the first that fails has reached the file
// all the same, but nobody can tell whether it is safe there.
type disk struct {
	full bool
	// uncertain: the next commit that fails is in the file.
	uncertain bool
	// commits counts those that succeeded, and failures the others.
	commits, failures int
	// doubted: one of the failures is in the file.
	doubted bool
}

// errFull is what a full disk says.
var errFull = fmt.Errorf("the simulated disk: %w", syscall.ENOSPC)

// commit stands in the place of every commit of a clone's files.
func (d *disk) commit(commit func() error) error {
	if !d.full {
		d.commits++
		return commit()
	}
	d.failures++
	if !d.uncertain {
		return errFull
	}
	d.uncertain, d.doubted = false, true
	if err := commit(); err != nil {
		return err
	}
	return errFull
}

// fillDisk fills the disk of a clone for a while.
func (w *world) fillDisk() {
	c := w.pick(func(c *clone) bool { return c.hasData() || !c.genesis })
	if c == nil {
		return
	}
	c.say("has a full disk")
	c.disk.full, c.disk.uncertain = true, w.chance(0.1)
	w.after(w.between(0, 3*timeout), c.makeRoom)
}

// fillAtFirst may fill the disk of a clone before it is made.
func (w *world) fillAtFirst(c *clone) {
	if w.mix.fullStart > 0 && w.chance(w.mix.fullStart) {
		c.disk.full = true
		w.after(w.between(0, 3*timeout), c.makeRoom)
	}
}

// makeRoom ends that a disk is full.
func (c *clone) makeRoom() {
	if c.disk.full {
		c.say("has room on its disk again")
	}
	c.disk.full, c.disk.uncertain = false, false
}

// closed takes it that the clone has closed by itself. It may where its file may
// hold what it was told has failed; then it is started again.
func (c *clone) closed(effect engine.Closed) {
	if !c.disk.doubted {
		c.w.fail("%s has closed: %w", c.name, effect.Err)
		return
	}
	c.say("has closed: %v", effect.Err)
	c.crash()
}
