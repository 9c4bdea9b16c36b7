package pack

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"
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
// value is undefined is left out. Nothing of b is in the value.
func Decode(b []byte) (any, error) {
	r := NewReader(b)
	v, err := r.Value()
	if err == nil {
		err = r.End()
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

// Reader reads one value in steps, for those who know what to expect: an array can be
// entered, and its members be read one by one. After an error it is of no use.
type Reader struct {
	rest   []byte
	values int
	// owed are the values that are still to come: the one, and those that containers
	// have announced. Each takes a byte at least, so that a message which announces more
	// than it has room for is refused before memory is set aside for them.
	owed int
	// seen are some texts of a long array, whose members have much in common, so that
	// they are made once.
	seen *[64]any
}

// long is from how many members on an array is long.
const long = 16

// NewReader reads the value that fills b.
func NewReader(b []byte) *Reader { return &Reader{rest: b, values: MaxValues, owed: 1} }

var (
	errShort    = fmt.Errorf("%w: it ends too early", ErrMalformed)
	errTooLarge = fmt.Errorf("%w: too large or too deep", ErrMalformed)
)

// End fails if there is more than the value.
func (r *Reader) End() error {
	if len(r.rest) > 0 {
		return fmt.Errorf("%w: %d bytes are left over", ErrMalformed, len(r.rest))
	}
	return nil
}

// Value reads the next value whole.
func (r *Reader) Value() (any, error) { return r.value(0) }

// Array enters an array of n members, if that is what comes next.
func (r *Reader) Array() (n int, is bool, err error) {
	before := *r
	h, err := r.head()
	if err != nil {
		return 0, false, err
	}
	if h.kind != kindArray {
		*r = before
		return 0, false, nil
	}
	if err := r.owe(h.n); err != nil {
		return 0, true, err
	}
	return int(h.n), true, nil
}

// Uint reads a whole number from 0 to 2⁵³; it fails if something else comes next.
func (r *Reader) Uint() (uint64, error) {
	h, err := r.head()
	if err != nil {
		return 0, err
	}
	if h.kind == kindFloat {
		if n, ok := Int(math.Float64frombits(h.n)); ok {
			return n, nil
		}
	}
	if h.kind != kindUint && h.kind != kindInt || h.n > 1<<53 {
		return 0, fmt.Errorf("%w: no whole number from 0 to 2⁵³", ErrMalformed)
	}
	return h.n, nil
}

// owe takes note of values that a container announces.
func (r *Reader) owe(n uint64) error {
	if room := uint64(len(r.rest)); n > room || uint64(r.owed)+n > room {
		return errShort
	}
	if r.owed+int(n) > r.values {
		return errTooLarge
	}
	r.owed += int(n)
	return nil
}

func (r *Reader) value(depth int) (any, error) {
	if depth > MaxDepth {
		return nil, errTooLarge
	}
	h, err := r.head()
	if err != nil {
		return nil, err
	}
	switch h.kind {
	case kindNil:
		return nil, nil
	case kindBool:
		return h.n != 0, nil
	case kindUint:
		return number(h.n), nil
	case kindInt:
		return float64(int64(h.n)), nil
	case kindFloat:
		return math.Float64frombits(h.n), nil
	case kindArray:
		return r.array(h.n, depth)
	case kindMap:
		return r.mapping(h.n, depth)
	}
	b, err := r.take(h.n)
	if err != nil {
		return nil, err
	}
	switch h.kind {
	case kindBytes:
		return append(make([]byte, 0, len(b)), b...), nil
	case kindExtension:
		if len(b) != 2 || b[0] != 0 || b[1] != 0 {
			return nil, fmt.Errorf("%w: an extension that is not undefined", ErrMalformed)
		}
		return Undefined{}, nil
	default:
		return r.text(b), nil
	}
}

// take reads some bytes; they are a part of what is read.
func (r *Reader) take(n uint64) ([]byte, error) {
	if n > uint64(len(r.rest)) {
		return nil, errShort
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b, nil
}

func (r *Reader) array(n uint64, depth int) (any, error) {
	if n == 0 {
		return none, nil
	}
	if err := r.owe(n); err != nil {
		return nil, err
	}
	a := make([]any, n)
	if n >= long && r.seen == nil {
		r.seen = new([64]any)
	}
	for i := range a {
		v, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		a[i] = v
	}
	return a, nil
}

func (r *Reader) mapping(n uint64, depth int) (any, error) {
	if n == 0 {
		return empty, nil
	}
	if err := r.owe(2 * n); err != nil {
		return nil, err
	}
	m := make(Map, 0, n)
	find := finder(int(n))
	for range n {
		name, err := r.key()
		if err != nil {
			return nil, err
		}
		v, err := r.value(depth + 1)
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

// keys are those of which messages are full, so that each is made once.
var keys = func() map[string]string {
	all := make(map[string]string)
	for _, key := range []string{"@id", "@type", "@value", "s", "p", "o", "tid", "prev", "enc", "attr"} {
		all[key] = key
	}
	return all
}()

func (r *Reader) key() (string, error) {
	h, err := r.head()
	if err != nil {
		return "", err
	}
	if h.kind != kindString {
		return "", fmt.Errorf("%w: a key is not a string", ErrMalformed)
	}
	b, err := r.take(h.n)
	if err != nil {
		return "", err
	}
	if key, ok := keys[string(b)]; ok {
		return key, nil
	}
	return text(b), nil
}

// text is text, or one like it that was made lately.
func (r *Reader) text(b []byte) any {
	if r.seen == nil || len(b) == 0 {
		return text(b)
	}
	last := &r.seen[(len(b)*5+int(b[len(b)-1])*7+int(b[len(b)/2]))%len(r.seen)]
	if s, ok := (*last).(string); ok && s == string(b) {
		return *last
	}
	*last = text(b)
	return *last
}

// text is a string as it is decoded.
func text(b []byte) string {
	if !utf8.Valid(b) {
		return toValid(b)
	}
	return string(b)
}

// numbers are the small ones, which most are, so that each is made once.
var numbers = func() (all [1024]any) {
	for i := range all {
		all[i] = float64(i)
	}
	return all
}()

func number(n uint64) any {
	if n < uint64(len(numbers)) {
		return numbers[n]
	}
	return float64(n)
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

// Int is v as a whole number from 0 to 2⁵³.
func Int(v any) (uint64, bool) {
	f, ok := v.(float64)
	if !ok || f < 0 || f > 1<<53 || f != math.Trunc(f) {
		return 0, false
	}
	return uint64(f), true
}
