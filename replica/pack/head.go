package pack

import (
	"encoding/binary"
	"fmt"
	"math"
)

// kind is what a value is.
type kind uint8

const (
	kindUnknown kind = iota
	kindNil
	kindBool
	kindUint
	kindInt
	kindFloat
	kindString
	kindBytes
	kindArray
	kindMap
	kindExtension
)

// head is how a value begins: what it is, and the number that it is, its bits, or how many
// bytes or members are to follow.
type head struct {
	kind kind
	n    uint64
}

// The codes that begin with a number of their own.
const (
	codeMap      = 0x80
	codeArray    = 0x90
	codeString   = 0xa0
	codeNil      = 0xc0
	codeNegative = 0xe0
)

// wide are the heads of the other codes, from codeNil on: what they lead, and the
// bytes of the number that follows; those without any have their number here.
var wide = [codeNegative - codeNil]struct {
	kind  kind
	bytes int
	n     uint64
}{
	0x00: {kind: kindNil},
	0x02: {kind: kindBool},
	0x03: {kind: kindBool, n: 1},
	0x04: {kind: kindBytes, bytes: 1},
	0x05: {kind: kindBytes, bytes: 2},
	0x06: {kind: kindBytes, bytes: 4},
	0x07: {kind: kindExtension, bytes: 1},
	0x08: {kind: kindExtension, bytes: 2},
	0x09: {kind: kindExtension, bytes: 4},
	0x0a: {kind: kindFloat, bytes: 4},
	0x0b: {kind: kindFloat, bytes: 8},
	0x0c: {kind: kindUint, bytes: 1},
	0x0d: {kind: kindUint, bytes: 2},
	0x0e: {kind: kindUint, bytes: 4},
	0x0f: {kind: kindUint, bytes: 8},
	0x10: {kind: kindInt, bytes: 1},
	0x11: {kind: kindInt, bytes: 2},
	0x12: {kind: kindInt, bytes: 4},
	0x13: {kind: kindInt, bytes: 8},
	0x14: {kind: kindExtension, n: 1},
	0x15: {kind: kindExtension, n: 2},
	0x16: {kind: kindExtension, n: 4},
	0x17: {kind: kindExtension, n: 8},
	0x18: {kind: kindExtension, n: 16},
	0x19: {kind: kindString, bytes: 1},
	0x1a: {kind: kindString, bytes: 2},
	0x1b: {kind: kindString, bytes: 4},
	0x1c: {kind: kindArray, bytes: 2},
	0x1d: {kind: kindArray, bytes: 4},
	0x1e: {kind: kindMap, bytes: 2},
	0x1f: {kind: kindMap, bytes: 4},
}

// head reads how the next value begins.
func (r *Reader) head() (head, error) {
	if r.values--; r.values < 0 {
		return head{}, errTooLarge
	}
	if len(r.rest) == 0 {
		return head{}, errShort
	}
	r.owed--
	c := r.rest[0]
	r.rest = r.rest[1:]
	switch {
	case c < codeMap:
		return head{kindUint, uint64(c)}, nil
	case c < codeArray:
		return head{kindMap, uint64(c - codeMap)}, nil
	case c < codeString:
		return head{kindArray, uint64(c - codeArray)}, nil
	case c < codeNil:
		return head{kindString, uint64(c - codeString)}, nil
	case c >= codeNegative:
		return head{kindInt, uint64(int8(c))}, nil
	}
	w := wide[c-codeNil]
	if w.kind == kindUnknown {
		return head{}, fmt.Errorf("%w: code %#x", ErrMalformed, c)
	}
	h := head{w.kind, w.n}
	if w.bytes > 0 {
		b, err := r.take(uint64(w.bytes))
		if err != nil {
			return head{}, err
		}
		h.n = h.kind.number(b)
	}
	if h.kind == kindExtension {
		h.n++ // Its type goes before what it holds.
	}
	return h, nil
}

// number reads the number of a head.
func (k kind) number(b []byte) (n uint64) {
	var eight [8]byte
	copy(eight[8-len(b):], b)
	n = binary.BigEndian.Uint64(eight[:])
	switch unused := 64 - 8*len(b); {
	case k == kindInt:
		return uint64(int64(n<<unused) >> unused)
	case k == kindFloat && len(b) == 4:
		return math.Float64bits(float64(math.Float32frombits(uint32(n))))
	}
	return n
}
