package tuitest

import (
	"fmt"

	"github.com/m-ld/mld-tui/model"
)

// Domain is the domain of the sample.
const Domain model.Domain = "bedrock.m-ld.org"

// ID is a subject of the sample's domain.
func ID(name string) model.IRI { return Domain.Base() + model.IRI(name) }

// Vocab is a property or type of the sample's domain.
func Vocab(name string) model.IRI { return Domain.Vocab() + model.IRI(name) }

// T makes a triple of the sample's domain; o is a term, a string, a number, a
// boolean, or an IRI for a reference. "@type" stands for rdf:type.
func T(s, p string, o any) model.Triple {
	t := model.Triple{S: ID(s), P: Vocab(p)}
	if p == "@type" {
		t.P = model.RDFType
	}
	switch o := o.(type) {
	case model.Term:
		t.O = o
	case string:
		t.O = model.String(o)
		if p == "@type" {
			t.O = model.Ref(Vocab(o))
		}
	case int:
		t.O = model.Number(float64(o))
	case float64:
		t.O = model.Number(o)
	case bool:
		t.O = model.Boolean(o)
	case model.IRI:
		t.O = model.Ref(o)
	default:
		panic(fmt.Sprintf("a value of type %T has no term", o))
	}
	return t
}

// Sample is a small domain with every kind of value.
func Sample() []model.Triple {
	return []model.Triple{
		T("fred", "@type", "Person"), T("fred", "name", "Fred Flintstone"), T("fred", "age", 42),
		T("fred", "height", 1.83), T("fred", "married", true), T("fred", "spouse", ID("wilma")),
		T("fred", "born", model.Literal("1960-02-02", model.XSDDate)),
		T("fred", "nickname", "Twinkletoes"), T("fred", "nickname", "Freddy"),
		T("fred", "worksAt", ID("quarry")),
		T("wilma", "@type", "Person"), T("wilma", "name", "Wilma Flintstone"), T("wilma", "age", 39),
		T("wilma", "spouse", ID("fred")), T("wilma", "child", ID("pebbles")),
		T("pebbles", "@type", "Person"), T("pebbles", "name", "Pebbles Flintstone"), T("pebbles", "age", 2),
		T("barney", "@type", "Person"), T("barney", "name", "Barney Rubble"), T("barney", "spouse", ID("betty")),
		T("betty", "@type", "Person"), T("betty", "name", "Betty Rubble"),
		T("dino", "@type", "Pet"), T("dino", "name", "Dino"), T("dino", "owner", ID("fred")), T("dino", "owner", ID("wilma")),
		T("quarry", "@type", "Company"), T("quarry", "name", "Slate Rock and Gravel"),
		T("quarry", "motto", "We dig what you dream of, from dawn to the whistle, and we never leave a stone where it was."),
		T("quarry", "boss", ID("slate")),
		T("slate", "@type", "Person"), T("slate", "name", "Mr. Slate"),
		T("slate", "lastSeen", model.Literal("2025-05-01T09:30:00Z", model.XSDDateTime)),
	}
}
