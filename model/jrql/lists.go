package jrql

import (
	"maps"
	"slices"
	"strconv"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// listEntry is a key of a @list, and what it has.
type listEntry struct {
	// variable is the name of the variable that stands for the index, if isVar;
	// it may be empty.
	variable string
	isVar    bool
	index    list.Index
	item     any
}

// listEntries reads a @list: an array, an object with indexes or variables as
// keys, or a value alone, which is the first item. When loading, an array at an
// index of an object is several items.
func (r *subjectReader) listEntries(v any) ([]listEntry, error) {
	var entries []listEntry
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			entries = append(entries, listEntry{index: list.Index{At: i, Sub: list.NoSub}, item: item})
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			e := listEntry{item: v[key]}
			if e.variable, e.isVar = matchVariable(key); e.isVar {
				entries = append(entries, e)
				continue
			}
			var err error
			if e.index, err = list.ParseIndex(key); err != nil {
				return nil, unsupported("%w", err)
			}
			several, isArray := e.item.([]any)
			if r.mode != loading || !isArray || e.index.Sub != list.NoSub {
				entries = append(entries, e)
				continue
			}
			for sub, item := range several {
				entries = append(entries, listEntry{index: list.Index{At: e.index.At, Sub: sub}, item: item})
			}
		}
	default:
		entries = append(entries, listEntry{index: list.Index{Sub: list.NoSub}, item: v})
	}
	return slices.DeleteFunc(entries, func(e listEntry) bool { return e.item == nil }), nil
}

// list reads the items of a list. Each is in a slot, which has the index when
// matching; when loading, the property of the list says where it is to go.
func (r *subjectReader) list(id slot, v any) error {
	entries, err := r.listEntries(v)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if r.updating {
			return unsupported("a @list cannot be in an @update: use @delete and @insert, " +
				"or give the slot a new @item")
		}
		at, err := r.listPlace(id, e)
		if err != nil {
			return err
		}
		if err := r.subject(r.slotObject(e.item), at); err != nil {
			return err
		}
	}
	return nil
}

// listPlace is where an item's slot hangs.
func (r *subjectReader) listPlace(id slot, e listEntry) (*place, error) {
	at := &place{subject: id, slot: &slotPlace{}}
	switch {
	case e.isVar && r.mode == loading && e.variable == "":
		return nil, unsupported("an item must be inserted at an index, or at a variable with a name")
	case e.isVar:
		n := r.variable(e.variable)
		at.slot.key, at.slot.id = r.subVariable(n, keyOfIndex), r.subVariable(n, slotOfIndex)
		if r.mode == matching {
			at.slot.index = &n
		}
	case r.mode == loading:
		at.slot.key = termSlot(model.Ref(e.index.Property()))
	default:
		index := termSlot(model.Integer(int64(e.index.At)))
		at.slot.index = &index
		at.slot.key = r.variable(r.slotKeyName(e.item))
	}
	return at, nil
}

// slotKeyName is the name of the variable for the place of a slot that is itself
// a variable.
func (r *subjectReader) slotKeyName(item any) string {
	object, _ := item.(map[string]any)
	for key, v := range object {
		if name, ok := matchVariable(asString(v)); ok && name != "" && r.ctx.Keyword(key) == "@id" && r.isSlot(object) {
			return name + string(keyOfIndex)
		}
	}
	return ""
}

// isSlot reports whether an object is a slot, which has an item.
func (r *subjectReader) isSlot(object map[string]any) bool {
	for key := range object {
		if r.ctx.Keyword(key) == "@item" {
			return true
		}
	}
	return false
}

// slotObject is the slot of an item.
func (r *subjectReader) slotObject(item any) map[string]any {
	switch v := item.(type) {
	case map[string]any:
		if r.isSlot(v) {
			return v
		}
	case []any: // A list in a list.
		item = map[string]any{"@list": v}
	}
	return map[string]any{"@item": item}
}

// subKind is the kind of a variable that belongs to that of an index. The name of
// one is that of the other and this.
type subKind string

const (
	// keyOfIndex stands for the property of the list, slotOfIndex for the slot.
	keyOfIndex  subKind = "__listKey"
	slotOfIndex subKind = "__slotId"
)

// subVariable is a variable that belongs to one for an index. When it is not
// bound and the index is, it can be worked out.
func (r *subjectReader) subVariable(index slot, kind subKind) slot {
	name := r.scope.names[index.n]
	if name == "" {
		return r.variable("")
	}
	sub := r.variable(name + string(kind))
	if r.scope.subs == nil {
		r.scope.subs = make(map[int]subVariable)
	}
	r.scope.subs[sub.n] = subVariable{index.n, kind}
	return sub
}

type subVariable struct {
	index int
	kind  subKind
}

// indexOf is the index that a variable is bound to.
func indexOf(t model.Term) (int, bool) {
	if t.Datatype != model.XSDInteger {
		return 0, false
	}
	n, err := strconv.ParseInt(t.Value, 10, 64)
	if err != nil || n < 0 {
		return 0, false
	}
	return int(min(n, list.MaxIndex)), true
}

// generate is the value of a variable that belongs to that of an index and is not
// bound: a place to insert at, or a new slot.
func (w *writing) generate(n int, b binding) model.Term {
	sub, ok := w.subs[n]
	if !ok {
		return model.Term{}
	}
	at, ok := indexOf(b[sub.index])
	if !ok {
		return model.Term{}
	}
	if sub.kind == keyOfIndex {
		return model.Ref(list.Index{At: at, Sub: list.NoSub}.Property())
	}
	if w.slots[n].IsZero() {
		if w.slots == nil {
			w.slots = make(map[int]model.Term)
		}
		w.slots[n] = model.Ref(w.newID())
	}
	return w.slots[n]
}
