package engine

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// loseCommit damages the newest meta page of a file, so that its last commit is not
// seen any more.
func loseCommit(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	newest, at := uint64(0), int64(0)
	for page := range int64(2) {
		var tx [8]byte
		if _, err := f.ReadAt(tx[:], page*int64(os.Getpagesize())+16+48); err != nil {
			t.Fatal(err)
		}
		if n := binary.LittleEndian.Uint64(tx[:]); n >= newest {
			newest, at = n, page*int64(os.Getpagesize())+16
		}
	}
	if _, err := f.WriteAt([]byte("damage"), at+20); err != nil {
		t.Fatal(err)
	}
}

// TestDamagedMetaPage loses the last commit of a file. Alone, its clone goes on, and
// says so. In a domain it takes no writes until somebody has said what was seen of
// it: then it goes on, or leaves, as it is.
func TestDamagedMetaPage(t *testing.T) {
	t.Run("alone", func(t *testing.T) {
		p := newPub(t)
		c := p.open("c", filepath.Join(t.TempDir(), "data.mld"), true)
		p.mustWrite(c, "fred", "wilma")
		p.shut(c)
		loseCommit(t, c.path)
		c = p.open("again", c.path, false)
		p.has(c, "fred")
		p.mustWrite(c, "barney")
		if st := c.e.Status(); !strings.Contains(st.Lost, "the last change may be missing") || st.ReadOnly != "" {
			t.Errorf("the status is %+v", st)
		}
	})
	for name, published := range map[string]bool{"and nobody has what is missing": false, "and others have what is missing": true} {
		t.Run(name, func(t *testing.T) {
			p, first, second := pair(t)
			if !published {
				p.offline(second)
			}
			p.mustWrite(second, "last")
			path := copyOf(t, second.path) // A clone that closes writes no more; this one was killed.
			p.shut(second)
			loseCommit(t, path)
			c := p.open("again", path, false)
			const doubt = "the last change may be missing"
			if err := p.write(c, "early"); err == nil || !strings.Contains(err.Error(), doubt) || !strings.Contains(err.Error(), "rescue --alone") {
				t.Errorf("it is written to: %v", err)
			}
			p.come(c)
			if published {
				p.leaves(c)
				p.has(first, "last")
				return
			}
			p.mustWrite(c, "late")
			p.has(first, "late")
			if st := c.e.Status(); st.ReadOnly != "" || st.Lost != "" {
				t.Errorf("the status is %+v", st)
			}
			p.shut(c)
			p.mustWrite(p.open("later", path, false), "later")
		})
	}
}
