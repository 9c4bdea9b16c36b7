package tui

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/progress"
	"github.com/m-ld/mld-tui/tui/text"
)

// facts are what there is to say.
type facts []dialog.Fact

func (f *facts) say(about, format string, args ...any) {
	*f = append(*f, dialog.Fact{About: about, Says: fmt.Sprintf(format, args...)})
}

// linkFacts are what is known of a connection, and of what came by it.
func (m *Root) linkFacts(l replica.Link) (f facts) {
	m.relayFacts(&f, l)
	m.othersFacts(&f, l)
	m.gotFacts(&f, l.Exchange)
	m.comparedFacts(&f, l.Compared)
	if s := m.heard(l.Exchange.Heard); s != "" {
		f.say("Clocks", "%s", s)
	}
	return f
}

func (m *Root) relayFacts(f *facts, l replica.Link) {
	now, why := m.o.Now(), strings.TrimRight(l.LastError, ".")
	relay := relayName(l.Relay)
	if m.isWithin(l.Relay) {
		relay += ", which runs in mld-tui itself"
	}
	switch {
	case l.Relay == "":
		f.say("Relay", "none: this clone is by itself")
	case !l.Connected && why != "":
		f.say("Relay", "%s, not connected: %s", relay, why)
	case !l.Connected:
		f.say("Relay", "%s, not connected", relay)
	case l.Since.IsZero():
		f.say("Relay", "%s, connected", relay)
	default:
		f.say("Relay", "%s, connected since %s", relay, changes.Exactly(l.Since, now))
	}
	m.doorFacts(f, l)
	var traffic []string
	if l.RoundTrip > 0 {
		traffic = append(traffic, "round trip "+span(l.RoundTrip))
	}
	if l.BytesIn+l.BytesOut > 0 {
		traffic = append(traffic, progress.Bytes(int(l.BytesIn))+" in, "+progress.Bytes(int(l.BytesOut))+" out")
	}
	if l.Reconnections > 0 {
		traffic = append(traffic, text.Plural(int(l.Reconnections), "reconnection", "reconnections"))
	}
	if len(traffic) > 0 {
		f.say("Traffic", "%s", strings.Join(traffic, "; "))
	}
	if l.Connected && why != "" {
		f.say("Earlier", "not connected: %s", why)
	}
}

// isWithin reports whether a relay is the one within, and not another of this computer.
func (m *Root) isWithin(relay string) bool {
	u, err := url.Parse(relay)
	return err == nil && u.Hostname() == "127.0.0.1" && m.o.Share != nil && (m.letsIn() || m.joinURL() == "")
}

// doorFacts say whether others can join through this computer, and how that is changed.
func (m *Root) doorFacts(f *facts, l replica.Link) {
	key := m.keys.Key(keymap.Share, m.theme.Glyph.ASCII)
	switch {
	case m.letsIn():
		at := ""
		if u, err := url.Parse(m.joinURL()); err == nil { // Not all of it: who has that can join.
			at = " can reach " + u.Host + " and"
		}
		f.say("Sharing", "open: whoever%s has the command that %s shows can join; %s there shuts it", at, key, unshareKey)
	case m.isWithin(l.Relay):
		f.say("Sharing", "shut: that relay is for this computer only, until you share with %s", key)
	}
}

func (m *Root) othersFacts(f *facts, l replica.Link) {
	st := m.bar.Status
	n := max(st.Others, len(m.bar.People))
	switch {
	case !st.Online:
	case st.Silo && len(m.bar.People) > 0:
		f.say("Others", "no other clone is here")
	case st.Silo:
		f.say("Others", "nobody else is here")
	case st.Outdated && st.Lost != "": // Nothing is on its way: why, is said below.
	case st.Outdated:
		f.say("Others", "they may know what has not come here yet: it is being fetched")
	case n == 1:
		f.say("Others", "1 other clone; all that it knows has come here")
	default:
		f.say("Others", "%s; all that they know has come here", text.Plural(n, "other clone", "other clones"))
	}
	switch n := text.Plural(st.Unsent, "change of yours", "changes of yours"); {
	case st.Unsent > 0 && !st.Online:
		f.say("Unsent", "%s: kept here, and sent when the others are reached", n)
	case st.Unsent > 0:
		f.say("Unsent", "%s: sent as soon as somebody is there who takes them", n)
	case !st.Online && l.Relay != "":
		f.say("Unsent", "what you change is kept here, and sent when the others are reached")
	}
	if st.Lost != "" {
		f.say("Trouble", "%s", st.Lost)
	}
	if st.Refusals > 0 {
		f.say("Refused", "%s of others, which made no sense: mld-tui check tells more",
			text.Plural(st.Refusals, "thing", "kinds of things"))
	}
}

// gotFacts are what was got from the others, and what is awaited.
func (m *Root) gotFacts(f *facts, x replica.Exchange) {
	now := m.o.Now()
	if got := x.Getting; got.From != "" {
		if got.AllSubjects > 0 {
			f.say("Coming", "%s from %s: %s so far, in %s", gotWhat(got), m.cloneName(got.From),
				progress.Part(min(got.Subjects, got.AllSubjects), got.AllSubjects, progress.Subjects), progress.Bytes(int(got.Bytes)))
		} else {
			f.say("Coming", "%s from %s: %s so far", gotWhat(got), m.cloneName(got.From), gotSize(got))
		}
	}
	if got := x.Last; got.From != "" {
		s := fmt.Sprintf("%s from %s, %s: %s", gotWhat(got), m.gaveName(got.From), changes.When(got.Ended, now), gotSize(got))
		if took := got.Ended.Sub(got.Began); took >= time.Millisecond {
			s += " in " + span(took)
		}
		f.say("Last got", "%s", s)
	}
	if x.Waits > 0 {
		s := text.Plural(x.Waits, "operation waits", "operations wait") + " for earlier ones, with " + progress.Bytes(x.WaitBytes)
		for i, w := range x.Waiting {
			s += map[bool]string{true: ": ", false: "; "}[i == 0] + m.processName(w.Process) + " " + text.Count(int(w.Tick)) + " for "
			if w.For == "" {
				s += "an agreement"
			} else {
				s += m.processName(w.For) + " " + text.Count(int(w.ForTick))
			}
		}
		if n := x.Waits - len(x.Waiting); n > 0 && len(x.Waiting) > 0 {
			s += "; and " + text.Count(n) + " more"
		}
		f.say("Waiting", "%s", s)
	}
}

// comparedFacts say whose data is the same as here.
func (m *Root) comparedFacts(f *facts, all []replica.Compared) {
	about := "Data"
	for _, c := range all {
		who := m.cloneName(c.ID)
		switch {
		case !c.Level:
			f.say(about, "not compared with %s yet: one of us has not heard all that the other has", who)
		case c.Same:
			f.say(about, "the same as that of %s, at %s", who, changes.When(c.At, m.o.Now()))
		default:
			f.say(about, "not the same as that of %s, though both have heard all: run mld-tui check on both", who)
		}
		about = ""
	}
}

// maxHeard is of how many processes it is told up to where they were heard.
const maxHeard = 12

// heard says up to which tick each process was heard: those of who is present first. For
// oneself that is where the clock stands. Who has done nothing yet is left out.
func (m *Root) heard(all []replica.Heard) string {
	var here, others []string
	for _, h := range all {
		if h.Process == m.together.own {
			h.Tick = m.bar.Status.Ticks
		}
		if h.Tick == 0 {
			continue
		}
		word := m.processName(h.Process) + " " + text.Count(int(h.Tick))
		if _, present := m.peerOf(h.Process); present && h.Process != m.together.own {
			here = append(here, word)
		} else {
			others = append(others, word)
		}
	}
	words := slices.Concat(here, others)
	more := ""
	if n := len(words) - maxHeard; n > 0 {
		words, more = words[:maxHeard], ", and "+text.Count(n)+" more"
	}
	return strings.Join(words, ", ") + more
}

// aboutTicks explains what a person cannot know.
func (m *Root) aboutTicks() string {
	return fmt.Sprintf("Your clock is at tick %s. Ticks name changes, in mld-tui history and undo, but do not count them: "+
		"what others do takes ticks too, and so does opening a shared domain, up to %s.",
		text.Count(int(m.bar.Status.Ticks)), text.Count(replica.MaxSkip))
}

func gotWhat(r replica.Recovered) string {
	if r.Snapshot {
		return "all data"
	}
	return "what was missed"
}

func gotSize(r replica.Recovered) string {
	s := progress.Bytes(int(r.Bytes))
	if r.Snapshot {
		s += " with " + progress.Values(r.Triples)
	}
	if r.Operations > 0 || !r.Snapshot {
		s += map[bool]string{true: " and ", false: " with "}[r.Snapshot] + text.Plural(r.Operations, "operation", "operations")
	}
	return s
}

// span is a short time, for people.
func span(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "under 1 ms"
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	default:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
}
