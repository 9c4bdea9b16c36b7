package replica

import (
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/presence"
)

// sees waits until a clone's peers are as wanted.
func (m member) sees(t *testing.T, wanted func([]Peer) bool) {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		_, changed := m.Status()
		if wanted(m.Peers()) {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("%s sees %+v", m.ID(), m.Peers())
		}
	}
}

// isAt reports whether a clone is among peers, with what it announced.
func isAt(of member, said Presence) func([]Peer) bool {
	return func(peers []Peer) bool {
		return slices.ContainsFunc(peers, func(p Peer) bool {
			return p.ID == of.ID() && p.Name == said.Name && p.Subject == said.Subject && p.Property == said.Property && p.Value == said.Value
		})
	}
}

func TestTeammatesSeeWhereEachIs(t *testing.T) {
	var b bus
	anna, bert := b.join(t, Config{}), b.join(t, Config{})
	before, _ := anna.Status()
	here := Presence{Name: "Anna", Subject: iri("fred"), Property: testDomain.Vocab() + "name"}
	anna.Announce(here, 0)
	bert.sees(t, isAt(anna, here))
	if p := bert.Peers()[0]; p.Process == "" || time.Since(p.Active) > time.Minute || time.Since(p.Since) > time.Minute {
		t.Errorf("Anna is %+v", p)
	}

	// Who comes later is told, and so is who was away.
	carl := b.join(t, Config{})
	carl.sees(t, isAt(anna, here))
	bert.plug.set(false)
	bert.sees(t, func(peers []Peer) bool { return len(peers) == 0 })
	here.Subject = iri("wilma")
	anna.Announce(here, 0)
	carl.sees(t, isAt(anna, here))
	bert.plug.set(true)
	bert.sees(t, isAt(anna, here))

	// What an unnamed author wrote is named, even when they have left.
	st, _ := bert.Status()
	updates, stop := bert.Follow(st.Ticks)
	defer stop()
	insert(t, anna.Replica, triple("fred", "name", "Fred"))
	author := receive(t, updates).Author
	anna.plug.set(false)
	bert.sees(t, func(peers []Peer) bool { return !isAt(anna, here)(peers) })
	if name, ok := bert.NameOf(author); name != "Anna" || !ok {
		t.Errorf("%+v is called %q", author, name)
	}
	if name, ok := bert.NameOf(Author{Process: "rrrr"}); ok {
		t.Errorf("nobody is called %q", name)
	}

	if after, _ := anna.Status(); after.Ticks != before.Ticks+1 {
		t.Errorf("presence took %d ticks", after.Ticks-before.Ticks-1)
	}
}

// TestPresenceIsNotStored: neither in the data's file nor in another beside it, nor does
// what is logged tell it.
func TestPresenceIsNotStored(t *testing.T) {
	var b bus
	var logs [2]logText
	join := func(i int) member {
		return b.join(t, Config{
			File:   filepath.Join(t.TempDir(), "data.mld"),
			Logger: slog.New(slog.NewTextHandler(&logs[i], &slog.HandlerOptions{Level: slog.LevelDebug})),
		})
	}
	anna, bert := join(0), join(1)
	settle(t, anna, bert)
	both := []member{anna, bert}
	before := []map[string]string{contents(t, anna), contents(t, bert)}
	for i := range 5 {
		here := Presence{
			Name: "Annabel", Subject: iri("whereabouts-" + string(rune('a'+i))), Property: testDomain.Vocab() + "whereabouts",
			Editing: true, View: View{Order: "name", Filter: "whereabouts"},
		}
		anna.Announce(here, 0)
		bert.sees(t, isAt(anna, here))
	}
	for i, m := range both {
		if after := contents(t, m); !maps.Equal(after, before[i]) { // A commit counts itself in the file.
			t.Errorf("presence changed the files of %s: there are %q, and were %q", m.ID(), slices.Sorted(maps.Keys(after)), slices.Sorted(maps.Keys(before[i])))
		}
		if s := logs[i].String(); strings.Contains(s, "Annabel") || strings.Contains(s, "whereabouts") {
			t.Errorf("%s has logged presence: %s", m.ID(), s)
		}
	}
}

// logText is what was logged. It is safe for concurrent use.
type logText struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *logText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// contents are the files of the folder in which a clone has its own, by their names.
func contents(t *testing.T, m member) map[string]string {
	t.Helper()
	folder := os.DirFS(filepath.Dir(m.cfg.File))
	all := make(map[string]string)
	err := fs.WalkDir(folder, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(folder, path)
		all[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPresenceOutOfTurn has a clone say what nobody asked for.
func TestPresenceOutOfTurn(t *testing.T) {
	var b bus
	anna, bert := b.join(t, Config{}), b.join(t, Config{})
	for _, from := range []string{anna.ID(), bert.ID(), "stranger", ""} {
		for _, payload := range [][]byte{nil, {0xc0}, []byte("nonsense"), {0xdf, 0xff, 0xff, 0xff, 0xff}, make([]byte, 1<<20)} {
			bert.plug.events <- engine.Notify{From: from, ChannelID: presence.Channel, Payload: payload}
		}
		bert.plug.events <- engine.Acknowledged{Ack: 1<<63 | 7}
	}
	bert.Announce(Presence{Name: "Bert"}, 0)
	anna.sees(t, isAt(bert, Presence{Name: "Bert"}))
	insert(t, bert.Replica, triple("fred", "name", "Fred"))
	settle(t, anna, bert)
	if peers := bert.Peers(); len(peers) != 1 || peers[0] != (Peer{ID: anna.ID()}) {
		t.Errorf("Bert sees %+v", peers)
	}
}

func TestACloneAloneAnnouncesToNobody(t *testing.T) {
	r := openNew(t)
	r.Announce(Presence{Name: "Anna"}, 0)
	insert(t, r, triple("fred", "name", "Fred"))
	if peers := r.Peers(); len(peers) != 0 {
		t.Errorf("it sees %+v", peers)
	}
}

// TestUsersOfOneClone has two users share a clone, each of whom is somewhere else.
func TestUsersOfOneClone(t *testing.T) {
	var b bus
	anna, bert := b.join(t, Config{}), b.join(t, Config{})
	home := Presence{Name: "Anna", Subject: iri("fred")}
	away := Presence{Name: "Carl", Subject: iri("wilma"), Property: testDomain.Vocab() + "name", Value: MarkOf("x"), Editing: true}
	seat := anna.Seat("carl's")
	anna.Announce(home, 0)
	seat.Announce(away, time.Hour)
	bert.sees(t, isAt(anna, home))
	bert.sees(t, isAt(anna, away))
	for _, p := range bert.Peers() {
		if (p.Name == "Carl") != (time.Since(p.Active) > 50*time.Minute) || p.Beside || p.Editing != (p.Name == "Carl") {
			t.Errorf("Bert sees %+v", p)
		}
	}
	bert.Announce(Presence{Name: "Bert"}, 0)
	anna.sees(t, isAt(bert, Presence{Name: "Bert"}))
	for _, look := range []struct {
		peers  []Peer
		beside string
	}{{anna.Peers(), "Carl"}, {seat.Peers(), "Anna"}} {
		if len(look.peers) != 2 || look.peers[0].Name != "Bert" || look.peers[1].Name != look.beside || !look.peers[1].Beside {
			t.Errorf("beside %s is seen %+v", look.beside, look.peers)
		}
	}
	_, changed := anna.Status()
	seat.Leave()
	bert.sees(t, func(peers []Peer) bool { return len(peers) == 1 && peers[0].Name == "Anna" })
	<-changed // Who shares the clone hears of it.
	if peers := anna.Peers(); len(peers) != 1 {
		t.Errorf("beside nobody is seen %+v", peers)
	}
}
