package values_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/tui/values"
)

// What is said to be understood is what would be saved, and nothing else.
func TestReading(t *testing.T) {
	t.Parallel()
	const day = "Wednesday 31 December 2025"
	for _, test := range []struct {
		typed       string
		kind        values.Kind
		words, rest string
	}{
		{"2025-12-31", values.Date, day, ""},
		{" 2025-12-31 ", values.Date, day, ""},
		{"2025-12-31x", values.Date, day, "x"},
		{"2025-12-31 or so", values.Date, day, "or so"},
		{"2025-12-31 18:30", values.Date, day, "18:30"},
		{"2025-12-311", values.Date, day, "1"},
		{"2025-02-30", values.Date, "", ""},
		{"2025-12-31 18:30", values.DateTime, day + ", 18:30, of no time zone", ""},
		{"2025-12-31 18:30:15.25", values.DateTime, day + ", 18:30:15.25, of no time zone", ""},
		{"2025-12-31T18:30Z", values.DateTime, day + ", 18:30 UTC", ""},
		{"2025-12-31T18:30:00-05:30", values.DateTime, day + ", 18:30:00 -05:30", ""},
		{"2025-12-31 18:30 or so", values.DateTime, day + ", 18:30", "or so"},
		{"2025-12-31T18:30Zulu", values.DateTime, day + ", 18:30 UTC", "ulu"},
		{"2025-12-31 18:30+25:00", values.DateTime, day + ", 18:30", "+25:00"},
		{"2025-12-31 18:30:15,5", values.DateTime, day + ", 18:30:15", ",5"},
		{"2025-12-31 18:30:75", values.DateTime, day + ", 18:30", ":75"},
		{"2025-12-31 9:30:00", values.DateTime, "", ""},
		{"2025-12-31", values.DateTime, "", ""},
		{"18:30", values.Time, "18:30", ""},
		{"18:30h", values.Time, "18:30", "h"},
		{"18:30 2025-12-31", values.Time, "18:30", "2025-12-31"},
		{"soon", values.Time, "", ""},
		{"42x", values.Integer, "", ""},
		{"2025-12-31" + strings.Repeat(" x", 1000), values.Date, day, strings.TrimSpace(strings.Repeat(" x", 1000))},
	} {
		words, rest := values.Reading(test.typed, test.kind)
		if words != test.words || rest != test.rest {
			t.Errorf("%q as %s is read as %q, but %q; not as %q, but %q", test.typed, test.kind.Name(), words, rest, test.words, test.rest)
		}
		_, err := values.Parse(test.typed, test.kind, "", "", values.Names{})
		if whole := words != "" && rest == ""; test.kind != values.Integer && whole != (err == nil) {
			t.Errorf("%q is read as %q, but %q, and saved: %v", test.typed, words, rest, err)
		}
		if rest != "" && !strings.Contains(err.Error(), "is not understood, after what is read as "+words) {
			t.Errorf("%q is refused with: %v", test.typed, err)
		}
	}
}
