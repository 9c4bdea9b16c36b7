package jsonld

import (
	"encoding/json"
	"reflect"

	"github.com/m-ld/mld-tui/model"
)

// MaxDepth bounds the nesting of any JSON that is read as data or as a request.
const MaxDepth = 256

// Normalise copies decoded JSON into its plain forms: every number a float64,
// objects as map[string]any, arrays as []any. Bytes, which JSON cannot write,
// stay []byte. It fails on other Go values and on too deep nesting.
func Normalise(v any) (any, error) { return normalise(v, 0) }

func normalise(v any, depth int) (any, error) {
	if depth > MaxDepth {
		return nil, model.Errorf(model.StatusNotAPattern, "the JSON is nested more than %d deep", MaxDepth)
	}
	switch v := v.(type) {
	case nil, bool, string, float64, []byte:
		return v, nil
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return nil, model.Errorf(model.StatusNotAPattern, "%s is not a number that can be held", v)
		}
		return f, nil
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, value := range v {
			n, err := normalise(value, depth+1)
			if err != nil {
				return nil, err
			}
			m[key] = n
		}
		return m, nil
	case []any:
		return normaliseAll(len(v), func(i int) any { return v[i] }, depth)
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(r.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return float64(r.Uint()), nil
	case reflect.Float32:
		return r.Float(), nil
	case reflect.String:
		return r.String(), nil
	case reflect.Slice:
		return normaliseAll(r.Len(), func(i int) any { return r.Index(i).Interface() }, depth)
	}
	return nil, model.Errorf(model.StatusNotAPattern, "a value of Go type %T is not JSON", v)
}

func normaliseAll(n int, at func(int) any, depth int) (any, error) {
	list := make([]any, n)
	for i := range list {
		item, err := normalise(at(i), depth+1)
		if err != nil {
			return nil, err
		}
		list[i] = item
	}
	return list, nil
}
