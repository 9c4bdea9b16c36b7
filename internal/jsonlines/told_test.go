package jsonlines_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
)

func TestTold(t *testing.T) {
	const domain = model.Domain("test.m-ld.org")
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	name := func(value string) []model.Triple {
		return []model.Triple{{S: domain.Base() + "fred", P: domain.Vocab() + "name", O: model.String(value)}}
	}
	author := replica.Author{Process: "lr", Self: true}
	for _, c := range []struct {
		update, next replica.Update
		want         map[string]any
	}{
		{
			update: replica.Update{Tick: 3, Reason: replica.ReasonRemote, Author: author, Inserts: name("Fred")},
			want:   map[string]any{},
		},
		{
			update: replica.Update{Tick: 3, Reason: replica.ReasonVoid, Author: author, Deletes: name("Fred")},
			want:   map[string]any{"@reason": "void", "@process": "lr", "@self": true},
		},
		{
			update: replica.Update{Tick: 3, Reason: replica.ReasonBlocked, Author: replica.Author{Process: "r"}},
			want:   map[string]any{"@reason": "blocked", "@process": "r", "@self": false},
		},
		{
			update: replica.Update{Tick: 3, Reason: replica.ReasonRemote, Inserts: name("Fred"), Resolved: true},
			next:   replica.Update{Tick: 4, Reason: replica.ReasonResolution, Deletes: name("Fred")},
			want:   map[string]any{"@reason": "resolution"},
		},
	} {
		updates := make(chan replica.Update, 1)
		updates <- c.next
		got := jsonlines.Told(ctx, c.update, updates)
		for _, key := range []string{"@delete", "@insert", "@update", "@ticks"} {
			if _, ok := got[key]; !ok {
				t.Errorf("an update without %s: %v", key, got)
			}
			delete(got, key)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v (-want +got)\n%s", c.update, diff)
		}
	}
}
