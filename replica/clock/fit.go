package clock

import "strings"

// Fit is a process's own clock after its domain has come to another past, by an
// agreement, than the one in which it forked. Where g knows of no such fork, that
// of the tick at which t forked was voided. The process that went on, the left
// side, is as before it forked, with all its ticks; ok is false for the other
// side, which is no process of the domain any more, and needs another clock.
func (t Tree) Fit(g Global) (fitting Tree, ok bool) {
	n, err := t.n.fit(g.n, t.Ticks())
	return Tree{n}, err
}

func (n *node) fit(g *node, ticks uint64) (fitting *node, ok bool) {
	switch {
	case n.id || !n.hasID:
		return n, true
	case n.ticks != g.ticks:
		return leaf(ticks, true), !strings.Contains(Tree{n}.Path(), "r")
	}
	left, right, ticks := n.left, n.right, ticks-n.ticks
	gl, gr := g.buds()
	if left.hasID {
		left, ok = left.fit(gl, ticks)
	} else {
		right, ok = right.fit(gr, ticks)
	}
	return fork(n.ticks, left, right), ok
}

// IsPassedBy reports whether in o a process went on, unforked or forked elsewhere, from
// which t was forked: what came before that fork was voided, and o knows it.
func (t Tree) IsPassedBy(o Tree) bool { return t.n.isPassedBy(o.n) }

// IsPassedByGlobal is IsPassedBy with what a global clock knows.
func (t Tree) IsPassedByGlobal(g Global) bool { return t.n.isPassedBy(g.n) }

func (n *node) isPassedBy(o *node) bool {
	switch {
	case n.id || !n.hasID:
		return false
	case n.ticks != o.ticks:
		return o.isFork() || n.ticks < o.ticks
	}
	left, right := o.buds()
	return n.left.isPassedBy(left) || n.right.isPassedBy(right)
}

// Over is what g knows, as a clock of the process of t with its own ticks. The
// clock must fit.
func (t Tree) Over(g Global) Tree { return Tree{t.n.over(g.n)} }

// OverTree is Over with what another process knows.
func (t Tree) OverTree(o Tree) Tree { return Tree{t.n.over(o.n)} }

func (n *node) over(g *node) *node {
	switch {
	case n.id:
		return n
	case n.hasID:
		left, right := g.buds()
		return fork(n.ticks, n.left.over(left), n.right.over(right))
	case g.isFork():
		return fork(g.ticks, hallows.over(g.left), hallows.over(g.right))
	default:
		return leaf(g.ticks, false)
	}
}

// KnownTo is the tick of the process of t up to which g can know its operations: all
// that g knows, or, where g knows of another past than that in which t has forked,
// the tick of the fork.
func (t Tree) KnownTo(g Global) uint64 { return t.n.knownTo(g.n) }

func (n *node) knownTo(g *node) uint64 {
	switch {
	case n.id:
		return g.deep
	case n.ticks != g.ticks:
		return min(n.ticks, g.deep)
	}
	left, right := g.buds()
	if n.left.hasID {
		return n.ticks + n.left.knownTo(left)
	}
	return n.ticks + n.right.knownTo(right)
}

// AnyUnblockedLt is AnyLtGlobal, with blocked processes left out of account: what
// they did is in no journal.
func (t Tree) AnyUnblockedLt(g Global) bool { return t.n.anyUnblockedLt(g.n) }

func (n *node) anyUnblockedLt(g *node) bool {
	if n.isFork() && g.isFork() {
		return n.left.anyUnblockedLt(g.left) || n.right.anyUnblockedLt(g.right)
	}
	return n.deep < g.unblocked()
}

func (n *node) unblocked() uint64 {
	switch {
	case n.isFork():
		return n.ticks + n.left.unblocked() + n.right.unblocked()
	case n.tid == BlockedTID:
		return 0
	default:
		return n.ticks
	}
}

// Lacks is AnyLt, with the processes that g has as blocked left out of account.
func (g Global) Lacks(t Tree) bool { return g.n.lacksOf(t.n) }

func (n *node) lacksOf(o *node) bool {
	if n.isFork() && o.isFork() {
		return n.left.lacksOf(o.left) || n.right.lacksOf(o.right)
	}
	return n.deep < o.deep && n.tid != BlockedTID
}

// WithBlocks is g with those processes blocked that o has as blocked, further on than g
// knows them, as far as may allows it of a process at a path.
func (g Global) WithBlocks(o Global, may func(path string) bool) Global {
	return Global{g.n.withBlocks(o.n, nil, may)}
}

func (n *node) withBlocks(o *node, path []byte, may func(string) bool) *node {
	switch {
	case o.isFork() && n.ticks == o.ticks:
		l, r := n.buds()
		left := l.withBlocks(o.left, append(path, 'l'), may)
		right := r.withBlocks(o.right, append(path, 'r'), may)
		if left != l || right != r {
			return fork(n.ticks, left, right)
		}
	case !o.isFork() && o.tid == BlockedTID && !n.isFork() && n.tid != BlockedTID && n.ticks < o.ticks && may(string(path)):
		return o
	}
	return n
}

// WithBlocked is t with what o knows of the processes that g has as blocked, but for t's
// own: of what they did then, nothing will ever come to the process of t.
func (t Tree) WithBlocked(g Global, o Tree) Tree { return Tree{t.n.withBlocked(g.n, o.n)} }

func (n *node) withBlocked(g, o *node) *node {
	switch {
	case n.id || o.ticks == 0 && !o.isFork():
		return n
	case !g.isFork() && g.tid == BlockedTID && !n.hasID:
		joined, _ := n.join(o) // It fails at an ID only.
		return joined
	case !g.isFork() || !n.isFork() || !o.isFork():
		return n
	}
	left, right := n.left.withBlocked(g.left, o.left), n.right.withBlocked(g.right, o.right)
	if left == n.left && right == n.right {
		return n
	}
	return fork(n.ticks, left, right)
}

// Same reports whether g and o know the same operations. Unlike Equal it leaves
// forks out of account of which neither side has ticks: where the operations
// after a fork were voided, the fork may stay.
func (g Global) Same(o Global) bool { return g.n.unforked().equal(o.n.unforked()) }

// unforked is n without forks that mean nothing.
func (n *node) unforked() *node {
	if !n.isFork() {
		return n
	}
	left, right := n.left.unforked(), n.right.unforked()
	if left.deep == 0 && right.deep == 0 && !left.isFork() && !right.isFork() && left.tid == right.tid {
		return &node{ticks: n.ticks, deep: n.ticks, tid: left.tid}
	}
	return fork(n.ticks, left, right)
}

// Lacks tells of which process t misses ticks that are a cause of a message with the
// time o, by its path, and how many there must be of it: of one of them, where there are
// several. See AnyNonIDLt for ok.
func (t Tree) Lacks(o Tree) (path string, ticks uint64, ok bool) {
	var way []byte
	ticks, ok = t.n.lacks(o.n, &way)
	return string(way), ticks, ok
}

func (n *node) lacks(o *node, way *[]byte) (ticks uint64, ok bool) {
	if !n.isFork() || !o.isFork() {
		a, known := n.nonIDTicks()
		b, asked := o.nonIDTicks()
		return b, known && asked && a < b
	}
	at := len(*way)
	*way = append(*way, 'l')
	if ticks, ok = n.left.lacks(o.left, way); ok {
		return ticks, true
	}
	*way = append((*way)[:at], 'r')
	if ticks, ok = n.right.lacks(o.right, way); ok {
		return ticks, true
	}
	*way = (*way)[:at]
	return 0, false
}

// TicksAt are the ticks that t knows of the process at a path, and of those that were
// forked from it, as Lacks counts them.
func (t Tree) TicksAt(path string) uint64 {
	n := t.n
	for _, side := range []byte(path) {
		left, right := n.buds()
		if n = left; side == 'r' {
			n = right
		}
	}
	ticks, _ := n.nonIDTicks()
	return ticks
}
