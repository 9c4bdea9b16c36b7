package jsonld

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/m-ld/mld-tui/model"
	lists "github.com/m-ld/mld-tui/model/list"
)

// WriteDocument writes triples as a JSON-LD document that any reader of JSON-LD
// understands: it holds the whole context. Triples of one subject should follow
// each other, for each run of them is one object. They are written as they come.
func (c *Context) WriteDocument(w io.Writer, triples iter.Seq[model.Triple]) error {
	out := bufio.NewWriter(w)
	if err := c.writeDocument(out, triples); err != nil {
		return err
	}
	return out.Flush()
}

func (c *Context) writeDocument(out *bufio.Writer, triples iter.Seq[model.Triple]) error {
	head, err := json.Marshal(c.local)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "{\"@context\":%s,\n\"@graph\":[", head); err != nil {
		return err
	}
	var subject model.Subject
	separator := "\n"
	flush := func() error {
		if subject.ID == "" {
			return nil
		}
		text, err := marshal(c.document(&subject, lists.Parts{}))
		if err != nil {
			return err
		}
		_, err = out.WriteString(separator + text)
		separator = ",\n"
		return err
	}
	for t := range triples {
		if t.S != subject.ID {
			if err := flush(); err != nil {
				return err
			}
			subject = model.Subject{ID: t.S}
		}
		subject.Add(t.P, t.O)
	}
	if err := flush(); err != nil {
		return err
	}
	_, err = out.WriteString("\n]}\n")
	return err
}

func marshal(v any) (string, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}
