package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/demo"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// TestTheDemo opens the demo as a person does, joins it in a second terminal, edits,
// and finds nothing left of it.
func TestTheDemo(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	port, err := unusedPort()
	if err != nil {
		t.Fatal(err)
	}
	address := "127.0.0.1:" + port
	cmd := program(t, filepath.Join(temp, "unused"), "demo", "--listen", address, "--pace", "4", "--as", "Robin")
	cmd.Env = append(cmd.Env, "TMPDIR="+temp)
	first := openWindow(t, cmd, 120, 30)
	first.see("ferry-house.example.org", "◆NO Noor", "◆SA Sam", "◆MI Mira", "Start here", "◆ Robin")
	first.see("− ", "+ ") // Somebody has changed something.
	first.press("/", "slates")
	first.see("▌ Order the roof slates")
	first.press("\r", "G", "e")
	first.see("esc cancel")
	first.press("\x1b")
	mate := openWindow(t, program(t, t.TempDir(), "join", "http://"+address+"/"+string(demo.Domain)), 120, 30)
	mate.see("Start here", "◆RO Robin", "◆ tester")
	mate.press("/", "ladder")
	mate.see("▌ Weld a ladder")
	first.see("◆TE tester")
	mate.press("\r")
	mate.see("▌ name")
	mate.leave()
	first.leave()
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("the demo has left %v: %v", left, err)
	}
}

func TestTheDemoSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"demo"}, "this needs a terminal"},
		{[]string{"demo", "team.example.org"}, `"team.example.org" is too much`},
	} {
		if _, said, err := output(t, program(t, t.TempDir(), c.args...)); err == nil || !strings.Contains(said, c.want) {
			t.Errorf("%v: %v, %q", c.args, err, said)
		}
	}
	if _, err := startDemo(t.Context(), choices{}, demoOptions{pace: -1, listen: "127.0.0.1:0"}); err == nil {
		t.Error("time runs backwards")
	}
}

// With --keys, all that the team does follows from the keys: twice the same keys come to
// the same data, however fast they are pressed.
func TestTheDemoGoesByKeys(t *testing.T) {
	t.Parallel()
	play := func(wait bool) (data []model.Triple) {
		o := demoOptions{listen: "127.0.0.1:0", seed: 1, pace: 1, keys: 2}
		d, err := startDemo(t.Context(), choices{}, o)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		}()
		d.play(o)
		term := tuitest.Start(t, d.screen, 120, 30, d.options)
		defer term.Stop()
		before := export(t, d)
		for range 60 {
			if term.PressOnly("down"); wait {
				term.Settle()
			}
		}
		term.Settle()
		if data = export(t, d); slices.Equal(before, data) {
			t.Error("nothing was done")
		}
		return data
	}
	if slow, fast := play(true), play(false); !slices.Equal(slow, fast) {
		t.Error("the same keys have come to other data")
	}
}

// export is all data but the places in lists, which clones choose by chance.
func export(t *testing.T, from access) []model.Triple {
	t.Helper()
	all, failed := from.Export(t.Context())
	data := slices.SortedFunc(all, model.Triple.Compare)
	if err := failed(); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(data, func(t model.Triple) bool {
		return t.P != model.RDFType && !strings.HasPrefix(string(t.P), string(demo.Domain.Vocab()))
	})
}
