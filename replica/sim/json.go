package sim

import (
	"encoding/json"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/pack"
)

func clockJSON(t clock.Tree) string {
	if t.IsZero() {
		return "none"
	}
	return packedJSON(t.AppendMsgPack(nil))
}

func globalJSON(g clock.Global) string {
	if g.IsZero() {
		return "none"
	}
	return packedJSON(g.AppendMsgPack(nil))
}

// packedJSON is a packed clock as people read it.
func packedJSON(b []byte) string {
	v, err := pack.Decode(b)
	if err != nil {
		return err.Error()
	}
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func only(tt operation.TripleTIDs) []operation.TripleTIDs { return []operation.TripleTIDs{tt} }
