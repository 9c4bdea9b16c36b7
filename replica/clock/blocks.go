package clock

// WithoutBlocks is g with processes that it has as blocked as they were in an earlier clock
// of the same clone, as far as may allows it of a process at a path that was then at a tick.
// A process of which the earlier clock does not tell that stays blocked; of it may is asked
// with the tick at which it was blocked.
func (g Global) WithoutBlocks(before Global, may func(path string, ticks uint64, told bool) bool) Global {
	return Global{g.n.withoutBlocks(before.n, nil, may)}
}

func (n *node) withoutBlocks(before *node, path []byte, may func(string, uint64, bool) bool) *node {
	switch {
	case n.isFork():
		var l, r *node // What it was not told of.
		if before != nil && before.ticks == n.ticks {
			l, r = before.buds()
		}
		left := n.left.withoutBlocks(l, append(path, 'l'), may)
		right := n.right.withoutBlocks(r, append(path, 'r'), may)
		if left != n.left || right != n.right {
			return fork(n.ticks, left, right)
		}
	case n.tid != BlockedTID:
	case before == nil || before.isFork() || before.tid == BlockedTID:
		may(string(path), n.ticks, false)
	case may(string(path), before.ticks, true):
		return before
	}
	return n
}
