package presence

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/pack"
)

func TestMessagesRoundTrip(t *testing.T) {
	for _, m := range []message{
		{},
		{Presence: Presence{Name: "Fred 👩‍🚀 Flintstone", Subject: "http://ex.org/fred", Property: "http://ex.org/#name"}},
		{Presence: Presence{Subject: model.IRI("http://" + strings.Repeat("x", MaxIRI-7))}, process: "-", ask: true},
		{process: strings.Repeat("lr", maxProcess/2), idle: 90 * time.Minute},
	} {
		payload := m.encode()
		if got, err := parse(payload); got != m || err != nil {
			t.Errorf("%+v came as %+v, %v", m, got, err)
		}
		if len(payload) > maxMessage {
			t.Errorf("a message of %d bytes", len(payload))
		}
	}
}

func TestNamesAreCleaned(t *testing.T) {
	for name, want := range map[string]string{
		"Fred":                               "Fred",
		"  Fred\tF.\r\n ":                    "Fred F.",
		"\x1b[31mred\x07\x9b":                "[31mred",
		"safe\u202egnp.exe\u2066":            "safegnp.exe",
		"\xff\xfeFred":                       "Fred",
		"דוד":                                "דוד",
		strings.Repeat("é", MaxName):         strings.Repeat("é", MaxName/2),
		strings.Repeat("a", MaxName-1) + "é": strings.Repeat("a", MaxName-1),
		"\u200b\x00":                         "",
	} {
		if got := (Presence{Name: name}).clean().Name; got != want {
			t.Errorf("%q is said as %q, and not %q", name, got, want)
		}
	}
}

func TestPlacesThatMakeNoSenseAreNotSaid(t *testing.T) {
	good := model.IRI("http://ex.org/x")
	for name, bad := range map[string]model.IRI{
		"relative": "fred", "blank": "_:b1", "a control character": "http://ex.org/\x1b[2J", "not UTF-8": "http://ex.org/\xff",
		"long": model.IRI("http://" + strings.Repeat("x", MaxIRI)),
	} {
		if got := (Presence{Subject: bad, Property: good}).clean(); got != (Presence{}) {
			t.Errorf("%s: a subject gave %+v", name, got)
		}
		if got := (Presence{Subject: good, Property: bad}).clean(); got != (Presence{Subject: good}) {
			t.Errorf("%s: a property gave %+v", name, got)
		}
	}
}

// said is a message that may say anything.
func said(entries ...any) []byte {
	b := pack.AppendMap(nil, len(entries)/2)
	for i := 0; i < len(entries); i += 2 {
		b = pack.AppendValue(pack.AppendString(b, entries[i].(string)), entries[i+1])
	}
	return b
}

func TestHostileMessages(t *testing.T) {
	for name, payload := range map[string][]byte{
		"empty":           nil,
		"no map":          pack.AppendString(nil, "Fred"),
		"cut":             message{}.encode()[:10],
		"left over":       append(message{}.encode(), 0),
		"huge":            said("name", strings.Repeat("x", maxMessage)),
		"announced":       {0xdf, 0xff, 0xff, 0xff, 0xff},
		"deep":            []byte(strings.Repeat("\x91", maxMessage)),
		"announced bytes": append(pack.AppendString(pack.AppendMap(nil, 1), "name"), 0xc6, 0xff, 0xff, 0xff, 0xff),
	} {
		if m, err := parse(payload); !errors.Is(err, pack.ErrMalformed) {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	for name, payload := range map[string][]byte{
		"nothing":     said(),
		"other types": said("name", 5.0, "subject", true, "property", nil, "process", []any{"l"}, "idle", "1", "ask", 1.0),
		"bad values":  said("name", "\x1b\x00", "subject", "x", "property", "http://x/y", "process", "lxr", "idle", -1.0),
		"long path":   said("process", strings.Repeat("l", maxProcess+1)),
		"unknown":     said("mood", "good"),
	} {
		if m, err := parse(payload); m != (message{}) || err != nil {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	if m, err := parse(said("idle", float64(1<<53))); m.idle != maxIdle || err != nil {
		t.Errorf("an idle time for ever is %v, %v", m.idle, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(message{Presence: at("fred"), process: "lr", idle: time.Second, ask: true}.encode())
	f.Add([]byte{0x80})
	f.Fuzz(func(t *testing.T, payload []byte) {
		m, err := parse(payload)
		if err != nil {
			return
		}
		if len(m.Name) > MaxName || !utf8.ValidString(m.Name) || strings.ContainsFunc(m.Name, unicode.IsControl) {
			t.Errorf("the name %q", m.Name)
		}
		for _, iri := range []model.IRI{m.Subject, m.Property} {
			if iri != "" && !sayable(iri) {
				t.Errorf("the place %q", iri)
			}
		}
		if again, err := parse(m.encode()); again != m || err != nil {
			t.Errorf("%+v comes as %+v, %v", m, again, err)
		}
	})
}
