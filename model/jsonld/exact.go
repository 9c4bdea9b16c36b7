package jsonld

import (
	"encoding/base64"
	"slices"

	"github.com/m-ld/mld-tui/model"
	lists "github.com/m-ld/mld-tui/model/list"
)

// Documents are triples as JSON-LD subjects that lose nothing; see WriteDocument.
func (c *Context) Documents(triples []model.Triple) []any {
	return c.DocumentsWith(triples, lists.Parts{})
}

// DocumentsWith are the same, but with the lists that are parts of the subjects in their
// places, as @list.
func (c *Context) DocumentsWith(triples []model.Triple, parts lists.Parts) []any {
	subjects := model.Subjects(triples)
	list := make([]any, len(subjects))
	for i := range subjects {
		list[i] = c.document(&subjects[i], parts)
	}
	return list
}

// whole is a value that is in some lists; a list among the parts is its items, but where it
// is in itself.
func (c *Context) whole(property string, t model.Term, parts lists.Parts, in []model.IRI) any {
	items, isList := parts.Items(model.IRI(t.Value))
	if !t.IsRef() || !isList || slices.Contains(in, t.IRI()) || len(in) > MaxDepth {
		return c.exact(property, t)
	}
	values := make([]any, len(items))
	for i, item := range items {
		values[i] = c.whole(property, item, parts, append(slices.Clip(in), t.IRI()))
	}
	return map[string]any{c.keyword("@list"): values}
}

// document is a subject in JSON-LD that loses nothing, where Subject shows it
// as the reference's API does: there "005" of xsd:integer is 5.
func (c *Context) document(s *model.Subject, parts lists.Parts) map[string]any {
	object := make(map[string]any, len(s.Properties)+1)
	object["@id"] = c.CompactID(s.ID)
	for _, p := range s.Properties {
		for _, v := range p.Values {
			property := c.CompactProperty(p.Name, v)
			if p.Name == model.JSONRQLItem || p.Name == model.JSONRQLIndex {
				property = c.CompactVocab(p.Name) // JSON-LD does not know the keywords of json-rql.
			}
			AddValue(object, property, c.whole(property, v, parts, nil))
		}
	}
	return object
}

// exact is a value that JSON-LD reads as the very term.
func (c *Context) exact(property string, t model.Term) any {
	if t.IsRef() {
		return c.Value(property, t)
	}
	coerced := c.TermType(property)
	native, isNative := t.Native()
	if isNative && (coerced == "" || coerced == string(t.Datatype)) {
		again, err := c.literal("", native, coerced)
		if err == nil && again.Canonical().Same(t) {
			return native
		}
	}
	datatype, value := c.CompactVocab(t.Datatype), any(t.Value)
	switch t.Datatype {
	case model.XSDBase64:
		value = base64.StdEncoding.EncodeToString([]byte(t.Data))
	case model.RDFJSON:
		datatype, value = "@json", t.JSONData()
	}
	return map[string]any{c.keyword("@type"): datatype, c.keyword("@value"): value}
}

func sortedKeys(object map[string]any) []string {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
