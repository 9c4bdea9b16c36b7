package jsonld

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/piprate/json-gold/ld"

	"github.com/m-ld/mld-tui/model"
)

// Context is an active JSON-LD context of a domain.
type Context struct {
	domain   model.Domain
	base     model.IRI // empty where a context has set @base to null
	vocab    string    // empty where there is none
	active   *ld.Context
	prefixes []prefix
	aliases  map[string]string // keyword to its alias, where there is one
	local    []any             // the contexts that this one was made of
	vocabs   cache
	props    cache
}

// prefix is a term that may begin a compact IRI.
type prefix struct{ term, iri string }

// New makes the context of a domain, with what a user's context adds. The user
// context is decoded JSON: nil, an object, or an array of objects; a context to
// be fetched from elsewhere is refused. The error is a *model.Error.
func New(domain model.Domain, user any) (*Context, error) {
	base := string(domain.Base())
	vocab := string(domain.Vocab())
	if m, ok := user.(map[string]any); ok {
		// A context with a base of its own has the vocabulary of that base.
		if own, ok := m["@base"].(string); ok {
			vocab = string(model.ResolveIRI(model.IRI(own), "/#"))
		}
	}
	options := ld.NewJsonLdOptions(base)
	options.ProcessingMode = ld.JsonLd_1_1
	options.DocumentLoader = noRemote{}
	root := ld.NewContext(map[string]any{"@vocab": vocab}, options)
	// Nil first: a document that is exported owes nothing to its reader's context.
	local := []any{nil, map[string]any{"@base": base, "@vocab": vocab}}
	return (&Context{domain: domain, active: root, local: local}).Next(user)
}

// Next adds a local context, such as the @context of one request. Nil adds
// nothing.
func (c *Context) Next(local any) (next *Context, err error) {
	plain, err := Normalise(local)
	if err != nil {
		return nil, err
	}
	// The processor of contexts has panicked on unusual input before.
	defer func() {
		if r := recover(); r != nil {
			next, err = nil, badContext(fmt.Errorf("%v", r))
		}
	}()
	active := c.active
	if plain != nil {
		if active, err = c.active.Parse(plain); err != nil {
			return nil, badContext(err)
		}
	}
	next = c.with(active)
	if plain == nil {
		return next, nil
	}
	if contexts, ok := plain.([]any); ok {
		next.local = append(next.local, contexts...)
	} else {
		next.local = append(next.local, plain)
	}
	return next, nil
}

func badContext(err error) *model.Error {
	var known *ld.JsonLdError
	if errors.As(err, &known) {
		var remote *model.Error
		if cause, ok := known.Details.(error); ok && errors.As(cause, &remote) {
			return remote
		}
		return model.Errorf(model.StatusUnsupported, "the @context is not valid: %s: %v", known.Code, known.Details)
	}
	return model.Errorf(model.StatusUnsupported, "the @context is not valid: %w", err)
}

// with prepares the tables of an active context, so that it is never changed
// afterwards.
func (c *Context) with(active *ld.Context) *Context {
	next := &Context{
		domain: c.domain, active: active, base: model.IRI(active.Values.Base),
		aliases: make(map[string]string), local: slices.Clip(c.local),
	}
	if active.Values.Vocab != nil {
		next.vocab = *active.Values.Vocab
	}
	for term, def := range active.TermDefinitions {
		if def == nil {
			continue
		}
		if def.Prefix != nil && *def.Prefix {
			next.prefixes = append(next.prefixes, prefix{term, def.ID})
		}
		if current, ok := next.aliases[def.ID]; isKeyword(def.ID) && (!ok || shorter(term, current)) {
			next.aliases[def.ID] = term
		}
	}
	slices.SortFunc(next.prefixes, func(a, b prefix) int { return strings.Compare(a.term, b.term) })
	active.GetInverse() // kept by the active context: later readers must not race to make it
	return next
}

// Domain is the domain that the context is of.
func (c *Context) Domain() model.Domain { return c.domain }

// TermType is the type that the context gives to the values of a term: "@id",
// "@vocab", "@json", the IRI of a datatype, or empty.
func (c *Context) TermType(term string) string {
	if def := c.active.TermDefinitions[term]; def != nil && def.Type != "@none" {
		return def.Type
	}
	return ""
}

// TypeOf is the type that the context gives to the values of a property, as TermType tells
// it; empty where it gives none, or its terms for the property give several.
func (c *Context) TypeOf(property model.IRI) string {
	found := ""
	for term, def := range c.active.TermDefinitions {
		switch t := c.TermType(term); {
		case def == nil || def.ID != string(property) || t == "":
		case found != "" && found != t:
			return ""
		default:
			found = t
		}
	}
	return found
}

// ExpandID makes the identity of a subject absolute, against the base. The
// result may be no valid IRI; model.Triple.Check tells before a write.
func (c *Context) ExpandID(s string) model.IRI { return model.IRI(c.expand(s, false)) }

// ExpandVocab makes the name of a property or class absolute, against the
// context's terms and vocabulary. The result is a keyword for an alias of one,
// and empty for a term that the context maps to null.
func (c *Context) ExpandVocab(s string) model.IRI { return model.IRI(c.expand(s, true)) }

var keywordLike = regexp.MustCompile(`^@[a-zA-Z]+$`)

func isKeyword(s string) bool { return strings.HasPrefix(s, "@") && ld.IsKeyword(s) }

func (c *Context) expand(s string, vocab bool) string {
	if strings.HasPrefix(s, "@") {
		if ld.IsKeyword(s) {
			return s
		}
		if keywordLike.MatchString(s) {
			return ""
		}
	}
	if vocab {
		if def, ok := c.active.TermDefinitions[s]; ok {
			if def == nil {
				return ""
			}
			return def.ID
		}
	}
	if before, after, ok := strings.Cut(s, ":"); ok && before != "" {
		if before == "_" || strings.HasPrefix(after, "//") {
			return s
		}
		if def := c.active.TermDefinitions[before]; def != nil && def.Prefix != nil && *def.Prefix {
			return def.ID + after
		}
		if model.IsAbsoluteIRI(s) {
			return s
		}
	}
	if vocab && c.vocab != "" {
		return c.vocab + s
	}
	if c.base == "" {
		return s
	}
	return string(model.ResolveIRI(c.base, s))
}

// CompactID shortens the identity of a subject, with a prefix of the context or
// against the base.
func (c *Context) CompactID(id model.IRI) string {
	iri := string(id)
	short := c.curie(iri)
	if short == "" {
		if c.base == "" {
			return iri
		}
		rest, ok := strings.CutPrefix(iri, string(c.base))
		if ok && isPlainSegment(rest) {
			return rest
		}
		short = model.RelativeIRI(c.base, id)
	}
	if short != iri && c.expand(short, false) != iri {
		return iri
	}
	return short
}

// isPlainSegment reports whether a text after the base is its own short form:
// no scheme, no query, no dots, nothing that JSON-LD or json-rql reads in
// another way.
func isPlainSegment(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-':
		case c == '_' || c == '.' || c == '/':
			if i == 0 {
				return false
			}
			if c != '_' && i > 0 && (s[i-1] == '/' || s[i-1] == '.') {
				return false
			}
		default:
			return false
		}
	}
	return s != ""
}

// curie is the shortest compact IRI with a prefix of the context, or empty.
func (c *Context) curie(iri string) string {
	best := ""
	for _, p := range c.prefixes {
		rest, ok := strings.CutPrefix(iri, p.iri)
		if !ok || rest == "" {
			continue
		}
		short := p.term + ":" + rest
		if def, taken := c.active.TermDefinitions[short]; taken && (def == nil || def.ID != iri) {
			continue
		}
		if best == "" || shorter(short, best) {
			best = short
		}
	}
	return best
}

func shorter(a, b string) bool {
	return len(a) < len(b) || len(a) == len(b) && a < b
}

// CompactVocab shortens the name of a property or class.
func (c *Context) CompactVocab(iri model.IRI) string {
	return c.vocabs.get(string(iri), func() string { return c.compactVocab(string(iri), nil) })
}

// CompactProperty shortens the name of a property for one of its values: a
// context can have several terms for a property, by the type of the value.
func (c *Context) CompactProperty(name model.IRI, value model.Term) string {
	switch name {
	case model.RDFType:
		return "@type"
	case model.JSONRQLIndex:
		return "@index"
	case model.JSONRQLItem:
		return "@item"
	}
	if value.Kind == model.KindIRI {
		// Which term is best can depend on the value's own short form.
		key := string(name) + "\x00@id"
		if c.isTerm(value.Value) {
			key = string(name) + "\x00@vocab"
		}
		return c.props.get(key, func() string {
			return c.compactVocab(string(name), map[string]any{"@id": value.Value})
		})
	}
	return c.props.get(string(name)+"\x00"+string(value.Datatype), func() string {
		short := c.compactVocab(string(name), literalPreview(value.Datatype))
		if value.Datatype == model.XSDInteger && c.active.TermDefinitions[short] == nil {
			// A whole number of a term for doubles is an integer in the domain.
			if double := c.compactVocab(string(name), literalPreview(model.XSDDouble)); c.active.TermDefinitions[double] != nil {
				return double
			}
		}
		return short
	})
}

// literalPreview tells the choice of a term what type a value has.
func literalPreview(datatype model.IRI) map[string]any {
	if datatype == model.RDFJSON {
		datatype = "@json" // as a context says it
	}
	return map[string]any{"@value": "", "@type": string(datatype)}
}

// isTerm reports whether an IRI is what some term of the context stands for.
func (c *Context) isTerm(iri string) bool {
	_, ok := c.active.GetInverse()[iri]
	return ok
}

func (c *Context) compactVocab(iri string, value map[string]any) string {
	var preview any
	if value != nil {
		preview = value
	}
	short, err := c.active.CompactIri(iri, preview, true, false)
	if err != nil || short != iri && c.expand(short, true) != iri {
		return iri
	}
	return short
}

// keyword is a keyword as the context writes it in a value object.
func (c *Context) keyword(k string) string {
	if alias, ok := c.aliases[k]; ok {
		return alias
	}
	return k
}

// cache remembers short forms; it is emptied when it has grown large.
type cache struct {
	mu sync.RWMutex
	m  map[string]string
}

const cacheBound = 1 << 14

func (c *cache) get(key string, make_ func() string) string {
	c.mu.RLock()
	v, ok := c.m[key]
	c.mu.RUnlock()
	if ok {
		return v
	}
	v = make_()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.m == nil || len(c.m) >= cacheBound {
		c.m = make(map[string]string)
	}
	c.m[key] = v
	return v
}

// noRemote is a loader of documents that loads none.
type noRemote struct{}

func (noRemote) LoadDocument(url string) (*ld.RemoteDocument, error) {
	return nil, model.Errorf(model.StatusUnsupported,
		"the context <%s> would have to be fetched, which is not supported: put its content in the @context", url)
}
