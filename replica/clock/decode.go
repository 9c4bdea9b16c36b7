package clock

import "fmt"

// TreeFromValue reads a tree clock from its decoded JSON form: numbers and
// arrays, as protocol page, section 1, gives it. The clock must mark a process.
func TreeFromValue(v any) (Tree, error) {
	d := decoder{nodes: maxNodes}
	n, err := d.tree(v, 0)
	if err != nil {
		return Tree{}, err
	}
	if !n.hasID {
		return Tree{}, fmt.Errorf("%w: no process is marked", ErrMalformed)
	}
	return Tree{n}, nil
}

// GlobalFromValue reads a global clock from its decoded JSON form.
func GlobalFromValue(v any) (Global, error) {
	d := decoder{nodes: maxNodes}
	n, err := d.global(v, 0)
	if err != nil {
		return Global{}, err
	}
	return Global{n}, nil
}

type decoder struct{ nodes int }

func (d *decoder) enter(depth int) error {
	if d.nodes--; d.nodes < 0 || depth > maxDepth {
		return fmt.Errorf("%w: too large", ErrMalformed)
	}
	return nil
}

func (d *decoder) tree(v any, depth int) (*node, error) {
	if err := d.enter(depth); err != nil {
		return nil, err
	}
	parts, ok := v.([]any)
	if !ok {
		ticks, err := ticksFromValue(v)
		return leaf(ticks, false), err
	}
	var ticks uint64
	if len(parts) == 1 || len(parts) == 3 {
		t, err := ticksFromValue(parts[0])
		if err != nil {
			return nil, err
		}
		ticks, parts = t, parts[1:]
	}
	switch len(parts) {
	case 0:
		return leaf(ticks, true), nil
	case 2:
		l, err := d.tree(parts[0], depth+1)
		if err != nil {
			return nil, err
		}
		r, err := d.tree(parts[1], depth+1)
		if err != nil {
			return nil, err
		}
		if l.hasID && r.hasID {
			return nil, fmt.Errorf("%w: two processes are marked", ErrMalformed)
		}
		n := fork(ticks, l, r)
		return n, checkTicks(n.deep)
	default:
		return nil, fmt.Errorf("%w: an array of %d", ErrMalformed, len(parts))
	}
}

func (d *decoder) global(v any, depth int) (*node, error) {
	if err := d.enter(depth); err != nil {
		return nil, err
	}
	pair, ok := v.([]any)
	if !ok || len(pair) != 2 {
		return nil, fmt.Errorf("%w: a part of a global clock is not a pair", ErrMalformed)
	}
	ticks, err := ticksFromValue(pair[0])
	if err != nil {
		return nil, err
	}
	switch part := pair[1].(type) {
	case string:
		if len(part) > 28 {
			return nil, fmt.Errorf("%w: a TID of %d characters", ErrMalformed, len(part))
		}
		return &node{ticks: ticks, deep: ticks, tid: TID(part)}, nil
	case []any:
		if len(part) != 2 {
			break
		}
		l, err := d.global(part[0], depth+1)
		if err != nil {
			return nil, err
		}
		r, err := d.global(part[1], depth+1)
		if err != nil {
			return nil, err
		}
		n := fork(ticks, l, r)
		return n, checkTicks(n.deep)
	}
	return nil, fmt.Errorf("%w: neither a TID nor a fork", ErrMalformed)
}

func ticksFromValue(v any) (uint64, error) {
	var ticks uint64
	switch n := v.(type) {
	case int64:
		if n < 0 {
			return 0, fmt.Errorf("%w: %d ticks", ErrMalformed, n)
		}
		ticks = uint64(n)
	case uint64:
		ticks = n
	case float64:
		if n < 0 || n > maxTicks || n != float64(uint64(n)) {
			return 0, fmt.Errorf("%w: %v ticks", ErrMalformed, n)
		}
		ticks = uint64(n)
	default:
		return 0, fmt.Errorf("%w: ticks are not a number", ErrMalformed)
	}
	return ticks, checkTicks(ticks)
}
