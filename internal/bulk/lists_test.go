package bulk_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/internal/bulk"
	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
)

// A list that is exported is the same list where it is imported.
func TestListsGoThroughFiles(t *testing.T) {
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	from := clone(t, "from")
	request, err := jrql.ParseJSON(ctx, []byte(`{"@id":"l","@list":["b",["in","a"],5]}`))
	if err == nil {
		_, err = from.Write(t.Context(), jsonlines.Change(t.Context(), request.(*jrql.Update), domain))
	}
	if err != nil {
		t.Fatal(err)
	}
	for format, name := range map[bulk.Format]string{bulk.JSONLD: "l.jsonld", bulk.NQuads: "l.nq"} {
		var text bytes.Buffer
		err := from.Read(t.Context(), func(g model.Graph) error {
			return bulk.Export(ctx, &text, bulk.Sorted(g), func() error { return nil }, format)
		})
		if err != nil {
			t.Fatal(err)
		}
		to := clone(t, "to")
		if _, err := bulk.Import(t.Context(), to, source(t, name, text.String(), format), func(int) {}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(described(t, ctx, from), described(t, ctx, to)); diff != "" {
			t.Errorf("%s: (-exported +imported)\n%s\n%s", name, diff, text.String())
		}
	}
}

// What another domain exported has its names and its lists here, too: a person sees what
// a person saw there.
func TestNamesAndListsOfAnotherDomain(t *testing.T) {
	const elsewhere = model.Domain("elsewhere.example.org")
	there, err := jsonld.New(elsewhere, nil)
	if err != nil {
		t.Fatal(err)
	}
	from := cloneOf(t, elsewhere, "from")
	request, err := jrql.ParseJSON(there, []byte(`{"@id":"fred","name":"Fred","todo":{"@list":["mow",["the","lawn"]]}}`))
	if err == nil {
		_, err = from.Write(t.Context(), jsonlines.Change(t.Context(), request.(*jrql.Update), elsewhere))
	}
	if err != nil {
		t.Fatal(err)
	}
	for format, name := range map[bulk.Format]string{bulk.JSONLD: "l.jsonld", bulk.NQuads: "l.nq"} {
		var text bytes.Buffer
		err := from.Read(t.Context(), func(g model.Graph) error {
			return bulk.Export(there, &text, bulk.Sorted(g), func() error { return nil }, format)
		})
		if err != nil {
			t.Fatal(err)
		}
		to := clone(t, "to")
		if _, err := bulk.Import(t.Context(), to, source(t, name, text.String(), format), func(int) {}); err != nil {
			t.Fatal(err)
		}
		page, err := to.Subjects(t.Context(), replica.SubjectsQuery{Limit: 10, Labels: domain.Labels()})
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Rows) != 1 || page.Rows[0].ID != elsewhere.Base()+"fred" || page.Rows[0].Label != "Fred" {
			t.Errorf("%s: the subjects are %+v, and not Fred alone", name, page.Rows)
		}
	}
}

func clone(t *testing.T, id string) *replica.Replica {
	t.Helper()
	return cloneOf(t, domain, id)
}

func cloneOf(t *testing.T, domain model.Domain, id string) *replica.Replica {
	t.Helper()
	c, err := replica.Open(replica.Config{
		Domain: domain, ID: id, File: filepath.Join(t.TempDir(), "data.mld"), Genesis: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// described is everything in a clone, by subject.
func described(t *testing.T, ctx *jsonld.Context, c *replica.Replica) map[string]any {
	t.Helper()
	request, err := jrql.ParseJSON(ctx, []byte(`{"@describe":"?s","@where":{"@id":"?s"}}`))
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]any)
	err = c.Read(t.Context(), func(g model.Graph) error {
		for r, err := range request.(*jrql.Query).Results(context.Background(), g) {
			if err != nil {
				return err
			}
			all[string(r.Subject.ID)] = request.(*jrql.Query).JSON(r)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 7 {
		t.Fatalf("there are only %v", all)
	}
	return all
}
