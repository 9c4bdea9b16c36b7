package values

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// Namer shortens IRIs for people and reads what they type. Properties, types
// and datatypes are relative to the vocabulary (vocab), subjects to the base.
// Its methods are called from one goroutine and must not block.
type Namer interface {
	Compact(iri model.IRI, vocab bool) string
	// Expand fails with a clear sentence where the text is no name.
	Expand(text string, vocab bool) (model.IRI, error)
}

// DomainNamer is the Namer of a domain without a context of its own: names are
// relative to the domain's base and vocabulary, and a few well-known
// vocabularies have prefixes.
func DomainNamer(d model.Domain) Namer { return domainNamer{d} }

type domainNamer struct{ domain model.Domain }

var prefixes = []struct{ prefix, iri string }{
	{"rdf:", model.NSRDF},
	{"rdfs:", "http://www.w3.org/2000/01/rdf-schema#"},
	{"xsd:", model.NSXSD},
	{"owl:", "http://www.w3.org/2002/07/owl#"},
	{"schema:", "http://schema.org/"},
	{"foaf:", "http://xmlns.com/foaf/0.1/"},
	{"m-ld:", model.NSMeld},
}

func (n domainNamer) Compact(iri model.IRI, vocab bool) string {
	s := string(iri)
	base := string(n.domain.Base())
	if vocab {
		base = string(n.domain.Vocab())
	}
	if rest, ok := strings.CutPrefix(s, base); ok && rest != "" && !strings.Contains(rest, ":") {
		return rest
	}
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p.iri); ok && rest != "" {
			return p.prefix + rest
		}
	}
	return s
}

func (n domainNamer) Expand(text string, vocab bool) (model.IRI, error) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(text, p.prefix); ok && rest != "" && !strings.HasPrefix(rest, "//") {
			return model.IRI(p.iri + rest), nil
		}
	}
	if model.IsAbsoluteIRI(text) {
		return model.IRI(text), nil
	}
	if vocab {
		return n.domain.Vocab() + model.IRI(strings.TrimPrefix(text, "#")), nil
	}
	return model.ResolveIRI(n.domain.Base(), text), nil
}

// Names adds to a Namer what holds in every domain: rdf:type is written @type,
// and a name that no IRI can have is refused.
type Names struct {
	Namer

	// Labels are the names that subjects have in the data; nil knows none.
	Labels *Labels
	// Settled is the kind of the values of a property, where it is settled; nil settles
	// none. See KindsIn.
	Settled func(property model.IRI) (k Kind, ok bool)
}

// typeNames are what people type for rdf:type.
var typeNames = map[string]bool{"@type": true, "a": true, "rdf:type": true}

// Property is the short name of a property. What lists are made of has the names that
// json-rql has for it.
func (n Names) Property(p model.IRI) string {
	switch p {
	case model.RDFType:
		return "@type"
	case model.JSONRQLItem:
		return "@item"
	case model.JSONRQLIndex:
		return "@index"
	}
	if _, place := list.Of(p); place {
		return "@list"
	}
	return n.Compact(p, true)
}

// Type is the short name of a class.
func (n Names) Type(t model.IRI) string {
	if t == model.MeldList {
		return "List"
	}
	return n.Compact(t, true)
}

// Subject is the short name of a subject.
func (n Names) Subject(s model.IRI) string { return n.Compact(s, false) }

// ParseProperty reads the name of a property.
func (n Names) ParseProperty(text string) (model.IRI, error) {
	text = strings.TrimSpace(text)
	if typeNames[text] {
		return model.RDFType, nil
	}
	return n.parse(text, true, "the name of a property")
}

const aType = "the name of a type"

// ParseType reads the name of a class.
func (n Names) ParseType(text string) (model.IRI, error) {
	return n.parse(strings.TrimSpace(text), true, aType)
}

// ParseSubject reads the name of a subject.
func (n Names) ParseSubject(text string) (model.IRI, error) {
	return n.parse(strings.TrimSpace(text), false, "an id")
}

func (n Names) parse(text string, vocab bool, what string) (model.IRI, error) {
	if text == "" {
		return "", fmt.Errorf("%s is missing; type one", what)
	}
	if i := strings.IndexFunc(text, notInIRI); i >= 0 {
		return "", refuseName(text, []rune(text[i:])[0], vocab, what)
	}
	return n.Expand(text, vocab)
}

// refuseName says what cannot be in a name, and which name would be like it.
func refuseName(text string, r rune, vocab bool, what string) error {
	sign := fmt.Sprintf("%q", r)
	switch {
	case r == ' ':
		sign = "a space"
	case r == '\n' || r == '\r':
		sign = "a line break"
	case r == '\t':
		sign = "a tab"
	case unicode.IsControl(r):
		sign = "a control character"
	}
	like := Slug(text)
	if vocab {
		like = joined(text)
	}
	if what == aType {
		like = strings.ToUpper(like[:min(1, len(like))]) + like[min(1, len(like)):]
	}
	if like == "" {
		return fmt.Errorf("%s cannot be in %s: leave it out", sign, what)
	}
	return fmt.Errorf("%s cannot be in %s: write %s", sign, what, like)
}

// maxSlug is how many characters a name has that is made of a text.
const maxSlug = 48

// Slug makes the name of a subject out of what people call it: "Fred Flintstone" is
// "fred-flintstone". It is empty where there is no letter and no digit.
func Slug(called string) string {
	var b strings.Builder
	n, gap := 0, false
	for _, r := range strings.ToLower(called) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && n > 0 && !gap:
			if n++; n > maxSlug {
				return b.String()
			}
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		case r != '\'' && r != '\u2019':
			gap = true
		}
	}
	return b.String()
}

// joined makes one word of several, as types and properties are written: "Cheese shop"
// is "CheeseShop".
func joined(text string) string {
	words := strings.FieldsFunc(text, notInIRI)
	for i, w := range words {
		if r, n := utf8.DecodeRuneInString(w); i > 0 {
			words[i] = string(unicode.ToUpper(r)) + w[n:]
		}
	}
	return strings.Join(words, "")
}

func notInIRI(r rune) bool {
	return r <= 0x20 || r >= 0x7f && r < 0xa0 || strings.ContainsRune("<>\"{}|\\^`", r) || r == 0xfffd
}
