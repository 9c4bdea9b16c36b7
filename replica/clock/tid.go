package clock

import (
	"crypto/sha1" //nolint:gosec // The protocol's choice; not used against forgery.
	"encoding/base64"

	"github.com/m-ld/mld-tui/replica/pack"
)

// TID identifies a transaction: it is the hash of its time, in Base64.
type TID string

// GenesisTID is the TID of a domain in which nothing has happened.
const GenesisTID TID = "kA=="

// BlockedTID marks, in a Global, a process whose operations are refused.
const BlockedTID TID = "!blocked!"

// TID is the identity of the transaction that happened at t. Both sides of a
// fork without ticks have the TID that the process had before.
func (t Tree) TID() TID {
	var buf [256]byte
	packed := appendNode(buf[:0], t.n, true)
	if len(packed) > sha1.Size {
		sum := sha1.Sum(packed) //nolint:gosec // See the import.
		packed = sum[:]
	}
	return TID(base64.StdEncoding.EncodeToString(packed))
}

// AppendMsgPack appends the clock in its JSON form as MessagePack.
func (t Tree) AppendMsgPack(b []byte) []byte { return appendNode(b, t.n, false) }

// zero tells what a node without ticks collapses to in the form for hashing.
type zero uint8

const (
	nonZero zero = iota
	zeroOther
	zeroID
)

// collapsed is what n is in the form for hashing, if it has no ticks at all.
func (n *node) collapsed() zero {
	if n.deep > 0 {
		return nonZero
	}
	if n.hasID {
		return zeroID
	}
	return zeroOther
}

func appendNode(b []byte, n *node, forHash bool) []byte {
	isFork, id := n.isFork(), n.id
	if isFork && forHash {
		l, r := n.left.collapsed(), n.right.collapsed()
		if l != nonZero && r != nonZero {
			isFork, id = false, l == zeroID || r == zeroID
		}
	}
	switch {
	case isFork && n.ticks == 0:
		b = append(b, 0x92)
	case isFork:
		b = pack.AppendUint(append(b, 0x93), n.ticks)
	case id && n.ticks == 0:
		return append(b, 0x90)
	case id:
		return pack.AppendUint(append(b, 0x91), n.ticks)
	default:
		return pack.AppendUint(b, n.ticks)
	}
	return appendNode(appendNode(b, n.left, forHash), n.right, forHash)
}
