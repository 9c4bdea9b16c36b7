package model

import "strings"

// ResolveIRI makes a reference absolute against a base, by the rules of
// RFC 3986, without changing its characters: an IRI is compared as it is
// written. An absolute reference is returned as it is.
func ResolveIRI(base IRI, ref string) IRI {
	if isFolder(string(base)) && isPlain(ref) { // Most are: spare them the parsing.
		return base + IRI(ref)
	}
	return resolve(base, ref)
}

// isFolder reports whether an IRI is plainly what names are simply put behind.
func isFolder(base string) bool {
	return strings.HasSuffix(base, "/") && !strings.HasSuffix(base, "//") && !strings.ContainsAny(base, "?#") &&
		!strings.Contains(base, "/.") && IsAbsoluteIRI(base)
}

// resolve is ResolveIRI, of any.
func resolve(base IRI, ref string) IRI {
	if IsAbsoluteIRI(ref) {
		return IRI(ref)
	}
	b, r := splitIRI(string(base)), splitIRI(ref)
	if r.scheme != "" && !r.hasAuthority {
		r.path = r.scheme + r.path // no scheme after all: keep it to be seen
	}
	if r.hasAuthority {
		return IRI(b.scheme + "//" + r.authority + removeDots(r.path) + r.query + r.fragment)
	}
	path, query := b.path, b.query
	switch {
	case r.path == "":
		if r.query != "" {
			query = r.query
		}
	case r.path[0] == '/':
		path, query = removeDots(r.path), r.query
	default:
		dir := b.path[:strings.LastIndexByte(b.path, '/')+1]
		if b.hasAuthority && dir == "" {
			dir = "/"
		}
		path, query = removeDots(dir+r.path), r.query
	}
	resolved := b.scheme
	if b.hasAuthority {
		resolved += "//" + b.authority
	}
	return IRI(resolved + path + query + r.fragment)
}

// RelativeIRI shortens an IRI against a base, as the reference's JSON-LD
// processor does; an IRI of another root is returned as it is.
func RelativeIRI(base, iri IRI) string {
	b := splitIRI(string(base))
	root := b.scheme
	if b.hasAuthority {
		root += "//" + b.authority
	}
	rest, ok := strings.CutPrefix(string(iri), root)
	if !ok || rest == "" || !strings.ContainsRune("/?#", rune(rest[0])) {
		return string(iri)
	}
	r := splitIRI(rest)
	baseSegments := strings.Split(removeDots(b.path), "/")
	segments := strings.Split(removeDots(r.path), "/")
	last := 1
	if len(r.fragment) > 1 || len(r.query) > 1 {
		last = 0 // the whole path may go where something follows it
	}
	for len(baseSegments) > 0 && len(segments) > last && baseSegments[0] == segments[0] {
		baseSegments, segments = baseSegments[1:], segments[1:]
	}
	relative := ""
	if len(baseSegments) > 1 {
		relative = strings.Repeat("../", len(baseSegments)-1)
	}
	relative += strings.Join(segments, "/") + r.query + r.fragment
	if relative == "" {
		return "./"
	}
	return relative
}

// IsAbsoluteIRI reports whether s has a scheme, and no white space unless an
// authority ("//") follows it: so the reference tells them. A blank node
// identifier has no scheme.
func IsAbsoluteIRI(s string) bool {
	colon := strings.IndexByte(s, ':')
	if colon <= 0 || !isLetter(s[0]) {
		return false
	}
	for i := 1; i < colon; i++ {
		if c := s[i]; !isLetter(c) && (c < '0' || c > '9') && c != '+' && c != '-' && c != '.' {
			return false
		}
	}
	return strings.HasPrefix(s[colon+1:], "//") ||
		!strings.ContainsAny(s, " \t\n\r\v\f\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff")
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// parts of an IRI: the scheme keeps its colon, query and fragment their marks.
type parts struct {
	scheme, authority, path, query, fragment string
	hasAuthority                             bool
}

func splitIRI(s string) parts {
	var p parts
	if i := strings.IndexByte(s, '#'); i >= 0 {
		s, p.fragment = s[:i], s[i:]
	}
	if i := strings.IndexByte(s, '?'); i >= 0 {
		s, p.query = s[:i], s[i:]
	}
	if i := strings.IndexAny(s, ":/"); i > 0 && s[i] == ':' {
		p.scheme, s = s[:i+1], s[i+1:]
	}
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		p.hasAuthority = true
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			p.authority, s = rest[:i], rest[i:]
		} else {
			p.authority, s = rest, ""
		}
	}
	p.path = s
	return p
}

// removeDots takes "." and ".." out of a path.
func removeDots(path string) string {
	if !strings.Contains(path, ".") {
		return path
	}
	input := strings.Split(path, "/")
	output := make([]string, 0, len(input))
	for i, segment := range input {
		last := i == len(input)-1
		switch segment {
		case ".":
		case "..":
			if len(output) > 0 {
				output = output[:len(output)-1]
			}
		default:
			output = append(output, segment)
			continue
		}
		if last {
			output = append(output, "")
		}
	}
	joined := strings.Join(output, "/")
	if path[0] == '/' && !strings.HasPrefix(joined, "/") {
		joined = "/" + joined
	}
	return joined
}
