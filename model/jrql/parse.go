package jrql

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
)

// Request is what a pattern asks for: a *Query or an *Update.
type Request interface {
	// Context is what the request was read with, its own @context included.
	Context() *jsonld.Context
}

// ParseJSON is Parse of a JSON text.
func ParseJSON(ctx *jsonld.Context, text []byte) (Request, error) {
	if err := jsonld.CheckText(text); err != nil {
		return nil, model.Errorf(model.StatusNotAPattern, "the request cannot be read: %w", err)
	}
	var pattern any
	d := json.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&pattern); err != nil {
		return nil, model.Errorf(model.StatusNotAPattern, "the request is not valid JSON: %w", jsonld.ExplainJSON(err))
	}
	if d.More() {
		return nil, model.Errorf(model.StatusNotAPattern,
			"the request is not valid JSON: there is more after its end, at byte %d", d.InputOffset())
	}
	return Parse(ctx, pattern)
}

// Parse reads a json-rql pattern from decoded JSON. The error is a
// *model.Error: StatusNotAPattern for what neither reads nor writes,
// StatusUnsupported for what is not supported or has no meaning.
func Parse(ctx *jsonld.Context, pattern any) (Request, error) {
	plain, err := jsonld.Normalise(pattern)
	if err != nil {
		return nil, err
	}
	switch plain := plain.(type) {
	case []any:
		return parseUpdate(ctx, map[string]any{"@insert": plain})
	case map[string]any:
		next, err := ctx.Next(plain["@context"])
		if err != nil {
			return nil, err
		}
		delete(plain, "@context") // it is a copy, and this is done with
		return parseObject(next, plain)
	}
	return nil, notAPattern()
}

func notAPattern() error {
	return model.Errorf(model.StatusNotAPattern, "the request neither reads nor writes: "+
		"it needs @describe, @select, @construct, @insert, @delete or @update, or must be a subject to insert")
}

func parseObject(ctx *jsonld.Context, object map[string]any) (Request, error) {
	verbs := keysIn(object, "@describe", "@select", "@construct")
	writes := keysIn(object, "@insert", "@delete", "@update")
	switch {
	case len(verbs)+len(writes) > 1 && len(verbs) > 0:
		return nil, unsupported("a request cannot have %s at once", strings.Join(append(verbs, writes...), " and "))
	case len(verbs) == 1:
		return parseQuery(ctx, object, verbs[0])
	case len(writes) > 0:
		return parseUpdate(ctx, object)
	}
	parts := keysIn(object, "@graph", "@union", "@filter", "@values", "@bind", "@where")
	switch {
	case len(parts) == 1 && parts[0] == "@graph":
		if err := onlyKeys(object, "a group to insert", "@graph"); err != nil {
			return nil, err
		}
		return parseUpdate(ctx, map[string]any{"@insert": object["@graph"]})
	case slices.Contains(parts, "@where"):
		return nil, notAPattern()
	case len(parts) > 0:
		return nil, unsupported("a group to insert can have a @graph only, not %s", parts[len(parts)-1])
	}
	return parseUpdate(ctx, map[string]any{"@insert": object})
}

func keysIn(object map[string]any, keys ...string) []string {
	var found []string
	for _, key := range keys {
		if _, ok := object[key]; ok {
			found = append(found, key)
		}
	}
	return found
}

// onlyKeys refuses a key that would otherwise be left out without a word.
func onlyKeys(object map[string]any, what string, keys ...string) error {
	for _, key := range sortedKeys(object) {
		if !slices.Contains(keys, key) {
			return unsupported("%q is not supported in %s", key, what)
		}
	}
	return nil
}

func sortedKeys(object map[string]any) []string {
	return appendSortedKeys(make([]string, 0, len(object)), object)
}

// appendSortedKeys appends keys to none, for which there may be room.
func appendSortedKeys(keys []string, object map[string]any) []string {
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func unsupported(format string, args ...any) error {
	return model.Errorf(model.StatusUnsupported, format, args...)
}

// array makes a list of a value that may be one or many; nulls are left out.
func array(v any) []any {
	list, ok := v.([]any)
	if !ok {
		if v == nil {
			return nil
		}
		return []any{v}
	}
	return slices.DeleteFunc(slices.Clone(list), func(v any) bool { return v == nil })
}

// variableName has the characters that SPARQL allows in the name of a variable.
var variableName = func() *regexp.Regexp {
	const base = `A-Za-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}` +
		`\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}` +
		`\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}_0-9`
	return regexp.MustCompile(fmt.Sprintf(`^\?[%s][%s\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}]*$`, base, base))
}()

// matchVariable returns the name of a variable without its mark; a lone "?" has
// an empty name and is a variable of its own wherever it stands.
func matchVariable(s string) (name string, ok bool) {
	if !strings.HasPrefix(s, "?") {
		return "", false
	}
	if s == "?" {
		return "", true
	}
	if !variableName.MatchString(s) {
		return "", false
	}
	return s[1:], true
}

// parser reads the parts of one request.
type parser struct {
	ctx    *jsonld.Context
	scope  *scope
	blanks map[string]int // blank identifiers of subjects to write
	newIDs int
	known  knownProperties
}

// knownProperties are what keys stand for in a context: most subjects have the same.
type knownProperties struct {
	ctx   *jsonld.Context
	slots map[string]slot
}

func newParser(ctx *jsonld.Context) *parser {
	return &parser{ctx: ctx, scope: newScope(), blanks: make(map[string]int)}
}
