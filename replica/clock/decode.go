package clock

import (
	"fmt"

	"github.com/m-ld/mld-tui/replica/pack"
)

// ReadTree reads a tree clock in its JSON form, as protocol page, section 1, gives it.
// The clock must mark a process. What is the same in another clock, near, is shared with
// it: that makes it faster to read, and to compare with that one. Near may be zero.
func ReadTree(r *pack.Reader, near Tree) (Tree, error) {
	d := decoder{r: r, nodes: maxNodes}
	n, err := d.tree(0, near.n)
	if err != nil {
		return Tree{}, err
	}
	if !n.hasID {
		return Tree{}, fmt.Errorf("%w: no process is marked", ErrMalformed)
	}
	return Tree{n}, nil
}

// readGlobal reads a global clock in its JSON form.
func readGlobal(r *pack.Reader) (Global, error) {
	d := decoder{r: r, nodes: maxNodes}
	n, err := d.global(0, nil)
	if err != nil {
		return Global{}, err
	}
	return Global{n}, nil
}

// TreeFromValue is ReadTree of a decoded value.
func TreeFromValue(v any) (Tree, error) {
	return ReadTree(pack.NewReader(pack.AppendValue(nil, v)), Tree{})
}

// GlobalFromValue is readGlobal of a decoded value.
func GlobalFromValue(v any) (Global, error) {
	return readGlobal(pack.NewReader(pack.AppendValue(nil, v)))
}

type decoder struct {
	r     *pack.Reader
	nodes int
	// room is for some nodes to come: a clock's are made, and go, together.
	room []node
}

// The nodes that are made at once, at first and at most.
const (
	fewNodes  = 4
	manyNodes = 64
)

// leaf makes a leaf, unless near is the same.
func (d *decoder) leaf(ticks uint64, id bool, near *node) *node {
	if near != nil && !near.isFork() && near.ticks == ticks && near.id == id && near.tid == "" {
		return near
	}
	return d.node(newLeaf(ticks, id))
}

func (d *decoder) node(n node) *node {
	if len(d.room) == cap(d.room) {
		d.room = make([]node, 0, min(max(2*cap(d.room), fewNodes), manyNodes))
	}
	d.room = append(d.room, n)
	return &d.room[len(d.room)-1]
}

func (d *decoder) enter(depth int) error {
	if d.nodes--; d.nodes < 0 || depth > maxDepth {
		return fmt.Errorf("%w: too large", ErrMalformed)
	}
	return nil
}

// array enters an array, if there is one.
func (d *decoder) array() (parts int, is bool, err error) {
	if parts, is, err = d.r.Array(); err != nil {
		err = fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return parts, is, err
}

func (d *decoder) ticks() (uint64, error) {
	ticks, err := d.r.Uint()
	if err != nil {
		return 0, fmt.Errorf("%w: ticks: %w", ErrMalformed, err)
	}
	return ticks, checkTicks(ticks)
}

func (d *decoder) tree(depth int, near *node) (*node, error) {
	if err := d.enter(depth); err != nil {
		return nil, err
	}
	parts, isArray, err := d.array()
	if err != nil {
		return nil, err
	}
	var ticks uint64
	if !isArray || parts == 1 || parts == 3 {
		if ticks, err = d.ticks(); err != nil {
			return nil, err
		}
	}
	switch {
	case !isArray || parts < 2:
		return d.leaf(ticks, isArray, near), nil
	case parts > 3:
		return nil, fmt.Errorf("%w: an array of %d", ErrMalformed, parts)
	}
	return d.fork(ticks, depth, near, d.tree)
}

// fork reads two branches.
func (d *decoder) fork(ticks uint64, depth int, near *node, branch func(int, *node) (*node, error)) (*node, error) {
	if near == nil {
		near = hallows
	}
	l, err := branch(depth+1, near.left)
	if err != nil {
		return nil, err
	}
	r, err := branch(depth+1, near.right)
	if err != nil {
		return nil, err
	}
	if near.isFork() && l == near.left && r == near.right && ticks == near.ticks {
		return near, nil
	}
	if l.hasID && r.hasID {
		return nil, fmt.Errorf("%w: two processes are marked", ErrMalformed)
	}
	n := d.node(newFork(ticks, l, r))
	return n, checkTicks(n.deep)
}

func (d *decoder) global(depth int, _ *node) (*node, error) {
	if err := d.enter(depth); err != nil {
		return nil, err
	}
	parts, isArray, err := d.array()
	if err != nil {
		return nil, err
	}
	if !isArray || parts != 2 {
		return nil, fmt.Errorf("%w: a part of a global clock is not a pair", ErrMalformed)
	}
	ticks, err := d.ticks()
	if err != nil {
		return nil, err
	}
	switch parts, isArray, err = d.array(); {
	case err != nil:
		return nil, err
	case isArray && parts == 2:
		return d.fork(ticks, depth, nil, d.global)
	case isArray:
		return nil, fmt.Errorf("%w: neither a TID nor a fork", ErrMalformed)
	}
	v, err := d.r.Value()
	tid, isText := v.(string)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	case !isText:
		return nil, fmt.Errorf("%w: neither a TID nor a fork", ErrMalformed)
	case len(tid) > 28:
		return nil, fmt.Errorf("%w: a TID of %d characters", ErrMalformed, len(tid))
	}
	return d.node(node{ticks: ticks, deep: ticks, tid: TID(tid)}), nil
}
