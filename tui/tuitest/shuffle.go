package tuitest

import (
	"flag"
	"hash/fnv"
	"math/rand/v2"
	"reflect"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

var shuffleAll = flag.Uint64("shuffle-answers", 0, "have the answers to each terminal come in an order of this seed; 0: as they are ready")

// shuffle has a terminal's commands begin and end late, each by a while of its own: their
// answers come in any order, as the ones of a slow disk or of another process do. What is
// right only in the usual order fails now and then.
type shuffle struct {
	seed uint64
	mu   sync.Mutex
	rand *rand.Rand
}

// newShuffle is one of a seed; 0 is none.
func newShuffle(seed uint64) *shuffle {
	if seed == 0 {
		return nil
	}
	return &shuffle{seed: seed, rand: rand.New(rand.NewPCG(seed, 0))} //nolint:gosec // To be repeated, not to be secret.
}

// cmd is a command that is late, and so are those that it is made of.
func (s *shuffle) cmd(cmd tea.Cmd) tea.Cmd {
	if s == nil || cmd == nil {
		return cmd
	}
	return func() tea.Msg {
		s.hold()
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			late := make(tea.BatchMsg, len(batch))
			for i, c := range batch {
				late[i] = s.cmd(c)
			}
			return late
		}
		if s.isSlow(msg) {
			time.Sleep(2 * longest)
		}
		s.hold()
		return msg
	}
}

// longest is longer than the updates of a clone are gathered.
const longest = 40 * time.Millisecond

// hold waits: not at all, until another is through, for a frame, or longer.
func (s *shuffle) hold() {
	s.mu.Lock()
	most, part := time.Duration(0), s.rand.Float64()
	switch n := s.rand.IntN(40); {
	case n < 20:
	case n < 32:
		most = time.Millisecond
	case n < 39:
		most = time.Second / fps
	default:
		most = longest
	}
	s.mu.Unlock()
	time.Sleep(time.Duration(float64(most) * part))
}

// isSlow reports whether a message is of a kind that comes after all others: in each
// order, some are.
func (s *shuffle) isSlow(msg tea.Msg) bool {
	v := reflect.ValueOf(msg)
	if !v.IsValid() {
		return false
	}
	if v.Kind() == reflect.Struct && v.NumField() == 1 && v.Field(0).Kind() == reflect.Interface && !v.Field(0).IsNil() {
		v = v.Field(0).Elem() // What has been read is in an envelope.
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(v.Type().String()))
	return (h.Sum64()^s.seed*0x9e3779b97f4a7c15)>>32%8 == 0
}
