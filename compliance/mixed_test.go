package compliance_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
)

// roundsEnv says how many rounds the mixed chaos has.
const roundsEnv = "MLD_TUI_ROUNDS"

func rounds(t *testing.T) int {
	t.Helper()
	if fixed := os.Getenv(roundsEnv); fixed != "" {
		n, err := strconv.Atoi(fixed)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if long() {
		return 50
	}
	return 3
}

// chaos is what can happen to clones in a round, while the others edit on.
var chaos = []struct {
	name string
	// strike happens after the first edits of a round, and mend after others.
	strike, mend func(c *colony, m *member)
}{
	{"cut off", (*colony).cutOff, func(_ *colony, m *member) { m.proxy.Heal() }},
	{"killed", func(_ *colony, m *member) { m.Kill() }, (*colony).restart},
	{"stopped", (*colony).stop, (*colony).restart},
	{"cut off and killed", func(c *colony, m *member) {
		c.cutOff(m)
		c.edit(4, m)
		m.Kill()
	}, func(c *colony, m *member) {
		m.proxy.Heal()
		c.restart(m)
	}},
}

func (c *colony) cutOff(m *member) {
	c.t.Helper()
	m.proxy.Cut()
	c.await(m, func(s compliance.Status) bool { return !s.Online })
}

func (c *colony) stop(m *member) {
	c.t.Helper()
	if err := m.Stop(c.ctx); err != nil {
		c.t.Fatal(err)
	}
	m.Kill()
}

func (c *colony) restart(m *member) {
	c.t.Helper()
	c.start(m, m.Engine)
}

// TestMixedChaos has clones of both kinds on one relay edit at random, lists and properties with several values among
// what they edit. In each round, something happens to one or two of them, but never to all of a kind; after it, all
// must hold the same data. A JavaScript clone that has come back can lack the very last word, if another that was busy
// has helped it, until the Go clone that said it says it again: see reminder_test.go. MLD_TUI_SEED and MLD_TUI_ROUNDS
// repeat a run as far as the timing allows.
func TestMixedChaos(t *testing.T) {
	engines := []compliance.Engine{goEngine(t), jsEngine(t)}
	c := newColony(t, relaytest.Start(t))
	t.Logf("%s=%d", seedEnv, c.seed)
	for i := range uint64(4) {
		c.join(engines[(c.seed+i)%2]) // Either can be the first.
	}
	random := rand.New(rand.NewPCG(c.seed, 1<<32))
	for round := range rounds(t) {
		began := time.Now()
		victims := []*member{c.members[random.IntN(len(c.members))]}
		if random.IntN(3) == 0 { // One of each kind.
			victims = []*member{c.members[2*random.IntN(2)], c.members[1+2*random.IntN(2)]}
		}
		c.edit(5, c.members...)
		var story []string
		kinds := make([]int, len(victims))
		up := slices.Clone(c.members)
		for i, m := range victims {
			kinds[i] = random.IntN(len(chaos))
			kind := chaos[kinds[i]]
			kind.strike(c, m)
			story = append(story, fmt.Sprintf("%s %s (%s)", kind.name, m.ID, m.Engine.Name))
			if kind.name != "cut off" {
				up = slices.DeleteFunc(up, func(n *member) bool { return n == m })
			}
		}
		c.edit(8, up...)
		for i, m := range victims {
			chaos[kinds[i]].mend(c, m)
		}
		// Some go on while others recover.
		c.edit(5, c.members...)
		c.converge()
		t.Logf("round %d: %s; all agree after %v", round+1, strings.Join(story, ", "), time.Since(began).Round(10*time.Millisecond))
	}
}
