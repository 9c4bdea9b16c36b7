package store

import (
	"encoding/base64"
	"iter"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// TIDs are kept as the bytes that their Base64 stands for, each after its length.
// One that is not Base64 is kept as its text, with the high bit set.
const textTID = 0x80

func packTIDs(tids []clock.TID) []byte {
	// Never nil: bbolt could not tell a value of nothing, just put, from none.
	b := make([]byte, 0, 10*len(tids))
	for _, tid := range tids {
		raw, err := base64.StdEncoding.Strict().DecodeString(string(tid))
		if err != nil || len(raw) >= textTID {
			raw = []byte(tid)
			raw = raw[:min(len(raw), textTID-1)]
			b = append(b, textTID|byte(len(raw)))
		} else {
			b = append(b, byte(len(raw)))
		}
		b = append(b, raw...)
	}
	return b
}

func readTIDs(b []byte) []clock.TID {
	var tids []clock.TID
	for len(b) > 0 {
		n := int(b[0] &^ textTID)
		raw := b[1 : 1+n]
		if b[0]&textTID != 0 {
			tids = append(tids, clock.TID(raw))
		} else {
			tids = append(tids, clock.TID(base64.StdEncoding.EncodeToString(raw)))
		}
		b = b[1+n:]
	}
	return tids
}

// HeldOf yields the triples that some transactions inserted, with those of their TIDs.
// No index leads from a TID to triples, so it looks at all.
func (t *Tx) HeldOf(tids map[clock.TID]bool) iter.Seq[operation.TripleTIDs] {
	wanted := make(map[string]bool, len(tids))
	for tid := range tids {
		wanted[string(packTIDs([]clock.TID{tid}))] = true
	}
	return func(yield func(operation.TripleTIDs) bool) {
		c := t.spo.Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			var held []byte
			for len(v) > 0 {
				n := 1 + int(v[0]&^textTID)
				if wanted[string(v[:n])] {
					held = append(held, v[:n]...)
				}
				v = v[n:]
			}
			if held != nil && !yield(operation.TripleTIDs{Triple: t.triple(readSPO(k)), TIDs: readTIDs(held)}) {
				return
			}
		}
	}
}
