package model

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// vectors reads what was recorded from the reference engine.
func vectors[T any](t *testing.T, name string) []T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []T
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatalf("%s has no vectors", name)
	}
	return list
}

func TestNumbersAsTheReference(t *testing.T) {
	type vector struct{ Bits, Text, JSON, Canonical, Type, Key string }
	for _, v := range vectors[vector](t, "numbers") {
		bits, err := strconv.ParseUint(v.Bits, 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		n := math.Float64frombits(bits)
		if got := FormatNumber(n); got != v.Text {
			t.Errorf("%s: text %s, want %s", v.Bits, got, v.Text)
		}
		if got := Number(n); got != Literal(v.Canonical, IRI(v.Type)) {
			t.Errorf("%s: literal %v, want %s %s", v.Text, got, v.Canonical, v.Type)
		}
		if got := numberKey(n); got != v.Key {
			t.Errorf("%s: key %s, want %s", v.Text, got, v.Key)
		}
		if got, err := stringify([]byte(v.JSON)); err != nil || string(got) != v.JSON {
			t.Errorf("%s: JSON %s %v, want %s", v.Text, got, err, v.JSON)
		}
	}
}

// A number that is read back from its literal is the number, or for a double
// with more than sixteen digits one very near; its literal is again the same
// for all but those.
func TestNumberRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(-1e308, 1e308).Draw(t, "v")
		term := Number(v)
		back, ok := term.Native()
		if !ok {
			t.Fatalf("%v is not native", term)
		}
		got := back.(float64)
		if term.Datatype == XSDInteger {
			if got != math.Trunc(v) {
				t.Fatalf("%v came back as %v", v, got)
			}
			return
		}
		if math.Abs(got-v) > math.Abs(v)*1e-15 && math.Abs(got-v) > 5e-324 {
			t.Fatalf("%v came back as %v by %s", v, got, term.Value)
		}
	})
}

func TestNumberTextRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64().Draw(t, "v")
		if got := parseFloatPrefix(FormatNumber(v)); got != v {
			t.Fatalf("%v came back as %v", v, got)
		}
	})
}

func TestParsePrefixes(t *testing.T) {
	for text, want := range map[string]float64{
		"5": 5, " 5": 5, "5px": 5, "5.5.5": 5.5, "1e3": 1000, "1e": 1, "1e+": 1, ".5": 0.5, "5.": 5,
		"-0": math.Copysign(0, -1), "+7": 7, "-Infinity": math.Inf(-1), "Infinityx": math.Inf(1),
	} {
		if got := parseFloatPrefix(text); got != want {
			t.Errorf("parseFloat(%q) is %v, want %v", text, got, want)
		}
	}
	for _, text := range []string{"", "x5", ".", "-", "e5", "INF"} {
		if got := parseFloatPrefix(text); !math.IsNaN(got) {
			t.Errorf("parseFloat(%q) is %v, want NaN", text, got)
		}
	}
	for text, want := range map[string]float64{"5.9": 5, "-7x": -7, "007": 7, "9007199254740993": 9007199254740992} {
		if got := parseIntPrefix(text); got != want {
			t.Errorf("parseInt(%q) is %v, want %v", text, got, want)
		}
	}
}

// The second crossing of the wire changes nothing more.
func TestCanonicalIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		term := rapid.OneOf(
			rapid.Map(rapid.Float64(), Number),
			rapid.Map(rapid.StringMatching(`-?[0-9]{1,20}`), func(s string) Term { return Literal(s, XSDInteger) }),
			rapid.Map(rapid.StringMatching(`-?[0-9]\.[0-9]{1,18}E-?[0-9]{1,2}`), func(s string) Term { return Literal(s, XSDDouble) }),
			rapid.SampledFrom([]Term{Literal("1", XSDBoolean), Literal("x", XSDDouble), String("5"), Ref("http://ex.org/")}),
		).Draw(t, "term")
		once := term.Canonical()
		if twice := once.Canonical(); twice != once {
			t.Fatalf("%v becomes %v, and then %v", term, once, twice)
		}
	})
}
