package clock

import "fmt"

// Tree is a tree clock: the ticks of all processes that a process knows of, one
// of which is itself. The zero Tree is no clock.
type Tree struct{ n *node }

// Genesis is the clock of the first clone of a domain, before it did anything.
func Genesis() Tree { return Tree{genesis} }

// IsZero reports whether t is no clock at all.
func (t Tree) IsZero() bool { return t.n == nil }

// IsID reports whether t is one unforked leaf: a genesis clone that nobody has
// joined.
func (t Tree) IsID() bool { return t.n.id }

// HasID reports whether t marks a process; every clock of a message does.
func (t Tree) HasID() bool { return t.n.hasID }

// Ticks are the ticks of the process that t belongs to.
func (t Tree) Ticks() uint64 {
	ticks, _ := t.n.ticksOf(t.n)
	return ticks
}

// TicksOf are the ticks that t knows of the process that id belongs to. Where t
// has forked below that process, the whole subtree counts.
func (t Tree) TicksOf(id Tree) uint64 {
	ticks, _ := t.n.ticksOf(id.n)
	return ticks
}

// TicksOfPath is TicksOf for the process that a path leads to; see Path.
func (t Tree) TicksOfPath(path string) (ticks uint64) {
	n := t.n
	if path == "-" {
		path = ""
	}
	for _, side := range []byte(path) {
		ticks += n.ticks
		left, right := n.buds()
		if n = left; side == 'r' {
			n = right
		}
	}
	return ticks + n.deep
}

// Tick is t after one event of its own process.
func (t Tree) Tick() Tree {
	n, err := t.n.ticked(t.Ticks()+1, t.n)
	if err != nil { // A process's own path ends in a leaf: it cannot be ambiguous.
		panic(err)
	}
	return Tree{n}
}

// At is t with its own process set to the given ticks. Going back below a fork
// drops the fork.
func (t Tree) At(ticks uint64) (Tree, error) {
	if err := checkTicks(ticks); err != nil {
		return Tree{}, err
	}
	n, err := t.n.ticked(ticks, t.n)
	return Tree{n}, err
}

// WithProcess is t with the process of p set to the ticks that p has; both
// forwards and backwards.
func (t Tree) WithProcess(p Tree) (Tree, error) {
	n, err := t.n.ticked(p.Ticks(), p.n)
	if err != nil {
		return Tree{}, err
	}
	return Tree{n}, checkGrown(n)
}

func (n *node) ticked(ticks uint64, process *node) (*node, error) {
	switch {
	case !process.hasID:
		return n, nil
	case ticks < n.ticks:
		return leaf(ticks, n.hasID), nil // Drops the fork, if there is one.
	case process.id && n.isFork():
		if ticks > n.ticks {
			return nil, fmt.Errorf("%w: a process that has forked cannot tick", ErrForeign)
		}
		left, err := n.left.ticked(0, n.left)
		if err != nil {
			return nil, err
		}
		right, err := n.right.ticked(0, n.right)
		if err != nil {
			return nil, err
		}
		return fork(n.ticks, left, right), nil
	case process.id:
		return leaf(ticks, n.id), nil
	default:
		left, right := n.buds()
		pl, pr := process.buds()
		l, err := left.ticked(ticks-n.ticks, pl)
		if err != nil {
			return nil, err
		}
		r, err := right.ticked(ticks-n.ticks, pr)
		if err != nil {
			return nil, err
		}
		return fork(n.ticks, l, r), nil
	}
}

// CanFork reports whether Fork gives clocks that others will read: they refuse
// those that are too deep or too large.
func (t Tree) CanFork() bool { return len(t.Path()) < maxDepth && t.n.forks < maxNodes/2-1 }

// Forks counts the forks of t: what is done with a clock takes time in proportion.
func (t Tree) Forks() int { return t.n.forks }

// Fork divides the process of t in two: left goes on as the process of t, right
// is a new one. Neither has ticks of its own yet, and both have the TID of t.
func (t Tree) Fork() (left, right Tree) {
	l, r := t.n.forked()
	return Tree{l}, Tree{r}
}

func (n *node) forked() (l, r *node) {
	switch {
	case n.id:
		return fork(n.ticks, genesis, hallows), fork(n.ticks, hallows, genesis)
	case !n.hasID:
		return nil, nil
	case n.left.hasID:
		l, r = n.left.forked()
		return fork(n.ticks, l, n.right), fork(n.ticks, r, n.right)
	default:
		l, r = n.right.forked()
		return fork(n.ticks, n.left, l), fork(n.ticks, n.left, r)
	}
}

// Join is t with everything that o knows as well. It fails if o claims that the
// process of t has forked, which only the process itself can do, and if the clock
// would grow beyond all reason.
func (t Tree) Join(o Tree) (Tree, error) { return t.joined(o.n) }

// JoinGlobal is Join with what a global clock knows.
func (t Tree) JoinGlobal(g Global) (Tree, error) { return t.joined(g.n) }

func (t Tree) joined(o *node) (Tree, error) {
	n, err := t.n.join(o)
	if err != nil {
		return Tree{}, err
	}
	return Tree{n}, checkGrown(n)
}

func (n *node) join(o *node) (*node, error) {
	if n == o {
		return n, nil
	}
	if n.id {
		if o.isFork() {
			return nil, fmt.Errorf("%w: it has forked this very process", ErrForeign)
		}
		if o.ticks > n.ticks {
			return leaf(o.ticks, true), nil
		}
		return n, nil
	}
	ticks := max(n.ticks, o.ticks)
	if !o.isFork() {
		if ticks == n.ticks {
			return n, nil
		}
		if n.isFork() {
			return fork(ticks, n.left, n.right), nil
		}
		return leaf(ticks, false), nil
	}
	left, right := n.buds()
	l, err := left.join(o.left)
	if err != nil {
		return nil, err
	}
	r, err := right.join(o.right)
	if err != nil {
		return nil, err
	}
	if l == n.left && r == n.right && ticks == n.ticks {
		return n, nil // There is no news: most of a clock is known to both.
	}
	return fork(ticks, l, r), nil
}

// AnyLt reports whether o knows of ticks, of any process, that t does not.
//
// Where one side knows a fork and the other does not, totals are compared. That is
// exact as long as both are of one history, in which that process forks once or never.
// An agreement can void a fork, and begins another history; what can be relied upon
// then is what TestClocksTellAgreements says.
func (t Tree) AnyLt(o Tree) bool { return t.n.anyLt(o.n) }

// AnyLtGlobal is AnyLt with what a global clock knows.
func (t Tree) AnyLtGlobal(g Global) bool { return t.n.anyLt(g.n) }

// AnyNonIDLt is AnyLt without the ticks of the two processes themselves: it
// tells whether t misses a cause of a message with the time o.
func (t Tree) AnyNonIDLt(o Tree) bool { return t.n.anyNonIDLt(o.n) }

func (n *node) anyNonIDLt(o *node) bool {
	if n == o {
		return false
	}
	if !n.isFork() || !o.isFork() {
		a, ok := n.nonIDTicks()
		b, okB := o.nonIDTicks()
		return ok && okB && a < b
	}
	return n.left.anyNonIDLt(o.left) || n.right.anyNonIDLt(o.right)
}

// nonIDTicks are the ticks of all processes but the clock's own; ok is false
// where there is no other. A fork is no event: without ticks it does not count.
func (n *node) nonIDTicks() (ticks uint64, ok bool) {
	if n.isFork() {
		left, _ := n.left.nonIDTicks()
		right, _ := n.right.nonIDTicks()
		if left == 0 && right == 0 {
			return 0, false
		}
		return n.ticks + left + right, true
	}
	if n.id {
		return 0, false
	}
	return n.ticks, true
}

// IsZeroID reports whether the process of t was just forked and has no ticks of
// its own, so that t has the TID of its parent.
func (t Tree) IsZeroID() bool {
	n := t.n
	for n.isFork() {
		if n.left.hasID {
			n = n.left
		} else {
			n = n.right
		}
	}
	return n.id && n.ticks == 0
}

// HasForked reports whether t knows of processes that were forked from that of id.
func (t Tree) HasForked(id Tree) bool {
	n := t.n
	for i := id.n; !i.id; {
		switch {
		case !n.isFork() || !i.hasID:
			return false
		case i.left.hasID:
			n, i = n.left, i.left
		default:
			n, i = n.right, i.right
		}
	}
	return n.isFork()
}

// Equal reports whether t and o are the same clock of the same process.
func (t Tree) Equal(o Tree) bool { return t.n.equal(o.n) }

func (n *node) equal(o *node) bool {
	if n == o {
		return true
	}
	if n == nil || o == nil {
		return false
	}
	if n.ticks != o.ticks || n.id != o.id || n.tid != o.tid || n.isFork() != o.isFork() {
		return false
	}
	return !n.isFork() || n.left.equal(o.left) && n.right.equal(o.right)
}

// Path is the way from the root to the process of t, a string of 'l' and 'r';
// "-" for an unforked genesis. It names the process for people, for as long as
// the process does not fork.
func (t Tree) Path() string {
	if t.n == nil || t.n.id {
		return "-"
	}
	var path []byte
	for n := t.n; n.isFork(); {
		if n.left.hasID {
			path, n = append(path, 'l'), n.left
		} else {
			path, n = append(path, 'r'), n.right
		}
	}
	return string(path)
}
