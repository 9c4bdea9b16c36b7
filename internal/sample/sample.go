// Package sample is the domain that a newcomer sees: a small book club, with
// every kind of value, and a first subject that says what to try.
package sample

import (
	"crypto/rand"
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// NewDomain makes a name for the sample. No two are alike: newcomers who have each
// begun with a sample of their own can still join each other's, for a clone that
// started a domain cannot be in another of that name.
func NewDomain() model.Domain {
	return model.Domain("books-" + strings.ToLower(rand.Text()[:4]) + ".example.org")
}

// Triples is the sample's data.
func Triples(d model.Domain) []model.Triple {
	var all []model.Triple
	for _, s := range subjects {
		add := func(p model.IRI, o model.Term) {
			all = append(all, model.Triple{S: d.Base() + model.IRI(s.id), P: p, O: o})
		}
		add(model.RDFType, model.Ref(d.Vocab()+model.IRI(s.class)))
		for _, v := range s.values {
			o := v.value
			if v.id != "" {
				o = model.Ref(d.Base() + model.IRI(v.id))
			}
			add(d.Vocab()+model.IRI(v.property), o)
		}
	}
	return all
}

type subject struct {
	id, class string
	values    []value
}

type value struct {
	property string
	value    model.Term
	id       string // of the subject that it refers to, instead of a value
}

func text(property, s string) value { return value{property: property, value: model.String(s)} }

func number(property string, n float64) value {
	return value{property: property, value: model.Number(n)}
}

func ref(property, id string) value {
	return value{property: property, id: id}
}

func date(property, day string) value {
	return value{property: property, value: model.Literal(day, model.XSDDate)}
}

func moment(property, when string) value {
	return value{property: property, value: model.Literal(when, model.XSDDateTime).Canonical()}
}

func truth(property string, b bool) value { return value{property: property, value: model.Boolean(b)} }

var subjects = []subject{
	{"_start-here", "Guide", []value{
		text("name", "★ Start here"),
		text("about", "A small book club of your own, to play with. Nothing can break."),
		text("try", "1. tab goes to the next pane, and e changes a value"),
		text("try", "2. enter follows a reference, and backspace goes back"),
		text("try", "3. n adds a subject, and u undoes what you did last"),
		text("try", "4. / finds, E saves all to a file, and ? shows all keys"),
		text("withOthers", "Press S to see how a teammate joins. Then you see each other's edits at once."),
		ref("see", "person/ada"),
		ref("see", "meeting/next"),
	}},
	{"book/dispossessed", "Book", []value{
		text("title", "The Dispossessed"), ref("author", "author/le-guin"), number("year", 1974), number("pages", 341),
		number("rating", 4.5), text("tag", "utopia"), text("tag", "physics"), text("tag", "two worlds"),
		ref("likedBy", "person/ada"), ref("likedBy", "person/noor"),
	}},
	{"book/left-hand", "Book", []value{
		text("title", "The Left Hand of Darkness"), ref("author", "author/le-guin"), number("year", 1969),
		number("pages", 304), number("rating", 4.7), text("tag", "winter"), text("tag", "journey"),
		ref("likedBy", "person/sam"),
	}},
	{"book/kindred", "Book", []value{
		text("title", "Kindred"), ref("author", "author/butler"), number("year", 1979), number("pages", 264),
		number("rating", 4.6), text("tag", "time travel"), text("tag", "history"), ref("likedBy", "person/noor"),
	}},
	{"book/solaris", "Book", []value{
		text("title", "Solaris"), ref("author", "author/lem"), number("year", 1961), number("pages", 224),
		number("rating", 4.2), text("tag", "ocean"), text("tag", "first contact"), ref("likedBy", "person/sam"),
	}},
	{"author/le-guin", "Author", []value{
		text("name", "Ursula K. Le Guin"), date("born", "1929-10-21"), ref("wrote", "book/dispossessed"),
		ref("wrote", "book/left-hand"),
	}},
	{"author/butler", "Author", []value{
		text("name", "Octavia E. Butler"), date("born", "1947-06-22"), ref("wrote", "book/kindred"),
	}},
	{"author/lem", "Author", []value{
		text("name", "Stanisław Lem"), date("born", "1921-09-12"), ref("wrote", "book/solaris"),
	}},
	{"person/ada", "Member", []value{
		text("name", "Ada"), text("email", "ada@bookclub.example.org"), text("nickname", "Countess"),
		text("nickname", "A."), ref("reading", "book/kindred"), date("joined", "2024-02-29"), truth("host", true),
	}},
	{"person/noor", "Member", []value{
		text("name", "Noor"), text("email", "noor@bookclub.example.org"), ref("reading", "book/solaris"),
		ref("reading", "book/left-hand"), date("joined", "2025-01-15"), truth("host", false),
	}},
	{"person/sam", "Member", []value{
		text("name", "Sam"), text("email", "sam@bookclub.example.org"), ref("reading", "book/dispossessed"),
		date("joined", "2025-06-01"), truth("host", false),
	}},
	{"meeting/next", "Meeting", []value{
		text("name", "Summer meeting"), moment("when", "2026-07-03T18:30:00Z"), ref("book", "book/dispossessed"),
		ref("host", "person/ada"), ref("guest", "person/noor"), ref("guest", "person/sam"),
		text("bring", "something to eat"), text("bring", "one question each"), number("seats", 6),
	}},
}
