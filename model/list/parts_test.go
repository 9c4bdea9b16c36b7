package list_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/model/modeltest"
)

const parted = model.Domain("test.m-ld.org")

// nested is a graph of a book with a list of a text and a list, which is the value of a
// property; a shelf refers to another subject with a generated identity.
func nested() (g *modeltest.MemGraph, book []model.Triple) {
	id := func(s string) model.IRI { return parted.GenID(s) }
	ref := func(s string) model.Term { return model.Ref(id(s)) }
	isList := func(s string) model.Triple {
		return model.Triple{S: id(s), P: model.RDFType, O: model.Ref(model.MeldList)}
	}
	item := func(slot string, o model.Term) model.Triple {
		return model.Triple{S: id(slot), P: model.JSONRQLItem, O: o}
	}
	b := parted.Base() + "book"
	book = []model.Triple{
		{S: b, P: parted.Vocab() + "name", O: model.String("Solaris")},
		{S: b, P: parted.Vocab() + "tag", O: ref("outer")},
		{S: b, P: parted.Vocab() + "by", O: ref("person")},
	}
	g = modeltest.NewMemGraph(book...)
	g.Insert(
		isList("outer"), isList("inner"),
		model.Triple{S: id("outer"), P: list.Property("5test____________"), O: ref("s2")},
		model.Triple{S: id("outer"), P: list.Property("3test____________"), O: ref("s1")},
		item("s1", model.String("first")), item("s2", ref("inner")),
		model.Triple{S: id("s1"), P: model.JSONRQLIndex, O: model.Integer(0)},
		model.Triple{S: id("inner"), P: list.Property("3test____________"), O: ref("s3")},
		item("s3", model.String("deep")),
		model.Triple{S: id("person"), P: parted.Vocab() + "age", O: model.Integer(7)},
	)
	return g, book
}

func TestACopyHasPartsOfItsOwn(t *testing.T) {
	g, book := nested()
	parts := list.PartsOf(g, parted.Labels(), book...)
	if n := parts.Count(); n != 3 {
		t.Errorf("the book has %d items in its lists, not 3", n)
	}
	n := 0
	copied := parts.Copy(book, func() model.IRI { n++; return parted.GenID(fmt.Sprint("new", n)) })
	c := modeltest.NewMemGraph(copied...)
	value := func(s, p model.IRI) model.Term {
		t.Helper()
		for found := range c.Match(model.Pattern{S: s, P: p}) {
			return found.O
		}
		t.Fatalf("nothing is said of %s by %s in %v", s, p, copied)
		return model.Term{}
	}
	if by := value(book[0].S, book[2].P); by != book[2].O {
		t.Errorf("a subject that is no part was copied: %v", by)
	}
	outer := value(book[0].S, book[1].P).IRI()
	at := func(l model.IRI, sub int) model.Term {
		slot := value(l, list.Index{At: list.MaxIndex, Sub: sub}.Property())
		return value(slot.IRI(), model.JSONRQLItem)
	}
	if first := at(outer, 0); first != model.String("first") {
		t.Errorf("the first item of the copy is %v", first)
	}
	if deep := at(at(outer, 1).IRI(), 0); deep != model.String("deep") {
		t.Errorf("the item of the list in the list is %v", deep)
	}
	for _, made := range copied {
		if old := slices.Collect(g.Match(model.Pattern{S: made.S})); made.S != book[0].S && len(old) > 0 {
			t.Errorf("the copy says %v of what the original has", made)
		}
	}
	if items, ok := parts.Items(book[1].O.IRI()); !ok || len(items) != 2 || items[0] != model.String("first") {
		t.Errorf("the items are %v", items)
	}
}

func TestOrphansGoWithTheirLastOwner(t *testing.T) {
	orphans := func(g model.Graph, p model.Patch) (ids []model.IRI) {
		for _, t := range list.Orphans(g, parted.Labels(), p) {
			if len(ids) == 0 || ids[len(ids)-1] != t.S {
				ids = append(ids, t.S)
			}
		}
		return ids
	}
	outer, inner := parted.GenID("outer"), parted.GenID("inner")
	g, book := nested()
	if got := orphans(g, model.Patch{Deletes: book}); !slices.Equal(got, []model.IRI{inner, outer}) {
		t.Errorf("with the book go %v", got)
	}
	if got := orphans(g, model.Patch{Deletes: book[:1]}); got != nil {
		t.Errorf("with the name of the book go %v", got)
	}
	moved := model.Triple{S: parted.Base() + "shelf", P: book[1].P, O: book[1].O}
	if got := orphans(g, model.Patch{Deletes: book, Inserts: []model.Triple{moved}}); got != nil {
		t.Errorf("though the shelf gets the list, go %v", got)
	}
	place := model.Triple{S: outer, P: list.Property("5test____________"), O: model.Ref(parted.GenID("s2"))}
	if got := orphans(g, model.Patch{Deletes: []model.Triple{place}}); !slices.Equal(got, []model.IRI{inner}) {
		t.Errorf("with the item go %v", got)
	}
	// A list that is in itself is not held by that.
	g.Insert(model.Triple{S: parted.GenID("s3"), P: model.JSONRQLItem, O: model.Ref(outer)})
	if got := orphans(g, model.Patch{Deletes: book}); len(got) != 2 {
		t.Errorf("with the book, where its list is in itself, go %v", got)
	}
	g.Insert(model.Triple{S: moved.S, P: moved.P, O: model.Ref(inner)})
	if got := orphans(g, model.Patch{Deletes: book}); got != nil {
		t.Errorf("though the shelf has the inner list, which has the outer, go %v", got)
	}
	g, _ = nested()
	g.Insert(model.Triple{S: moved.S, P: moved.P, O: model.Ref(inner)})
	if got := orphans(g, model.Patch{Deletes: book}); !slices.Equal(got, []model.IRI{outer}) {
		t.Errorf("though the shelf has the inner list, go %v", got)
	}
}
