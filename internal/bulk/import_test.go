package bulk_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/bulk"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
)

const domain model.Domain = "test.example.org"

// writer takes transactions, as far as take lets it.
type writer struct {
	patches []model.Patch
	partOf  []uint64
	take    func(n int, p model.Patch) error
}

func (w *writer) Add(_ context.Context, triples []model.Triple, partOf uint64) (replica.Added, error) {
	p := model.Patch{Inserts: triples}
	if w.take != nil {
		if err := w.take(len(w.patches), p); err != nil {
			return replica.Added{}, err
		}
	}
	w.patches = append(w.patches, p)
	w.partOf = append(w.partOf, partOf)
	return replica.Added{New: len(triples), Tick: uint64(len(w.patches))}, nil
}

func (w *writer) Lacking(_ context.Context, triples []model.Triple) (l replica.Lacking, _ error) {
	for i := range triples {
		l.Triples = append(l.Triples, i)
	}
	return l, nil
}

func (w *writer) count() (n int) {
	for _, p := range w.patches {
		n += len(p.Inserts)
	}
	return n
}

func source(t *testing.T, name, text string, format bulk.Format) *bulk.Source {
	t.Helper()
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := bulk.Open(ctx, path, nil, format)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func numbers(n int, value string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<http://test.example.org/s%d> <http://test.example.org/#p> %q .\n", i, value)
	}
	return b.String()
}

func size(p model.Patch) (n int) {
	for _, t := range p.Inserts {
		n += len(t.S) + len(t.P) + len(t.O.Value) + len(t.O.Data)
	}
	return n
}

func TestTransactionsAreBounded(t *testing.T) {
	for _, value := range []string{"x", strings.Repeat("x", 9000)} {
		s := source(t, "a.nq", numbers(3456, value), bulk.NQuads)
		w, last := &writer{}, 0
		_, err := bulk.Import(t.Context(), w, s, func(n int) {
			if n <= last {
				t.Errorf("the progress goes from %d to %d", last, n)
			}
			last = n
		})
		if err != nil || w.count() != 3456 || s.Triples != 3456 || last != 3456 {
			t.Errorf("%d of %d were written, %d told: %v", w.count(), s.Triples, last, err)
		}
		for _, p := range w.patches {
			if len(p.Inserts) > 1000 || size(p) > 200_000 {
				t.Errorf("a transaction has %d triples and %d bytes", len(p.Inserts), size(p))
			}
		}
	}
}

// TestWhatIsUndoneTogether is as much as an undo can hold; more is undone in steps, and the plan
// says in how many.
func TestWhatIsUndoneTogether(t *testing.T) {
	for triples, want := range map[int][]uint64{900: {0}, 3000: {0, 1, 1}, 33_500: append(append([]uint64{0}, slices.Repeat([]uint64{1}, 31)...), 0, 33)} {
		s := source(t, "a.nq", numbers(triples, "x"), bulk.NQuads)
		w := &writer{}
		come, err := bulk.Import(t.Context(), w, s, func(int) {})
		if err != nil || !slices.Equal(w.partOf, want) {
			t.Errorf("%d triples are parts of %v, %v", triples, w.partOf, err)
		}
		if plan, err := s.Plan(t.Context(), w); err != nil || plan.Undos != come.Undos || come.Undos != (len(want)+31)/32 {
			t.Errorf("%d undos take it back, not %d as in %v", come.Undos, plan.Undos, err)
		}
	}
}

func TestWhatIsTooBigIsWrittenInParts(t *testing.T) {
	s := source(t, "a.nq", numbers(100, "x"), bulk.NQuads)
	tooBig := model.Errorf(4002, "too big")
	w := &writer{take: func(_ int, p model.Patch) error {
		if len(p.Inserts) > 7 {
			return tooBig
		}
		return nil
	}}
	if _, err := bulk.Import(t.Context(), w, s, func(int) {}); err != nil || w.count() != 100 {
		t.Errorf("%d were written: %v", w.count(), err)
	}
	w = &writer{take: func(int, model.Patch) error { return tooBig }}
	if _, err := bulk.Import(t.Context(), w, s, func(int) {}); !errors.Is(err, tooBig) {
		t.Errorf("what cannot be written at all: %v", err)
	}
}

func TestAnImportThatStopsSaysWhere(t *testing.T) {
	s := source(t, "a.nq", numbers(2500, "x"), bulk.NQuads)
	full := model.Errorf(5000, "the disk is full")
	w := &writer{take: func(n int, _ model.Patch) error {
		if n == 2 {
			return full
		}
		return nil
	}}
	_, err := bulk.Import(t.Context(), w, s, func(int) {})
	var known *model.Error
	if !errors.As(err, &known) || known.Status != 5000 || !errors.Is(err, full) || !strings.HasPrefix(err.Error(), "2000 triples were imported before it stopped: ") {
		t.Errorf("the error is %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := bulk.Import(ctx, &writer{}, s, func(int) {}); err == nil || err.Error() != "nothing was imported: it was interrupted" {
		t.Errorf("interrupted at once: %v", err)
	}
}

// TestWhatFitsIntoNoOperation is refused before anything is written.
func TestWhatFitsIntoNoOperation(t *testing.T) {
	noise := make([]byte, 1_100_000)
	_, _ = rand.NewChaCha8([32]byte{7}).Read(noise)
	text := numbers(2000, "x") + fmt.Sprintf("<http://test.example.org/big> <http://test.example.org/#p> \"%s\"^^<%s> .\n",
		base64.StdEncoding.EncodeToString(noise), model.XSDBase64)
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.nq")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := bulk.Open(ctx, path, nil, bulk.NQuads)
	if err == nil {
		s.Close()
	}
	if err == nil || !strings.Contains(err.Error(), "/big> for <http://test.example.org/#p> is too big") || !strings.Contains(err.Error(), "nothing was imported") {
		t.Errorf("it says %v", err)
	}
}

// TestThoseWithoutIdentity are the same at each reading of one file, and others in
// another.
func TestThoseWithoutIdentity(t *testing.T) {
	subjects := func(text string) string {
		s := source(t, "a.jsonld", text, bulk.JSONLD)
		var ids []string
		for range 2 {
			var all []string
			for tr, err := range s.All() {
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, string(tr.S))
			}
			ids = append(ids, strings.Join(all, " "))
		}
		if ids[0] != ids[1] || !strings.HasPrefix(ids[0], "http://test.example.org/.well-known/genid/") {
			t.Errorf("the subjects of two readings are %s and %s", ids[0], ids[1])
		}
		return ids[0]
	}
	a, b := subjects(`[{"name":"a"},{"name":"b"}]`), subjects(`[{"name":"a"},{"name":"c"}]`)
	if a == b || a != subjects(`[{"name":"a"},{"name":"b"}]`) {
		t.Errorf("two files have the subjects %s and %s", a, b)
	}
}

func TestToFileKeepsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	write := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, failed := io.WriteString(w, text)
			return errors.Join(failed, err)
		}
	}
	for _, want := range []struct {
		err  error
		text string
	}{{broken, "old"}, {nil, "new"}} {
		err := bulk.ToFile(path, nil, write("new", want.err))
		text, _ := os.ReadFile(path)
		if !errors.Is(err, want.err) || string(text) != want.text {
			t.Errorf("the file has %q, %v", text, err)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if err := bulk.ToFile(os.DevNull, nil, write("new", nil)); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatalf("a device was replaced: %v, %v", info, err)
	}
}
