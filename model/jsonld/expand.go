package jsonld

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// Term reads one value of a property: a string, number or boolean, a reference
// ({"@id":…} or {"@vocab":…}) or a value object. The property is as the user
// wrote it, for the type that the context may give its values; it is empty where
// there is none. A language tag is dropped. The error is a *model.Error.
func (c *Context) Term(property string, v any) (model.Term, error) {
	if id, ok := c.Reference(v, "@id"); ok {
		return model.Ref(c.ExpandID(id)), nil
	}
	if id, ok := c.Reference(v, "@vocab"); ok {
		return model.Ref(c.ExpandVocab(id)), nil
	}
	datatype := ""
	if object, ok := v.(map[string]any); ok && !c.IsJSON(property, v) {
		value, err := c.valueObject(object)
		if err != nil {
			return model.Term{}, err
		}
		v, datatype = value.value, value.datatype
		if datatype == string(model.RDFJSON) {
			return jsonText(v)
		}
	}
	if datatype == "" && property != "" {
		datatype = c.TermType(property)
	}
	if datatype == "@json" {
		return model.JSONValue(v)
	}
	t, err := c.literal(property, v, datatype)
	if err != nil && property != "" {
		return model.Term{}, model.Errorf(model.StatusBadUpdate, "the value of %q: %w", property, err)
	}
	return t, err
}

// IsJSON reports whether a value of a property is to be read as JSON, whatever
// it is made of, because the context gives the property that type.
func (c *Context) IsJSON(property string, v any) bool {
	if property == "" || c.TermType(property) != "@json" {
		return false
	}
	object, _ := v.(map[string]any)
	for key := range object {
		if k := c.Keyword(key); k == "@value" || k == "@id" || k == "@vocab" {
			return false
		}
	}
	return v != nil
}

// Reference returns the identity in an object that has the key "@id" (or
// "@vocab") and nothing else that would be a statement.
func (c *Context) Reference(v any, key string) (id string, ok bool) {
	object, isObject := v.(map[string]any)
	if !isObject {
		return "", false
	}
	for k, v := range object {
		if k == key || c.expandKeyword(k) == key {
			if id, ok = v.(string); !ok {
				return "", false
			}
			continue
		}
		if list, isList := v.([]any); v != nil && (!isList || len(list) > 0) {
			return "", false
		}
	}
	return id, ok
}

// Keyword returns the keyword that a key of an object is an alias of, or the
// key itself.
func (c *Context) Keyword(key string) string {
	if k := c.expandKeyword(key); k != "" {
		return k
	}
	return key
}

// expandKeyword is the keyword that a term of the context stands for, or empty.
func (c *Context) expandKeyword(term string) string {
	if len(c.aliases) == 0 {
		return ""
	}
	if def := c.active.TermDefinitions[term]; def != nil && isKeyword(def.ID) {
		return def.ID
	}
	return ""
}

type valueObject struct {
	value    any
	datatype string
}

// valueObject reads {"@value":…} with its @type; anything else is refused.
func (c *Context) valueObject(object map[string]any) (valueObject, error) {
	var result valueObject
	found := false
	for key, v := range object {
		switch c.Keyword(key) {
		case "@value":
			result.value, found = v, true
		case "@type":
			if v == nil {
				continue
			}
			name, ok := v.(string)
			if !ok {
				return result, model.Errorf(model.StatusBadUpdate, "the @type of a value must be a string")
			}
			// Against the base, as the reference reads it: protocol page, section 3.
			result.datatype = string(c.ExpandID(name))
		case "@language", "@id", "@direction":
		default:
			return result, model.Errorf(model.StatusUnsupported, "%q has no meaning beside @value", key)
		}
	}
	if !found {
		return result, model.Errorf(model.StatusUnsupported, "an object that is neither a subject, a reference nor a value")
	}
	return result, nil
}

// literal makes a term of a plain JSON value and the type given for it.
func (c *Context) literal(property string, v any, datatype string) (model.Term, error) {
	isRef := datatype == "@id" || datatype == "@vocab"
	switch v := v.(type) {
	case string:
		switch {
		case property == "@type" || datatype == "@vocab":
			return model.Ref(c.ExpandVocab(v)), nil
		case datatype == "@id":
			return model.Ref(c.ExpandID(v)), nil
		}
		return stringLiteral(v, model.IRI(datatype))
	case bool:
		if isRef || property == "@type" {
			return model.Term{}, noReference(v)
		}
		t := model.Boolean(v)
		return typed(t, datatype), nil
	case float64:
		if isRef || property == "@type" {
			return model.Term{}, noReference(v)
		}
		return typed(model.Number(v), datatype), nil
	case []byte:
		return model.Bytes(v), nil
	case nil:
		return model.Term{}, model.Errorf(model.StatusBadUpdate, "null is not a value")
	}
	return model.Term{}, model.Errorf(model.StatusUnsupported,
		"a nested JSON value needs {\"@type\":\"@json\",\"@value\":…}")
}

func noReference(v any) error {
	return model.Errorf(model.StatusBadUpdate, "%v is not the identity of a subject", v)
}

// typed gives a literal another datatype, leaving its lexical form.
func typed(t model.Term, datatype string) model.Term {
	if datatype != "" {
		t.Datatype = model.IRI(datatype)
	}
	return t
}

func stringLiteral(s string, datatype model.IRI) (model.Term, error) {
	switch datatype {
	case "":
		return model.String(s), nil
	case model.XSDDouble:
		// A text that is typed as a double is written anew, as numbers are.
		return model.DoubleText(s), nil
	case model.XSDBase64:
		return model.Bytes(decodeBase64(s)), nil
	case model.RDFJSON:
		return model.JSONValue(s)
	}
	return model.Literal(s, datatype), nil
}

// jsonText reads the value of {"@type":rdf:JSON}: a JSON text, or else a value.
func jsonText(v any) (model.Term, error) {
	if s, ok := v.(string); ok {
		return model.JSON(s)
	}
	return model.JSONValue(v)
}

// decodeBase64 reads either alphabet and skips what belongs to neither, as
// JavaScript's Buffer does.
func decodeBase64(s string) []byte {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '+', r == '/':
			return r
		case r == '-':
			return '+'
		case r == '_':
			return '/'
		}
		return -1
	}, strings.TrimRight(s, "= \r\n"))
	if len(clean)%4 == 1 {
		clean = clean[:len(clean)-1]
	}
	data, err := base64.RawStdEncoding.DecodeString(clean)
	if err != nil {
		panic(fmt.Sprintf("base64 %q was cleaned wrongly: %v", clean, err))
	}
	return data
}

// CheckProperty refuses a property whose definition in the context asks for
// what cannot be kept: lists, maps by language or index, reversed properties.
func (c *Context) CheckProperty(term string) error {
	def := c.active.TermDefinitions[term]
	if def == nil {
		if _, ok := c.active.TermDefinitions[term]; ok {
			return model.Errorf(model.StatusUnsupported, "the @context maps %q to nothing", term)
		}
		return nil
	}
	if def.Reverse {
		return model.Errorf(model.StatusUnsupported, "the @context defines %q with @reverse, which is not supported", term)
	}
	for _, container := range def.Container {
		switch container {
		case "@set":
		case "@list":
			return model.Errorf(model.StatusUnsupported, "the @context defines %q as a list: lists are not supported yet", term)
		default:
			return model.Errorf(model.StatusUnsupported,
				"the @context defines %q with the container %s, which is not supported", term, container)
		}
	}
	return nil
}
