package list

import (
	"fmt"
	"math/big"
)

// reach is the depth to which the reference's numbers are exact. Positions down to
// there are chosen as the reference chooses them; deeper ones need not be.
const reach = 10

// Between makes count positions, in order, all after lower and before upper. A
// Position that IsZero is the beginning of the list, or the end. It fails if lower
// is not before upper.
//
// As in the reference, positions lie towards the lower end of a gap, for most
// lists grow at their end.
func Between(lower, upper Position, site Site, count int) ([]Position, error) {
	if !lower.IsZero() && !upper.IsZero() && Compare(lower.text, upper.text) >= 0 {
		return nil, fmt.Errorf("%s is not before %s in a list", lower.text, upper.text)
	}
	a := allocator{string(site)}
	found, err := a.between(lower.levels, upper.levels, count)
	if err != nil {
		return nil, err
	}
	positions := make([]Position, len(found))
	for i, levels := range found {
		positions[i] = newPosition(levels)
	}
	return positions, nil
}

type allocator struct{ site string }

var zero, one, sixteen = big.NewInt(0), big.NewInt(1), big.NewInt(16)

// numberAt is the number of a position at a depth: zero below its last level.
func numberAt(levels []level, depth int) *big.Int {
	if depth < len(levels) {
		return levels[depth].number
	}
	return zero
}

// base is one more than the largest number at a depth.
func base(depth int) *big.Int {
	return new(big.Int).Exp(big.NewInt(radix), big.NewInt(int64(depth+1)), nil)
}

// between looks, level by level, for the first gap. No levels stand for the
// beginning and the end.
func (a allocator) between(lower, upper []level, count int) ([][]level, error) {
	if count <= 0 {
		return nil, nil
	}
	for depth := 0; depth <= len(lower) || depth <= len(upper); depth++ {
		from, to := numberAt(lower, depth), numberAt(upper, depth)
		if upper == nil && depth == 0 {
			to = base(0)
		}
		gap := new(big.Int).Sub(to, from)
		switch {
		case gap.Sign() < 0:
			return nil, fmt.Errorf("positions of a list are out of order")
		case gap.Cmp(one) > 0:
			return a.fill(lower, lower, upper, depth, from, to, count)
		case gap.Cmp(one) == 0:
			return a.below(lower, upper, depth+1, count)
		}
		if depth < len(lower) && depth < len(upper) && lower[depth].site != upper[depth].site {
			// The upper neighbour bounds no further: what extends the lower is before it.
			return a.below(lower, nil, depth+1, count)
		}
	}
	return nil, fmt.Errorf("there is no room between two positions of a list")
}

// below finds room under neighbours that differ, but have no gap: after the lower
// one, or else before the upper one.
func (a allocator) below(lower, upper []level, depth, count int) ([][]level, error) {
	for ; ; depth++ {
		top := base(depth)
		if from := numberAt(lower, depth); new(big.Int).Sub(top, from).Cmp(one) > 0 {
			return a.fill(lower, lower, upper, depth, from, top, count)
		}
		if to := numberAt(upper, depth); to.Cmp(one) > 0 {
			return a.fill(upper, lower, upper, depth, zero, to, count)
		}
	}
}

// fill makes positions with the beginning of another and numbers from a gap; where
// these are too few, in the gaps between them too.
func (a allocator) fill(stem, lower, upper []level, depth int, from, to *big.Int, count int) ([][]level, error) {
	prefix := a.extend(stem, upper, depth)
	numbers := spread(from, to, count, depth >= reach && lower == nil)
	found := make([][]level, 0, count)
	at := func(i int) []level {
		return append(prefix[:depth:depth], level{numbers[i], a.site})
	}
	missing := count - len(numbers)
	each := (missing + len(numbers) - 1) / len(numbers)
	for i := range numbers {
		found = append(found, at(i))
		if missing <= 0 {
			continue
		}
		next := upper
		if i+1 < len(numbers) {
			next = at(i + 1)
		}
		more, err := a.between(at(i), next, each)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
		missing -= each
	}
	return found[:count], nil
}

// extend is the beginning of a position down to a depth, with zeros below its last
// level. Where the upper neighbour has zeros there too, they must not pass it.
func (a allocator) extend(stem, upper []level, depth int) []level {
	prefix := make([]level, depth)
	touching := true // Up to here it is the beginning of the upper neighbour.
	for i := range prefix {
		if i < len(stem) {
			prefix[i] = stem[i]
		} else {
			prefix[i] = level{zero, a.site}
			if touching && i < len(upper) && upper[i].number.Sign() == 0 && Compare(upper[i].site, a.site) < 0 {
				prefix[i].site = upper[i].site
			}
		}
		touching = touching && i < len(upper) && prefix[i].same(upper[i])
	}
	return prefix
}

// spread picks up to count numbers between two others: an eighth of the gap, about
// its first eighth. High does so from the other end.
func spread(from, to *big.Int, count int, high bool) []*big.Int {
	available := new(big.Int).Sub(to, from)
	available.Sub(available, one)
	step := new(big.Int).Set(one)
	if count > 1 {
		step.Quo(available, big.NewInt(8*int64(count-1)))
		if step.Sign() == 0 {
			step.Set(one)
		}
	}
	first := new(big.Int).Quo(available, sixteen)
	first.Add(first, one)
	var numbers []*big.Int
	for at := first; at.Cmp(available) <= 0 && len(numbers) < count; at = new(big.Int).Add(at, step) {
		numbers = append(numbers, new(big.Int).Add(from, at))
	}
	if high {
		for i, j := 0, len(numbers)-1; i <= j; i, j = i+1, j-1 {
			numbers[i], numbers[j] = mirror(from, to, numbers[j]), mirror(from, to, numbers[i])
		}
	}
	return numbers
}

func mirror(from, to, n *big.Int) *big.Int {
	m := new(big.Int).Add(from, to)
	return m.Sub(m, n)
}
