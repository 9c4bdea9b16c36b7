package tui_test

import (
	"context"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// foreign is what another domain has said, as it is when it was exported there.
func foreign() []model.Triple {
	books := model.Domain("books-o477.example.org")
	dune := books.Base() + "dune"
	return []model.Triple{
		{S: dune, P: model.RDFType, O: model.Ref(books.Vocab() + "Book")},
		{S: dune, P: books.Vocab() + "author", O: model.Ref(books.Base() + "herbert")},
		{S: dune, P: books.Vocab() + "pages", O: model.Literal("612", model.XSDInteger)},
	}
}

// TestNamesOfAnotherDomainAreToldApart: they begin alike, and are known by their end.
func TestNamesOfAnotherDomainAreToldApart(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Load(foreign()...)
	o := options()
	o.Import = func(ctx context.Context, i tui.Import) (tui.Imported, error) {
		i.Ask(tui.ImportPlan{File: "books.nq", Triples: 3, Compared: true, New: 3, Subjects: 1, First: foreign()})
		return tui.Imported{}, ctx.Err()
	}
	term := tuitest.Start(t, c, 80, 24, o)
	term.Press("/").Type("dune").See("…ple.org/dune …org/#Book").Press("enter")
	term.See(".example.org/dune ─ 3", "e.org/#Book ref", "rg/#author", ".org/herbert ref", "rg/#pages", "612")
	term.Press("B").Type("books.nq").Press("enter")
	term.See("Import books.nq", "….example.org/dune: + @type …example.org/#Book", ": + …ample.org/#author …ample.org/herbert", ": + …xample.org/#pages 612")
}

// TestNamesThatAnotherDomainGave: what came from another domain is called what that called
// it, and its rows begin with that.
func TestNamesThatAnotherDomainGave(t *testing.T) {
	t.Parallel()
	c := sample(t)
	books := model.Domain("books-o477.example.org")
	c.Load(append(foreign(), model.Triple{S: books.Base() + "dune", P: books.Vocab() + "name", O: model.String("Dune")})...)
	term := tuitest.Start(t, c, 100, 30, options())
	term.Press("/").Type("dune").See("Dune   ").Press("enter")
	term.See("2 Dune ─", "▌ …xample.org/#name   Dune").Press("N").See("Duplicate", "#name  Dune")
}
