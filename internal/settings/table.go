package settings

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/m-ld/mld-tui/internal/plain"
)

// Fault is something in a file of a person's that cannot stay as it is.
type Fault struct {
	Path string
	// Line and Column count from 1; the column is 0 where the whole line is meant.
	Line, Column int
	// What is wrong, and what to do.
	What string
}

// Error is the fault behind its place, as compilers write it.
func (f Fault) Error() string {
	if f.Column > 0 {
		return fmt.Sprintf("%s:%d:%d: %s", f.Path, f.Line, f.Column, f.What)
	}
	return fmt.Sprintf("%s:%d: %s", f.Path, f.Line, f.What)
}

// Faults are all that is wrong in a file, as one error of a line each, in the order of the
// file; nil for none.
func Faults(all []Fault) error {
	slices.SortStableFunc(all, func(a, b Fault) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	errs := make([]error, len(all))
	for i, f := range all {
		errs[i] = f
	}
	return errors.Join(errs...)
}

// Table is a file in TOML: what it sets, by names with dots in them for tables in tables.
type Table struct {
	Path   string
	Values map[string]any
	// Lines are where that is said.
	Lines map[string]int
}

// Names are what the table sets, in order.
func (t Table) Names() []string { return slices.Sorted(maps.Keys(t.Values)) }

// Fault is a fault of what the table sets by a name.
func (t Table) Fault(name, what string) Fault {
	for at := name; ; {
		if line, ok := t.Lines[at]; ok {
			return Fault{Path: t.Path, Line: line, What: what}
		}
		i := strings.LastIndexByte(at, '.')
		if i < 0 {
			return Fault{Path: t.Path, Line: 1, What: what}
		}
		at = at[:i] // It is set within another's line.
	}
}

// maxFaults is after how many lines that cannot be read the rest is not looked at.
const maxFaults = 50

// ParseTable reads a file in TOML. A line that cannot be read is left out, so that the
// faults of the others are found as well.
func ParseTable(path string, text []byte) (Table, []Fault) {
	t := Table{Path: path, Values: make(map[string]any), Lines: make(map[string]int)}
	text, err := plain.Text(text)
	if err != nil {
		return t, []Fault{{Path: path, Line: 1, What: err.Error()}}
	}
	var faults []Fault
	for whole := true; whole && len(faults) < maxFaults; {
		bad := t.read(text)
		if bad == nil {
			return t, faults
		}
		line, column := bad.Position()
		faults = append(faults, Fault{Path: path, Line: line, Column: column, What: unreadable(bad)})
		if text, whole = without(text, line, len(bad.Key()) > 0); !whole {
			_ = t.read(text) // What was before it tells what it can.
		}
	}
	return t, faults
}

// read takes over what a text sets, unless there is a fault in it.
func (t Table) read(text []byte) *toml.DecodeError {
	var all map[string]any
	var bad *toml.DecodeError
	if err := toml.Unmarshal(text, &all); errors.As(err, &bad) {
		return bad
	} else if err != nil {
		return new(toml.DecodeError) // There are no others.
	}
	t.flatten("", all)
	t.place(text)
	return nil
}

// without is a text with an empty line in the place of one that cannot be read. Where what
// is wrong is not that line alone, but something that does not end before it, or what the
// lines after it are of, only what is before it is left, and whole is false.
func without(text []byte, line int, defined bool) (rest []byte, whole bool) {
	lines := bytes.SplitAfter(text, []byte("\n"))
	at := min(max(line-1, 0), len(lines)-1)
	var alone map[string]any
	header := bytes.HasPrefix(bytes.TrimSpace(lines[at]), []byte("["))
	if header || !defined && toml.Unmarshal(lines[at], &alone) == nil {
		return bytes.Join(lines[:at], nil), false
	}
	lines[at] = []byte("\n")
	return bytes.Join(lines, nil), true
}

// unreadable says what is wrong in a line that cannot be read.
func unreadable(bad *toml.DecodeError) string {
	said := strings.TrimPrefix(bad.Error(), "toml: ")
	switch name := strings.Join(bad.Key(), "."); {
	case name != "":
		return name + " is written twice: remove one of them"
	case strings.Contains(said, "start of value"), strings.Contains(said, "must be quoted"):
		return said + ": write a text in quotes"
	}
	return said
}

// flatten takes over what a table has, with the tables within it.
func (t Table) flatten(prefix string, table map[string]any) {
	for name, v := range table {
		within, ok := v.(map[string]any)
		if ok && len(within) > 0 {
			t.flatten(prefix+name+".", within)
			continue
		}
		t.Values[prefix+name] = v
	}
}

// place finds the line of each name.
func (t Table) place(text []byte) {
	var p unstable.Parser
	p.Reset(text)
	table := ""
	for p.NextExpression() {
		e := p.Expression()
		path, line := "", 0
		for it := e.Key(); it.Next(); {
			path += "." + string(it.Node().Data)
			line = p.Shape(it.Node().Raw).Start.Line
		}
		name := table + path
		if e.Kind == unstable.Table || e.Kind == unstable.ArrayTable {
			table, name = path, path
		}
		if name = strings.TrimPrefix(name, "."); name != "" && t.Lines[name] == 0 {
			t.Lines[name] = line
		}
	}
}
