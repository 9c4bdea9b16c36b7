package jsonld

import (
	"encoding/base64"
	"fmt"

	"github.com/m-ld/mld-tui/model"
)

// Value is a term as the reference's API shows it as a value of a property. The
// property is in its short form, from CompactProperty; it is empty where there
// is none.
func (c *Context) Value(property string, t model.Term) any {
	if t.Kind == model.KindIRI {
		switch kind := c.TermType(property); {
		case property == "@type" || kind == "@vocab":
			return c.CompactVocab(t.IRI())
		case kind == "@id":
			return c.CompactID(t.IRI())
		}
		return map[string]any{"@id": c.CompactID(t.IRI())}
	}
	if v, ok := t.Native(); ok {
		return v
	}
	switch t.Datatype {
	case model.XSDBase64:
		return map[string]any{
			"@type": string(model.XSDBase64), "@value": base64.StdEncoding.EncodeToString([]byte(t.Data)),
		}
	case model.RDFJSON:
		return c.valueJSON(property, t.JSONData(), "@json")
	}
	return c.valueJSON(property, t.Value, string(t.Datatype))
}

// valueJSON is a value object, or its bare value if the context gives the
// property that very type.
func (c *Context) valueJSON(property string, value any, datatype string) any {
	// An array of JSON would be taken for several values.
	if _, isArray := value.([]any); !isArray && datatype == c.TermType(property) {
		return value
	}
	if !isKeyword(datatype) {
		datatype = c.CompactVocab(model.IRI(datatype))
	}
	return map[string]any{c.keyword("@type"): datatype, c.keyword("@value"): value}
}

// Subject is a subject as the reference's API shows it: "@id", and for each
// property its value, or an array where it has several. The values stay in the
// order that the subject has them in.
func (c *Context) Subject(s *model.Subject) map[string]any {
	object := make(map[string]any, len(s.Properties)+1)
	object["@id"] = c.CompactID(s.ID)
	for _, p := range s.Properties {
		for _, v := range p.Values {
			property := c.CompactProperty(p.Name, v)
			AddValue(object, property, c.Value(property, v))
		}
	}
	if s.List != nil {
		object["@list"] = c.items(s.List)
	}
	return object
}

// items are the items of a list, each its value, or an array where it has several.
func (c *Context) items(list [][]model.Term) []any {
	items := make([]any, len(list))
	for i, values := range list {
		slot := make(map[string]any, 1)
		for _, v := range values {
			AddValue(slot, "@item", c.Value("", v))
		}
		items[i] = slot["@item"]
	}
	return items
}

// Subjects is the form that data has in an update event: an array of partial
// subjects. Protocol page, section 8.
func (c *Context) Subjects(triples []model.Triple) []any {
	subjects := model.Subjects(triples)
	list := make([]any, len(subjects))
	for i := range subjects {
		list[i] = c.Subject(&subjects[i])
	}
	return list
}

// AddValue adds a value to a property of a JSON subject: the second makes an
// array of it, and a value that is there already is not added again.
func AddValue(object map[string]any, property string, value any) {
	current, ok := object[property]
	if !ok {
		object[property] = value
		return
	}
	list, isList := current.([]any)
	if !isList {
		list = []any{current}
	}
	key := valueKey(value)
	for _, v := range list {
		if valueKey(v) == key {
			return
		}
	}
	object[property] = append(list, value)
}

// valueKey is equal for values that are the same to the reference's API.
func valueKey(v any) any {
	object, ok := v.(map[string]any)
	if !ok {
		if _, isList := v.([]any); isList {
			return fmt.Sprint(v)
		}
		return v
	}
	if id, ok := object["@id"].(string); ok {
		return "@id " + id
	}
	return fmt.Sprint(object)
}
