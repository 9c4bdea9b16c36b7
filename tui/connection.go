package tui

import (
	"fmt"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/progress"
	"github.com/m-ld/mld-tui/tui/statusline"
	"github.com/m-ld/mld-tui/tui/text"
)

// showConnection says how the connection to the others is doing, as of now.
func (m *Root) showConnection() {
	m.open(&dialog.Note{Title: "Connection", Keys: m.keys, Paragraphs: connection(m.bar, m.clone.Link(), m.o.Now())}, nil)
}

// connection is what is known of a connection, in paragraphs.
func connection(s statusline.State, l replica.Link, now time.Time) (all []string) {
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	relay := "no relay: this clone is by itself"
	if l.Relay != "" {
		relay = relayName(l.Relay)
	}
	switch {
	case l.Connected && !l.Since.IsZero():
		say("Connected to %s since %s.", relay, changes.Exactly(l.Since, now))
	case l.Connected:
		say("Connected to %s.", relay)
	case l.Relay == "":
		say("There is %s.", relay)
	default:
		say("Not connected to %s.", relay)
	}
	if l.LastError != "" {
		say("The last connection ended, or could not be made: %s.", strings.TrimRight(l.LastError, "."))
	}
	var facts []string
	if l.RoundTrip > 0 {
		facts = append(facts, "round trip "+roundTrip(l.RoundTrip))
	}
	if l.BytesIn+l.BytesOut > 0 {
		facts = append(facts, progress.Bytes(int(l.BytesIn))+" in, "+progress.Bytes(int(l.BytesOut))+" out")
	}
	if l.Reconnections > 0 {
		facts = append(facts, text.Plural(int(l.Reconnections), "reconnection", "reconnections"))
	}
	if len(facts) > 0 {
		say("%s.", upperFirst(strings.Join(facts, "; ")))
	}
	st := s.Status
	switch {
	case !st.Online:
		say("What is written here is kept, and goes to the others when they are reached.")
	case st.Silo:
		say("No other clone is present.")
	case st.Outdated && st.Lost != "": // Nothing is on its way: why, is said below.
	case st.Outdated:
		say("Others may know what has not been heard here yet: it is being fetched.")
	default:
		say("All that is known of those who are present is here: %s.", text.Plural(max(st.Others, len(s.People)), "other clone", "other clones"))
	}
	if st.Lost != "" {
		say("%s.", upperFirst(st.Lost))
	}
	if st.Refusals > 0 {
		say("%s of others made no sense and %s not taken: mld-tui check tells which.",
			upperFirst(text.Plural(st.Refusals, "thing", "kinds of things")), map[bool]string{true: "was", false: "were"}[st.Refusals == 1])
	}
	say("This clone is at tick %s.", text.Count(int(st.Ticks)))
	return all
}

func roundTrip(d time.Duration) string {
	if d < time.Millisecond {
		return "under 1 ms"
	}
	return d.Round(time.Millisecond).String()
}
