package changes

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/m-ld/mld-tui/model/when"
	"github.com/m-ld/mld-tui/replica"
)

// Filter selects changes, in a person's words; what names mean is for the one to say
// who reads the log.
type Filter struct {
	// Typed is how it was typed.
	Typed string
	// By is who made the change, Of what subject it touched, and Property which of its
	// properties; each is empty for any.
	By, Of, Property string
	// Text is words that all are in the change somewhere: in a value, or in the name of a
	// person, a property or a subject. One that was in quotes may have spaces; between them
	// are line breaks.
	Text string
	// Since and Until bound the time; zero for no bound.
	Since, Until time.Time
}

// IsEmpty reports whether everything is selected.
func (f Filter) IsEmpty() bool {
	f.Typed = ""
	return f == Filter{}
}

// selects reports whether some changes are left out between those that are selected.
func (f Filter) selects() bool {
	f.Since, f.Until = time.Time{}, time.Time{}
	return !f.IsEmpty()
}

// leavesOut reports whether the word of all the data that came at once is left out, for it
// is no change to a subject or a property; it may be by the one who is asked about.
func (f Filter) leavesOut(byThem bool) bool {
	if byThem {
		f.By = ""
	}
	return f.selects()
}

// LeaveOut drops from a page the word of all the data that came at once, where it would be
// taken for a change that the filter selects; by tells whether a change is by whom it asks about.
func (f Filter) LeaveOut(page *Page, by func(replica.Author) bool) {
	page.Entries = slices.DeleteFunc(page.Entries, func(e replica.Entry) bool {
		drop := e.Reason.IsGap() && f.leavesOut(by(e.Author))
		if drop && page.Came.IsZero() {
			page.Came = e.Time
		}
		return drop
	})
}

// Words are those that a change has.
func (f Filter) Words() []string {
	return strings.FieldsFunc(f.Text, func(r rune) bool { return r == '\n' })
}

// keywords begin a part of a filter, which goes up to the next one.
var keywords = map[string]string{
	"by": "by", "of": "of", "property": "property", "prop": "property",
	"since": "since", "from": "since", "after": "since", "last": "since", "until": "until", "till": "until", "before": "until",
}

// ParseFilter reads a filter, such as "by Ann since 10m", or "of fred property age
// since yesterday 18:00 until noon". Words before a keyword are in a
// value or a name; those in quotes are one, and a keyword there is a word like others. The error is for the
// person who types.
func ParseFilter(typed string, now time.Time) (Filter, error) {
	f := Filter{Typed: typed}
	parts, order := make(map[string][]string), []string{}
	part := ""
	for _, w := range words(typed) {
		if k, ok := keywords[strings.ToLower(w.text)]; ok && !w.quoted {
			if _, twice := parts[k]; twice {
				return f, fmt.Errorf("%q is there twice", k)
			}
			part = k
			parts[k] = []string{}
			order = append(order, k)
			continue
		}
		parts[part] = append(parts[part], w.text)
	}
	for _, k := range order {
		if len(parts[k]) == 0 {
			return f, fmt.Errorf("what comes after %q? %s Put %[1]q in quotes to look for the word", k, examples[k])
		}
	}
	said := func(k string) string { return strings.Join(parts[k], " ") }
	f.Text, f.By, f.Of, f.Property = strings.Join(parts[""], "\n"), said("by"), said("of"), said("property")
	for k, at := range map[string]*time.Time{"since": &f.Since, "until": &f.Until} {
		if s := said(k); s != "" {
			t, err := when.Parse(s, now)
			if err != nil {
				return f, f.Meant(fmt.Errorf("%q is no time like 10m, 18:30, yesterday or 2026-07-03%s", s, asWords(k, s)))
			}
			*at = t
		}
	}
	if !f.Since.IsZero() && !f.Until.IsZero() && f.Until.Before(f.Since) {
		return f, fmt.Errorf("nothing is since %s and until %s: put the earlier time first", said("since"), said("until"))
	}
	return f, nil
}

var examples = map[string]string{
	"by":       "A name, or me, or others.",
	"of":       "A subject's name or id, or this.",
	"property": "A property, such as name.",
	"since":    "10m, 2h, 18:30, yesterday, 2026-07-03.",
	"until":    "10m, 2h, 18:30, yesterday, 2026-07-03.",
}

type word struct {
	text   string
	quoted bool
}

// words are those of a text; those in quotes are one. A quote that is not closed goes
// to the end: it is being typed.
func words(s string) (all []word) {
	for s = strings.TrimLeftFunc(s, unicode.IsSpace); s != ""; s = strings.TrimLeftFunc(s, unicode.IsSpace) {
		if s[0] == '"' {
			text, rest, _ := strings.Cut(s[1:], `"`)
			all, s = append(all, word{text, true}), rest
			continue
		}
		end := strings.IndexFunc(s, unicode.IsSpace)
		if end < 0 {
			end = len(s)
		}
		all, s = append(all, word{s[:end], false}), s[end:]
	}
	return all
}
