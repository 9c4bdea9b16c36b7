package model

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // the protocol's choice, as an identity only
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
)

// Bytes makes an xsd:base64Binary literal: the data is kept beside a lexical
// value that identifies it. Protocol page, section 3.
func Bytes(data []byte) Term {
	return Term{
		Kind: KindLiteral, Value: dataID(data), Datatype: XSDBase64, Data: string(data),
	}
}

// JSON makes an rdf:JSON literal of a JSON text. The text is written anew
// without space, with numbers as JavaScript has them; the order of keys stays,
// and is part of the literal's identity.
func JSON(text string) (Term, error) {
	compact, err := stringify([]byte(text))
	if err != nil {
		return Term{}, Errorf(StatusBadUpdate, "a JSON value is not valid JSON: %w", err)
	}
	return Term{
		Kind: KindLiteral, Value: dataID(compact), Datatype: RDFJSON, Data: string(compact),
	}, nil
}

// JSONValue is JSON for a decoded value; its maps are written with sorted keys.
func JSONValue(v any) (Term, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return Term{}, Errorf(StatusBadUpdate, "a value cannot be written as JSON: %w", err)
	}
	return JSON(string(text))
}

// dataID is the lexical value of a literal whose data is kept beside it.
func dataID(data []byte) string {
	sum := sha1.Sum(data) //nolint:gosec // an identity, not a protection
	return base64.StdEncoding.EncodeToString(sum[:])
}

// HasData reports whether the literal's datatype keeps its data beside the
// lexical value.
func (t Term) HasData() bool {
	return t.Kind == KindLiteral && (t.Datatype == XSDBase64 || t.Datatype == RDFJSON)
}

// Same reports whether two terms are one value in the graph: Data, which the
// lexical value stands for, is not looked at.
func (t Term) Same(u Term) bool {
	return t.Kind == u.Kind && t.Value == u.Value && t.Datatype == u.Datatype
}

// IsNumeric reports whether the literal's datatype is one of the numbers.
func (t Term) IsNumeric() bool {
	return t.Kind == KindLiteral && numericTypes[t.Datatype]
}

// Float is the number that a JavaScript clone reads from the literal; NaN if
// it reads none.
func (t Term) Float() float64 { return parseFloatPrefix(t.Value) }

// Canonical is the literal that every clone has after the wire has been crossed,
// which keeps of numbers only what JavaScript's numbers keep: "005" becomes "5",
// and the double 5.0 the integer 5. What is written must be canonical, or clones
// would differ. Terms of other types are canonical as they are, and so is a text
// that is no number, which Check refuses. Protocol page, section 3.
func (t Term) Canonical() Term {
	if t.Kind != KindLiteral {
		return t
	}
	v := math.NaN()
	switch t.Datatype {
	case XSDInteger:
		if t.Data == "" && isPlainInteger(t.Value) {
			return t
		}
		v = parseIntPrefix(t.Value)
	case XSDDouble:
		v = parseFloatPrefix(t.Value)
	case XSDBoolean:
		switch t.Value {
		case "1":
			return Boolean(true)
		case "0":
			return Boolean(false)
		}
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return t
	}
	c := Number(v)
	if c.Value == "-0" { // of a number near to zero; read again it has no sign
		c.Value = "0"
	}
	return c
}

// isPlainInteger reports whether a text is that of a natural number, as short as can be,
// that JavaScript has exactly.
func isPlainInteger(s string) bool {
	const most = 15
	if s == "" || len(s) > most || s[0] == '0' && s != "0" {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Native is the JSON value of a literal of the plain types (string, boolean,
// xsd:integer and xsd:double), as the reference's API shows it; ok is false for
// all other terms. A number that cannot be read is null.
func (t Term) Native() (v any, ok bool) {
	if t.Kind != KindLiteral {
		return nil, false
	}
	switch t.Datatype {
	case XSDString:
		return t.Value, true
	case XSDBoolean:
		return t.Value == "true", true
	case XSDInteger:
		return jsonNumber(parseIntPrefix(t.Value)), true
	case XSDDouble:
		return jsonNumber(parseFloatPrefix(t.Value)), true
	}
	return nil, false
}

// JSONData is the decoded data of an rdf:JSON literal, null if there is none.
func (t Term) JSONData() any {
	var v any
	if err := json.Unmarshal([]byte(t.Data), &v); err != nil {
		return nil
	}
	return v
}

// jsonNumber is null for what JSON cannot write, as in JavaScript.
func jsonNumber(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}

// stringify writes a JSON text as JSON.stringify would write the same value,
// but for the order of keys that look like array indexes.
func stringify(text []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var out bytes.Buffer
	if err := stringifyNext(d, &out, 0); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, fmt.Errorf("there is more after the value, at byte %d", d.InputOffset())
	}
	return out.Bytes(), nil
}

// maxJSONDepth bounds the recursion through a JSON literal.
const maxJSONDepth = 1000

func stringifyNext(d *json.Decoder, out *bytes.Buffer, depth int) error {
	if depth > maxJSONDepth {
		return fmt.Errorf("it is nested more than %d deep", maxJSONDepth)
	}
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch t := token.(type) {
	case json.Delim:
		return stringifyContainer(d, out, t, depth)
	case string:
		writeJSONString(out, t)
	case json.Number:
		v, err := t.Float64()
		if err != nil {
			return err
		}
		if v == 0 {
			v = 0
		}
		out.WriteString(FormatNumber(v))
	case bool:
		fmt.Fprintf(out, "%t", t)
	case nil:
		out.WriteString("null")
	}
	return nil
}

func stringifyContainer(d *json.Decoder, out *bytes.Buffer, open json.Delim, depth int) error {
	out.WriteByte(byte(open))
	for first := true; d.More(); first = false {
		if !first {
			out.WriteByte(',')
		}
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			name, ok := key.(string)
			if !ok {
				return fmt.Errorf("a key is not a string, at byte %d", d.InputOffset())
			}
			writeJSONString(out, name)
			out.WriteByte(':')
		}
		if err := stringifyNext(d, out, depth+1); err != nil {
			return err
		}
	}
	end, err := d.Token()
	if err != nil {
		return err
	}
	out.WriteByte(byte(end.(json.Delim)))
	return nil
}

// writeJSONString escapes what JavaScript escapes and nothing more.
func writeJSONString(out *bytes.Buffer, s string) {
	out.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\b':
			out.WriteString(`\b`)
		case r == '\f':
			out.WriteString(`\f`)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\r':
			out.WriteString(`\r`)
		case r == '\t':
			out.WriteString(`\t`)
		case r < ' ':
			fmt.Fprintf(out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
}
