package operation

import "testing"

func FuzzParseMessage(f *testing.F) {
	var vectors struct{ Encode []operationCase }
	readVectors(&testing.T{}, "operations.json", &vectors)
	for _, c := range vectors.Encode {
		if e, err := codec.Parse(c.Operation); err == nil {
			f.Add(NewMessage(1, e, nil).Payload)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := codec.ParseMessage(b)
		if err != nil {
			return
		}
		o, err := codec.Decode(m.Encoded)
		if err != nil {
			return
		}
		again, err := decode(codec.Encode(o).Packed)
		if err == nil && isWritable(o) && text(again) != text(o) {
			t.Errorf("read %s\nagain %s", text(o), text(again))
		}
	})
}
