package sim

import (
	"encoding/binary"
	"os"

	"github.com/m-ld/mld-tui/replica/engine"
)

// death is what the engine is made to panic with in the middle of its work.
type death struct{}

// mayDie is called by what the engine is given from outside, so that it can crash
// between any two steps of its own: also between two commits of one batch.
func (c *clone) mayDie() {
	if c.handling && c.w.crashesNow() {
		panic(death{})
	}
}

// survive gives events to the engine; ok is false if the clone crashed: before it
// began, on the way, in the middle of its last commit, or when a snapshot was
// about to take the place of the file.
func (c *clone) survive(events []engine.Event) (effects []engine.Effect, ok bool) {
	if c.w.crashesNow() { // As if nothing of it had come.
		c.crash()
		return nil, false
	}
	kept := c.keepsFile()
	var before metas
	tears := c.w.crashesNow() // If it comes to a commit.
	if tears {
		before = readMetas(c.path)
	}
	c.handling = true
	defer func() {
		c.handling = false
		switch p := recover(); p.(type) {
		case nil:
		case death:
			effects, ok = nil, false
			c.crash()
		default:
			panic(p)
		}
		if kept != "" {
			_ = os.Remove(kept)
		}
	}()
	effects = c.engine.Handle(events...)
	replaced := c.engine.Store() != c.store
	switch {
	case replaced && kept != "":
		c.crash()
		c.putBack(kept)
		return nil, false
	case !replaced && tears && c.hasCommitted(before):
		c.crash()
		c.tear(before)
		return nil, false
	}
	return effects, true
}

// keepsFile decides whether the clone is to crash if a snapshot takes the place of
// its file; it gives another name to the file then.
func (c *clone) keepsFile() string {
	if !c.w.crashesNow() && !c.w.diesGiving() {
		return ""
	}
	kept := c.path + ".before"
	if err := os.Link(c.path, kept); err != nil {
		c.w.fail("%w", err)
		return ""
	}
	return kept
}

func (c *clone) hasCommitted(before metas) bool {
	was, _ := before.last()
	is, _ := readMetas(c.path).last()
	return was > 0 && is > was
}

// putBack undoes that a snapshot took the place of a file: the crash came before
// its renaming, when it was there, or when a part of it was.
func (c *clone) putBack(kept string) {
	c.say("its snapshot has not taken the place of its file")
	loading := c.path + ".loading"
	err := os.Rename(c.path, loading)
	if err == nil {
		err = os.Rename(kept, c.path)
	}
	if info, _ := os.Stat(loading); err == nil && c.w.chance(0.5) {
		err = os.Truncate(loading, c.w.rng.Int64N(info.Size()))
	}
	if err != nil {
		c.w.fail("%w", err)
	}
}

// metaCommit is where a meta page of bbolt, of which a file has two, says which
// commit it is of.
const metaCommit = 16 + 48

// metas are the two meta pages of a file: the later one counts.
type metas [2][]byte

func readMetas(path string) (m metas) {
	f, err := os.Open(path)
	if err != nil {
		return metas{}
	}
	defer func() { _ = f.Close() }()
	for i := range m {
		b := make([]byte, os.Getpagesize())
		if _, err := f.ReadAt(b, int64(i*len(b))); err == nil {
			m[i] = b
		}
	}
	return m
}

// last is the number of the last commit, and which page has it.
func (m metas) last() (commit uint64, page int) {
	for i, b := range m {
		if b == nil {
			continue
		}
		if n := binary.LittleEndian.Uint64(b[metaCommit:]); n >= commit {
			commit, page = n, i
		}
	}
	return commit, page
}

// tear leaves the last commit of the file half done: its pages are there, but not
// the one that makes them count, which is as it was before.
func (c *clone) tear(before metas) {
	c.say("its last commit was not whole")
	_, page := readMetas(c.path).last()
	f, err := os.OpenFile(c.path, os.O_RDWR, 0)
	if err == nil {
		_, err = f.WriteAt(before[page], int64(page*os.Getpagesize()))
		_ = f.Close()
	}
	if err != nil {
		c.w.fail("%w", err)
	}
}

// crash ends a life: what is in the file stays, all else is gone.
func (c *clone) crash() {
	c.say("CRASHES")
	c.w.crashes++
	c.shut()
	back := c.w.between(0, 3*timeout)
	c.w.after(back, c.startAgain)
}

// startAgain starts a clone that is down.
func (c *clone) startAgain() {
	if !c.up() && !c.destroyed {
		c.start()
	}
}

// destroy ends a clone for good.
func (c *clone) destroy() {
	c.say("IS DESTROYED")
	c.destroyed = true
	c.shut()
	_ = os.Remove(c.path)
}

// shut lets go of the file, and of what the engine holds. A snapshot that was
// being taken stays on the disk, as it would in a crash.
func (c *clone) shut() {
	if !c.up() {
		return
	}
	if c.conn != nil {
		c.conn.drop()
		c.conn = nil
	}
	loading, kept := c.path+".loading", c.path+".kept"
	half := os.Rename(loading, kept) == nil
	c.engine.Close()
	last := c.engine.Store()
	if c.store != last { // It crashed before the old file could be closed.
		_ = c.store.Close()
	}
	_ = last.Close()
	if half {
		_ = os.Rename(kept, loading)
	}
	c.engine, c.store, c.inbox, c.awake = nil, nil, nil, false
}
