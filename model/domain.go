package model

import (
	"fmt"
	"regexp"
	"strings"
)

// Domain is the name of a shared graph, such as "flintstones.m-ld.org". It fixes
// the base of the domain's references and the vocabulary of its properties.
// Protocol page, section 3.
type Domain string

var domainName = regexp.MustCompile(`^[a-z0-9_]+([\-.][a-z0-9_]+)*\.[a-z]{2,6}$`)

// anEnding makes an example of a domain's name.
const anEnding = ".example.org"

// ParseDomain checks the form of a domain's name.
func ParseDomain(s string) (Domain, error) {
	if !domainName.MatchString(s) {
		like := "team" + anEnding
		if domainName.MatchString(s + anEnding) {
			like = s + anEnding // It lacks nothing else.
		}
		return "", fmt.Errorf("%q is not a domain name: use lower-case letters, digits, "+
			"'-' and '_' with an ending of letters, as in %q", s, like)
	}
	return Domain(s), nil
}

// Base is what the domain's relative references are relative to.
func (d Domain) Base() IRI { return IRI("http://" + string(d) + "/") }

// Resolve makes a reference of the domain's absolute, as ResolveIRI does.
func (d Domain) Resolve(ref string) IRI {
	if isPlain(ref) {
		return IRI("http://" + string(d) + "/" + ref)
	}
	return ResolveIRI(d.Base(), ref)
}

// isPlain reports whether a reference is a name, or a fragment that is one, of nothing but
// letters, digits and lines.
func isPlain(ref string) bool {
	name := strings.TrimPrefix(ref, "#")
	for i := range len(name) {
		if c := name[i]; !isLetter(c) && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return name != ""
}

// under is the rest of an IRI behind the domain's base, if it begins with that.
func (d Domain) under(iri IRI) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(string(iri), "http://"); ok {
		if rest, ok = strings.CutPrefix(rest, string(d)); ok {
			return strings.CutPrefix(rest, "/")
		}
	}
	return "", false
}

// Vocab is the prefix of the domain's own properties and types.
func (d Domain) Vocab() IRI { return IRI("http://" + string(d) + "/#") }

// GenID is the identity of a subject that came without one, made from an id
// that is unique in the domain.
func (d Domain) GenID(id string) IRI { return d.Base() + IRI(generated[1:]+id) }

const generated = "/.well-known/genid/"

// IsGenerated reports whether nobody has chosen an identity; see Domain's GenID.
func (i IRI) IsGenerated() bool { return strings.Contains(string(i), generated) }
