package owner_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
)

const domain model.Domain = "test.example.org"

// host is the process around the clone, for tests.
type host struct{ joined chan string }

func (host) JoinURL() string { return "http://h/test.example.org" }

func (host) Hosts() bool { return true }

func (host) Share(context.Context) (string, error) {
	return "", model.Errorf(5003, "sharing is %s", "forbidden")
}

func (host) Unshare(context.Context) error {
	return model.Errorf(5003, "ending it is %s", "forbidden")
}

func (h host) Join(relay string) error {
	h.joined <- relay
	return nil
}

// served is a clone with a server.
type served struct {
	*replica.Replica
	server *owner.Server
	path   string
	host   host
}

func serve(t *testing.T, limits owner.Limits) *served {
	t.Helper()
	return serveIn(t, t.TempDir(), limits)
}

func serveIn(t *testing.T, dir string, limits owner.Limits) *served {
	t.Helper()
	r, err := replica.Open(replica.Config{Domain: domain, File: filepath.Join(dir, "data.mld"), Genesis: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	s := &served{Replica: r, path: filepath.Join(dir, "owner.sock"), host: host{make(chan string, 1)}}
	l, err := owner.Listen(s.path)
	if err != nil {
		t.Fatal(err)
	}
	s.server = owner.Serve(l, r, s.host, limits, slog.New(slog.DiscardHandler))
	t.Cleanup(func() {
		if err := s.server.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *served) attach(t *testing.T) *owner.Client {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, err := owner.Attach(ctx, s.path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func tr(s, p string, o model.Term) model.Triple {
	return model.Triple{S: domain.Base() + model.IRI(s), P: domain.Vocab() + model.IRI(p), O: o}
}

func sample(t *testing.T) []model.Triple {
	t.Helper()
	return []model.Triple{
		tr("fred", "name", model.String("Fred\n\"Flint\" <ü> \u2028")), tr("fred", "age", model.Number(42)),
		tr("fred", "knows", model.Ref(domain.Base()+"wilma")), tr("fred", "empty", model.String("")),
		tr("fred", "picture", model.Bytes([]byte{0xff, 0, 0x80})),
		tr("wilma", "married", model.Boolean(true)),
	}
}

func newSlots() func() model.IRI {
	n := 0
	return func() model.IRI {
		n++
		return domain.GenID(fmt.Sprint("slot", n))
	}
}

// TestAttachedIsAsGoodAsOpen does everything through a client and compares with
// the clone itself.
func TestAttachedIsAsGoodAsOpen(t *testing.T) {
	s := serve(t, owner.Limits{})
	c := s.attach(t)
	ctx := t.Context()
	if c.Domain() != domain || c.JoinURL() != "http://h/test.example.org" {
		t.Errorf("attached to %s, joined by %s", c.Domain(), c.JoinURL())
	}
	for _, want := range []int{len(sample(t)), 0} {
		if l, err := c.Lacking(ctx, append(sample(t), sample(t)...)); err != nil || len(l.Triples) != want || len(l.Subjects) != want/3 {
			t.Fatalf("lacking are %+v, %v", l, err)
		}
		if n, err := c.Add(ctx, sample(t), 0); err != nil || n.New != want {
			t.Fatalf("%+v were added, not %d: %v", n, want, err)
		}
	}
	if err := c.Patch(ctx, model.Patch{Deletes: sample(t)[5:]}); err != nil {
		t.Fatal(err)
	}
	want, err := s.Describe(ctx, domain.Base()+"fred")
	if err != nil || len(want) != 5 {
		t.Fatalf("the clone has %v, %v", want, err)
	}
	got, err := c.Describe(ctx, domain.Base()+"fred")
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("described %v, %v; not %v", got, err, want)
	}
	uses, err := c.Uses(ctx, want[0].P, 1)
	if own, _ := s.Uses(ctx, want[0].P, 1); err != nil || !reflect.DeepEqual(uses, own) || !slices.Contains(want, uses[0]) {
		t.Errorf("it is used as in %v, %v; not %v", uses, err, own)
	}
	all, failed := c.Export(ctx)
	if got := slices.Collect(all); failed() != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("exported %v, %v; not %v", got, failed(), want)
	}
	q := replica.SubjectsQuery{Labels: model.Labels{domain.Vocab() + "name"}, Limit: 5}
	page, err := c.Subjects(ctx, q)
	if own, _ := s.Subjects(ctx, q); err != nil || !reflect.DeepEqual(page, own) || len(page.Rows) != 1 {
		t.Errorf("the page is %+v, %v; not %+v", page, err, own)
	}
	id := domain.Base() + "shopping"
	if err := c.Patch(ctx, list.Insert(id, 0, newSlots(), model.String("Bread"), model.Ref(domain.Base()+"fred"), model.Bytes([]byte{0xff}))); err != nil {
		t.Fatal(err)
	}
	items, err := c.List(ctx, replica.ListQuery{List: id, From: 1})
	if own, _ := s.List(ctx, replica.ListQuery{List: id, From: 1}); err != nil || !reflect.DeepEqual(items, own) || len(items.Items) != 2 || items.Total != 3 {
		t.Errorf("the items are %+v, %v; not %+v", items, err, own)
	}
	theirs, stop := c.Follow(0)
	defer stop()
	ours, stopOurs := s.Follow(0)
	defer stopOurs()
	for range 3 {
		if a, b := <-theirs, <-ours; !cmp.Equal(a, b, cmpopts.EquateEmpty()) {
			t.Errorf("followed another update:\n%s", cmp.Diff(a, b))
		}
	}
	st, _ := c.Status()
	for own, _ := s.Status(); st != own; own, _ = s.Status() {
		var changed <-chan struct{}
		if st, changed = c.Status(); st != own {
			await(t, changed, "the status")
		}
	}
	if err := c.Join(ctx, "http://other"); err != nil || <-s.host.joined != "http://other" {
		t.Errorf("joining: %v", err)
	}
	_, err = c.Share(ctx)
	var known *model.Error
	if !errors.As(err, &known) || known.Status != 5003 || err.Error() != "sharing is forbidden" {
		t.Errorf("the error lost something: %#v", err)
	}
	if err := c.Unshare(ctx); !errors.As(err, &known) || err.Error() != "ending it is forbidden" {
		t.Errorf("ending it: %#v", err)
	}
}

func await(t *testing.T, done <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatalf("%s did not come", what)
	}
}

func TestTransact(t *testing.T) {
	s := serve(t, owner.Limits{})
	ctx, err := context.WithTimeout(t.Context(), time.Minute)
	defer err()
	c, failed := owner.Attach(ctx, s.path, map[string]any{"label": map[string]any{"@id": "#name"}})
	if failed != nil {
		t.Fatal(failed)
	}
	defer func() { _ = c.Close() }()
	none := func(b json.RawMessage) error { return fmt.Errorf("a write gave %s", b) }
	for i := range 20 { // In order: the last is right only after all others.
		request := fmt.Sprintf(`{"@delete":{"@id":"n","value":%d},"@insert":{"@id":"n","value":%d}}`, i-1, i)
		if tick, err := c.Transact(ctx, json.RawMessage(request), none); err != nil || tick == 0 {
			t.Fatal(tick, err)
		}
	}
	if _, err := c.Transact(ctx, json.RawMessage(`{"@id":"fred","label":"Fred"}`), none); err != nil {
		t.Fatal(err)
	}
	var got []string
	_, failed = c.Transact(ctx, json.RawMessage(`{"@describe":"?id","@where":{"@id":"?id"}}`), func(b json.RawMessage) error {
		got = append(got, string(b))
		return nil
	})
	slices.Sort(got)
	if want := []string{`{"@id":"fred","label":"Fred"}`, `{"@id":"n","value":19}`}; failed != nil || !slices.Equal(got, want) {
		t.Errorf("read %v, %v", got, failed)
	}
	for request, status := range map[string]int{`{"@id":`: 4001, `{"@limit":3,"@describe":"x"}`: 5011} {
		_, err := c.Transact(ctx, json.RawMessage(request), none)
		if request == `{"@id":` {
			if err == nil {
				t.Error("half a request was taken")
			}
			continue
		}
		var known *model.Error
		if !errors.As(err, &known) || known.Status != status {
			t.Errorf("%s: the error is %v", request, err)
		}
	}
}

func TestSockets(t *testing.T) {
	dirs := map[string]string{"short": t.TempDir(), "long": filepath.Join(t.TempDir(), strings.Repeat("long/", 40))}
	temp := t.TempDir() // Of its own: other processes make links of the same kind in that of all.
	t.Setenv("TMPDIR", temp)
	for name, dir := range dirs {
		t.Run(name, func(t *testing.T) {
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "owner.sock")
			if _, err := owner.Attach(t.Context(), path, nil); !errors.Is(err, owner.ErrNobody) {
				t.Fatalf("attached to nothing: %v", err)
			}
			// A process that was killed leaves its socket behind.
			dead, err := owner.Listen(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Link(path, path+".kept"); err != nil {
				t.Fatal(err)
			}
			if err := dead.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("a closed socket is still there: %v", err)
			}
			if err := os.Rename(path+".kept", path); err != nil {
				t.Fatal(err)
			}
			if _, err := owner.Attach(t.Context(), path, nil); !errors.Is(err, owner.ErrNobody) {
				t.Fatalf("attached to the dead: %v", err)
			}
			l, err := owner.Listen(path)
			if err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the socket is for others too: %v, %v", info.Mode(), err)
			}
			r, err := replica.Open(replica.Config{Domain: domain, File: filepath.Join(dir, "data.mld"), Genesis: true})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = r.Close() }()
			s := owner.Serve(l, r, host{}, owner.Limits{}, slog.New(slog.DiscardHandler))
			c, err := owner.Attach(t.Context(), path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			await(t, c.Done(), "the end")
			if err := c.Patch(t.Context(), model.Patch{}); !owner.NotDone(err) {
				t.Errorf("a request to an owner that is gone: %v", err)
			}
			if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

func TestUndoThroughTheOwner(t *testing.T) {
	s := serve(t, owner.Limits{})
	c := s.attach(t)
	before, after := tr("fred", "age", model.Number(42)), tr("fred", "age", model.Number(43))
	for _, p := range []model.Patch{{Inserts: []model.Triple{before}}, {Deletes: []model.Triple{before}, Inserts: []model.Triple{after}}} {
		if err := c.Patch(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	has := func(want model.Triple) {
		t.Helper()
		if got, err := s.Describe(t.Context(), want.S); err != nil || !slices.Equal(got, []model.Triple{want}) {
			t.Errorf("the clone has %v, %v; not %v", got, err, want)
		}
	}
	u, err := c.Undo(t.Context())
	if err != nil || len(u.Shifts) != 2 || len(u.Left) != 0 || !u.Updated {
		t.Errorf("the undo came to %+v, %v", u, err)
	}
	for _, shift := range u.Shifts {
		if shift.Gone() != (shift.Triple == after) || shift.Come() != (shift.Triple == before) {
			t.Errorf("the undo tells of %+v", shift)
		}
	}
	has(before)
	if _, err := c.Redo(t.Context()); err != nil {
		t.Error(err)
	}
	has(after)
	// What somebody else did, in the process that has the domain open, is told first.
	u, err = c.Undo(t.Context()) // It undoes what is the client's own.
	if err != nil || u.Number == 0 || u.Earlier != 0 {
		t.Errorf("the undo came to %+v, %v", u, err)
	}
	if _, err := c.Redo(t.Context()); err != nil {
		t.Error(err)
	}
	has(after)
	if err := s.Patch(t.Context(), model.Patch{Deletes: []model.Triple{after}}); err != nil {
		t.Fatal(err)
	}
	other, err := owner.Attach(t.Context(), s.path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	u, err = other.Undo(t.Context())
	if err != nil || u.Earlier == 0 || u.Updated {
		t.Errorf("the undo of what is another's came to %+v, %v", u, err)
	}
	if _, err := other.Undo(replica.WithEarlier(t.Context(), u.Earlier)); err != nil {
		t.Error(err)
	}
	has(after)
	if _, err := other.Undo(replica.WithEarlier(t.Context(), u.Earlier)); err == nil {
		t.Error("what was undone already is undone again")
	}
	if _, err := other.Redo(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := c.Redo(t.Context()); err == nil || !strings.Contains(err.Error(), "nothing more to redo") {
		t.Errorf("a redo too many gives %v", err)
	}
}
