package sim

import "testing"

// A clone has given up a connection that was slow, and made another; then the first
// reaches the relay after all, and replaces the second. The clone hears of that, and
// comes back.
func TestAConnectionThatArrivesLateReplacesTheOneInUse(t *testing.T) {
	s := newScenario(t)
	c := s.join(2)[1]
	late := s.relays[0].connect(c)
	late.cut = true
	s.wait(timeout)
	s.relays[0].leave(late)
	s.ends()
}
