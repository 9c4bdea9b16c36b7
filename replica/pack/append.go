package pack

import (
	"encoding/binary"
	"math"
)

// AppendNil appends null.
func AppendNil(b []byte) []byte { return append(b, 0xc0) }

// AppendBool appends a boolean.
func AppendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 0xc3)
	}
	return append(b, 0xc2)
}

// AppendUint appends an integer in its smallest form.
func AppendUint(b []byte, n uint64) []byte {
	switch {
	case n < 1<<7:
		return append(b, byte(n))
	case n < 1<<8:
		return append(b, 0xcc, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(b, 0xcd), uint16(n))
	case n < 1<<32:
		return binary.BigEndian.AppendUint32(append(b, 0xce), uint32(n))
	default:
		return binary.BigEndian.AppendUint64(append(b, 0xcf), n)
	}
}

// AppendNumber appends a number: a whole one as an integer where it fits in 64
// bits, any other as a float64. Minus zero is zero.
func AppendNumber(b []byte, f float64) []byte {
	if f == math.Trunc(f) {
		switch {
		case f >= 0 && f < 1<<64:
			return AppendUint(b, uint64(f))
		case f < 0 && f >= -1<<63:
			return appendNegative(b, int64(f))
		}
	}
	return binary.BigEndian.AppendUint64(append(b, 0xcb), math.Float64bits(f))
}

func appendNegative(b []byte, n int64) []byte {
	switch {
	case n >= -1<<5:
		return append(b, byte(n))
	case n >= -1<<7:
		return append(b, 0xd0, byte(n))
	case n >= -1<<15:
		return binary.BigEndian.AppendUint16(append(b, 0xd1), uint16(n))
	case n >= -1<<31:
		return binary.BigEndian.AppendUint32(append(b, 0xd2), uint32(n))
	default:
		return binary.BigEndian.AppendUint64(append(b, 0xd3), uint64(n))
	}
}

// AppendString appends a string, which should be valid UTF-8.
func AppendString(b []byte, s string) []byte {
	switch n := len(s); {
	case n < 1<<5:
		b = append(b, 0xa0|byte(n))
	case n < 1<<8:
		b = append(b, 0xd9, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 0xda), uint16(n))
	default:
		b = binary.BigEndian.AppendUint32(append(b, 0xdb), uint32(n))
	}
	return append(b, s...)
}

// AppendBytes appends a byte string.
func AppendBytes(b, v []byte) []byte {
	switch n := len(v); {
	case n < 1<<8:
		b = append(b, 0xc4, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 0xc5), uint16(n))
	default:
		b = binary.BigEndian.AppendUint32(append(b, 0xc6), uint32(n))
	}
	return append(b, v...)
}

// AppendArray appends the head of an array of n values.
func AppendArray(b []byte, n int) []byte {
	return appendHead(b, n, 0x90, 0xdc)
}

// AppendMap appends the head of a map of n keys with their values.
func AppendMap(b []byte, n int) []byte {
	return appendHead(b, n, 0x80, 0xde)
}

func appendHead(b []byte, n int, small, code byte) []byte {
	switch {
	case n < 1<<4:
		return append(b, small|byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(b, code), uint16(n))
	default:
		return binary.BigEndian.AppendUint32(append(b, code+1), uint32(n))
	}
}

// AppendValue appends a value as Decode gives it.
func AppendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return AppendNil(b)
	case bool:
		return AppendBool(b, v)
	case float64:
		return AppendNumber(b, v)
	case string:
		return AppendString(b, v)
	case []byte:
		return AppendBytes(b, v)
	case []any:
		b = AppendArray(b, len(v))
		for _, e := range v {
			b = AppendValue(b, e)
		}
		return b
	case Map:
		b = AppendMap(b, len(v))
		for _, e := range v {
			b = AppendValue(AppendString(b, e.Key), e.Value)
		}
		return b
	default: // Undefined, which is all that is left.
		return append(b, 0xd4, 0, 0)
	}
}
