package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/net/transporttest"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

var (
	stormSeed  = flag.Uint64("seed", 0, "press the random keys of this seed only")
	stormSeeds = flag.Uint64("storms", 3, "how many seeds there are of random keys in a storm")
	stormKeys  = flag.Int("keys", 40, "how many random keys are pressed, of each seed")
	stormForce = flag.Int("force", 8, "how many operations of others come at most for each key")
	stormBurst = flag.Int("burst", 500, "how many operations of others are held up, and come at once")
)

// TestRandomKeysInAStorm presses keys at random, those of all actions, in all panes and
// dialogs, while a teammate changes all there is, thousands of times; the link is cut, and is held up,
// so that all comes at once; files are imported, and dividers dragged. The program goes on;
// of what was saved nothing is lost, unless an operation that knew of it has removed it; and
// whenever all is still, the screen shows what the clone answers.
func TestRandomKeysInAStorm(t *testing.T) {
	from, to := uint64(1), *stormSeeds
	if *stormSeed != 0 {
		from, to = *stormSeed, *stormSeed
	}
	for seed := from; seed <= to; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("again: go test . -run TestRandomKeysInAStorm -args -seed %d -keys %d", seed, *stormKeys)
				}
			})
			newMonkey(t, seed).run(*stormKeys)
		})
	}
}

type extent struct{ w, h int }

var (
	spacious = extent{140, 90}
	extents  = []extent{spacious, {120, 30}, {80, 24}, {40, 12}, {20, 5}, {200, 60}}
)

// monkey is somebody who presses keys at random.
type monkey struct {
	t       *testing.T
	seed    uint64
	random  *rand.Rand
	ledger  *ledger
	clone   *replica.Replica
	network *transporttest.Proxy // between the clone and the relay
	others  *others
	time    *tuitest.Time
	folder  string
	names   *jsonld.Context
	person  *tuitest.Terminal
	usual   dividers
	keys    []string
	titles  []string
	last    []string // what was pressed since all was still
	// count is how often something was to be saved, and told how often it was.
	count, told int
	saved       saved
	files       int      // to be imported
	imports     sync.Map // from the name of each file to what is in it
	compared    int
}

const monkeyName, othersName = "Ada", "Noor"

func newMonkey(t *testing.T, seed uint64) *monkey {
	t.Helper()
	m := &monkey{
		t: t, seed: seed, random: rand.New(rand.NewPCG(seed, 0)), ledger: newLedger(), time: tuitest.NewTime(), folder: t.TempDir(),
	}
	var err error
	if m.names, err = jsonld.New(tuitest.Domain, nil); err != nil {
		t.Fatal(err)
	}
	both, network := stormClones(t, m.ledger, monkeyName, othersName)
	m.clone, m.network = both[0], network
	m.person = m.start()
	m.usual = m.dividers(m.person)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("pressed last: %q", m.last)
		}
	})
	m.others = &others{t: t, clone: both[1], pressed: m.pressed}
	for _, a := range keymap.Default().All() {
		m.titles = append(m.titles, a.Title)
		for _, k := range a.Keys {
			if !strings.Contains(k, " ") && tuitest.Knows(k) {
				m.keys = append(m.keys, k)
			}
		}
	}
	m.keys = append(m.keys, "a", "b", "1", "2", "0", "-", "é", "space", "x")
	return m
}

// start opens a terminal on the clone.
func (m *monkey) start() *tuitest.Terminal {
	// Leaving, and what else ends the program, would end the test.
	stays := tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
		switch msg.(type) {
		case tea.QuitMsg, tea.SuspendMsg:
			return nil
		}
		return msg
	})
	return tuitest.Start(m.t, m.clone, spacious.w, spacious.h, tui.Options{
		Me: monkeyName, Who: who(tuitest.Domain), Now: m.time.Now, After: m.after,
		Share:  func(context.Context) (string, error) { return "http://127.0.0.1:4141/" + string(tuitest.Domain), nil },
		Export: m.export, Import: m.importFile, Files: filesLike,
		// Other keys would be other keys.
		PresetKeys: func(string) (*keymap.Registry, error) { return keymap.Default(), nil },
		Keep:       func(tui.Choice) (string, error) { return "Kept.", nil },
		Program:    []tea.ProgramOption{stays},
	})
}

// after is of the time that goes on when it is told to; but what is to be waited for a
// moment while one types is really waited for.
func (m *monkey) after(d time.Duration) <-chan time.Time {
	if d < time.Second {
		return time.After(d)
	}
	return m.time.After(d)
}

// pressed counts the keys.
func (m *monkey) pressed() int { return m.person.Inputs() }

// still is how many keys are pressed before all comes to rest, and is compared.
const still = 60

func (m *monkey) run(keys int) {
	m.t.Helper()
	for pressed := 0; pressed < keys; pressed += still {
		stop := m.others.rage(m.seed + uint64(pressed)<<32)
		n := min(still, keys-pressed)
		befalls := m.troubles(n)
		for i := range n {
			for _, trouble := range befalls[i] {
				trouble()
			}
			m.step()
		}
		awaitUntil(m.t, current(m.clone)) // Before, one may have nothing to add to.
		m.save()
		stop()
		m.compare()
		m.last = nil
	}
	if m.told == 0 {
		m.t.Error("nothing was saved")
	}
	written := m.others.written.Load()
	if sent := m.ledger.of(othersName); sent < leastPerKey*keys {
		m.t.Errorf("the others changed something %d times, and sent %d operations, for %d keys", written, sent, keys)
	}
	there, taken, byOthers := m.ledger.edits(monkeyName)
	m.t.Logf("%d operations of others, %.0f a second, and %d of one's own, with %d values: %d are there, %d one has removed, %d others who knew of them",
		written, float64(written)/m.others.lasted.Seconds(), m.ledger.of(monkeyName), there+taken+byOthers, there, taken, byOthers)
}

// step is something that a person does.
func (m *monkey) step() {
	m.t.Helper()
	switch n := m.random.IntN(60); n {
	case 0:
		s := extents[m.random.IntN(len(extents))]
		m.note(fmt.Sprint(s))
		m.person.Resize(s.w, s.h)
	case 1:
		m.save()
	case 2, 3, 4: // what is seldom reached by chance
		title := m.titles[m.random.IntN(len(m.titles))]
		m.note(": " + title)
		m.person.Press(escape, ":").Type(title).Press("enter")
	case 5:
		m.note("paste")
		m.person.PasteOnly(stormValues[m.random.IntN(len(stormValues))])
	case 6, 7:
		x, y := m.random.IntN(spacious.w), m.random.IntN(spacious.h)
		m.note(fmt.Sprint("click ", x, " ", y))
		m.person.Mouse(x, y, x, y)
	case 8, 9:
		m.note("edit")
		m.person.Press(escape, "2", "e").TypeOnly(fmt.Sprint(m.random.IntN(10)))
		m.person.PressOnly("enter")
	case 10:
		m.note("text")
		m.person.TypeOnly([]string{"fred", "12", "s1", "wi", "@type"}[m.random.IntN(5)])
	default:
		k := m.keys[m.random.IntN(len(m.keys))]
		if k == "esc" {
			k = escape
		}
		m.note(k)
		if n < 32 { // Sometimes one waits to see what comes of it.
			m.person.Press(k)
		} else {
			m.person.PressOnly(k)
		}
	}
}

// escape is the key as newer terminals send it: it is known at once that nothing follows.
const escape = "escape"

func (m *monkey) note(what string) { m.last = append(m.last, what) }

// fail says what does not go well.
func (m *monkey) fail(format string, args ...any) {
	m.t.Helper()
	m.t.Fatalf(format+"\n%s", append(args, m.person.Screen())...)
}

// home leaves all dialogs, editors and filters, and the past.
func (m *monkey) home(p *tuitest.Terminal) {
	m.t.Helper()
	p.Resize(spacious.w, spacious.h)
	p.Press(escape, escape, escape, escape, "3", escape, escape, "1", escape, escape)
}

// save adds a value that is like no other, and takes note of it if it was saved.
func (m *monkey) save() {
	m.t.Helper()
	m.note("save")
	m.home(m.person)
	m.put(m.person, m.usual)
	m.person.Press("/").Type("fred").Press("enter", "2", "home")
	if _, lines := pane(m.person.Screen(), "2"); len(lines) == 0 || strings.TrimSpace(lines[0]) != string(tuitest.ID("fred")) {
		return // Something else is found by that word now.
	}
	m.count++
	name, value := fmt.Sprintf("mine%d", m.count), fmt.Sprintf("value %d", m.random.IntN(1000))
	m.person.Press("p").Type(name).Press("enter").Type(value)
	if !strings.Contains(m.person.Line("▌ value"), " text ") {
		m.person.Press(escape)
		return
	}
	m.person.Press("enter").See("✓ Saved ")
	m.told++
	m.saved.add(tuitest.T("fred", name, value))
}

// title is the label of a row of the list.
func title(row replica.SubjectRow) string {
	return cmp.Or(row.Label, strings.TrimPrefix(string(row.ID), string(tuitest.Domain.Base())))
}
