package jsonld

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/piprate/json-gold/ld"

	"github.com/m-ld/mld-tui/model"
	lists "github.com/m-ld/mld-tui/model/list"
)

// ReadDocument yields the triples of a JSON-LD document of any shape. The
// document is read with this context, and with its own; subjects without an
// identity, and blank node identifiers, are given one by newID. The graphs of a
// document become one. Language tags are dropped.
//
// A large document should be an array, or an object with a @graph: then one
// member of it is expanded at a time. Reading ends with the first error, a
// *model.Error that says where in the document it was.
func (c *Context) ReadDocument(text []byte, newID func() model.IRI) iter.Seq2[model.Triple, error] {
	return func(yield func(model.Triple, error) bool) {
		d := &documentReader{ctx: c, newID: newID, blanks: make(map[string]model.IRI), yield: yield}
		if err := d.read(text); err != nil && !d.stopped {
			yield(model.Triple{}, err)
		}
	}
}

type documentReader struct {
	ctx     *Context
	newID   func() model.IRI
	blanks  map[string]model.IRI
	yield   func(model.Triple, error) bool
	stopped bool
	current *Context // of the member that is being read
	// Members of a document mostly have the same context, or none.
	lastBase  *Context
	lastLocal string
	lastNext  *Context
}

// next is a context with a local one added.
func (d *documentReader) next(ctx *Context, local json.RawMessage) (*Context, error) {
	if local == nil {
		return ctx, nil
	}
	if ctx != d.lastBase || string(local) != d.lastLocal {
		var plain any
		if err := json.Unmarshal(local, &plain); err != nil {
			return nil, notJSON(err)
		}
		next, err := ctx.Next(plain)
		if err != nil {
			return nil, err
		}
		d.lastBase, d.lastLocal, d.lastNext = ctx, string(local), next
	}
	return d.lastNext, nil
}

func (d *documentReader) read(text []byte) error {
	if err := CheckText(text); err != nil {
		return model.Errorf(model.StatusNotAPattern, "the document cannot be read: %w", err)
	}
	switch first := bytes.TrimLeft(text, " \t\r\n"); {
	case len(first) == 0:
		return model.Errorf(model.StatusNotAPattern, "the document is empty")
	case first[0] == '[':
		return d.items(text, d.ctx)
	case first[0] != '{':
		return model.Errorf(model.StatusNotAPattern, "the document is no JSON-LD: it is neither an object nor an array")
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return notJSON(err)
	}
	graph, local := members["@graph"], members["@context"]
	for key := range members {
		if key != "@graph" && key != "@context" && key != "@id" {
			graph = nil // the object says something itself
		}
	}
	if graph == nil || !bytes.HasPrefix(bytes.TrimLeft(graph, " \t\r\n"), []byte("[")) {
		return d.item(text, d.ctx, "")
	}
	ctx, err := d.next(d.ctx, local)
	if err != nil {
		return err
	}
	return d.items(graph, ctx)
}

func notJSON(err error) error {
	return model.Errorf(model.StatusNotAPattern, "the document is not valid JSON: %w", ExplainJSON(err))
}

// items reads the members of an array, one at a time.
func (d *documentReader) items(array []byte, ctx *Context) error {
	decoder := json.NewDecoder(bytes.NewReader(array))
	if _, err := decoder.Token(); err != nil {
		return notJSON(err)
	}
	for n := 1; decoder.More(); n++ {
		var item json.RawMessage
		if err := decoder.Decode(&item); err != nil {
			return notJSON(err)
		}
		if err := d.item(item, ctx, fmt.Sprintf("in member %d: ", n)); err != nil || d.stopped {
			return err
		}
	}
	if _, err := decoder.Token(); err != nil {
		return notJSON(err)
	}
	return nil
}

// item expands and reads one object or array.
func (d *documentReader) item(text []byte, ctx *Context, where string) error {
	var decoded any
	if err := json.Unmarshal(text, &decoded); err != nil {
		return notJSON(err)
	}
	err := d.expandItem(decoded, text, ctx)
	if err == nil || d.stopped {
		return nil
	}
	var known *model.Error
	if errors.As(err, &known) && where != "" {
		return &model.Error{Status: known.Status, Message: where + known.Message, Err: known}
	}
	return err
}

func (d *documentReader) expandItem(decoded any, text []byte, ctx *Context) error {
	if object, ok := decoded.(map[string]any); ok && object["@context"] != nil {
		var own struct {
			Local json.RawMessage `json:"@context"`
		}
		if err := json.Unmarshal(text, &own); err != nil {
			return notJSON(err)
		}
		var err error
		if ctx, err = d.next(ctx, own.Local); err != nil {
			return err
		}
		delete(object, "@context")
	}
	expanded, err := ctx.expandDocument(decoded)
	if err != nil {
		return err
	}
	d.current = ctx
	return d.nodes(expanded, 0)
}

// expandDocument expands JSON-LD, but leaves identities relative: the processor
// would escape their characters, and an IRI is kept as it is written.
func (c *Context) expandDocument(v any) (expanded any, err error) {
	plain, err := Normalise(v)
	if err != nil {
		return nil, err
	}
	defer func() { // the processor has panicked on unusual input before
		if r := recover(); r != nil {
			err = model.Errorf(model.StatusUnsupported, "the document is not valid JSON-LD: %v", r)
		}
	}()
	options := ld.NewJsonLdOptions("")
	options.ProcessingMode = ld.JsonLd_1_1
	options.DocumentLoader = noRemote{}
	active := ld.CopyContext(c.active)
	active.Values.Base = ""
	expanded, err = ld.NewJsonLdApi().Expand(active, "", plain, options, false, nil)
	if err != nil {
		return nil, badDocument(err)
	}
	return expanded, nil
}

// resolve makes an identity that was expanded but for the base absolute.
func (c *Context) resolve(id string) model.IRI {
	if c.base == "" {
		return model.IRI(id)
	}
	return model.ResolveIRI(c.base, id)
}

func badDocument(err error) error {
	known := badContext(err)
	known.Message = strings.Replace(known.Message, "the @context is not valid", "the document is not valid JSON-LD", 1)
	return known
}

// nodes reads expanded node objects.
func (d *documentReader) nodes(v any, depth int) error {
	for _, item := range list(v) {
		object, ok := item.(map[string]any)
		if !ok {
			return model.Errorf(model.StatusUnsupported, "a value stands where a subject should be")
		}
		if _, isValue := object["@value"]; isValue {
			continue // a value that belongs to nothing says nothing
		}
		if _, isList := object["@list"]; isList {
			return model.Errorf(model.StatusUnsupported, "a list that belongs to nothing stands where a subject should be")
		}
		if _, err := d.node(object, depth); err != nil {
			return err
		}
		if d.stopped {
			return nil
		}
	}
	return nil
}

func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// node reads an expanded node object, and returns its identity.
func (d *documentReader) node(object map[string]any, depth int) (model.IRI, error) {
	if depth > MaxDepth {
		return "", model.Errorf(model.StatusNotAPattern, "the document is nested more than %d deep", MaxDepth)
	}
	id, err := d.identity(object["@id"])
	if err != nil {
		return "", err
	}
	for _, key := range sortedKeys(object) {
		values := object[key]
		switch key {
		case "@id", "@index":
		case "@type":
			for _, t := range list(values) {
				class, err := d.identity(t)
				if err != nil {
					return "", err
				}
				d.emit(model.Triple{S: id, P: model.RDFType, O: model.Ref(class)})
			}
		case "@graph", "@included":
			err = d.nodes(values, depth+1)
		case "@reverse":
			err = d.reverse(id, values, depth)
		default:
			if strings.HasPrefix(key, "@") {
				return "", model.Errorf(model.StatusUnsupported, "%q is not supported in a document", key)
			}
			err = d.property(id, key, values, depth)
		}
		if err != nil {
			return "", err
		}
	}
	return id, nil
}

func (d *documentReader) identity(v any) (model.IRI, error) {
	switch id := v.(type) {
	case nil:
		return d.newID(), nil
	case string:
		if strings.HasPrefix(id, "_:") {
			known, ok := d.blanks[id]
			if !ok {
				known = d.newID()
				d.blanks[id] = known
			}
			return known, nil
		}
		return d.current.resolve(id), nil
	}
	return "", model.Errorf(model.StatusUnsupported, "an @id must be a string")
}

func (d *documentReader) property(id model.IRI, name string, values any, depth int) error {
	if strings.HasPrefix(name, "_:") {
		return model.Errorf(model.StatusUnsupported, "the property %q has no IRI", name)
	}
	for _, v := range list(values) {
		object, ok := v.(map[string]any)
		if !ok {
			return model.Errorf(model.StatusUnsupported, "the value of %q is not understood", name)
		}
		value, err := d.value(object, depth)
		if err != nil {
			return err
		}
		d.emit(model.Triple{S: id, P: model.IRI(name), O: value})
	}
	return nil
}

// value reads an expanded value, node or list.
func (d *documentReader) value(object map[string]any, depth int) (model.Term, error) {
	if items, isList := object["@list"]; isList {
		return d.list(items, depth+1)
	}
	if _, isValue := object["@value"]; isValue {
		return expandedValue(object)
	}
	id, err := d.node(object, depth+1)
	return model.Ref(id), err
}

// list reads the items of a list, and returns its identity: in m-ld a list is a
// subject. Its items are in slots at their indexes, as in an update.
func (d *documentReader) list(v any, depth int) (model.Term, error) {
	if depth > MaxDepth {
		return model.Term{}, model.Errorf(model.StatusNotAPattern, "the document is nested more than %d deep", MaxDepth)
	}
	id := d.newID()
	d.emit(model.Triple{S: id, P: model.RDFType, O: model.Ref(model.MeldList)})
	for i, item := range list(v) {
		object, ok := item.(map[string]any)
		if !ok {
			return model.Term{}, model.Errorf(model.StatusUnsupported, "item %d of a list is not understood", i)
		}
		value, err := d.value(object, depth)
		if err != nil {
			return model.Term{}, err
		}
		slot := d.newID()
		index := lists.Index{At: i, Sub: lists.NoSub}
		d.emit(model.Triple{S: id, P: index.Property(), O: model.Ref(slot)})
		d.emit(model.Triple{S: slot, P: model.JSONRQLItem, O: value})
	}
	return model.Ref(id), nil
}

// reverse reads properties of which the node is the value.
func (d *documentReader) reverse(id model.IRI, v any, depth int) error {
	properties, _ := v.(map[string]any)
	for _, name := range sortedKeys(properties) {
		for _, subject := range list(properties[name]) {
			object, ok := subject.(map[string]any)
			if !ok {
				return model.Errorf(model.StatusUnsupported, "the value of the reversed %q is no subject", name)
			}
			other, err := d.node(object, depth+1)
			if err != nil {
				return err
			}
			d.emit(model.Triple{S: other, P: model.IRI(name), O: model.Ref(id)})
		}
	}
	return nil
}

// expandedValue reads an expanded value object.
func expandedValue(object map[string]any) (model.Term, error) {
	datatype, _ := object["@type"].(string)
	switch v := object["@value"].(type) {
	case string:
		if datatype == "@json" {
			return model.JSONValue(v)
		}
		t, err := stringLiteral(v, model.IRI(datatype))
		return t.Canonical(), err
	case bool:
		if datatype != "@json" {
			return typed(model.Boolean(v), datatype).Canonical(), nil
		}
	case float64:
		if datatype != "@json" {
			return typed(model.Number(v), datatype).Canonical(), nil
		}
	}
	if datatype == "@json" {
		return model.JSONValue(object["@value"])
	}
	return model.Term{}, model.Errorf(model.StatusUnsupported, "a nested JSON value needs the type @json")
}

func (d *documentReader) emit(t model.Triple) {
	if d.stopped {
		return
	}
	if err := d.ctx.domain.Check(t); err != nil {
		d.stopped = true
		d.yield(model.Triple{}, err)
		return
	}
	d.stopped = !d.yield(t, nil)
}
