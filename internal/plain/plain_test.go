package plain_test

import (
	"errors"
	"testing"

	"github.com/m-ld/mld-tui/internal/plain"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{"": "", "a": "a", "\xef\xbb\xbfa\r\n": "a\r\n", "a\xef\xbb\xbf": "a\xef\xbb\xbf"} {
		if got, err := plain.Text([]byte(in)); err != nil || string(got) != want {
			t.Errorf("%q is %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"\xff\xfea\x00", "\xfe\xff\x00a"} {
		if _, err := plain.Text([]byte(in)); !errors.Is(err, plain.ErrUTF16) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestPlace(t *testing.T) {
	const text = "ab\r\n\"é\"x\n"
	for at, want := range map[int]string{
		-1: "line 1, column 1", 0: "line 1, column 1", 1: "line 1, column 2", 4: "line 2, column 1", 8: "line 2, column 4",
		len(text): "line 3, column 1", 99: "line 3, column 1",
	} {
		if got := plain.Place([]byte(text), at); got != want {
			t.Errorf("byte %d is in %s, and should be in %s", at, got, want)
		}
	}
}
