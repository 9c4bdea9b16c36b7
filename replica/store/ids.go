package store

import (
	"encoding/binary"

	"github.com/m-ld/mld-tui/model"
)

// termID stands for a term; zero for none.
type termID uint64

// An id is written in as few bytes as it needs. As many bits as there are further
// bytes lead the first one, and then a zero: so no id begins as another does, and
// ids are ordered as their bytes are.
const (
	wideID = 0xff // leads one of eight bytes
	maxID  = 1 + 8
)

func appendID(b []byte, id termID) []byte {
	switch {
	case id < 1<<7:
		return append(b, byte(id))
	case id < 1<<14:
		return append(b, 0x80|byte(id>>8), byte(id))
	case id < 1<<21:
		return append(b, 0xc0|byte(id>>16), byte(id>>8), byte(id))
	case id < 1<<28:
		return append(b, 0xe0|byte(id>>24), byte(id>>16), byte(id>>8), byte(id))
	default:
		return binary.BigEndian.AppendUint64(append(b, wideID), uint64(id))
	}
}

// cutID reads an id off the front of a key; zero where there is none.
func cutID(b []byte) (id termID, rest []byte) {
	if len(b) == 0 {
		return 0, nil
	}
	var size int
	switch lead := b[0]; {
	case lead < 0x80:
		return termID(lead), b[1:]
	case lead < 0xc0:
		id, size = termID(lead&0x3f), 2
	case lead < 0xe0:
		id, size = termID(lead&0x1f), 3
	case lead < 0xf0:
		id, size = termID(lead&0x0f), 4
	default:
		size = maxID
	}
	if len(b) < size {
		return 0, nil
	}
	for _, more := range b[1:size] {
		id = id<<8 | termID(more)
	}
	return id, b[size:]
}

// onlyID reads what is nothing but an id; zero where it is something else.
func onlyID(b []byte) termID {
	if id, rest := cutID(b); len(rest) == 0 {
		return id
	}
	return 0
}

// ids are the terms of a triple.
type ids struct{ s, p, o termID }

func (i ids) spo() []byte { return appendThree(nil, i.s, i.p, i.o) }

func appendThree(b []byte, x, y, z termID) []byte {
	if b == nil {
		b = make([]byte, 0, 12)
	}
	return appendID(appendID(appendID(b, x), y), z)
}

func (i ids) isWhole() bool { return i.s != 0 && i.p != 0 && i.o != 0 }

// prefix is the beginning of the keys with these ids, up to the first open one.
func prefix(ids ...termID) []byte {
	b := make([]byte, 0, 12)
	for _, id := range ids {
		if id == 0 {
			break
		}
		b = appendID(b, id)
	}
	return b
}

func readSPO(k []byte) (i ids) { i.s, i.p, i.o = cutThree(k); return i }

// cutThree reads the ids of a key; the last is zero where it is no such key.
func cutThree(k []byte) (a, b, c termID) {
	a, k = cutID(k)
	b, k = cutID(k)
	return a, b, onlyID(k)
}

// triple is the triple of some ids.
func (t *Tx) triple(i ids) model.Triple {
	return model.Triple{S: t.term(i.s).IRI(), P: t.term(i.p).IRI(), O: t.term(i.o)}
}
