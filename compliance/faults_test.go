package compliance_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
)

// The faults of the reference, and what keeps Go clones from them, are in the README
// of this folder.

// trap is something that a clone of the reference could fall over.
type trap struct {
	name    string
	insert  object
	refused bool // by our own API, with the reason
}

func value(text, datatype string) object { return object{"@value": text, "@type": datatype} }

// noise is so many bytes, which no zipping makes less, in Base64.
func noise(n int) string {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(b)
	return base64.StdEncoding.EncodeToString(b)
}

// traps are what an app may try to write.
func traps() (all []trap) {
	const xsd = "http://www.w3.org/2001/XMLSchema#"
	for i, number := range []float64{0, 6, -7.5, 1e15, 1e20, 9007199254740991, 0.1 + 0.2, 1e-3, 123456789.125, -1e10} {
		all = append(all, trap{fmt.Sprint("the number ", number), object{"@id": fmt.Sprint("number", i), "is": number}, false})
	}
	for i, id := range []string{
		"http://interop.m-ld.org/#a:b", "http://interop.m-ld.org/%20", "http://elsewhere.org/",
		"urn:x:y", "http://interop.m-ld.org/.well-known/x", "http://interop.m-ld.org/?q",
	} {
		all = append(all,
			trap{"the reference " + id, object{"@id": fmt.Sprint("refers", i), "to": object{"@id": id}}, false},
			trap{"the subject " + id, object{"@id": id, "name": "x"}, false})
	}
	for _, id := range []string{"http://interop.m-ld.org/a:b", "http://interop.m-ld.org//x", "http://interop.m-ld.org/@id", "http://interop.m-ld.org/_:b"} {
		all = append(all,
			trap{"the reference " + id, object{"@id": "refers", "to": object{"@id": id}}, true},
			trap{"the subject " + id, object{"@id": id, "name": "x"}, true})
	}
	for _, name := range []string{"rdf", "xs", "tid", "op", "s", "p", "o", "http://elsewhere.org/#p"} {
		all = append(all, trap{"the property " + name, object{"@id": "named", "http://interop.m-ld.org/#" + strings.TrimPrefix(name, "http://"): "x"}, false})
	}
	for _, name := range []string{"constructor", "toString", "hasOwnProperty", "valueOf", "__proto__"} {
		all = append(all,
			trap{"the subject " + name, object{"@id": name, "name": "x"}, true},
			trap{"the property " + name, object{"@id": "x", "http://interop.m-ld.org/#" + name: "x"}, true})
	}
	for i, text := range []string{"", "😀 and \U0001d11e", "a\x00b", "\u2028", strings.Repeat("x", 9_999), "_:b", "http://x", "@id"} {
		all = append(all, trap{fmt.Sprintf("the text %.10q", text), object{"@id": fmt.Sprint("text", i), "says": text}, false})
	}
	return append(
		all,
		trap{"bytes", object{"@id": "data", "bytes": value("AAEC/w==", xsd+"base64Binary")}, false},
		trap{"JSON", object{"@id": "data", "json": object{"@value": object{"b": 1.5, "a": []any{nil, "x"}}, "@type": "@json"}}, true},
		trap{"a long text", object{"@id": "x", "p": strings.Repeat("x", 10_000)}, true},
		trap{"long of wide characters", object{"@id": "x", "p": strings.Repeat("😀", 5_000)}, true},
		trap{"a number that is none", object{"@id": "x", "p": value("many", xsd+"integer")}, true},
		trap{"a double that is none", object{"@id": "x", "p": value("NaN", xsd+"double")}, true},
		trap{"a time that is none", object{"@id": "x", "p": value("yesterday", xsd+"dateTime")}, true},
		trap{"a datatype of the domain", object{"@id": "x", "p": value("1", "http://interop.m-ld.org/#mine")}, true},
		trap{"too much", object{"@id": "x", "p": value(noise(1_200_000), xsd+"base64Binary")}, true},
		trap{"a property that is read as absolute", object{"@id": "x", "http://interop.m-ld.org/#a:b": 1}, true},
		trap{"an IRI of a prefix", object{"@id": "xs:x", "p": 1}, true},
	)
}

// TestFaultsAreNotSetOff: whatever is tried at the API of a Go clone, it is refused
// there, or clones of the reference take it, hold the same, and delete it again.
func TestFaultsAreNotSetOff(t *testing.T) {
	js := compliance.ReferenceEngine(reference.Dir(t))
	c := newColony(t, relaytest.Start(t), goEngine(t), js)
	ours := c.members[0]
	var taken []object
	for _, trap := range traps() {
		_, err := ours.Transact(c.ctx, trap.insert)
		switch {
		case (err != nil) != trap.refused:
			t.Errorf("%s: refused: %v", trap.name, err)
		case err == nil:
			taken = append(taken, trap.insert)
			// The same again: two TIDs for one triple, which goes all the same.
			c.do(ours, trap.insert)
		}
	}
	c.converge()
	for _, insert := range taken {
		c.do(ours, object{"@delete": insert})
	}
	c.converge()
	for _, m := range c.members {
		for id := range c.readOne(m) {
			if id != "words" && id != listsOfGo && id != "places" {
				t.Errorf("%s still has %s", m.Engine.Name, id)
			}
		}
	}
	// What the other wrote is deleted here as well.
	theirs := c.members[1]
	var kept []object
	for _, insert := range taken {
		if _, err := theirs.Transact(c.ctx, insert); err == nil {
			kept = append(kept, insert)
		}
	}
	if len(kept) < len(taken)/2 {
		t.Errorf("of %d, the reference takes only %d", len(taken), len(kept))
	}
	c.converge()
	for _, insert := range kept {
		c.do(ours, object{"@delete": insert})
	}
	c.converge()
	for _, m := range c.members {
		if left, err := json.Marshal(c.readOne(m)); err != nil || strings.Count(string(left), "number") > 0 {
			t.Errorf("%s still has %s, %v", m.Engine.Name, left, err)
		}
	}
}

// TestFaultsAreTested: every fault that the README lists names tests, and they exist.
func TestFaultsAreTested(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows, named := 0, regexp.MustCompile("`([a-z/]+)\\.(Test\\w+)`")
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !strings.HasPrefix(cells[1], " §") {
			continue
		}
		rows++
		tests := named.FindAllStringSubmatch(cells[3], -1)
		if len(tests) == 0 {
			t.Errorf("no test: %s", line)
		}
		for _, test := range tests {
			files, err := filepath.Glob(filepath.Join("..", test[1], "*_test.go"))
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, file := range files {
				source, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				found = found || strings.Contains(string(source), "func "+test[2]+"(")
			}
			if !found {
				t.Errorf("there is no test %s.%s", test[1], test[2])
			}
		}
	}
	if rows < 20 {
		t.Errorf("the README lists %d faults", rows)
	}
}
