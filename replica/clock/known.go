package clock

import (
	"crypto/sha1" //nolint:gosec // Its size alone is used.
	"encoding/base64"
	"fmt"

	"github.com/m-ld/mld-tui/replica/pack"
)

// TimeOf is the time that a TID is made of; ok is false where the TID is a hash,
// from which nothing can be read. It fails on what is no TID. Protocol page,
// section 1.
//
// In a TID, a fork of which neither side has ticks is not told from a leaf.
func TimeOf(tid TID) (t Tree, ok bool, err error) {
	packed, err := base64.StdEncoding.DecodeString(string(tid))
	if err != nil {
		return Tree{}, false, fmt.Errorf("%w: %q is no TID", ErrMalformed, tid)
	}
	v, err := pack.Decode(packed)
	if err == nil {
		t, err = TreeFromValue(v)
	}
	switch {
	case err == nil && t.TID() == tid:
		return t, true, nil
	case len(packed) == sha1.Size:
		return Tree{}, false, nil
	default:
		return Tree{}, false, fmt.Errorf("%w: %q is no TID", ErrMalformed, tid)
	}
}

// SameUnblocked is Same, with the processes that g has as blocked left out of
// account.
func (g Global) SameUnblocked(o Global) bool { return g.n.unforked().sameUnblocked(o.n.unforked()) }

func (n *node) sameUnblocked(o *node) bool {
	switch {
	case n.tid == BlockedTID:
		return true
	case n.isFork() || o.isFork():
		nl, nr := n.buds()
		ol, or := o.buds()
		return n.ticks == o.ticks && nl.sameUnblocked(ol) && nr.sameUnblocked(or)
	default:
		return n.equal(o)
	}
}

// Ahead counts the processes of which g knows more operations than o.
func (g Global) Ahead(o Global) int { return g.n.ahead(o.n) }

func (n *node) ahead(o *node) (count int) {
	if n.ticks > o.ticks {
		count++
	}
	if n.isFork() {
		left, right := o.buds()
		count += n.left.ahead(left) + n.right.ahead(right)
	}
	return count
}
