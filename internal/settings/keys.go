package settings

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Binding gives an action keys of one's own.
type Binding struct {
	Action string
	Keys   []string
	// Line is where the settings file says so.
	Line int
}

// bindings reads the table of keys: one or several for an action, whose name may be
// in quotes or not.
func bindings(keys map[string]any, lines map[string]int) ([]Binding, error) {
	var all []Binding
	var faults []error
	var walk func(prefix string, table map[string]any)
	walk = func(prefix string, table map[string]any) {
		for name, v := range table {
			b := Binding{Action: prefix + name, Line: lines[prefix+name]}
			switch v := v.(type) {
			case string:
				b.Keys = []string{v}
			case []any:
				for _, k := range v {
					s, ok := k.(string)
					if !ok {
						faults = append(faults, fmt.Errorf("line %d: a key is written in quotes, as in [\"q\", \"ctrl+c\"]", b.Line))
					}
					b.Keys = append(b.Keys, s)
				}
			case map[string]any:
				walk(b.Action+".", v)
				continue
			default:
				faults = append(faults, fmt.Errorf("line %d: a key is written in quotes, as in [\"q\", \"ctrl+c\"]", b.Line))
			}
			all = append(all, b)
		}
	}
	walk("", keys)
	slices.SortFunc(all, func(a, b Binding) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return strings.Compare(a.Action, b.Action)
	})
	return all, errors.Join(faults...)
}

// keyLines finds the line of each setting, and that of each key of the table "keys".
func keyLines(text []byte) (settings, keys map[string]int, err error) {
	settings, keys = make(map[string]int), make(map[string]int)
	var p unstable.Parser
	p.Reset(text)
	table := ""
	for p.NextExpression() {
		e := p.Expression()
		path := ""
		line := 0
		for it := e.Key(); it.Next(); {
			path += "." + string(it.Node().Data)
			line = p.Shape(it.Node().Raw).Start.Line
		}
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = path
		case unstable.KeyValue:
			if name, ok := strings.CutPrefix(table+path, ".keys."); ok {
				keys[name] = line
			} else {
				settings[strings.TrimPrefix(table+path, ".")] = line
			}
		}
	}
	return settings, keys, p.Error()
}
