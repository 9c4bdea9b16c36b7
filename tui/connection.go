package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/progress"
	"github.com/m-ld/mld-tui/tui/statusline"
	"github.com/m-ld/mld-tui/tui/text"
)

// connectionMsg: it is time to look at the connection anew.
type connectionMsg struct {
	page *dialog.Note
	link replica.Link
}

// showConnection says how the connection to the others is doing, and goes on to while it
// is open.
func (m *Root) showConnection() tea.Cmd {
	m.together.page = &dialog.Note{Title: "Connection", Keys: m.keys}
	m.open(m.together.page, nil)
	link := m.clone.Link()
	m.refreshConnection(link)
	return m.awaitConnection(frame)
}

// refreshConnection shows how things are, if the page is open.
func (m *Root) refreshConnection(l replica.Link) {
	if m.together.page != nil && m.dialogs.Top() == m.together.page {
		m.together.page.Paragraphs = append(connection(m.bar, l, m.o.Now()), m.exchanged(l)...)
	} else {
		m.together.page = nil
	}
}

// awaitConnection looks at the connection after a while, and asks the others what their
// data is. Nothing is drawn anew unless it is otherwise.
func (m *Root) awaitConnection(after time.Duration) tea.Cmd {
	page, c, ctx := m.together.page, m.clone, m.ctx
	return func() tea.Msg {
		c.Compare()
		select {
		case <-time.After(after):
			return connectionMsg{page, c.Link()}
		case <-ctx.Done():
			return nil
		}
	}
}

// connectionLooked shows what was seen, and looks again later.
func (m *Root) connectionLooked(msg connectionMsg) tea.Cmd {
	if msg.page != m.together.page {
		return nil
	}
	m.refreshConnection(msg.link)
	if m.together.page == nil {
		return nil
	}
	return m.awaitConnection(linkPoll)
}

// exchanged is what was got from the others, and what is awaited, in paragraphs.
func (m *Root) exchanged(l replica.Link) (all []string) {
	now, x := m.o.Now(), l.Exchange
	m.together.own = x.Own
	if got := x.Getting; got.From != "" {
		all = append(all, "Getting "+gotWhat(got)+" from "+m.cloneName(got.From)+": "+gotSize(got)+" so far.")
	}
	if got := x.Last; got.From != "" {
		s := fmt.Sprintf("Last got %s from %s, %s: %s", gotWhat(got), m.cloneName(got.From), changes.When(got.Ended, now), gotSize(got))
		if took := got.Ended.Sub(got.Began); took >= time.Millisecond {
			s += " in " + took.Round(time.Millisecond).String()
		}
		all = append(all, s+".")
	}
	if x.Waits > 0 {
		s := text.Plural(x.Waits, "operation waits", "operations wait") + " here for earlier ones, with " + progress.Bytes(x.WaitBytes)
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
		all = append(all, s+".")
	}
	for _, c := range l.Compared {
		who := m.cloneName(c.ID)
		switch {
		case !c.Level:
			all = append(all, "The data of "+who+" cannot be compared yet: one of us has not heard all that the other has.")
		case c.Same:
			all = append(all, "The data of "+who+" is the same as here, at "+changes.When(c.At, now)+".")
		default:
			all = append(all, "The data of "+who+" is not the same as here, though both have heard all: run mld-tui check on both.")
		}
	}
	if s := m.heard(x.Heard); s != "" {
		all = append(all, s)
	}
	return all
}

// maxHeard is of how many processes it is told up to where they were heard.
const maxHeard = 12

// heard says up to which tick each process was heard: those of who is present first.
func (m *Root) heard(all []replica.Heard) string {
	var here, others []string
	for _, h := range all {
		word := m.processName(h.Process) + " " + text.Count(int(h.Tick))
		if _, present := m.peerOf(h.Process); present {
			here = append(here, word)
		} else {
			others = append(others, word)
		}
	}
	words := slices.Concat(here, others)
	if len(words) == 0 {
		return ""
	}
	more := ""
	if n := len(words) - maxHeard; n > 0 {
		words, more = words[:maxHeard], ", and "+text.Count(n)+" more"
	}
	return "Clocks as last heard: " + strings.Join(words, ", ") + more + "."
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
		s += " with " + text.Plural(r.Triples, "triple", "triples")
	}
	if r.Operations > 0 || !r.Snapshot {
		s += map[bool]string{true: " and ", false: " with "}[r.Snapshot] + text.Plural(r.Operations, "operation", "operations")
	}
	return s
}

// cloneName is who uses another clone, or a tag of it.
func (m *Root) cloneName(id string) string {
	for _, p := range m.together.peers {
		if p.ID == id && p.Name != "" {
			return m.calledHere(p)
		}
	}
	return "the clone " + id[:min(len(id), 6)]
}

// processName is who writes by a process.
func (m *Root) processName(path string) string {
	if path == m.together.own {
		return "you"
	}
	if who, ok := m.peerOf(path); ok {
		return who
	}
	return m.who(replica.Author{Process: path}).Name
}

func (m *Root) peerOf(path string) (name string, ok bool) {
	for _, p := range m.together.peers {
		if p.Process == path && p.Name != "" {
			return m.calledHere(p), true
		}
	}
	return "", false
}

// calledHere is how a peer is called, for several may have the same name.
func (m *Root) calledHere(p replica.Peer) string {
	if who, ok := m.together.roster.Find(people.PeerID(p)); ok {
		return who.Name
	}
	return p.Name
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
	switch n := st.Unsent; {
	case n > 0 && !st.Online:
		say("%s not sent yet: what is written here is kept, and goes to the others when they are reached.", unsent(n))
	case n > 0:
		say("%s not sent yet: that is done as soon as somebody is there who takes it.", unsent(n))
	case !st.Online:
		say("What is written here is kept, and goes to the others when they are reached.")
	}
	switch {
	case !st.Online:
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
	say("Changes here are counted in ticks, one for each made here and two for each of the others, by which mld-tui history and undo name them: it is tick %s now.", text.Count(int(st.Ticks)))
	return all
}

// unsent says how many changes wait.
func unsent(n int) string {
	if n == 1 {
		return "1 change that was made here is"
	}
	return text.Count(n) + " changes that were made here are"
}

func roundTrip(d time.Duration) string {
	if d < time.Millisecond {
		return "under 1 ms"
	}
	return d.Round(time.Millisecond).String()
}
