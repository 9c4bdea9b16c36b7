package operation

import (
	"fmt"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// edit is an operation as an app makes it: a subject with five properties.
func edit(n int) *Operation {
	time := clock.Genesis().Tick()
	id := model.IRI(fmt.Sprint("http://test.m-ld.org/p", n))
	triples := []model.Triple{{S: id, P: model.RDFType, O: model.Ref("http://test.m-ld.org/#Person")}}
	for _, p := range []string{"name", "city", "email"} {
		triples = append(triples, model.Triple{S: id, P: model.IRI("http://test.m-ld.org/#" + p), O: model.String(fmt.Sprint(p, " of ", n))})
	}
	triples = append(triples, model.Triple{S: id, P: "http://test.m-ld.org/#age", O: model.Integer(int64(n % 90))})
	return &Operation{From: time.Ticks(), Time: time, Inserts: Plain(time.TID(), triples)}
}

func BenchmarkEncode(b *testing.B) {
	o := edit(7)
	for b.Loop() {
		b.ReportMetric(float64(len(codec.Encode(o).Packed)), "bytes")
	}
}

func BenchmarkDecode(b *testing.B) {
	payload := NewMessage(0, codec.Encode(edit(7)), nil).Payload
	for b.Loop() {
		m, err := codec.ParseMessage(payload)
		if err == nil {
			_, err = codec.Decode(m.Encoded)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParts encodes and decodes 250 triples of a snapshot, as many as go at a time.
func BenchmarkParts(b *testing.B) {
	var part []TripleTIDs
	for n := range 50 {
		part = append(part, edit(n).Inserts...)
	}
	b.Run("encode", func(b *testing.B) {
		for b.Loop() {
			_ = codec.EncodeTriples(part)
		}
	})
	data := codec.EncodeTriples(part)
	b.Run("decode", func(b *testing.B) {
		for b.Loop() {
			if _, err := codec.ParseDatum(data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
