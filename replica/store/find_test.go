package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// found are the names that a search gives, a line for each portion.
func found(t testing.TB, s *Store, text string, class model.IRI) (portions []string) {
	t.Helper()
	for _, portion := range findAll(t, s, text, class) {
		var names []string
		for _, f := range portion {
			names = append(names, f.Name)
		}
		portions = append(portions, strings.Join(names, ", "))
	}
	return portions
}

// first is the best of what is found.
func first(t testing.TB, s *Store, text string) Found {
	t.Helper()
	portions := findAll(t, s, text, "")
	if len(portions) == 0 {
		t.Fatalf("%q finds nothing", text)
	}
	return portions[0][0]
}

func findAll(t testing.TB, s *Store, text string, class model.IRI) (portions [][]Found) {
	t.Helper()
	err := s.View(func(tx *Tx) error {
		all, _ := tx.Find(text, class, func() bool { return false })
		portions = slices.Collect(all)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return portions
}

func put(t testing.TB, s *Store, tids []clock.TID, triples ...model.Triple) {
	t.Helper()
	var changes []Change
	for _, tr := range triples {
		changes = append(changes, Change{Triple: tr, TIDs: tids})
	}
	if err := s.Update(func(tx *Tx) error { return tx.Put(changes) }); err != nil {
		t.Fatal(err)
	}
}

func bedrock(t testing.TB) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	text := func(s, p, o string) model.Triple {
		return model.Triple{S: domain.Base() + model.IRI(s), P: domain.Vocab() + model.IRI(p), O: model.String(o)}
	}
	typed := func(s, o string) model.Triple {
		return model.Triple{S: domain.Base() + model.IRI(s), P: model.RDFType, O: model.Ref(domain.Vocab() + model.IRI(o))}
	}
	put(t, s, []clock.TID{"kQE="},
		text("fred", "name", "Fred Flintstone"), typed("fred", "Person"),
		text("wilma", "name", "Wilma Flintstone"), typed("wilma", "Person"), text("wilma", "about", "She is married to Fred."),
		text("freddy", "name", "Frederick the Great"), typed("freddy", "King"),
		text("quarry", "motto", "We dig what you dream of"), typed("quarry", "Company"),
		text("x1", "name", "Łódź, Straße 3"),
	)
	return s
}

// Numbers and dates are found as they are shown, from their beginning on.
func TestFindsNumbers(t *testing.T) {
	s := bedrock(t)
	value := func(s, p string, o model.Term) model.Triple {
		return model.Triple{S: domain.Base() + model.IRI(s), P: domain.Vocab() + model.IRI(p), O: o}
	}
	put(t, s, []clock.TID{"kQE="},
		value("fred", "born", model.Literal("1960-02-02", model.XSDDate)), value("fred", "age", model.Number(42)),
		value("wilma", "age", model.Number(39)), value("wilma", "height", model.Number(1.65)),
		value("quarry", "founded", model.Number(1963)), value("quarry", "depth", model.Number(-42.5)), value("quarry", "open", model.Boolean(true)),
		value("freddy", "wealth", model.Number(4.2)), value("freddy", "rank", model.Number(420)), value("x1", "part", model.Number(0.05)),
	)
	for text, want := range map[string]string{
		"1963":            "quarry",
		"196":             "quarry | Fred Flintstone",
		"42":              "Fred Flintstone, Frederick the Great",
		"-42":             "quarry",
		"-42.5":           "quarry",
		"4.2":             "Frederick the Great",
		"1.6":             "Wilma Flintstone",
		"0.05":            "Łódź, Straße 3",
		"1960-02-02":      "Fred Flintstone",
		"fred 42":         "Fred Flintstone, Frederick the Great",
		"flintstone 39":   "Wilma Flintstone",
		"39 flintstone 1": "Wilma Flintstone",
		"43":              "",
		"1964":            "",
		"true":            "",
	} {
		if got := strings.Join(found(t, s, text, ""), " | "); got != want {
			t.Errorf("%q finds %q, and not %q", text, got, want)
		}
	}
	if f := first(t, s, "1.65"); f.In != "1.65" || f.Property != domain.Vocab()+"height" {
		t.Errorf("it was found in %q of %s", f.In, f.Property)
	}
}

func TestFindsByWordsInOrder(t *testing.T) {
	s := bedrock(t)
	finds(t, s, map[string]string{
		"fred":          "Fred Flintstone, Frederick the Great | Wilma Flintstone",
		"Flintstone f":  "Fred Flintstone, Wilma Flintstone",
		"flint":         "Fred Flintstone, Wilma Flintstone",
		"stone":         "Fred Flintstone, Wilma Flintstone",
		"flnt wi":       "Wilma Flintstone",
		"flitnstone":    "Fred Flintstone, Wilma Flintstone",
		"married":       "Wilma Flintstone",
		"dream dig":     "quarry",
		"lodz strasse":  "Łódź, Straße 3",
		"quarry":        "quarry",
		"nothing":       "",
		"fred nothing":  "",
		"":              "",
		"…":             "",
		"great fred":    "Frederick the Great",
		"wilma flint …": "Wilma Flintstone",
	})
	if got := found(t, s, "fred", domain.Vocab()+"King"); !slices.Equal(got, []string{"Frederick the Great"}) {
		t.Errorf("of one type, %q are found", got)
	}
	if f := first(t, s, "married"); f.In != "She is married to Fred." || f.Property != domain.Vocab()+"about" {
		t.Errorf("it was found in %q of %s", f.In, f.Property)
	}
}

// finds checks what some texts find, portion by portion.
func finds(t *testing.T, s *Store, wanted map[string]string) {
	t.Helper()
	for text, want := range wanted {
		if got := strings.Join(found(t, s, text, ""), " | "); got != want {
			t.Errorf("%q finds %q, not %q", text, got, want)
		}
	}
}

// Where words find next to nothing, letters are found over spaces and signs: as initials,
// in names and ids, and words of a text that were typed as one.
func TestFindsLettersOfSeveralWords(t *testing.T) {
	s := bedrock(t)
	value := func(s, p, o string) model.Triple {
		return model.Triple{S: domain.Base() + model.IRI(s), P: domain.Vocab() + model.IRI(p), O: model.String(o)}
	}
	put(t, s, []clock.TID{"kQE="},
		value("event/summer", "name", "Summer meeting"),
		value("book/left-hand", "name", "The Left Hand of Darkness"), value("book/left-hand", "about", "No word of time or of travel"),
		value("book/dispossessed", "name", "The Dispossessed"), value("book/dispossessed", "about", "A tale of time travel, or nearly so"),
		value("author/le-guin", "name", "Ursula"), value("author/Butler", "born", "Pasadena"),
		value(".well-known/genid/timtrv", "note", "one without a name"),
	)
	finds(t, s, map[string]string{
		"smtng":      "Summer meeting",
		"summeet":    "Summer meeting",
		"sumeet":     "Summer meeting",
		"tlhod":      "The Left Hand of Darkness",
		"timetravel": "The Dispossessed",
		"timetrav":   "The Dispossessed",
		"bookdis":    "The Dispossessed",
		"authorleg":  "Ursula",
		"authorbut":  "author/Butler",
		"frflint":    "Fred Flintstone",
		"lodzstr":    "Łódź, Straße 3",
		"traveltime": "",
		"meetsum":    "",
		"leftmeet":   "",
	})
	if got := found(t, s, "frflint", domain.Vocab()+"Person"); !slices.Equal(got, []string{"Fred Flintstone"}) {
		t.Errorf("of its type, %q are found", got)
	}
	if got := found(t, s, "frflint", domain.Vocab()+"King"); len(got) > 0 {
		t.Errorf("of another type, %q are found", got)
	}
	for text, want := range map[string]string{"sumeet": "", "bookdis": "book/dispossessed", "timetravel": "A tale of time travel, or nearly so", "authorbut": ""} {
		if got := first(t, s, text).In; got != want {
			t.Errorf("%q is found in %q, not in %q", text, got, want)
		}
	}
}

// Those whose letters are closer together are first, and it ends when it is stopped.
func TestLettersCloseTogetherAreFirst(t *testing.T) {
	s := bedrock(t)
	var all []model.Triple
	for i := range 3000 {
		all = append(all, model.Triple{
			S: domain.Base() + model.IRI(fmt.Sprintf("n%d", i)), P: domain.Vocab() + "name", O: model.String(fmt.Sprintf("kettle over %d quails", i)),
		})
	}
	put(t, s, []clock.TID{"kQE="}, append(all, model.Triple{S: domain.Base() + "z", P: domain.Vocab() + "name", O: model.String("zoo of k o q")})...)
	portions := found(t, s, "koq", "")
	if len(portions) != 1 || !strings.HasPrefix(portions[0], "zoo of k o q, ") || strings.Count(portions[0], "kettle") != maxScattered-1 {
		t.Errorf("it finds %q", portions)
	}
	if again := found(t, s, "koq", ""); !slices.Equal(again, portions) {
		t.Errorf("once more, it finds %q, not %q", again, portions)
	}
	_ = s.View(func(tx *Tx) error {
		asked := 0
		all, _ := tx.Find("koq", "", func() bool { asked++; return asked > 8 })
		for p := range all {
			t.Errorf("it has found %d after it was stopped", len(p))
		}
		return nil
	})
}

func TestWhatIsGoneIsNotFound(t *testing.T) {
	s := bedrock(t)
	name := model.Triple{S: domain.Base() + "fred", P: domain.Vocab() + "name", O: model.String("Fred Flintstone")}
	put(t, s, nil, name)
	if got := found(t, s, "flint", ""); !slices.Equal(got, []string{"Wilma Flintstone"}) {
		t.Errorf("after a name is gone, %q are found", got)
	}
	if got := found(t, s, "fred", domain.Vocab()+"Person"); !slices.Equal(got, []string{"fred", "Wilma Flintstone"}) {
		t.Errorf("by id, %q are found", got)
	}
	put(t, s, nil, model.Triple{S: domain.Base() + "fred", P: model.RDFType, O: model.Ref(domain.Vocab() + "Person")})
	if got := found(t, s, "fred", ""); !slices.Equal(got, []string{"Frederick the Great", "Wilma Flintstone"}) {
		t.Errorf("after a subject is gone, %q are found", got)
	}
}

// shortIDs are the short ids of a listing.
func shortIDs(tx *Tx, order Order, class model.IRI, from Place, backwards bool) string {
	var all []string
	for s := range tx.List(order, class, from, backwards) {
		all = append(all, strings.TrimPrefix(string(s), string(domain.Base())))
	}
	return strings.Join(all, " ")
}

func TestListsByNameAndByChange(t *testing.T) {
	s := bedrock(t)
	touch := func(tick uint64, subject string) {
		err := s.Update(func(tx *Tx) error {
			return tx.AppendUpdate(&Update{Tick: tick, TID: "kQE=", Time: time.UnixMilli(int64(tick)), Shifts: []Shift{
				{Triple: model.Triple{S: domain.Base() + model.IRI(subject), P: domain.Vocab() + "n", O: model.Integer(0)}, Is: true},
			}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, subject := range []string{"fred", "wilma", "gone", "fred", "quarry"} {
		touch(uint64(i+1), subject)
	}
	person := domain.Vocab() + "Person"
	_ = s.View(func(tx *Tx) error {
		at := func(order Order, subject string) Place { return tx.PlaceOf(order, domain.Base()+model.IRI(subject)) }
		for _, c := range []struct{ what, got, want string }{
			{"by name", shortIDs(tx, ByName, "", "", false), "fred freddy x1 quarry wilma"},
			{"by name, backwards", shortIDs(tx, ByName, "", "", true), "wilma quarry x1 freddy fred"},
			{"by name, after one", shortIDs(tx, ByName, "", at(ByName, "freddy"), false), "x1 quarry wilma"},
			{"by name, before one", shortIDs(tx, ByName, "", at(ByName, "freddy"), true), "fred"},
			{"by name, after one that is not there", shortIDs(tx, ByName, "", at(ByName, "g"), false), "x1 quarry wilma"},
			{"by name, of a type", shortIDs(tx, ByName, person, "", false), "fred wilma"},
			{"by name, of a type, after one", shortIDs(tx, ByName, person, at(ByName, "fred"), false), "wilma"},
			{"by id, of a type, before one", shortIDs(tx, ByID, person, at(ByID, "wilma"), true), "fred"},
			{"by change", shortIDs(tx, ByRecent, "", "", false), "quarry fred wilma"},
			{"by change, after one", shortIDs(tx, ByRecent, "", at(ByRecent, "quarry"), false), "fred wilma"},
			{"by change, before one", shortIDs(tx, ByRecent, "", at(ByRecent, "wilma"), true), "fred quarry"},
			{"by change, of a type", shortIDs(tx, ByRecent, person, "", false), "fred wilma"},
		} {
			if c.got != c.want {
				t.Errorf("%s: %s, not %s", c.what, c.got, c.want)
			}
		}
		return nil
	})
	if faults, err := s.Verify(); err != nil || len(faults) > 0 {
		t.Error(faults, err)
	}
}

func TestTypesAndWhoRefers(t *testing.T) {
	s := bedrock(t)
	refer := func(s, p string) model.Triple {
		return model.Triple{S: domain.Base() + model.IRI(s), P: domain.Vocab() + model.IRI(p), O: model.Ref(domain.Base() + "fred")}
	}
	put(t, s, []clock.TID{"kQE="}, refer("wilma", "spouse"), refer("wilma", "friend"), refer("quarry", "worker"))
	_ = s.View(func(tx *Tx) error {
		types := map[model.IRI]int{}
		for c, n := range tx.Types() {
			types[c] = n
		}
		if len(types) != 3 || types[domain.Vocab()+"Person"] != 2 || types[domain.Vocab()+"King"] != 1 {
			t.Errorf("the types are %v", types)
		}
		var all, rest []model.Triple
		var places []Place
		for tr, at := range tx.Referring(domain.Base()+"fred", "") {
			all, places = append(all, tr), append(places, at)
		}
		if len(all) != 3 || tx.CountReferring(domain.Base()+"fred", 100) != 3 || tx.CountReferring(domain.Base()+"fred", 2) != 2 {
			t.Fatalf("to fred refer %v", all)
		}
		for tr := range tx.Referring(domain.Base()+"fred", places[0]) {
			rest = append(rest, tr)
		}
		if !slices.Equal(rest, all[1:]) {
			t.Errorf("after the first, %v refer to it, not %v", rest, all[1:])
		}
		return nil
	})
}

// BenchmarkFind finds among 100,000 subjects, until the first portion and until all.
func BenchmarkFind(b *testing.B) {
	s := people(b, 100_000)
	for _, text := range []string{"u", "noor", "person 099", "ursula", "flitn", "libr 42", "person ada", "zzzz", "rsul", "noor abc"} {
		b.Run(strings.ReplaceAll(text, " ", "_"), func(b *testing.B) {
			var first time.Duration
			n := 0
			for b.Loop() {
				n = 0
				begun := time.Now()
				_ = s.View(func(tx *Tx) error {
					portions, _ := tx.Find(text, "", func() bool { return false })
					for p := range portions {
						if n == 0 {
							first += time.Since(begun)
						}
						n += len(p)
					}
					return nil
				})
			}
			b.ReportMetric(float64(first.Microseconds())/float64(b.N)/1000, "ms-to-first")
			b.ReportMetric(float64(n), "found")
		})
	}
}
