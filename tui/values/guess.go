package values

import (
	"regexp"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
)

// How what is typed looks. It is stricter than what is read as a value of the type once
// that is chosen: 007, +30 and 1,000 may be codes, and yes is a word.
var (
	likeInteger = regexp.MustCompile(`^-?(0|[1-9]\d*)$`)
	likeNumber  = regexp.MustCompile(`^-?(0|[1-9]\d*)\.\d+$`)
	likeTime    = regexp.MustCompile(`^\d\d:\d\d(:\d\d)?$`)
)

// Guess is the kind of value that a typed text looks like: text where it looks like
// nothing else, and where it could not be read as a value of that other kind.
func Guess(typed string, n Names) Kind {
	s := strings.Trim(typed, " ")
	k := String
	switch {
	case likeInteger.MatchString(s):
		k = Integer
	case likeNumber.MatchString(s):
		k = Number
	case s == "true" || s == "false":
		k = Boolean
	case likeTime.MatchString(s):
		k = Time
	case datePart.MatchString(s) && len(s) == len("2006-01-02"):
		k = Date
	case datePart.MatchString(s):
		k = DateTime
	case n.looksLikeReference(s):
		k = Reference
	}
	if _, err := Parse(s, k, "", "", n); err != nil {
		return String
	}
	return k
}

// looksLikeReference reports whether a text is an address that is written shorter here: of
// the domain, or of one of its vocabularies. Any other may be a mere link.
func (n Names) looksLikeReference(s string) bool {
	if n.Namer == nil || !model.IsAbsoluteIRI(s) {
		return false
	}
	id, err := n.ParseSubject(s)
	return err == nil && n.Subject(id) != string(id)
}

// KindOf is the kind of the values of a property, where that is settled without looking at
// the data.
func (n Names) KindOf(property model.IRI) (k Kind, ok bool) {
	switch {
	case property == model.RDFType:
		return Reference, true
	case n.Settled == nil:
		return String, false
	}
	return n.Settled(property)
}

// KindsIn settles the kinds of values of properties: those of the domain that name subjects
// are texts, and the context says of what type those of some terms are.
func KindsIn(c *jsonld.Context, labels model.Labels) func(property model.IRI) (Kind, bool) {
	return func(property model.IRI) (Kind, bool) {
		switch of := c.TypeOf(property); of {
		case "":
			return String, slices.Contains(labels, property)
		case "@id", "@vocab":
			return Reference, true
		default:
			k := KindOf(model.Literal("", model.IRI(of)))
			return k, k != Custom
		}
	}
}

// Usual is the value whose kind most of some values have, the first of them; the zero Term
// where there are none.
func Usual(of []model.Term) (usual model.Term) {
	count, most := make(map[Kind]int), 0
	for _, t := range of {
		count[KindOf(t)]++
		most = max(most, count[KindOf(t)])
	}
	i := slices.IndexFunc(of, func(t model.Term) bool { return count[KindOf(t)] == most })
	if i < 0 {
		return model.Term{}
	}
	return of[i]
}
