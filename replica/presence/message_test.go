package presence

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/pack"
)

func TestMessagesRoundTrip(t *testing.T) {
	long := model.IRI("http://" + strings.Repeat("x", MaxIRI-7))
	crowd := message{process: strings.Repeat("lr", maxProcess/2)}
	for i := range uint64(maxUsers) {
		crowd.users = append(crowd.users, said{seat: i, Presence: Presence{strings.Repeat("n", MaxName), long, long, MarkOf("x"), true, View{}}, idle: maxSpan, stay: maxSpan})
	}
	for _, m := range []message{
		{},
		{users: []said{{Presence: Presence{Name: "Fred 👩‍🚀 Flintstone", Subject: "http://ex.org/fred", Property: "http://ex.org/#name"}}}},
		{users: []said{{seat: 1 << 40, Presence: Presence{Subject: "http://ex.org/fred", Editing: true}}, {}}, process: "-", ask: true},
		{users: []said{{Presence: Presence{Subject: "http://ex.org/fred", Property: "http://ex.org/#name", Value: MarkOf("x")}}}},
		{process: "lr", users: []said{{idle: 90 * time.Minute, stay: time.Hour}}},
		crowd,
	} {
		payload := m.encode()
		if got, err := parse(payload); !same(got, m) || err != nil {
			t.Errorf("%+v came as %+v, %v", m, got, err)
		}
		if len(payload) > maxMessage {
			t.Errorf("a message of %d bytes", len(payload))
		}
	}
}

func same(m, n message) bool {
	return m.process == n.process && m.ask == n.ask && slices.Equal(m.users, n.users)
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

// saying is a message that may say anything.
func saying(entries ...any) []byte { return pack.AppendValue(nil, table(entries...)) }

func table(entries ...any) (m pack.Map) {
	for i := 0; i < len(entries); i += 2 {
		m = append(m, pack.Entry{Key: entries[i].(string), Value: entries[i+1]})
	}
	return m
}

// of is a message about one user, of whom it may say anything.
func of(entries ...any) []byte { return saying("users", []any{table(entries...)}) }

func TestHostileMessages(t *testing.T) {
	for name, payload := range map[string][]byte{
		"empty":           nil,
		"no map":          pack.AppendString(nil, "Fred"),
		"cut":             message{}.encode()[:10],
		"left over":       append(message{}.encode(), 0),
		"huge":            of("name", strings.Repeat("x", maxMessage)),
		"announced":       {0xdf, 0xff, 0xff, 0xff, 0xff},
		"deep":            []byte(strings.Repeat("\x91", maxMessage)),
		"announced bytes": append(pack.AppendString(pack.AppendMap(nil, 1), "name"), 0xc6, 0xff, 0xff, 0xff, 0xff),
	} {
		if m, err := parse(payload); !errors.Is(err, pack.ErrMalformed) {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	for name, payload := range map[string][]byte{
		"nothing":     saying(),
		"no users":    saying("users", "Fred"),
		"odd users":   saying("users", []any{1.0, nil, []any{}, "Fred"}),
		"long path":   saying("process", strings.Repeat("l", maxProcess+1)),
		"bad path":    saying("process", "lxr"),
		"other types": saying("process", []any{"l"}, "ask", 1.0),
		"unknown":     saying("mood", "good"),
	} {
		if m, err := parse(payload); !same(m, message{}) || err != nil {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	for name, payload := range map[string][]byte{
		"nothing":     of(),
		"other types": of("name", 5.0, "subject", true, "property", nil, "idle", "1", "seat", -1.0, "editing", 1.0),
		"bad values":  of("name", "\x1b\x00", "subject", "x", "property", "http://x/y", "value", "0123456789abcdeF", "idle", -1.0, "stay", 0.5, "editing", true),
		"unknown":     of("mood", "good"),
		"twice":       saying("users", []any{table(), table("name", "Fred")}),
	} {
		if m, err := parse(payload); !same(m, message{users: []said{{}}}) || err != nil {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	if m, err := parse(of("idle", float64(1<<53))); m.users[0].idle != maxSpan || err != nil {
		t.Errorf("an idle time for ever is %+v, %v", m, err)
	}
	var all []any
	for i := range 100 {
		all = append(all, table("seat", float64(i)))
	}
	if m, err := parse(saying("users", all)); len(m.users) != maxUsers || err != nil {
		t.Errorf("of a hundred users %d are taken, %v", len(m.users), err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(message{process: "lr", ask: true, users: []said{{Presence: at("fred"), idle: time.Second, stay: time.Minute}}}.encode())
	f.Add(message{users: []said{
		{seat: 1, Presence: Presence{Name: "Anna", Editing: true}},
		{seat: 1 << 40, Presence: at("wilma"), idle: time.Hour},
	}}.encode())
	f.Add(saying("users", []any{table("seat", 1.5, "name", strings.Repeat("é", 100), "subject", "no iri", "idle", -1.0)}))
	f.Add([]byte{0x80})
	f.Fuzz(func(t *testing.T, payload []byte) {
		m, err := parse(payload)
		if err != nil {
			return
		}
		if len(m.users) > maxUsers {
			t.Errorf("%d users", len(m.users))
		}
		for _, u := range m.users {
			if len(u.Name) > MaxName || !utf8.ValidString(u.Name) || strings.ContainsFunc(u.Name, unicode.IsControl) {
				t.Errorf("the name %q", u.Name)
			}
			for _, iri := range []model.IRI{u.Subject, u.Property} {
				if iri != "" && !sayable(iri) {
					t.Errorf("the place %q", iri)
				}
			}
		}
		if again, err := parse(m.encode()); !same(again, m) || err != nil {
			t.Errorf("%+v comes as %+v, %v", m, again, err)
		}
	})
}
