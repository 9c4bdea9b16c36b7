package compliance_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
)

// digest is what `mld-tui digest` prints of a Go clone that has stopped.
func (c *colony) digest(m *member) string {
	c.t.Helper()
	program, err := build()
	if err != nil {
		c.t.Fatal(err)
	}
	home := c.t.TempDir()
	if err := os.Symlink(m.config.Dir, filepath.Join(home, c.domain)); err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.Command(program, "digest", c.domain, "--data", home)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		c.t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// TestDigestOfTheReference compares the digests of a Go clone and of a JavaScript
// clone, after both have edited at random: that of the latter is a third's, a Go
// clone that has its triples and TIDs from the JavaScript clone alone, by a snapshot.
func TestDigestOfTheReference(t *testing.T) {
	c := newColony(t, relaytest.Start(t), goEngine(t), compliance.ReferenceEngine(reference.Dir(t)))
	c.edit(30, c.members...)
	c.converge()
	c.stop(c.members[0])
	c.await(c.members[1], func(s compliance.Status) bool { return s.Silo })
	third := c.join(goEngine(t))
	c.await(third, func(s compliance.Status) bool { return s.Online && !s.Outdated })
	c.stop(third)
	ours, theirs := c.digest(c.members[0]), c.digest(third)
	if ours != theirs || len(ours) != 64 {
		t.Errorf("the digests are %s and, of the JavaScript clone, %s", ours, theirs)
	}
}
