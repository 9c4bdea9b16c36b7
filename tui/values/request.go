package values

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// Part says what a line of a request is of.
type Part uint8

// The parts.
const (
	Around Part = iota
	Deletes
	Inserts
)

// RequestLine is a line of a request as people read it.
type RequestLine struct {
	Text string
	Part Part
}

// Request is what a patch is as a request in json-rql, on lines of about w cells:
// what stands together on one line is left there where it fits.
func Request(c *jsonld.Context, p model.Patch, w int) []RequestLine {
	object := map[string]any{}
	put := func(key string, ts []model.Triple) {
		switch all := c.Documents(ts); len(all) {
		case 0:
		case 1:
			object[key] = all[0]
		default:
			object[key] = all
		}
	}
	put("@delete", p.Deletes)
	put("@insert", p.Inserts)
	var lines []RequestLine
	part := Around
	for _, l := range prettyLines(object, "", w, 1) {
		switch {
		case strings.HasPrefix(l, `  "@delete"`):
			part = Deletes
		case strings.HasPrefix(l, `  "@insert"`):
			part = Inserts
		case l == "{" || l == "}":
			part = Around
		}
		lines = append(lines, RequestLine{l, part})
	}
	return lines
}

// maxRequestLines bounds how much of one long text is drawn.
const maxRequestLines = 200

// DrawRequest draws a request on lines of at most w cells; long texts go on below,
// a little further in.
func DrawRequest(c *jsonld.Context, p model.Patch, w int, th *themes.Theme) []string {
	var lines []string
	for _, l := range Request(c, p, w) {
		style := th.Muted
		switch l.Part {
		case Deletes:
			style = th.Removed
		case Inserts:
			style = th.Added
		}
		plain := strings.TrimLeft(l.Text, " ")
		in := strings.Repeat(" ", len(l.Text)-len(plain))
		for i, s := range text.Wrap(text.Safe(plain, th.Glyph), max(8, w-len(in)-2), maxRequestLines, th.Glyph) {
			if i > 0 {
				s = "  " + s
			}
			lines = append(lines, in+style.Render(s))
		}
	}
	return lines
}

// JSON is subjects with their parts as an indented JSON text: an object, or an array of
// several.
func JSON(c *jsonld.Context, ts []model.Triple, parts list.Parts) string {
	var v any
	if all := c.DocumentsWith(ts, parts); len(all) == 1 {
		v = all[0]
	} else {
		v = all
	}
	return strings.Join(prettyLines(v, "", 80, 1), "\n") + "\n"
}

// prettyLines writes JSON: what fits into w cells on one line, all else on several.
// So many levels are broken in any case.
func prettyLines(v any, head string, w, broken int) []string {
	if broken <= 0 || isPlain(v) {
		if s := head + flat(v); isPlain(v) || text.Width(s) <= w {
			return []string{s}
		}
	}
	var lines []string
	inner := func(head string, v any, last bool) {
		sub := prettyLines(v, head, w-3, broken-1)
		for i, l := range sub {
			if i == len(sub)-1 && !last {
				l += ","
			}
			lines = append(lines, "  "+l)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		lines = append(lines, head+"{")
		keys := slices.Sorted(maps.Keys(v))
		for i, k := range keys {
			inner(flat(k)+": ", v[k], i == len(keys)-1)
		}
		return append(lines, "}")
	case []any:
		lines = append(lines, head+"[")
		for i, e := range v {
			inner("", e, i == len(v)-1)
		}
		return append(lines, "]")
	}
	return lines
}

func isPlain(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return true
}

// flat is JSON on one line, with a space after colons and commas.
func flat(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, flat(k)+": "+flat(v[k]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = flat(e)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "null" // The values of documents are all JSON.
	}
	return strings.TrimSuffix(b.String(), "\n")
}
