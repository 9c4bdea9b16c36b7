package operation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/pack"
)

// appendJSON appends a JSON text as a value; a text that is no JSON as null.
func appendJSON(b []byte, text string) []byte {
	d := json.NewDecoder(strings.NewReader(text))
	v, err := jsonValue(d, 0)
	if err != nil {
		return pack.AppendNil(b)
	}
	return pack.AppendValue(b, v)
}

// jsonValue reads a value with the order of its keys, which is a part of the
// identity of a JSON literal.
func jsonValue(d *json.Decoder, depth int) (any, error) {
	if depth > pack.MaxDepth {
		return nil, errors.New("it is nested too deeply")
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		a := []any{}
		for d.More() {
			v, err := jsonValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			a = append(a, v)
		}
		_, err = d.Token()
		return a, err
	case json.Delim('{'):
		m := pack.Map{}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := jsonValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			name, ok := key.(string)
			if !ok {
				return nil, fmt.Errorf("the key %v is not a string", key)
			}
			m = append(m, pack.Entry{Key: name, Value: v})
		}
		_, err = d.Token()
		return m, err
	default:
		return token, nil
	}
}

// jsonText writes a decoded value as JavaScript's JSON.stringify does.
func jsonText(v any) string {
	var buf bytes.Buffer
	writeJSON(&buf, v)
	return buf.String()
}

func writeJSON(w *bytes.Buffer, v any) {
	switch v := v.(type) {
	case bool:
		fmt.Fprint(w, v)
	case float64:
		w.WriteString(strings.Replace(model.FormatNumber(v), "NaN", "null", 1))
	case string:
		writeJSONString(w, v)
	case []byte:
		writeJSONString(w, string(v))
	case []any:
		w.WriteByte('[')
		for i, e := range v {
			if i > 0 {
				w.WriteByte(',')
			}
			writeJSON(w, e)
		}
		w.WriteByte(']')
	case pack.Map:
		w.WriteByte('{')
		for i, e := range v {
			if i > 0 {
				w.WriteByte(',')
			}
			writeJSONString(w, e.Key)
			w.WriteByte(':')
			writeJSON(w, e.Value)
		}
		w.WriteByte('}')
	default: // null, and undefined in an array
		w.WriteString("null")
	}
}

func writeJSONString(w *bytes.Buffer, s string) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // A string can always be encoded.
	}
	w.Truncate(w.Len() - 1) // The newline.
}
