package operation

import (
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// Codec writes and reads the JSON form of a domain's triples, "serial" on the
// protocol page. It is a value without state.
type Codec struct {
	domain      model.Domain
	base, vocab string
	near        clock.Tree
}

// NewCodec is the codec of a domain.
func NewCodec(d model.Domain) Codec {
	return Codec{domain: d, base: string(d.Base()), vocab: string(d.Vocab())}
}

// Near is c for operations whose times are much as another: they are read faster, and
// share with it what they have in common.
func (c Codec) Near(time clock.Tree) Codec {
	c.near = time
	return c
}

// terms are the names that the context of the wire gives a meaning to.
var terms = map[string]string{
	"rdf": model.NSRDF,
	"xs":  model.NSXSD,
	"tid": string(model.MeldTID),
	"op":  string(model.MeldOp),
	"s":   string(model.RDFSubject),
	"p":   string(model.RDFPredicate),
	"o":   string(model.RDFObject),
}

// reference shortens an IRI against the base, where it is plain that everyone
// reads it back; absolute IRIs are read everywhere.
func (c Codec) reference(iri model.IRI) string {
	s := string(iri)
	if rest, ok := strings.CutPrefix(s, c.base); ok && isSafe(strings.TrimPrefix(rest, "#")) {
		return rest
	}
	if iri == model.RDFType {
		return "rdf:type"
	}
	return s
}

// property shortens an IRI against the vocabulary.
func (c Codec) property(iri model.IRI) string {
	if rest, ok := strings.CutPrefix(string(iri), c.vocab); ok && isSafe(rest) {
		if _, taken := terms[rest]; !taken {
			return rest
		}
	}
	return string(iri)
}

// datatype shortens the IRI of a datatype. It is read against the base, but
// written against the vocabulary by the reference: only absolute IRIs and XML
// Schema are sure.
func (c Codec) datatype(iri model.IRI) string {
	if rest, ok := strings.CutPrefix(string(iri), model.NSXSD); ok && isSafe(rest) {
		return "xs:" + rest
	}
	return string(iri)
}

// isSafe reports whether s is a relative name without anything that a reader of
// IRIs could take for syntax.
func isSafe(s string) bool {
	if s == "" || s[0] == '/' {
		return false
	}
	for i := range len(s) {
		switch b := s[i]; {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', b == '_', b == '-':
		case b == '/' || b == '.':
			if i > 0 && (s[i-1] == '.' || s[i-1] == '/') {
				return false // A segment of dots, or an empty one.
			}
		default:
			return false
		}
	}
	return s[len(s)-1] != '.'
}

// expand reads an IRI: a name with a prefix, an absolute IRI, or a name that is
// relative to the vocabulary, or else to the base.
func (c Codec) expand(s string, vocab bool) model.IRI {
	if vocab {
		if iri, ok := terms[s]; ok {
			return model.IRI(iri)
		}
	}
	if i := strings.IndexByte(s, ':'); i > 0 {
		prefix, suffix := s[:i], s[i+1:]
		switch {
		case prefix == "_" || strings.HasPrefix(suffix, "//"):
			return model.IRI(s)
		case prefix == "rdf" || prefix == "xs":
			return model.IRI(terms[prefix] + suffix)
		case model.IsAbsoluteIRI(s):
			return model.IRI(s)
		}
	}
	if vocab {
		return model.IRI(c.vocab + s)
	}
	return c.domain.Resolve(s)
}
