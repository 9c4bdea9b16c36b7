package clock_test

import (
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

// deep is a clock whose process is at the end of a path.
func deep(path string, ticks float64) any {
	var v any = []any{ticks}
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == 'l' {
			v = []any{v, 0.0}
		} else {
			v = []any{0.0, v}
		}
	}
	return v
}

// bushy is a fork of so many leaves, without ticks.
func bushy(leaves int) any {
	if leaves == 1 {
		return 0.0
	}
	return []any{bushy(leaves / 2), bushy(leaves - leaves/2)}
}

// bushyGlobal is bushy in the form of a global clock.
func bushyGlobal(leaves int) any {
	if leaves == 1 {
		return []any{0.0, "kA=="}
	}
	return []any{0.0, []any{bushyGlobal(leaves / 2), bushyGlobal(leaves - leaves/2)}}
}

func tree(t *testing.T, v any) clock.Tree {
	t.Helper()
	c, err := clock.TreeFromValue(v)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestDeepClocksAreRefused at a depth that no domain comes to, and those that are
// not so deep are dealt with in no time.
func TestDeepClocksAreRefused(t *testing.T) {
	for _, path := range []string{strings.Repeat("l", 10_000), strings.Repeat("r", 10_000), strings.Repeat("lr", 5_000)} {
		if _, err := clock.TreeFromValue(deep(path, 1)); err == nil {
			t.Errorf("a clock of %d levels was read", len(path))
		}
	}
	began := time.Now()
	one, two := tree(t, deep(strings.Repeat("lr", 2_000), 1)), tree(t, deep(strings.Repeat("rl", 2_000), 1))
	use(one)
	useBoth(t, one, two)
	useGlobal(t, one, clock.GenesisGlobal())
	if took := time.Since(began); took > 20*time.Second { // Not what a machine can do, but what grows with the square.
		t.Errorf("two clocks of 4,000 levels take %v", took)
	}
}

// TestClocksDoNotGrowBeyondWhatCanBeReadAgain: each of two messages may be read,
// but not both be joined; else the clone could not be opened again.
func TestClocksDoNotGrowBeyondWhatCanBeReadAgain(t *testing.T) {
	const many = 45_000
	ours := tree(t, []any{[]any{1.0}, 0.0})
	for range 3 {
		next, err := ours.Join(tree(t, []any{0.0, []any{bushy(many), []any{}}}))
		if err != nil {
			t.Fatal(err)
		}
		ours = next
	}
	if _, err := ours.Join(tree(t, []any{0.0, []any{[]any{bushy(many), bushy(many)}, []any{}}})); err == nil {
		t.Error("a clock grew without end")
	}
	if _, err := ours.Join(tree(t, []any{0.0, []any{float64(1<<52 + 1)}})); err == nil {
		t.Error("the ticks grew beyond what can be counted")
	}
	v, err := pack.Decode(ours.Tick().Tick().AppendMsgPack(nil))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := clock.TreeFromValue(v); err != nil || !again.Equal(ours.Tick().Tick()) {
		t.Errorf("the clock is not read again: %v", err)
	}
	gwc, err := clock.GlobalFromValue([]any{0.0, []any{bushyGlobal(many), []any{0.0, "kA=="}}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		var set clock.Global
		if set, err = gwc.Set(tree(t, deep("r"+strings.Repeat("lr"[i%2:i%2+1], 3_900), 1))); err != nil {
			break
		}
		gwc = set
	}
	if err == nil {
		t.Error("a global clock grew without end")
	}
}

// TestAClockThatForksIsReadAgain as long as it may fork.
func TestAClockThatForksIsReadAgain(t *testing.T) {
	c := tree(t, deep(strings.Repeat("l", 3_900), 1))
	n := 0
	for ; c.CanFork(); n++ {
		c, _ = c.Fork()
	}
	v, err := pack.Decode(c.AppendMsgPack(nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := clock.TreeFromValue(v); err != nil || n != 100 {
		t.Errorf("after %d forks: %v", n, err)
	}
}
