package jsonlines

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/list"
)

// subjects are triples of an update as partial subjects. A list has its slots
// under their indexes, as m-ld's API tells of them, instead of under positions.
func subjects(c *jsonld.Context, triples []model.Triple, indexes map[model.Triple]list.Index) []any {
	var order []model.IRI
	others := make(map[model.IRI]*model.Subject)
	lists := make(map[model.IRI]map[string]any)
	for _, t := range triples {
		s := others[t.S]
		if s == nil {
			s = &model.Subject{ID: t.S}
			others[t.S] = s
			order = append(order, t.S)
		}
		index, isItem := indexes[t]
		if !isItem {
			s.Add(t.P, t.O)
			continue
		}
		if lists[t.S] == nil {
			lists[t.S] = make(map[string]any)
		}
		addSlot(lists[t.S], index, c.Value("", t.O))
	}
	out := make([]any, len(order))
	for i, id := range order {
		object := c.Subject(others[id])
		if slots, ok := lists[id]; ok {
			object["@list"] = slots
		}
		out[i] = object
	}
	return out
}

// addSlot puts a slot at an index: what goes by itself, what comes in an array of
// all that come there.
func addSlot(slots map[string]any, index list.Index, slot any) {
	key := list.Key(index.At)
	switch there := slots[key].(type) {
	case nil:
		if index.Sub == list.NoSub {
			slots[key] = slot
		} else {
			slots[key] = []any{slot}
		}
	case []any:
		slots[key] = append(there, slot)
	default:
		slots[key] = []any{there, slot}
	}
}
