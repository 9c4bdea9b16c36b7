package bulk

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Format is how data is written in a file.
type Format string

// The formats.
const (
	JSONLD Format = "jsonld"
	NQuads Format = "nquads"
)

var formats = map[string]Format{
	"jsonld": JSONLD, "json-ld": JSONLD, "json": JSONLD,
	"nquads": NQuads, "n-quads": NQuads, "nq": NQuads, "ntriples": NQuads, "n-triples": NQuads, "nt": NQuads,
}

// ParseFormat reads the name of a format; without one, it goes by the ending of a
// file's name.
func ParseFormat(name, file string) (Format, error) {
	if name != "" {
		if f, ok := formats[strings.ToLower(name)]; ok {
			return f, nil
		}
		return "", fmt.Errorf("%q is not a format: use --format jsonld or --format nquads", name)
	}
	ending := strings.TrimPrefix(filepath.Ext(file), ".")
	if f, ok := formats[strings.ToLower(ending)]; ok {
		return f, nil
	}
	return "", fmt.Errorf("the format of %s is not clear from its name: add --format jsonld or --format nquads", quoteFile(file))
}

func quoteFile(file string) string {
	if file == "-" {
		return "standard input or output"
	}
	return file
}
