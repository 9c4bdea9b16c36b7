package presence

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/pack"
)

// The limits of what is said of a screen, in bytes. What is longer is not said.
const (
	maxType   = 256
	maxFilter = 128
	maxTID    = 256
)

// View is what a user's screen lists, and of when, for those who follow them. The zero
// value says nothing of it. A terminal that does not know it passes it over.
type View struct {
	// Order is that of the list: name, recent or id; empty where nothing is said.
	Order string `json:",omitempty"`
	// Type and Filter are what is listed; empty for all.
	Type   model.IRI `json:",omitempty"`
	Filter string    `json:",omitempty"`
	// AsOf is the moment of the past that is shown, in milliseconds since 1970 by their
	// clock, and zero for now; TID is the transaction after which that was, if it is known.
	AsOf int64  `json:",omitempty"`
	TID  string `json:",omitempty"`
}

// orders are the words for orders.
var orders = []string{"name", "recent", "id"}

// clean is v without what cannot be said.
func (v View) clean() View {
	if !slices.Contains(orders, v.Order) {
		return View{}
	}
	if len(v.Type) > maxType || !sayable(v.Type) {
		v.Type = ""
	}
	if len(v.Filter) > maxFilter || !utf8.ValidString(v.Filter) || strings.ContainsFunc(v.Filter, unsafe) {
		v.Filter = ""
	}
	if v.AsOf = max(v.AsOf, 0); v.AsOf == 0 || len(v.TID) > maxTID || !utf8.ValidString(v.TID) || strings.ContainsFunc(v.TID, unsafe) {
		v.TID = ""
	}
	return v
}

func (v View) append(b []byte) []byte {
	b = pack.AppendMap(b, 5)
	b = pack.AppendString(pack.AppendString(b, "order"), v.Order)
	b = pack.AppendString(pack.AppendString(b, "type"), string(v.Type))
	b = pack.AppendString(pack.AppendString(b, "filter"), v.Filter)
	b = pack.AppendUint(pack.AppendString(b, "asOf"), uint64(v.AsOf))
	return pack.AppendString(pack.AppendString(b, "tid"), v.TID)
}

// parseView reads a view; what makes no sense counts as not said.
func parseView(of any) (v View) {
	m, ok := of.(pack.Map)
	if !ok {
		return v
	}
	text := func(key string) string {
		s, _ := m.Get(key).(string)
		return s
	}
	asOf, _ := pack.Int(m.Get("asOf"))
	v = View{Order: text("order"), Type: model.IRI(text("type")), Filter: text("filter"), TID: text("tid")}
	if asOf < 1<<53 {
		v.AsOf = int64(asOf)
	}
	return v.clean()
}
