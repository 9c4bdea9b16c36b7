package values

import (
	"strconv"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/themes"
)

// Text is a value as a person reads and edits it: a number in its common form,
// a reference by its short name, JSON as its text. It may hold any characters;
// see text.Safe.
func Text(t model.Term, property model.IRI, n Names) string {
	if t.IsRef() {
		if property == model.RDFType {
			return n.Type(t.IRI())
		}
		return n.Subject(t.IRI())
	}
	switch t.Datatype {
	case model.XSDDouble:
		return showDouble(t.Value)
	case model.RDFJSON:
		return t.Data
	case model.XSDBase64:
		return strconv.Itoa(len(t.Data)) + " bytes"
	}
	return t.Value
}

// showDouble turns 6.5E0 into 6.5; what is no number is shown as it is.
func showDouble(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	return model.FormatNumber(f)
}

// TypeName is the word for a value's type: "text", "number", "reference".
func TypeName(t model.Term, n Names) string {
	if k := KindOf(t); k != Custom {
		return k.Name()
	}
	switch t.Datatype {
	case model.XSDBase64:
		return "bytes"
	case model.RDFJSON:
		return "JSON"
	}
	return n.Type(t.Datatype)
}

// Style is the colour of a value.
func Style(t model.Term, th *themes.Theme) lipgloss.Style {
	if t.IsRef() {
		return th.Reference
	}
	switch t.Datatype {
	case model.XSDString:
		return th.String
	case model.XSDInteger, model.XSDDouble, model.NSXSD + "decimal":
		return th.Number
	case model.XSDBoolean:
		return th.Boolean
	case model.XSDDate, model.XSDDateTime, xsdTime:
		return th.Time
	default:
		return th.Literal
	}
}

// Fixed says why a value cannot be typed; empty when it can.
func Fixed(t model.Term) string {
	if t.IsLiteral() && t.Datatype == model.XSDBase64 {
		return "bytes can be looked at and removed here, but not typed"
	}
	if t.IsLiteral() && t.Datatype == model.RDFJSON {
		return "JSON can be looked at and removed, but not written: apps with the engine for JavaScript would close on it"
	}
	return ""
}
