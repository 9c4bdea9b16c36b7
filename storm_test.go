package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

var (
	stormSeed = flag.Uint64("seed", 0, "press the random keys of this seed only")
	stormKeys = flag.Int("keys", 120, "how many random keys are pressed, of each seed")
)

// TestRandomKeysInAStorm presses keys at random, those of all actions among them,
// while a teammate changes all there is as fast as they can, and the window changes
// its size. The program goes on; of what was said to be saved nothing is lost, unless
// one took it away oneself; and whenever all is still, the screen shows what the
// clone answers.
func TestRandomKeysInAStorm(t *testing.T) {
	seeds := []uint64{1}
	if *stormSeed != 0 {
		seeds = []uint64{*stormSeed}
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("again: go test . -run TestRandomKeysInAStorm -args -seed %d -keys %d", seed, *stormKeys)
				}
			})
			both := members(t, big.w, big.h, tuitest.Sample(), "Ada", "Noor")
			m := &monkey{
				t: t, random: rand.New(rand.NewPCG(seed, 0)), person: both[0], mate: both[1], keys: randomKeys(),
				saved: make(map[model.Triple]bool),
			}
			m.watchOwn()
			for pressed := 0; pressed < *stormKeys; pressed += 40 {
				m.storm(40)
				m.compare()
			}
			if m.told == 0 {
				t.Error("nothing was saved")
			}
		})
	}
}

type extent struct{ w, h int }

var (
	big   = extent{140, 90}
	sizes = []extent{big, {120, 30}, {80, 24}, {40, 12}, {20, 5}, {200, 60}}
)

// monkey is somebody who presses keys at random.
type monkey struct {
	t      *testing.T
	random *rand.Rand
	person member
	mate   member
	keys   []string
	// saved is what the person was told to be saved; not what they have removed since.
	saved map[model.Triple]bool
	own   <-chan replica.Update
	// count is how often something was to be saved, and told how often it was.
	count, told int
}

// randomKeys are the keys of all actions but those that leave, or go through the
// list of all actions, where one can leave too.
func randomKeys() (keys []string) {
	leave := []keymap.ID{keymap.Quit, keymap.Suspend, keymap.Palette}
	seen := make(map[string]bool)
	for _, a := range keymap.Default().All() {
		if slices.Contains(leave, a.ID) {
			for _, k := range a.Keys {
				seen[k] = true
			}
		}
	}
	for _, a := range keymap.Default().All() {
		for _, k := range a.Keys {
			if !seen[k] && !strings.ContainsAny(k, " ") && tuitest.Knows(k) {
				seen[k] = true
				keys = append(keys, k)
			}
		}
	}
	return append(keys, "a", "b", "1", "2", "0", "-", "é", "space", "x")
}

// storm presses so many keys, while the mate writes.
func (m *monkey) storm(keys int) {
	m.t.Helper()
	// What was deleted comes back, but for what nobody refers to any more.
	if err := m.mate.Patch(m.t.Context(), model.Patch{Inserts: tuitest.Sample()}); err != nil {
		m.t.Fatal(err)
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go storm(m.t, m.mate, m.person, stop, stopped)
	for range keys {
		switch n := m.random.IntN(40); {
		case n == 0:
			s := sizes[m.random.IntN(len(sizes))]
			m.person.Resize(s.w, s.h)
		case n == 1:
			m.save()
		case n < 20: // Sometimes one waits to see what comes of it.
			m.person.Press(m.key())
		default:
			k := m.key()
			m.person.PressOnly(k)
			if k == "esc" { // With the next key it would be another.
				m.person.Settle()
			}
		}
	}
	m.save()
	close(stop)
	<-stopped
}

func (m *monkey) key() string { return m.keys[m.random.IntN(len(m.keys))] }

// home leaves all dialogs, editors and filters.
func (m *monkey) home() {
	m.t.Helper()
	m.person.Resize(big.w, big.h)
	m.person.Press("esc", "esc", "esc", "esc", "1", "esc", "esc")
}

// save adds a value that nobody else writes, and remembers it if it was saved.
func (m *monkey) save() {
	m.t.Helper()
	m.home()
	m.person.goTo(m.t, "fred", "")
	if _, lines := pane(m.person.Screen(), "2"); len(lines) == 0 || !strings.Contains(lines[0], "bedrock.m-ld.org/fred ") {
		return // Something else is found by that word now.
	}
	m.count++
	name, value := fmt.Sprintf("mine%d", m.count), fmt.Sprintf("value %d", m.random.IntN(1000))
	m.person.Press("p").Type(name).Press("enter").Type(value)
	if strings.Contains(m.person.Line("▌ value"), " text ") {
		m.person.Press("enter").See("✓ Saved ")
		m.saved[tuitest.T("fred", name, value)] = true
		m.told++
	} else {
		m.person.Press("esc")
	}
}

// watchOwn begins to hear what the person does.
func (m *monkey) watchOwn() {
	st, _ := m.person.Status()
	updates, stop := m.person.Follow(st.Ticks)
	m.t.Cleanup(stop)
	m.own = updates
}

// hear takes what has happened until a tick: what the person has removed is not lost.
func (m *monkey) hear(until uint64) {
	m.t.Helper()
	for last := uint64(0); last < until; {
		u := <-m.own
		last = u.Tick
		if u.Author.Self {
			for _, t := range u.Deletes {
				delete(m.saved, t)
			}
		}
	}
}
