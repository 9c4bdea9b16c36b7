package main

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/internal/wire"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// member is a clone at a relay, and the person at its terminal.
type member struct {
	*replica.Replica
	*tuitest.Terminal
}

// members are real clones of one domain at a real relay, each with a terminal in
// this process. The first has begun the domain, with some data.
func members(t *testing.T, w, h int, data []model.Triple, names ...string) []member {
	t.Helper()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	relay, err := startEmbedded("", nil, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = relay.close() })
	var all []member
	for i, name := range names {
		id := replica.NewID()
		wire, err := wire.Connect(socketio.Options{URLs: []string{relay.url}, ID: id, Domain: string(tuitest.Domain), Logger: log})
		if err != nil {
			t.Fatal(err)
		}
		r, err := replica.Open(replica.Config{
			Domain: tuitest.Domain, ID: id, File: filepath.Join(t.TempDir(), "data.mld"), Genesis: i == 0,
			Principal: principal(tuitest.Domain, name), Transport: wire, Logger: log,
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _, _ = r.Close(), wire.Close() })
		wire.Begin()
		awaitUntil(t, func() bool { st, _ := r.Status(); return !st.Joining && st.Online })
		if i == 0 {
			if err := r.Patch(t.Context(), model.Patch{Inserts: data}); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, member{r, tuitest.Start(t, r, w, h, tui.Options{Me: name, Who: who(tuitest.Domain)})})
	}
	return all
}

// awaitUntil waits for a condition that nobody announces.
func awaitUntil(t *testing.T, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !cond(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not come to that")
		}
	}
}

func (m member) describe(t *testing.T, id string) []model.Triple {
	t.Helper()
	ts, err := m.Describe(t.Context(), tuitest.ID(id))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(ts, model.Triple.Compare)
	return ts
}

// goTo puts the cursor on a line of a subject.
func (m member) goTo(t *testing.T, subject, line string) *tuitest.Terminal {
	t.Helper()
	m.Press("esc", "/").Type(subject).Press("enter", "2", "home")
	for range 30 {
		if strings.Contains(m.Line("▌ "+line), line) {
			return m.Terminal
		}
		m.Press("down")
	}
	t.Fatalf("the cursor did not come to %q:\n%s", line, m.Screen())
	return nil
}

func TestTwoPeopleEditTogether(t *testing.T) {
	both := members(t, 120, 30, []model.Triple{tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "age", 42)}, "Ada", "Noor")
	ada, noor := both[0], both[1]
	ada.goTo(t, "fred", "age")
	noor.goTo(t, "fred", "age")
	ada.Press("e", "up", "enter").See("▌ age      43")
	noor.See("▌ age      43").Press("e", "up")
	ada.Press("e", "up", "up", "enter").See("▌ age      45")
	noor.See("Ada changed this to 45.", "mine   44", "both   44 and 45", "theirs 45").Press("ctrl+b").See("┌ 44", "└ 45")
	ada.See("┌ 44", "└ 45").Press("s").See("Settled on 45: 44 is gone.")
	noor.See("▌ age      45").DontSee("└")
	// What one did can be undone, but not by the other.
	noor.Press("u").See("▲").DontSee("age      44")
	ada.Press("u").See("┌ 44", "└ 45")
	noor.See("┌ 44", "└ 45")
	awaitUntil(t, func() bool { return slices.Equal(ada.describe(t, "fred"), noor.describe(t, "fred")) })
}

// A storm of one's changes against the other's random editing: nothing that was said
// to be saved is lost, and in the end the screen shows what the clone holds.
func TestNoEditIsLostInAStorm(t *testing.T) {
	both := members(t, 120, 100, []model.Triple{tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "p0", "x")}, "Ada", "Noor")
	ada, noor := both[0], both[1]
	ada.goTo(t, "fred", "name")
	noor.goTo(t, "fred", "name")
	stop, stopped := make(chan struct{}), make(chan struct{})
	go storm(t, noor, ada, stop, stopped)
	saved := typeALot(t, ada, rand.New(rand.NewPCG(1, 2)))
	close(stop)
	<-stopped
	if len(saved) < 6 {
		t.Errorf("only %d edits were saved", len(saved))
	}
	awaitUntil(t, func() bool { return slices.Equal(ada.describe(t, "fred"), noor.describe(t, "fred")) })
	for p, v := range saved {
		for _, m := range both {
			if want := tuitest.T("fred", p, v); !slices.Contains(m.describe(t, "fred"), want) {
				t.Errorf("of what was saved %v is lost", want)
			}
		}
	}
	for _, m := range both {
		m.Press("esc", "esc", "2", "home")
		for _, triple := range m.describe(t, "fred") {
			value := triple.O.Value
			if len(value) > 30 {
				value = value[:30]
			}
			m.See(value)
		}
		if n := len(m.describe(t, "fred")); n < 90 { // all are in sight
			m.See(fmt.Sprintf("%d values", n))
		}
	}
}

// perKey is how often a storm changes something, at most, for each key of the other's.
// Where the disk is fast and a screen is slow, that would never come to rest else, and one
// key would wait for ever for what the one before has done.
const perKey = 5

// storm changes values of Fred, those that the other edits among them, until it is
// stopped.
func storm(t *testing.T, m, other member, stop <-chan struct{}, stopped chan<- struct{}) {
	defer close(stopped)
	r := rand.New(rand.NewPCG(3, 4))
	for pressed, written := 0, 0; ; written++ {
		for ; written >= perKey && other.Inputs() == pressed; time.Sleep(time.Millisecond) {
			select {
			case <-stop:
				return
			default:
			}
		}
		if now := other.Inputs(); now != pressed {
			pressed, written = now, 0
		}
		select {
		case <-stop:
			return
		default:
		}
		var p model.Patch
		ts, err := m.Describe(t.Context(), tuitest.ID("fred"))
		if err != nil {
			t.Error(err)
			return
		}
		for _, triple := range ts {
			if strings.HasPrefix(string(triple.P), string(tuitest.Vocab("p"))) && r.IntN(3) == 0 {
				p.Deletes = append(p.Deletes, triple)
			}
		}
		p.Inserts = append(p.Inserts, tuitest.T("fred", fmt.Sprintf("p%d", r.IntN(4)), fmt.Sprintf("storm %d", r.IntN(100))))
		if err := m.Patch(t.Context(), p); err != nil {
			t.Error(err)
			return
		}
	}
}

// typeALot edits at random, and gives what it was told to be saved: properties that
// nobody else writes.
func typeALot(t *testing.T, m member, r *rand.Rand) map[string]string {
	t.Helper()
	saved := make(map[string]string)
	noise := []string{"up", "down", "pgup", "home", "end", "e", "a", "v", "y", "s", "ctrl+p", "ctrl+t", "1", "3", "tab", "space", "N", "x"}
	for i := range 12 {
		for range r.IntN(6) {
			m.Press(noise[r.IntN(len(noise))])
		}
		m.Press("esc", "esc", "esc", "2", "home")
		if !strings.Contains(m.Screen(), "2 Fred") {
			m.goTo(t, "fred", "")
		}
		name, value := fmt.Sprintf("mine%d", i), fmt.Sprintf("words number %d of %d", i, r.IntN(1000))
		m.Press("p").Type(name).Press("enter").Type(value)
		for range r.IntN(3) {
			m.Press([]string{"left", "ctrl+t", "ctrl+p", "end"}[r.IntN(4)])
		}
		if strings.Contains(m.Line("▌ value"), " text ") {
			m.Press("enter").See("✓ Saved ")
			saved[name] = value
		} else {
			m.Press("esc")
		}
	}
	return saved
}
