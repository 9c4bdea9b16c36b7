package replica

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/pack"
)

// compareChannel is the id of the channel on which clones tell each other the digests of
// their data. A clone ignores channels that it does not know (protocol page, section 5).
const compareChannel = "mld-tui-digest-1"

// The bounds of comparing: the least time between two questions, and between two answers
// to one clone; the longest message; how many clones are compared.
const (
	compareEvery = 2 * time.Second
	answerEvery  = time.Second
	maxDigest    = 512
	maxCompared  = 64
	compareAck   = 3 << 62 // Acknowledgements from here on are of this channel.
)

// Compared is the data of another clone beside this one's.
type Compared struct {
	// ID is the other clone.
	ID string
	// Level: both had applied the same operations. Same: their data is the same, too;
	// if it is not, one of them is at fault.
	Level, Same bool
	// At is when, by this machine's time.
	At time.Time
}

// comparing is what a clone knows of the digests of others.
type comparing struct {
	wanted bool
	asked  time.Time
	heard  []digests // that are to be compared
	of     map[string]Compared
	told   map[string]time.Time
	acks   uint64
}

// digests are what one clone tells another of its data.
type digests struct {
	from, seen, digest string
	ask                bool
}

// Compare asks the other clones for the digests of their data; what they answer is in
// Link, soon after. Only clones of this kind do. It returns at once.
func (r *Replica) Compare() {
	r.mu.Lock()
	r.compare.wanted = true
	r.mu.Unlock()
	r.wake()
}

func (c *comparing) results() (all []Compared) {
	for _, id := range slices.Sorted(maps.Keys(c.of)) {
		all = append(all, c.of[id])
	}
	return all
}

// hear takes what another clone tells. The lock is held.
func (c *comparing) hear(from string, payload []byte) error {
	d, err := parseDigests(payload)
	if err != nil {
		return err
	}
	if d.from = from; len(c.heard) < maxCompared {
		c.heard = append(c.heard, d)
	}
	return nil
}

// left forgets those who are not present any more. The lock is held.
func (c *comparing) left(present []string) {
	gone := func(id string) bool { return !slices.Contains(present, id) }
	maps.DeleteFunc(c.of, func(id string, _ Compared) bool { return gone(id) })
	maps.DeleteFunc(c.told, func(id string, _ time.Time) bool { return gone(id) })
}

// due are the messages to be sent now; what was heard is compared with the clone's own.
// The lock is held.
func (c *comparing) due(e *engine.Engine, others []string, now time.Time) (send []engine.SendNotify, changed bool) {
	ask := c.wanted && now.Sub(c.asked) >= compareEvery && len(others) > 0
	if !ask && len(c.heard) == 0 {
		return nil, false
	}
	seen, digest, err := e.Seen()
	if err != nil {
		return nil, false
	}
	if c.of == nil {
		c.of, c.told = make(map[string]Compared), make(map[string]time.Time)
	}
	tell := func(to string, ask bool) {
		c.acks++
		send = append(send, engine.SendNotify{To: to, ChannelID: compareChannel, Payload: digests{seen: seen, digest: digest, ask: ask}.encode(), Ack: compareAck | c.acks})
	}
	for _, d := range c.heard {
		if !slices.Contains(others, d.from) || len(c.of) >= maxCompared && c.of[d.from].ID == "" {
			continue
		}
		changed = true
		c.of[d.from] = Compared{ID: d.from, Level: d.seen == seen, Same: d.digest == digest, At: now}
		if d.ask && now.Sub(c.told[d.from]) >= answerEvery {
			c.told[d.from] = now
			tell(d.from, false)
		}
	}
	c.heard = nil
	if ask {
		c.wanted, c.asked = false, now
		for _, id := range others[:min(len(others), maxCompared)] {
			tell(id, true)
		}
	}
	return send, changed
}

// tellDigests sends what is due of comparing.
func (r *Replica) tellDigests(e *engine.Engine) {
	if _, has := e.Time(); !has || r.transport == nil {
		return
	}
	r.mu.Lock()
	r.compare.left(r.others)
	send, changed := r.compare.due(e, r.others, time.Now())
	r.moved = r.moved || changed
	r.mu.Unlock()
	for _, notify := range send {
		if err := r.transport.Send(notify); err != nil {
			r.cfg.Logger.Debug("a digest was not told", "error", err)
		}
	}
	if changed {
		r.publishStatus(e)
	}
}

func (d digests) encode() []byte {
	b := pack.AppendMap(nil, 3)
	b = pack.AppendBool(pack.AppendString(b, "ask"), d.ask)
	b = pack.AppendString(pack.AppendString(b, "seen"), d.seen)
	return pack.AppendString(pack.AppendString(b, "digest"), d.digest)
}

func parseDigests(payload []byte) (d digests, err error) {
	if len(payload) > maxDigest {
		return d, fmt.Errorf("%w: %d bytes of digests", pack.ErrMalformed, len(payload))
	}
	v, err := pack.Decode(payload)
	if err != nil {
		return d, err
	}
	all, ok := v.(pack.Map)
	if !ok {
		return d, fmt.Errorf("%w: digests that are no map", pack.ErrMalformed)
	}
	d.ask, _ = all.Get("ask").(bool)
	d.seen, _ = all.Get("seen").(string)
	d.digest, _ = all.Get("digest").(string)
	if d.seen == "" || strings.Trim(d.digest, "0123456789abcdef") != "" {
		return d, fmt.Errorf("%w: digests of nothing", pack.ErrMalformed)
	}
	return d, nil
}
