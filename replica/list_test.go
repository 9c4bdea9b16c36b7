package replica_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
)

// listed is a clone with a list, as a terminal edits it.
type listed struct {
	*replica.Replica
	t     testing.TB
	slots int
}

const listID = model.IRI("http://test.m-ld.org/shopping")

func openListed(t testing.TB, values ...string) *listed {
	t.Helper()
	r, err := replica.Open(replica.Config{
		Domain: "test.m-ld.org", ID: "test", File: filepath.Join(t.TempDir(), "data.mld"), Genesis: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	l := &listed{Replica: r, t: t}
	l.insert(0, values...)
	return l
}

func (l *listed) do(p model.Patch) {
	l.t.Helper()
	if err := l.Patch(l.t.Context(), p); err != nil {
		l.t.Fatal(err)
	}
}

func (l *listed) insert(at int, values ...string) {
	l.t.Helper()
	terms := make([]model.Term, len(values))
	for i, v := range values {
		terms[i] = model.String(v)
	}
	l.do(list.Insert(listID, at, func() model.IRI {
		l.slots++
		return l.Domain().GenID(fmt.Sprint("slot", l.slots))
	}, terms...))
}

func (l *listed) page(from, limit int) replica.ListPage {
	l.t.Helper()
	page, err := l.List(l.t.Context(), replica.ListQuery{List: listID, From: from, Limit: limit})
	if err != nil {
		l.t.Fatal(err)
	}
	return page
}

func (l *listed) item(at int) replica.ListItem {
	l.t.Helper()
	page := l.page(at, 1)
	if len(page.Items) != 1 || page.Items[0].Index != at {
		l.t.Fatalf("item %d is %+v", at, page)
	}
	return page.Items[0]
}

func (l *listed) want(want string) {
	l.t.Helper()
	page := l.page(0, 0)
	var got []string
	for i, item := range page.Items {
		if item.Index != i {
			l.t.Errorf("item %d says that it is %d", i, item.Index)
		}
		for _, v := range item.Values {
			got = append(got, v.Value)
		}
	}
	if s := strings.Join(got, " "); s != want || page.Total != len(page.Items) {
		l.t.Errorf("the list is %q, of %d; want %q", s, page.Total, want)
	}
}

func TestListIsEditedByNumbers(t *testing.T) {
	l := openListed(t)
	l.want("")
	l.insert(0, "a", "b", "c", "d", "e")
	l.want("a b c d e")
	l.insert(2, "x", "y")
	l.want("a b x y c d e")
	l.insert(99, "z")
	l.want("a b x y c d e z")
	l.insert(-1, "o")
	l.want("o a b x y c d e z")
	l.do(l.item(1).Remove())
	l.want("o b x y c d e z")
	l.do(l.item(0).Set(model.String("p")))
	l.want("p b x y c d e z")
	for _, move := range []struct {
		from, to int
		want     string
	}{
		{0, 2, "b x p y c d e z"},
		{2, 0, "p b x y c d e z"},
		{3, 4, "p b x c y d e z"},
		{4, 3, "p b x y c d e z"},
		{3, 3, "p b x y c d e z"},
		{0, 7, "b x y c d e z p"},
		{6, 99, "b x y c d e p z"},
		{7, 0, "z b x y c d e p"},
	} {
		item := l.item(move.from)
		l.do(item.Move(move.to))
		l.want(move.want)
		if now := l.item(min(move.to, 7)); now.ID != item.ID {
			t.Errorf("the move of %d to %d made another slot", move.from, move.to)
		}
	}
	if page := l.page(2, 3); page.Total != 8 || len(page.Items) != 3 || page.Items[0].Index != 2 {
		t.Errorf("a page is %+v", page)
	}
	if page := l.page(8, 3); page.Total != 8 || len(page.Items) != 0 {
		t.Errorf("the page behind the end is %+v", page)
	}
	triples, err := l.Describe(t.Context(), listID)
	if err != nil || !list.IsList(triples) || list.IsList(triples[:0]) {
		t.Errorf("it is no list: %v, %v", triples, err)
	}
}

// What others did meanwhile does not send a change to another item.
func TestListItemsAreChangedWhereverTheyAre(t *testing.T) {
	l := openListed(t, "a", "b", "c")
	b := l.item(1)
	l.insert(0, "x", "y")
	l.do(b.Set(model.String("B")))
	l.want("x y a B c")
	l.do(b.Remove())
	l.want("x y a c")
	// It is gone: there is nothing to change any more.
	l.do(b.Remove())
	l.want("x y a c")
}
