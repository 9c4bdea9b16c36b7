package operation

import "github.com/m-ld/mld-tui/replica/pack"

// Datum is a part of a snapshot: triples with all their TIDs, or the latest
// operation of a process. Protocol page, section 5.
type Datum struct {
	Triples   []TripleTIDs
	Operation *Encoded
}

// EncodeTriples writes a datum of triples.
func (c Codec) EncodeTriples(triples []TripleTIDs) []byte {
	content, encoding := encodeContent(c.appendReified(nil, triples, &blanks{prefix: "b"}))
	b := pack.AppendBytes(pack.AppendString(pack.AppendMap(nil, 2), "inserts"), content)
	return pack.AppendValue(pack.AppendString(b, "encoding"), encoding)
}

// EncodeOperation writes a datum of an operation.
func (c Codec) EncodeOperation(e *Encoded) []byte {
	return append(pack.AppendString(pack.AppendMap(nil, 1), "operation"), e.Packed...)
}

// ParseDatum reads a datum.
func (c Codec) ParseDatum(b []byte) (Datum, error) {
	v, err := pack.Decode(b)
	if err != nil {
		return Datum{}, err
	}
	m, _ := v.(pack.Map)
	if op := m.Get("operation"); op != nil {
		e, err := c.Parse(pack.AppendValue(nil, op))
		return Datum{Operation: e}, err
	}
	inserts, ok := m.Get("inserts").([]byte)
	encoding, okEncoding := m.Get("encoding").([]any)
	if !ok || !okEncoding {
		return Datum{}, malformed("a part of a snapshot is neither triples nor an operation")
	}
	content, err := decodeContent(inserts, encoding)
	if err != nil {
		return Datum{}, err
	}
	triples, err := c.readReified(content)
	return Datum{Triples: triples}, err
}
