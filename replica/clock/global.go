package clock

import (
	"fmt"

	"github.com/m-ld/mld-tui/replica/pack"
)

// Global is the "global wall clock" (GWC): the ticks and the TID of the latest
// operation seen of every process. Only public ticks, those of operations,
// count. The zero Global is no clock.
type Global struct{ n *node }

// GenesisGlobal is the global clock of a domain in which nothing has happened.
func GenesisGlobal() Global { return Global{&node{tid: GenesisTID}} }

// IsZero reports whether g is no clock at all.
func (g Global) IsZero() bool { return g.n == nil }

// Set is g with the latest operation of the process of t at t. It can go back in
// time; going back below a fork drops the fork. It fails when t comes from
// another tree, or has forked at a tick that is not the latest one seen.
func (g Global) Set(t Tree) (Global, error) { return g.SetTID(t, t.TID()) }

// SetTID is Set with a TID that is not that of t, such as BlockedTID.
func (g Global) SetTID(t Tree, tid TID) (Global, error) {
	n, err := g.n.set(t.n, tid)
	if err != nil {
		return Global{}, err
	}
	return Global{n}, checkGrown(n)
}

func (n *node) set(t *node, tid TID) (*node, error) {
	switch {
	case t.id:
		return &node{ticks: t.ticks, deep: t.ticks, tid: tid}, nil
	case !t.hasID:
		return n, nil
	case n.ticks != t.ticks:
		return nil, fmt.Errorf("%w: it forked at tick %d, where %d is known",
			ErrForeign, t.ticks, n.ticks)
	}
	left, right := n.buds()
	l, err := left.set(t.left, tid)
	if err != nil {
		return nil, err
	}
	r, err := right.set(t.right, tid)
	if err != nil {
		return nil, err
	}
	return fork(n.ticks, l, r), nil
}

// TicksOf are the public ticks seen of the process that id belongs to.
func (g Global) TicksOf(id Tree) uint64 {
	ticks, _ := g.n.ticksOf(id.n)
	return ticks
}

// TID is the latest operation seen of the process that id belongs to; ok is
// false where g knows only processes that have been forked from it.
func (g Global) TID(id Tree) (tid TID, ok bool) { return g.n.tidOf(id.n) }

func (n *node) tidOf(t *node) (TID, bool) {
	if t.id {
		return n.tid, !n.isFork()
	}
	if !t.hasID {
		return "", false
	}
	left, right := n.buds()
	if t.left.hasID {
		return left.tidOf(t.left)
	}
	return right.tidOf(t.right)
}

// Fits reports whether g can be of the domain of t: the first fork of a domain is
// at one tick. An agreement cannot void it, for whoever makes one comes after it;
// later forks it can.
func (g Global) Fits(t Tree) bool {
	return !g.n.isFork() || !t.n.isFork() || g.n.ticks == t.n.ticks
}

// TIDs yields the latest operation of every process, without duplicates being
// removed: the sides of a fork share a TID until they tick.
func (g Global) TIDs(yield func(TID) bool) { g.n.tids(yield) }

func (n *node) tids(yield func(TID) bool) bool {
	if n.isFork() {
		return n.left.tids(yield) && n.right.tids(yield)
	}
	return n.tid == "" || yield(n.tid)
}

// AnyLt reports whether t knows of ticks, of any process, that g does not.
func (g Global) AnyLt(t Tree) bool { return g.n.anyLt(t.n) }

// AnyLtGlobal reports whether o knows of ticks, of any process, that g does not.
func (g Global) AnyLtGlobal(o Global) bool { return g.n.anyLt(o.n) }

// Equal reports whether g and o are the same.
func (g Global) Equal(o Global) bool { return g.n.equal(o.n) }

// AppendMsgPack appends the clock in its JSON form as MessagePack.
func (g Global) AppendMsgPack(b []byte) []byte { return g.n.appendGlobal(b) }

func (n *node) appendGlobal(b []byte) []byte {
	b = pack.AppendUint(append(b, 0x92), n.ticks)
	if n.isFork() {
		return n.right.appendGlobal(n.left.appendGlobal(append(b, 0x92)))
	}
	return appendString(b, string(n.tid))
}

func appendString(b []byte, s string) []byte {
	if len(s) < 32 {
		b = append(b, 0xa0|byte(len(s)))
	} else {
		b = append(b, 0xd9, byte(len(s))) // A TID has at most 28 characters.
	}
	return append(b, s...)
}

// Processes yields the processes that g knows, each by the path of its leaf, with the
// public ticks that were seen of it and its latest operation, until yield says no.
func (g Global) Processes(yield func(path string, ticks uint64, tid TID) bool) {
	if g.n != nil {
		g.n.processes("", 0, yield)
	}
}

func (n *node) processes(path string, ticks uint64, yield func(string, uint64, TID) bool) bool {
	ticks += n.ticks
	if !n.isFork() {
		if path == "" {
			path = "-"
		}
		return yield(path, ticks, n.tid)
	}
	return n.left.processes(path+"l", ticks, yield) && n.right.processes(path+"r", ticks, yield)
}
