package pack

import (
	"bytes"
	"compress/gzip"
	"runtime"
	"testing"
	"time"
)

const megabyte = 1 << 20

// The bounds of what a message of a megabyte may cost.
const (
	maxMemory = 64 * megabyte
	maxTime   = 10 * time.Second // It takes some 50 ms, on a machine without other work.
)

// cost is the memory that fn takes, given back or not, in bytes, and its time.
func cost(fn func()) (memory uint64, took time.Duration) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	fn()
	took = time.Since(began)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, took
}

// rows repeats a piece within an array that fills a megabyte.
func rows(piece ...byte) []byte {
	n := (megabyte - 5) / len(piece)
	return append([]byte{0xdd, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, bytes.Repeat(piece, n)...)
}

// nested is rows, each of which nests arrays of one.
func nested(depth int) []byte {
	return rows(append(bytes.Repeat([]byte{0x91}, depth), 0xc0)...)
}

// TestDecodingIsBounded: whatever a megabyte holds, it is read or refused without
// much memory or time.
func TestDecodingIsBounded(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty arrays":            rows(0x90),
		"empty maps":              rows(0x80),
		"arrays of one":           rows(0x91, 0xc0),
		"maps of one":             rows(0x81, 0xa0, 0xc0),
		"numbers":                 rows(0x07),
		"fractions":               rows(0xca, 0x3f, 0, 0, 0),
		"short texts":             rows(0xa1, 'x'),
		"bad text":                rows(0xa3, 0xff, 0xff, 0xff),
		"short bytes":             rows(0xc4, 1, 0),
		"undefined":               rows(0xd4, 0, 0),
		"deep arrays":             nested(MaxDepth - 1),
		"arrays in threes":        nested(3),
		"arrays that lie":         bytes.Repeat([]byte{0xdd, 0, 0x0f, 0x00, 0}, megabyte/5),
		"short arrays that lie":   bytes.Repeat([]byte{0xdc, 0x03, 0xff}, megabyte/3),
		"maps that lie":           bytes.Repeat([]byte{0xde, 0x03, 0xff, 0xa0}, megabyte/4),
		"a map of one key":        append([]byte{0xdf, 0, 7, 0, 0}, bytes.Repeat([]byte{0xa0, 0xc0}, 7<<16)...),
		"a text that lies":        {0xdb, 0xff, 0xff, 0xff, 0xff, 'x'},
		"an extension that lies":  {0xc9, 0xff, 0xff, 0xff, 0xff, 0},
		"maps that end too early": bytes.Repeat([]byte{0x81, 0xa0}, megabyte/2),
	} {
		t.Run(name, func(t *testing.T) {
			memory, took := cost(func() { _, _ = Decode(b) })
			if memory > maxMemory || took > maxTime {
				t.Errorf("%d MB and %v for %d bytes", memory/megabyte, took, len(b))
			}
		})
	}
}

// TestContainersAreNotBelieved: what is announced must have room in what is there.
func TestContainersAreNotBelieved(t *testing.T) {
	for _, b := range [][]byte{
		{0x92, 0xdc, 0, 2, 0xc0, 0xc0},             // The second member of the outer array is missing.
		{0x92, 0x92, 0xc0, 0xc0},                   // The same, in short form.
		{0x81, 0xa1, 'x', 0xdd, 0, 0, 0, 2, 0xc0},  // Half of what a member announces.
		{0x93, 0xc0, 0x91, 0xc0},                   // One of three is missing at the end.
		{0xde, 0xff, 0xff, 0xa1, 'x', 0xc0},        // A map of one that says it is of many.
		{0xdd, 0xff, 0xff, 0xff, 0xff, 0xc0, 0xc0}, // More than an int32.
	} {
		if v, err := Decode(b); err == nil {
			t.Errorf("%x: read as %v", b, v)
		}
	}
}

// bomb zips n bytes of value.
func bomb(t *testing.T, value byte, n int) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	piece := bytes.Repeat([]byte{value}, megabyte)
	for range n / megabyte {
		if _, err := w.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestBombsAreRefused: what would unpack to much takes no memory.
func TestBombsAreRefused(t *testing.T) {
	b := bomb(t, 0x90, 4*MaxUnzipped)
	memory, took := cost(func() {
		if _, err := Gunzip(b); err == nil {
			t.Error("a bomb was unpacked")
		}
	})
	if memory > megabyte || took > maxTime {
		t.Errorf("%d bytes and %v for a bomb of %d bytes", memory, took, len(b))
	}
	b = bomb(t, 0x90, MaxUnzipped)
	memory, took = cost(func() {
		if _, err := Gunzip(b); err != nil {
			t.Error(err)
		}
	})
	if memory > MaxUnzipped+megabyte || took > maxTime {
		t.Errorf("%d MB and %v for %d bytes that become %d", memory/megabyte, took, len(b), MaxUnzipped)
	}
}

// FuzzGunzip: what is unpacked is bounded, and is packed and unpacked as the same.
func FuzzGunzip(f *testing.F) {
	f.Add(Gzip(nil))
	f.Add(Gzip([]byte("some text, some text")))
	f.Add(Gzip(bytes.Repeat([]byte{0x90}, megabyte)))
	f.Add([]byte{0x1f, 0x8b, 8, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		unzipped, err := Gunzip(b)
		if err != nil {
			return
		}
		if again, err := Gunzip(Gzip(unzipped)); err != nil || !bytes.Equal(again, unzipped) {
			t.Errorf("%x: unpacked as %x, and then as %x, %v", b, unzipped, again, err)
		}
	})
}
