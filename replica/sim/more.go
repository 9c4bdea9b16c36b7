package sim

import (
	"math/rand/v2"
	"time"
)

// addTo adds to the mix of some seeds what there was not at first. It draws from a source
// of its own, and only for one seed in eight, so that the others tell what they did.
func (w *world) addTo(m *mix) {
	if w.opts.Seed%8 != 7 && !w.opts.Breaches {
		return
	}
	rng := rand.New(rand.NewPCG(w.opts.Seed, 8)) //nolint:gosec // To be repeated, not to be secret.
	m.rules = m.rules || rng.Float64() < 0.5
	if rng.Float64() < 0.4 {
		m.shortAgreed = true
		m.journal = 1 << (9 + rng.IntN(7))
	}
	if rng.Float64() < 0.5 || w.opts.Breaches {
		m.sin = 2*time.Second + time.Duration(rng.Int64N(int64(10*time.Second)))
	}
	if rng.Float64() < 0.4 {
		m.fullStart = 0.4
	}
}
