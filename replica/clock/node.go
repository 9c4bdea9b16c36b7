package clock

import (
	"errors"
	"fmt"
)

// node is a node of either clock. It is never changed once it is built.
type node struct {
	// ticks are the node's own; deep adds those of the whole subtree.
	ticks, deep uint64
	// forks counts those of the whole subtree.
	forks int
	// left and right are both nil (a leaf) or both set (a fork).
	left, right *node
	// id marks the leaf that is this process; hasID its whole path.
	id, hasID bool
	// tid is the latest operation of the process, in a leaf of a Global.
	tid TID
}

// The limits of what is accepted from outside. JavaScript counts up to 2⁵³; a
// clock of a thousand clones has some thousand nodes. A level of a global clock is
// two of pack.MaxDepth.
const (
	maxTicks = 1 << 53
	maxDepth = 4_000
	maxNodes = 200_000
)

// The limits of what a clock may become by what comes from outside: half of the
// others, so that it can always be written and read again, whatever its own
// process adds to it.
const (
	maxJoinedTicks = maxTicks / 2
	maxJoinedForks = maxNodes / 4
)

// ErrMalformed is returned, wrapped, for a clock that cannot be decoded.
var ErrMalformed = errors.New("malformed clock")

// ErrForeign is returned, wrapped, when two clocks do not come from one tree:
// they belong to domains that were started apart, or one of them is corrupt.
var ErrForeign = errors.New("clock is of a different process group")

var (
	hallows = &node{}                      // nobody's leaf, no ticks
	genesis = &node{id: true, hasID: true} // our leaf, no ticks
)

func newLeaf(ticks uint64, id bool) node {
	return node{ticks: ticks, deep: ticks, id: id, hasID: id}
}

func newFork(ticks uint64, left, right *node) node {
	return node{
		ticks: ticks, deep: ticks + left.deep + right.deep, forks: 1 + left.forks + right.forks,
		left: left, right: right, hasID: left.hasID || right.hasID,
	}
}

func leaf(ticks uint64, id bool) *node {
	n := newLeaf(ticks, id)
	return &n
}

func fork(ticks uint64, left, right *node) *node {
	n := newFork(ticks, left, right)
	return &n
}

func (n *node) isFork() bool { return n.left != nil }

// bud is a branch to compare with where n is a leaf.
func (n *node) buds() (left, right *node) {
	if n.isFork() {
		return n.left, n.right
	}
	if n.tid != "" {
		b := &node{tid: n.tid}
		return b, b
	}
	return hallows, hallows
}

// ticksOf sums the ticks on the path to the ID of filter; ok is false where
// filter has no ID below this node.
func (n *node) ticksOf(filter *node) (ticks uint64, ok bool) {
	if filter.id {
		return n.deep, true
	}
	if !filter.hasID {
		return 0, false
	}
	left, right := n.buds()
	fl, fr := filter.buds()
	if t, ok := left.ticksOf(fl); ok {
		return n.ticks + t, true
	}
	if t, ok := right.ticksOf(fr); ok {
		return n.ticks + t, true
	}
	return 0, false
}

func (n *node) anyLt(o *node) bool {
	if n == o {
		return false
	}
	if !n.isFork() || !o.isFork() {
		return n.deep < o.deep
	}
	return n.left.anyLt(o.left) || n.right.anyLt(o.right)
}

// checkGrown guards every clock that something from outside was added to.
func checkGrown(n *node) error {
	if n.deep > maxJoinedTicks || n.forks > maxJoinedForks {
		return fmt.Errorf("%w: it would make a clock of %d ticks and %d forks", ErrMalformed, n.deep, n.forks)
	}
	return nil
}

// checkTicks guards every place where ticks come from outside.
func checkTicks(ticks uint64) error {
	if ticks > maxTicks {
		return fmt.Errorf("%w: %d ticks", ErrMalformed, ticks)
	}
	return nil
}
