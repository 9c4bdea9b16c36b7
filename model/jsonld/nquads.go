package jsonld

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/m-ld/mld-tui/model"
)

// maxLine bounds the memory that one line of N-Quads can take.
const maxLine = 64 << 20

// ReadNQuads yields the triples of N-Quads or N-Triples, line by line. Blank
// nodes are given an identity by newID; the graphs become one; language tags are
// dropped. Reading ends with the first error, a *model.Error with the number of
// the line.
func (c *Context) ReadNQuads(r io.Reader, newID func() model.IRI) iter.Seq2[model.Triple, error] {
	return func(yield func(model.Triple, error) bool) {
		scanner := bufio.NewScanner(r)
		scanner.Buffer(make([]byte, 0, 64<<10), maxLine)
		blanks := make(map[string]model.IRI)
		n := 0
		fail := func(err error) {
			status := model.StatusNotAPattern
			var known *model.Error
			if errors.As(err, &known) {
				status = known.Status
			}
			yield(model.Triple{}, model.Errorf(status, "line %d: %w", n, err))
		}
		for scanner.Scan() {
			n++
			text := scanner.Text()
			if n == 1 {
				text = strings.TrimPrefix(text, "\ufeff") // Some editors put it before a text.
			}
			l := &line{text: text, blanks: blanks, newID: newID}
			t, ok, err := l.statement()
			if err == nil && ok {
				err = c.domain.Check(t)
			}
			if err != nil {
				fail(err)
				return
			}
			if ok && !yield(t, nil) {
				return
			}
		}
		if err := scanner.Err(); err != nil {
			n++
			if errors.Is(err, bufio.ErrTooLong) {
				err = fmt.Errorf("it is longer than %d bytes", maxLine)
			}
			fail(err)
		}
	}
}

// line is a line of N-Quads that is being read.
type line struct {
	text   string
	at     int
	blanks map[string]model.IRI
	newID  func() model.IRI
}

func (l *line) skip() {
	for l.at < len(l.text) && (l.text[l.at] == ' ' || l.text[l.at] == '\t' || l.text[l.at] == '\r') {
		l.at++
	}
}

// next is the next character, or 0 at the end.
func (l *line) next() byte {
	l.skip()
	if l.at < len(l.text) {
		return l.text[l.at]
	}
	return 0
}

// ends reports whether nothing more is said on the line.
func (l *line) ends() bool {
	c := l.next()
	return c == '#' || l.at == len(l.text)
}

func (l *line) errorf(format string, args ...any) error {
	return fmt.Errorf("column %d: "+format, append([]any{l.at + 1}, args...)...)
}

// statement reads one line; it is not ok if there is none on it.
func (l *line) statement() (t model.Triple, ok bool, err error) {
	if l.ends() {
		return t, false, nil
	}
	if !utf8.ValidString(l.text) {
		return t, false, errors.New("it is not valid UTF-8 text")
	}
	if t.S, err = l.subject(); err != nil {
		return t, false, err
	}
	if l.next() != '<' {
		return t, false, l.errorf("a property in <> is expected")
	}
	if t.P, err = l.iri(); err != nil {
		return t, false, err
	}
	if t.O, err = l.object(); err != nil {
		return t, false, err
	}
	if c := l.next(); c == '<' || c == '_' {
		if _, err = l.subject(); err != nil { // the graph
			return t, false, err
		}
	}
	if l.next() != '.' {
		return t, false, l.errorf("a full stop is expected")
	}
	l.at++
	if !l.ends() {
		return t, false, l.errorf("there is more after the full stop")
	}
	return t, true, nil
}

func (l *line) subject() (model.IRI, error) {
	switch l.next() {
	case '<':
		return l.iri()
	case '_':
		return l.blank()
	}
	return "", l.errorf("an IRI in <> or a blank node is expected")
}

func (l *line) object() (model.Term, error) {
	switch l.next() {
	case '<', '_':
		iri, err := l.subject()
		return model.Ref(iri), err
	case '"':
		return l.literal()
	}
	return model.Term{}, l.errorf("an IRI in <>, a blank node or a literal in quotes is expected")
}

func (l *line) iri() (model.IRI, error) {
	end := strings.IndexByte(l.text[l.at:], '>')
	if end < 0 {
		return "", l.errorf("an IRI is not closed with >")
	}
	raw := l.text[l.at+1 : l.at+end]
	iri, err := l.unescape(raw)
	if err != nil {
		return "", err
	}
	if !model.IsAbsoluteIRI(iri) {
		return "", l.errorf("<%s> is not an absolute IRI", raw)
	}
	l.at += end + 1
	return model.IRI(iri), nil
}

func (l *line) blank() (model.IRI, error) {
	if !strings.HasPrefix(l.text[l.at:], "_:") {
		return "", l.errorf("a blank node begins with _:")
	}
	end := l.at + 2
	for end < len(l.text) && l.text[end] != ' ' && l.text[end] != '\t' && l.text[end] != '<' && l.text[end] != '"' {
		end++
	}
	label := strings.TrimSuffix(l.text[l.at+2:end], ".")
	if label == "" {
		return "", l.errorf("a blank node has no label")
	}
	l.at += 2 + len(label)
	id, ok := l.blanks[label]
	if !ok {
		id = l.newID()
		l.blanks[strings.Clone(label)] = id
	}
	return id, nil
}

func (l *line) literal() (model.Term, error) {
	end := l.at + 1
	for end < len(l.text) && l.text[end] != '"' {
		if l.text[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(l.text) {
		return model.Term{}, l.errorf("a literal is not closed with a quote")
	}
	lexical, err := l.unescape(l.text[l.at+1 : end])
	if err != nil {
		return model.Term{}, err
	}
	l.at = end + 1
	rest := l.text[l.at:]
	switch {
	case strings.HasPrefix(rest, "@"):
		tag := 1
		for tag < len(rest) && (isAlphanumeric(rest[tag]) || rest[tag] == '-') {
			tag++
		}
		if tag == 1 {
			return model.Term{}, l.errorf("a language tag is expected after @")
		}
		l.at += tag
		return model.String(lexical), nil
	case strings.HasPrefix(rest, "^^<"):
		l.at += 2
		datatype, err := l.iri()
		if err != nil {
			return model.Term{}, err
		}
		return typedText(lexical, datatype)
	}
	return model.String(lexical), nil
}

func isAlphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// typedText is a literal of RDF as the domain keeps it.
func typedText(lexical string, datatype model.IRI) (model.Term, error) {
	switch datatype {
	case model.XSDBase64:
		return model.Bytes(decodeBase64(lexical)), nil
	case model.RDFJSON:
		return model.JSON(lexical)
	}
	return model.Literal(lexical, datatype).Canonical(), nil
}

var escapes = map[byte]string{
	't': "\t", 'b': "\b", 'n': "\n", 'r': "\r", 'f': "\f", '"': `"`, '\'': "'", '\\': `\`,
}

func (l *line) unescape(s string) (string, error) {
	if !strings.Contains(s, `\`) {
		return s, nil
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			out.WriteByte(s[i])
			continue
		}
		if i++; i == len(s) {
			return "", l.errorf("a backslash ends the text")
		}
		if plain, ok := escapes[s[i]]; ok {
			out.WriteString(plain)
			continue
		}
		digits := map[byte]int{'u': 4, 'U': 8}[s[i]]
		if digits == 0 || i+digits >= len(s) {
			return "", l.errorf("the escape \\%c is not known or not complete", s[i])
		}
		var r rune
		for _, c := range s[i+1 : i+1+digits] {
			v := strings.IndexRune("0123456789abcdef", c|0x20)
			if v < 0 {
				return "", l.errorf("%q is no hexadecimal digit", c)
			}
			r = r<<4 | rune(v)
		}
		if !utf8.ValidRune(r) {
			return "", l.errorf("\\%s is no character", s[i:i+1+digits])
		}
		out.WriteRune(r)
		i += digits
	}
	return out.String(), nil
}

// WriteNQuads writes triples as N-Quads (which are N-Triples as well), one a
// line, as they come.
func WriteNQuads(w io.Writer, triples iter.Seq[model.Triple]) error {
	out := bufio.NewWriter(w)
	var buffer bytes.Buffer
	for t := range triples {
		buffer.Reset()
		writeIRI(&buffer, string(t.S))
		buffer.WriteByte(' ')
		writeIRI(&buffer, string(t.P))
		buffer.WriteByte(' ')
		writeTerm(&buffer, t.O)
		buffer.WriteString(" .\n")
		if _, err := out.Write(buffer.Bytes()); err != nil {
			return err
		}
	}
	return out.Flush()
}

func writeTerm(out *bytes.Buffer, t model.Term) {
	if t.IsRef() {
		writeIRI(out, t.Value)
		return
	}
	lexical := t.Value
	switch t.Datatype {
	case model.XSDBase64:
		lexical = base64.StdEncoding.EncodeToString([]byte(t.Data))
	case model.RDFJSON:
		lexical = t.Data
	}
	out.WriteByte('"')
	for _, r := range lexical {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\r':
			out.WriteString(`\r`)
		case r < ' ' && r != '\t':
			fmt.Fprintf(out, `\u%04X`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	if t.Datatype != model.XSDString {
		out.WriteString("^^")
		writeIRI(out, string(t.Datatype))
	}
}

func writeIRI(out *bytes.Buffer, iri string) {
	out.WriteByte('<')
	for _, r := range iri {
		if r <= ' ' || strings.ContainsRune("<>\"{}|^`\\", r) {
			fmt.Fprintf(out, `\u%04X`, r)
		} else {
			out.WriteRune(r)
		}
	}
	out.WriteByte('>')
}
