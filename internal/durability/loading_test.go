package durability

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/internal/bulk"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/store"
)

// fewKills is how often a process is killed where each time takes longer.
func fewKills() int { return max(3, *kills/10) }

// joinUntilKilled opens a clone, waits until it knows what the others know, and
// until they know what it does, and ends.
func joinUntilKilled() {
	r, err := open(os.Getenv(envFile), os.Getenv(envRelay), false)
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	for {
		st, changed := r.Status()
		if isCurrent(st) {
			break
		}
		<-changed
	}
	if err := r.Close(); err != nil {
		os.Exit(1)
	}
}

// howLong is how long a job takes that is not killed.
func howLong(job func()) time.Duration {
	begun := time.Now()
	job()
	return time.Since(begun)
}

// TestKilledWhileJoining kills a clone while it takes its first snapshot: it takes
// it anew, and leaves nothing lying about.
func TestKilledWhileJoining(t *testing.T) {
	url, dir := relaytest.Start(t), t.TempDir()
	giver := openFor(t, filepath.Join(dir, "giver.mld"), url, true)
	fill(t, giver, many("s", 5000))
	awaitStatus(t, giver, func(st replica.Status) bool { return st.Online })
	path := filepath.Join(dir, "victim", "data.mld")
	full := howLong(func() {
		if !killAfter(t, victim(t, "join", filepath.Join(dir, "trial", "data.mld"), url), patience) {
			t.Fatal("it does not join")
		}
	})
	whole, ended := 0, false
	for n := range fewKills() {
		ended = killAfter(t, victim(t, "join", path, url), time.Duration(rand.Int64N(int64(full))))
		if ended || hasState(t, path) { // It was faster: another has to be new.
			whole++
			inspect(t, path, func(*store.Tx) error { return nil })
			path = filepath.Join(dir, fmt.Sprint("victim", n), "data.mld")
		}
	}
	t.Logf("killed %d times in %v, of which %d too late", fewKills(), full, whole)
	if !killAfter(t, victim(t, "join", path, url), patience) {
		t.Fatal("it does not join after all")
	}
	onlyData(t, path)
	if err := giver.Close(); err != nil {
		t.Fatal(err)
	}
	if a, b := digestOf(t, path), digestOf(t, filepath.Join(dir, "giver.mld")); a != b {
		t.Errorf("the digests are %v and %v", a, b)
	}
}

// hasState reports whether there is a clone in a file.
func hasState(t *testing.T, path string) (ok bool) {
	t.Helper()
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return false
	}
	inspect(t, path, func(tx *store.Tx) (err error) {
		_, ok, err = tx.State()
		return err
	})
	return ok
}

// onlyData makes sure that a file is alone in its folder.
func onlyData(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(path) {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

// TestKilledWhileItsDataIsReplaced kills a clone that has edits of its own, and has
// to take a snapshot because nobody who is there has the history that it lacks. Its
// old file counts until the new one does, and the edits come to the others.
func TestKilledWhileItsDataIsReplaced(t *testing.T) {
	url, dir := relaytest.Start(t), t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name, "data.mld") }
	first := openFor(t, file("first"), url, true)
	fill(t, first, many("s", 100))
	late := openFor(t, file("late"), url, false)
	awaitStatus(t, late, isCurrent)
	if err := late.Close(); err != nil {
		t.Fatal(err)
	}
	fill(t, first, many("t", 8000)) // Which late has not seen,
	second := openFor(t, file("second"), url, false)
	awaitStatus(t, second, isCurrent) // and the second has without a history.
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	alone, err := replica.Open(replica.Config{Domain: domain, File: file("late")})
	if err != nil {
		t.Fatal(err)
	}
	own := many("own", 50)
	fill(t, alone, own)
	if err := alone.Close(); err != nil {
		t.Fatal(err)
	}
	has := func(g model.Graph) error {
		for _, triple := range own {
			if !hasTriple(g, triple) {
				return fmt.Errorf("%v is missing", triple)
			}
		}
		return nil
	}
	tooLate := 0
	for range fewKills() {
		if killAfter(t, victim(t, "join", file("late"), url), time.Duration(rand.Int64N(int64(350*time.Millisecond)))) {
			tooLate++
		}
		inspect(t, file("late"), func(tx *store.Tx) error { return has(tx) })
	}
	if !killAfter(t, victim(t, "join", file("late"), url), patience) {
		t.Fatal("it does not catch up after all")
	}
	t.Logf("killed %d times, of which %d too late", fewKills(), tooLate)
	onlyData(t, file("late"))
	awaitData(t, second, has)
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if a, b := digestOf(t, file("late")), digestOf(t, file("second")); a != b {
		t.Errorf("the digests are %v and %v", a, b)
	}
}

func hasTriple(g model.Graph, triple model.Triple) bool {
	for range g.Match(model.Pattern(triple)) {
		return true
	}
	return false
}

// importSource is a file to import, with what is in it.
func importSource(dir string) (path string, triples []model.Triple, err error) {
	triples = many("i", 3000)
	var b strings.Builder
	for _, t := range triples {
		object := "<" + t.O.Value + ">"
		if t.O.IsLiteral() {
			object = fmt.Sprintf("%q", t.O.Value)
		}
		fmt.Fprintf(&b, "<%s> <%s> %s .\n", t.S, t.P, object)
	}
	path = filepath.Join(dir, "data.nq")
	return path, triples, os.WriteFile(path, []byte(b.String()), 0o600)
}

// importUntilKilled imports the file beside the clone's, and ends.
func importUntilKilled() {
	err := func() error {
		path := os.Getenv(envFile)
		r, err := replica.Open(replica.Config{Domain: domain, File: path, Genesis: true})
		if err != nil {
			return err
		}
		names, err := jsonld.New(domain, nil)
		if err != nil {
			return err
		}
		source, err := bulk.Open(names, filepath.Join(filepath.Dir(path), "data.nq"), nil, bulk.NQuads)
		if err != nil {
			return err
		}
		defer source.Close()
		_, err = bulk.Import(context.Background(), r, source, func(int) {})
		return errors.Join(err, r.Close())
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// TestKilledWhileImporting kills an import: what was imported is whole, and to
// import again brings the rest.
func TestKilledWhileImporting(t *testing.T) {
	dir := t.TempDir()
	_, triples, err := importSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "data.mld")
	full := howLong(func() {
		if !killAfter(t, victim(t, "import", path, ""), patience) {
			t.Fatal("it does not import")
		}
	})
	partly := 0
	for range fewKills() {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		// To import again what is there can take longer than to import it first, and
		// the machine can become slower: each attempt has more time, so that one ends.
		for most := full; !killAfter(t, victim(t, "import", path, ""), time.Duration(rand.Int64N(int64(most)))); most += full / 2 {
			if _, err := os.Stat(path); err != nil {
				continue // It had not even begun.
			}
			n := 0
			inspect(t, path, func(tx *store.Tx) error {
				for range tx.Match(model.Pattern{}) {
					n++
				}
				return nil
			})
			if n%1000 != 0 {
				t.Fatalf("%d triples were imported: a part of a transaction", n)
			}
			if n > 0 && n < len(triples) {
				partly++
			}
		}
		inspect(t, path, func(tx *store.Tx) error {
			for _, triple := range triples {
				if !hasTriple(tx, triple) {
					return fmt.Errorf("%v is missing", triple)
				}
			}
			return nil
		})
	}
	t.Logf("killed in the middle %d times", partly)
}

// compactUntilKilled compacts a file again and again.
func compactUntilKilled() {
	for {
		if _, _, err := store.Compact(os.Getenv(envFile), store.Options{Domain: domain}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// TestKilledWhileCompacting kills a process that compacts a file: the file has what
// it had, and the next leaves nothing lying about.
func TestKilledWhileCompacting(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "domain")
	path := filepath.Join(dir, "data.mld")
	r, err := replica.Open(replica.Config{Domain: domain, File: path, Genesis: true})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, r, many("s", 2000))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	want := digestOf(t, path)
	for range fewKills() {
		killAfter(t, victim(t, "compact", path, ""), time.Duration(rand.Int64N(int64(300*time.Millisecond))))
		if got := digestOf(t, path); got != want {
			t.Fatalf("the digest was %v, and is %v", want, got)
		}
	}
	if _, _, err := store.Compact(path, store.Options{Domain: domain}); err != nil {
		t.Fatal(err)
	}
	onlyData(t, path)
}
