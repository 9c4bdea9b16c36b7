package pack

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"

	"github.com/vmihailenco/msgpack/v5"
	"github.com/vmihailenco/msgpack/v5/msgpcode"
)

// The limits of what is decoded. A clock of many forks nests deeply; a large
// transaction has some million values. A value takes some 40 bytes of memory.
const (
	MaxDepth  = 10_000
	MaxValues = 1 << 20
)

// ErrMalformed is returned, wrapped, for bytes that are not a message.
var ErrMalformed = errors.New("malformed message")

// Undefined is JavaScript's undefined, where it stands in an array.
type Undefined struct{}

// Map is a map in the order in which it was written; no key occurs twice.
type Map []Entry

// Entry is one key of a Map with its value.
type Entry struct {
	Key   string
	Value any
}

// Get is the value of a key; nil where there is none.
func (m Map) Get(key string) any {
	for _, e := range m {
		if e.Key == key {
			return e.Value
		}
	}
	return nil
}

// Has reports whether the map has a key, be its value null.
func (m Map) Has(key string) bool {
	for _, e := range m {
		if e.Key == key {
			return true
		}
	}
	return false
}

// Decode reads one value that fills b: nil, bool, float64 (every number, as
// JavaScript has them), string, []byte, []any, Map or Undefined. A key whose
// value is undefined is left out.
func Decode(b []byte) (any, error) {
	r := bytes.NewReader(b)
	d := decoder{d: msgpack.NewDecoder(r), r: r, values: MaxValues}
	v, err := d.value(0)
	if err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("it ends too early")
		}
		if !errors.Is(err, ErrMalformed) {
			err = fmt.Errorf("%w: %w", ErrMalformed, err)
		}
		return nil, err
	}
	if r.Len() > 0 {
		return nil, fmt.Errorf("%w: %d bytes are left over", ErrMalformed, r.Len())
	}
	return v, nil
}

type decoder struct {
	d      *msgpack.Decoder
	r      *bytes.Reader
	values int
	// owed are the values that containers have announced and that are still to
	// come. Each takes a byte at least, so that a message which announces more
	// than it has room for is refused before memory is set aside for them.
	owed int
}

// owe takes note of values that a container announces.
func (d *decoder) owe(n int) error {
	if n > d.r.Len() || d.owed+n > d.r.Len() {
		return io.ErrUnexpectedEOF
	}
	if d.owed+n > d.values {
		return fmt.Errorf("%w: too large", ErrMalformed)
	}
	d.owed += n
	return nil
}

// member is a value that a container has announced.
func (d *decoder) member(depth int) (any, error) {
	d.owed--
	return d.value(depth)
}

func (d *decoder) value(depth int) (any, error) {
	if d.values--; d.values < 0 || depth > MaxDepth {
		return nil, fmt.Errorf("%w: too large or too deep", ErrMalformed)
	}
	c, err := d.d.PeekCode()
	if err != nil {
		return nil, err
	}
	switch {
	case c == msgpcode.Nil:
		return nil, d.d.DecodeNil()
	case c == msgpcode.True || c == msgpcode.False:
		return d.d.DecodeBool()
	case c == msgpcode.Float || c == msgpcode.Double:
		return d.d.DecodeFloat64()
	case c == msgpcode.Uint64:
		n, err := d.d.DecodeUint64()
		return float64(n), err
	case msgpcode.IsFixedNum(c) || c >= msgpcode.Uint8 && c <= msgpcode.Int64:
		n, err := d.d.DecodeInt64()
		return float64(n), err
	case msgpcode.IsString(c):
		return d.text()
	case msgpcode.IsBin(c):
		return d.bytes()
	case msgpcode.IsFixedArray(c) || c == msgpcode.Array16 || c == msgpcode.Array32:
		return d.array(depth)
	case msgpcode.IsFixedMap(c) || c == msgpcode.Map16 || c == msgpcode.Map32:
		return d.mapping(depth)
	case msgpcode.IsExt(c):
		return d.extension()
	default:
		return nil, fmt.Errorf("%w: code %#x", ErrMalformed, c)
	}
}

func (d *decoder) text() (string, error) {
	b, err := d.bytes()
	if err != nil {
		return "", err
	}
	if !utf8.Valid(b) {
		return toValid(b), nil
	}
	return string(b), nil
}

// bytes checks the length that is claimed against what is there.
func (d *decoder) bytes() ([]byte, error) {
	n, err := d.d.DecodeBytesLen()
	if err != nil {
		return nil, err
	}
	if n > d.r.Len() {
		return nil, io.ErrUnexpectedEOF
	}
	b := make([]byte, max(n, 0))
	return b, d.d.ReadFull(b)
}

func (d *decoder) array(depth int) (any, error) {
	n, err := d.d.DecodeArrayLen()
	if err != nil {
		return nil, err
	}
	if n <= 0 {
		return none, nil
	}
	if err := d.owe(n); err != nil {
		return nil, err
	}
	a := make([]any, 0, n)
	for range n {
		v, err := d.member(depth + 1)
		if err != nil {
			return nil, err
		}
		a = append(a, v)
	}
	return a, nil
}

func (d *decoder) mapping(depth int) (any, error) {
	n, err := d.d.DecodeMapLen()
	if err != nil {
		return nil, err
	}
	if n <= 0 {
		return empty, nil
	}
	if n > d.r.Len()/2 {
		return nil, io.ErrUnexpectedEOF
	}
	if err := d.owe(2 * n); err != nil {
		return nil, err
	}
	m := make(Map, 0, n)
	find := finder(n)
	for range n {
		key, err := d.member(depth + 1)
		if err != nil {
			return nil, err
		}
		name, ok := key.(string)
		if !ok {
			return nil, fmt.Errorf("%w: a key is not a string", ErrMalformed)
		}
		v, err := d.member(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, absent := v.(Undefined); absent {
			continue
		}
		if i, ok := find(m, name); ok {
			m[i].Value = v
			continue
		}
		m = append(m, Entry{name, v})
	}
	return m, nil
}

// What holds nothing is the same everywhere.
var (
	none  any = []any{}
	empty any = Map{}
)

// smallMap is how many keys are looked through one by one.
const smallMap = 8

// finder tells where a key is in a map that grows to n keys, and takes note that
// it is about to be added if it is not there.
func finder(n int) func(m Map, key string) (int, bool) {
	if n <= smallMap {
		return func(m Map, key string) (int, bool) {
			for i := range m {
				if m[i].Key == key {
					return i, true
				}
			}
			return 0, false
		}
	}
	at := make(map[string]int)
	return func(m Map, key string) (int, bool) {
		i, ok := at[key]
		if !ok {
			at[key] = len(m)
		}
		return i, ok
	}
}

func (d *decoder) extension() (any, error) {
	id, n, err := d.d.DecodeExtHeader()
	if err != nil {
		return nil, err
	}
	if id != 0 || n != 1 {
		return nil, fmt.Errorf("%w: extension %d", ErrMalformed, id)
	}
	var data [1]byte
	if err := d.d.ReadFull(data[:]); err != nil || data[0] != 0 {
		return nil, fmt.Errorf("%w: an extension that is not undefined", ErrMalformed)
	}
	return Undefined{}, nil
}

// Int is v as a whole number from 0 to 2⁵³.
func Int(v any) (uint64, bool) {
	f, ok := v.(float64)
	if !ok || f < 0 || f > 1<<53 || f != math.Trunc(f) {
		return 0, false
	}
	return uint64(f), true
}
