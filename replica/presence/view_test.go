package presence

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
)

func TestViewsRoundTrip(t *testing.T) {
	for _, v := range []View{
		{Order: "name"},
		{Order: "recent", Type: "http://ex.org/#Person", Filter: "größer 👩‍🚀"},
		{Order: "id", AsOf: 1 << 52, TID: "5TRiKR6dBVkfRAUvdRScN6"},
	} {
		m := message{users: []said{{Presence: Presence{Name: "Fred", View: v}}, {seat: 1, Presence: Presence{Name: "Wilma"}}}}
		if got, err := parse(m.encode()); err != nil || !same(got, m) {
			t.Errorf("%+v came as %+v, %v", m, got, err)
		}
	}
}

// What is longer than anybody takes is said without what screens show.
func TestViewsGiveWay(t *testing.T) {
	long := model.IRI("http://" + strings.Repeat("x", MaxIRI-7))
	v := View{Order: "name", Type: long[:maxType], Filter: strings.Repeat("f", maxFilter), AsOf: 1, TID: strings.Repeat("t", maxTID)}
	m := message{process: strings.Repeat("l", maxProcess)}
	for i := range uint64(maxUsers) {
		m.users = append(m.users, said{seat: i, Presence: Presence{strings.Repeat("n", MaxName), long, long, MarkOf("y"), true, v}, idle: maxSpan, stay: maxSpan})
	}
	b := m.encode()
	got, err := parse(b)
	if err != nil || len(b) > maxMessage || len(got.users) != maxUsers || got.users[0].Subject != long || got.users[0].View != (View{}) {
		t.Errorf("%d bytes came as %+v, %v", len(b), got, err)
	}
	m.users = m.users[:1]
	if got, err := parse(m.encode()); err != nil || got.users[0].View != v {
		t.Errorf("one view came as %+v, %v", got, err)
	}
}

// What makes no sense in a view counts as not said, and what it is in stays.
func TestViewsThatMakeNoSense(t *testing.T) {
	for name, c := range map[string]struct {
		said any
		want View
	}{
		"no map":           {"name", View{}},
		"no order":         {table("filter", "x"), View{}},
		"another order":    {table("order", "size", "filter", "x"), View{}},
		"a relative type":  {table("order", "id", "type", "Person"), View{Order: "id"}},
		"an escape":        {table("order", "id", "filter", "\x1b[2J"), View{Order: "id"}},
		"a long filter":    {table("order", "id", "filter", strings.Repeat("x", maxFilter+1)), View{Order: "id"}},
		"a time too large": {table("order", "id", "asOf", uint64(1)<<63, "tid", "x"), View{Order: "id"}},
		"no time":          {table("order", "id", "tid", "x"), View{Order: "id"}},
		"more than known":  {table("order", "id", "colour", "red"), View{Order: "id"}},
	} {
		m, err := parse(saying("users", []any{table("seat", uint64(0), "name", "Fred", "view", c.said)}))
		if err != nil || len(m.users) != 1 || m.users[0].Name != "Fred" || m.users[0].View != c.want {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}
