package jsonlines_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
)

type scenario struct {
	Name  string
	Steps []struct {
		Request json.RawMessage
		Results []any
		Updates []struct {
			Delete []any `json:"@delete"`
			Insert []any `json:"@insert"`
		}
		Error *struct{ Message string }
	}
}

// notAsTheReference are requests that the reference fails on, or does more for than
// need be, and whether what follows them differs too.
var notAsTheReference = []exception{
	{`"?i":"Wanted"`, true},    // An index from the data is never found.
	{`"@item":"Rolls"`, false}, // A slot that stays where it is need not be placed again.
}

type exception struct {
	part    string
	differs bool
}

// A clone tells and does about lists what a clone of the reference does.
func TestListsAsTheReference(t *testing.T) {
	data, err := os.ReadFile("../../model/testdata/lists.json")
	if err != nil {
		t.Fatal(err)
	}
	var scenarios []scenario
	if err := json.Unmarshal(data, &scenarios); err != nil {
		t.Fatal(err)
	}
	if len(scenarios) < 10 {
		t.Fatalf("there are only %d scenarios", len(scenarios))
	}
	for _, s := range scenarios {
		t.Run(s.Name, func(t *testing.T) {
			w := open(t)
			for _, step := range s.Steps {
				results, update, err := w.request(step.Request)
				if n := slices.IndexFunc(notAsTheReference, func(r exception) bool {
					return strings.Contains(string(step.Request), r.part)
				}); n >= 0 {
					if err != nil {
						t.Errorf("%s: %v", step.Request, err)
					}
					if notAsTheReference[n].differs {
						return
					}
					continue
				}
				if (err != nil) != (step.Error != nil) {
					t.Fatalf("%s: %v, want %v", step.Request, err, step.Error)
				}
				if diff := cmp.Diff(alike(step.Results), alike(results)); diff != "" {
					t.Errorf("%s: results (-reference +ours)\n%s", step.Request, diff)
				}
				var deletes, inserts []any
				if len(step.Updates) > 0 {
					deletes, inserts = step.Updates[0].Delete, step.Updates[0].Insert
				}
				ours := decode(t, update)
				if diff := cmp.Diff(alike(deletes), alike(ours["@delete"])); diff != "" {
					t.Errorf("%s: deleted (-reference +ours)\n%s", step.Request, diff)
				}
				if diff := cmp.Diff(alike(inserts), alike(ours["@insert"])); diff != "" {
					t.Errorf("%s: inserted (-reference +ours)\n%s", step.Request, diff)
				}
			}
		})
	}
}

type world struct {
	t       *testing.T
	ctx     *jsonld.Context
	clone   *replica.Replica
	updates <-chan replica.Update
}

func open(t *testing.T) *world {
	t.Helper()
	const domain = model.Domain("test.m-ld.org")
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	clone, err := replica.Open(replica.Config{
		Domain: domain, ID: "test", File: filepath.Join(t.TempDir(), "data.mld"), Genesis: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	updates, stop := clone.Follow(0)
	t.Cleanup(func() {
		stop()
		if err := clone.Close(); err != nil {
			t.Error(err)
		}
	})
	return &world{t, ctx, clone, updates}
}

// request does one request; the update is nil if there is none.
func (w *world) request(text []byte) (results []any, update map[string]any, err error) {
	w.t.Helper()
	parsed, err := jrql.ParseJSON(w.ctx, text)
	if err != nil {
		return nil, nil, err
	}
	switch r := parsed.(type) {
	case *jrql.Query:
		err = w.clone.Read(w.t.Context(), func(g model.Graph) error {
			for result, err := range r.Results(context.Background(), g) {
				if err != nil {
					return err
				}
				results = append(results, r.JSON(result))
			}
			return nil
		})
	case *jrql.Update:
		var written replica.Written
		written, err = w.clone.Write(w.t.Context(), jsonlines.Change(w.t.Context(), r, w.clone.Domain()))
		if err == nil && written.Updated {
			update = jsonlines.Update(w.ctx, replica.Whole(<-w.updates, w.updates))
		}
	}
	return results, update, err
}

// decode is a value as a reader of its JSON has it.
func decode(t *testing.T, v map[string]any) map[string][]any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	out := make(map[string][]any)
	for _, key := range []string{"@delete", "@insert"} {
		if raw[key] == nil {
			continue
		}
		var list []any
		if err := json.Unmarshal(raw[key], &list); err != nil {
			t.Fatal(err)
		}
		out[key] = list
	}
	return out
}

// alike are subjects as sorted texts, in which all generated identities are one.
func alike(list []any) []string {
	texts := make([]string, len(list))
	for i, v := range list {
		var out bytes.Buffer
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(anonymous(v)); err != nil {
			return []string{err.Error()}
		}
		texts[i] = out.String()
	}
	slices.Sort(texts)
	return texts
}

func anonymous(v any) any {
	switch v := v.(type) {
	case string:
		if strings.HasPrefix(v, "_:") || strings.HasPrefix(v, ".well-known/genid/") {
			return "*"
		}
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = anonymous(v[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any)
		for key := range v {
			out[key] = anonymous(v[key])
		}
		return out
	}
	return v
}

// An update tells of places by index where it can, and by position where it cannot.
func TestUpdatesOfListsWithoutIndexes(t *testing.T) {
	ctx, err := jsonld.New("test.m-ld.org", nil)
	if err != nil {
		t.Fatal(err)
	}
	place := model.Triple{
		S: "http://test.m-ld.org/l", P: "http://m-ld.org/RdfLseq/?=3site____________", O: model.Ref("http://test.m-ld.org/s"),
	}
	got := fmt.Sprint(jsonlines.Update(ctx, replica.Update{Deletes: []model.Triple{place}})["@delete"])
	if want := "[map[@id:l http://m-ld.org/RdfLseq/?=3site____________:map[@id:s]]]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
