package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// build makes a value of the form described in the README of the vectors; ok is
// false for strings that Go cannot hold (lone surrogates).
func build(t *testing.T, v []any) (value any, ok bool) {
	t.Helper()
	ok = true
	sub := func(v any) any {
		s, sOK := build(t, v.([]any))
		ok = ok && sOK
		return s
	}
	switch v[0] {
	case "nil":
		return nil, true
	case "undefined":
		return Undefined{}, true
	case "bool", "string":
		return v[1], len(v) == 2
	case "number":
		bits, err := strconv.ParseUint(v[2].(string), 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		return math.Float64frombits(bits), true
	case "bytes":
		b, err := base64.StdEncoding.DecodeString(v[1].(string))
		if err != nil {
			t.Fatal(err)
		}
		return b, true
	case "array":
		a := []any{}
		for _, e := range v[1].([]any) {
			a = append(a, sub(e))
		}
		return a, ok
	case "map":
		m := Map{}
		for _, e := range v[1].([]any) {
			kv := e.([]any)
			m = append(m, Entry{kv[0].(string), sub(kv[1])})
		}
		return m, ok
	case "repeatString":
		return strings.Repeat(v[1].(string), int(v[2].(float64))), true
	case "repeatBytes":
		return bytes.Repeat([]byte{byte(v[1].(float64))}, int(v[2].(float64))), true
	case "repeatArray":
		a := []any{}
		for range int(v[2].(float64)) {
			a = append(a, sub(v[1]))
		}
		return a, ok
	case "countedMap":
		m := Map{}
		for i := range int(v[1].(float64)) {
			m = append(m, Entry{fmt.Sprint("k", i), float64(i)})
		}
		return m, true
	}
	t.Fatalf("unknown value %v", v)
	return nil, false
}

// withoutUndefined drops what a reader of maps sees as absent.
func withoutUndefined(v any) any {
	switch v := v.(type) {
	case []any:
		a := []any{}
		for _, e := range v {
			a = append(a, withoutUndefined(e))
		}
		return a
	case Map:
		m := Map{}
		for _, e := range v {
			if _, absent := e.Value.(Undefined); !absent {
				m = append(m, Entry{e.Key, withoutUndefined(e.Value)})
			}
		}
		return m
	default:
		return v
	}
}

// sorted is v with its keys in order, for JavaScript moves keys that look like
// integers to the front.
func sorted(v any) any {
	switch v := v.(type) {
	case []any:
		a := []any{}
		for _, e := range v {
			a = append(a, sorted(e))
		}
		return a
	case Map:
		m := Map{}
		for _, e := range v {
			m = append(m, Entry{e.Key, sorted(e.Value)})
		}
		slices.SortFunc(m, func(a, b Entry) int { return strings.Compare(a.Key, b.Key) })
		return m
	default:
		return v
	}
}

func same(a, b any) bool {
	if x, ok := a.(float64); ok {
		y, ok := b.(float64)
		return ok && (math.Float64bits(x) == math.Float64bits(y) || x == y || x != x && y != y)
	}
	return reflect.DeepEqual(sorted(a), sorted(b))
}

// packed is the bytes that are wanted, or what is known of them.
type packed struct {
	Whole  []byte
	Head   []byte
	Length int
	SHA256 []byte
}

func (p *packed) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, &p.Whole)
	}
	type fields packed
	return json.Unmarshal(b, (*fields)(p))
}

func (p *packed) is(b []byte) bool {
	if p.SHA256 == nil {
		return bytes.Equal(b, p.Whole)
	}
	sum := sha256.Sum256(b)
	return len(b) == p.Length && bytes.HasPrefix(b, p.Head) && bytes.Equal(sum[:], p.SHA256)
}

// recorded is what the reference made of values, and of bytes.
type recorded struct {
	Encode []struct {
		Value  []any
		Bytes  packed
		Result []any
	}
	Decode []struct {
		Bytes []byte
		Hex   string
		Value []any
		Error bool
	}
}

func readVectors(t testing.TB) (vectors recorded) {
	t.Helper()
	data, err := os.ReadFile("../testdata/vectors/msgpack.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	return vectors
}

func TestAgreesWithReference(t *testing.T) {
	vectors := readVectors(t)
	for _, c := range vectors.Encode {
		v, ok := build(t, c.Value)
		if !ok {
			continue
		}
		got := AppendValue(nil, v)
		if !c.Bytes.is(got) {
			t.Errorf("%.80v: got %d bytes, %.20x", c.Value, len(got), got)
		}
		want := v
		if c.Result != nil {
			want, _ = build(t, c.Result)
		}
		if back, err := Decode(got); err != nil || !same(back, withoutUndefined(want)) {
			if _, top := want.(Undefined); !top {
				t.Errorf("%.80v: reads back as %.80v, %v", c.Value, back, err)
			}
		}
	}
	for _, c := range vectors.Decode {
		got, err := Decode(c.Bytes)
		if err != nil {
			if !c.Error {
				t.Logf("%s: refused, where the reference reads %v: %v", c.Hex, c.Value, err)
			}
			continue
		}
		if c.Error {
			t.Errorf("%s: want an error, got %v", c.Hex, got)
			continue
		}
		if want, ok := build(t, c.Value); ok && !same(got, withoutUndefined(want)) {
			t.Errorf("%s: got %#v, want %#v", c.Hex, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{0x92, 0xa1, 'a', 0xd4, 0, 0})
	vectors := readVectors(f)
	for _, c := range vectors.Encode {
		f.Add(c.Bytes.Whole) // Empty where it is long.
	}
	for _, c := range vectors.Decode {
		f.Add(c.Bytes)
	}
	f.Add(bytes.Repeat([]byte{0x91}, 20_000))
	f.Add([]byte{0xdd, 0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{0xc6, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := Decode(b)
		if err != nil {
			return
		}
		again, err := Decode(AppendValue(nil, v))
		if _, absent := v.(Undefined); err != nil || !absent && !bytes.Equal(AppendValue(nil, v), AppendValue(nil, again)) {
			t.Errorf("%x: %v does not survive: %v, %v", b, v, again, err)
		}
	})
}

func TestDepthIsBounded(t *testing.T) {
	deep := append(bytes.Repeat([]byte{0x91}, MaxDepth+1), 0xc0)
	if _, err := Decode(deep); err == nil {
		t.Error("a value nested too deeply was read")
	}
}
