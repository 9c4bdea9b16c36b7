package operation

import (
	"bytes"
	"testing"

	"github.com/m-ld/mld-tui/replica/pack"
)

type datumCase struct {
	Kind      string
	Triples   []specTriple
	Read      []specTriple
	Operation []any
	Bytes     []byte
}

func readDatumCases(t testing.TB) []datumCase {
	t.Helper()
	var vectors struct{ Data []datumCase }
	readVectors(&testing.T{}, "control.json", &vectors)
	if len(vectors.Data) == 0 {
		t.Fatal("there are no vectors of snapshots")
	}
	return vectors.Data
}

func tripleTIDs(specs []specTriple) (out []TripleTIDs) {
	for _, s := range specs {
		out = append(out, TripleTIDs{s.triple(), s.TIDs})
	}
	return out
}

// datumText is triples as text, in which order means nothing.
func datumText(triples []TripleTIDs) string {
	return text(&Operation{Time: anyTime, Inserts: triples})
}

var anyTime = func() *Encoded {
	e, err := codec.Parse(pack.AppendValue(nil, []any{5.0, 0.0, []any{}, []byte{0x92, 0x80, 0x80}, []any{1.0}}))
	if err != nil {
		panic(err)
	}
	return e
}().Time

func TestReadsSnapshotsAsTheReferenceDoes(t *testing.T) {
	for i, v := range readDatumCases(t) {
		d, err := codec.ParseDatum(v.Bytes)
		if err != nil {
			t.Errorf("case %d: %v", i, err)
			continue
		}
		if v.Kind == "operation" {
			if d.Operation == nil || float64(d.Operation.From) != v.Operation[1] {
				t.Errorf("case %d: operation %v is read as %+v", i, v.Operation, d.Operation)
			} else if !bytes.Equal(codec.EncodeOperation(d.Operation), v.Bytes) {
				t.Errorf("case %d: an operation is written as %x, not as %x", i, codec.EncodeOperation(d.Operation), v.Bytes)
			}
			continue
		}
		if got, want := datumText(d.Triples), datumText(tripleTIDs(v.Read)); got != want {
			t.Errorf("case %d is read as\n%s\nnot as\n%s", i, got, want)
		}
		// What we write of the same triples is read as the reference read its own.
		again, err := codec.ParseDatum(codec.EncodeTriples(tripleTIDs(v.Triples)))
		if err != nil || datumText(again.Triples) != datumText(tripleTIDs(v.Read)) {
			t.Errorf("case %d is written so that it is read as\n%s\n(%v)", i, datumText(again.Triples), err)
		}
	}
}

// A part of a snapshot is read or refused, whatever it is; what is read can be
// written, and is then read as the same.
func FuzzParseDatum(f *testing.F) {
	for _, v := range readDatumCases(f) {
		f.Add(v.Bytes)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := codec.ParseDatum(b)
		if err != nil {
			return
		}
		if d.Operation != nil {
			again, err := codec.ParseDatum(codec.EncodeOperation(d.Operation))
			if err != nil || again.Operation == nil || !again.Operation.Time.Equal(d.Operation.Time) {
				t.Errorf("an operation is read again as %+v, %v", again, err)
			}
			return
		}
		for _, tt := range d.Triples {
			if codec.CheckWritable(tt.Triple) != nil {
				return
			}
		}
		again, err := codec.ParseDatum(codec.EncodeTriples(d.Triples))
		if err != nil || datumText(again.Triples) != datumText(d.Triples) {
			t.Errorf("read\n%s\nagain\n%s\n(%v)", datumText(d.Triples), datumText(again.Triples), err)
		}
	})
}
