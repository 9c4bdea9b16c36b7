package operation

import (
	"strconv"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/pack"
)

// list reads a @list: slots by index, as properties that name the index. A clone
// should send positions; the reference forgets to make them now and then.
func (r *reader) list(v any, id model.IRI, _ string, depth int) error {
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			if err := r.slot(item, id, list.Index{At: i, Sub: list.NoSub}, depth); err != nil {
				return err
			}
		}
		return nil
	case pack.Map:
		for _, e := range v {
			index, err := list.ParseIndex(e.Key)
			if err != nil {
				return malformed("%s", err)
			}
			items, several := e.Value.([]any)
			if !several || index.Sub != list.NoSub {
				items, several = []any{e.Value}, false
			}
			for sub, item := range items {
				if several {
					index.Sub = sub
				}
				if err := r.slot(item, id, index, depth); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return r.slot(v, id, list.Index{Sub: list.NoSub}, depth)
}

func (r *reader) slot(v any, id model.IRI, index list.Index, depth int) error {
	switch v.(type) {
	case nil, pack.Undefined:
		return nil
	case pack.Map:
		return r.process(v, id, string(index.Property()), depth+1)
	}
	return malformed("the item %s of a @list is not in a slot", strconv.Itoa(index.At))
}
