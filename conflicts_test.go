package main

import (
	"io"
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/internal/wire"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// TestAConflictOutlivesTheTerminals: two who change values without knowing of each other
// are both told, in the same words about the name; are told again when they have left and
// begin anew; and it is settled for both when one of them does so, and back when that is
// undone.
func TestAConflictOutlivesTheTerminals(t *testing.T) {
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	relay, err := startEmbedded("", nil, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = relay.close() })
	files := map[string]string{"Ada": filepath.Join(t.TempDir(), "data.mld"), "Noor": filepath.Join(t.TempDir(), "data.mld")}
	open := func(name string, genesis, online bool) (*replica.Replica, func()) {
		t.Helper()
		cfg := replica.Config{
			Domain: tuitest.Domain, ID: replica.NewID(), File: files[name], Genesis: genesis,
			Principal: principal(tuitest.Domain, name), Logger: log,
		}
		end := func() {}
		if online {
			w, err := wire.Connect(socketio.Options{URLs: []string{relay.url}, ID: cfg.ID, Domain: string(tuitest.Domain), Logger: log})
			if err != nil {
				t.Fatal(err)
			}
			cfg.Transport = w
			defer w.Begin()
			end = func() { _ = w.Close() }
		}
		r, err := replica.Open(cfg)
		if err != nil {
			t.Fatal(err)
		}
		closed := false
		leave := func() {
			if !closed {
				closed = true
				_ = r.Close()
				end()
			}
		}
		t.Cleanup(leave)
		return r, leave
	}
	current := func(r *replica.Replica) func() bool {
		return func() bool { st, _ := r.Status(); return !st.Joining && st.Online && !st.Outdated }
	}
	ada, adaLeaves := open("Ada", true, true)
	awaitUntil(t, current(ada))
	if err := ada.Patch(t.Context(), model.Patch{Inserts: []model.Triple{
		tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "mail", "old"), tuitest.T("barney", "name", "Barney"),
	}}); err != nil {
		t.Fatal(err)
	}
	noor, noorLeaves := open("Noor", false, true)
	awaitUntil(t, current(noor))
	adaLeaves()
	noorLeaves()

	// Each alone.
	for name, value := range map[string]string{"Ada": "a", "Noor": "n"} {
		r, leave := open(name, false, false)
		if err := r.Patch(t.Context(), model.Patch{
			Deletes: []model.Triple{tuitest.T("fred", "mail", "old"), tuitest.T("fred", "name", "Fred")},
			Inserts: []model.Triple{tuitest.T("fred", "mail", value), tuitest.T("fred", "name", "Fred "+value)},
		}); err != nil {
			t.Fatal(err)
		}
		leave()
	}
	start := func() (all []member, leave func()) {
		var leaves []func()
		for _, name := range []string{"Ada", "Noor"} {
			r, leave := open(name, false, true)
			leaves = append(leaves, leave)
			all = append(all, member{Replica: r})
			defer func() { awaitUntil(t, current(r)) }()
		}
		for i, name := range []string{"Ada", "Noor"} {
			all[i].Terminal = tuitest.Start(t, all[i].Replica, 160, 30, tui.Options{Me: name, Who: who(tuitest.Domain)})
		}
		return all, func() {
			for _, leave := range leaves {
				leave()
			}
		}
	}
	for range 2 { // They meet, and begin anew.
		both, leave := start()
		for i, m := range both {
			other, value, mine := "Noor", "n", "a"
			if i == 1 {
				other, value, mine = "Ada", "a", "n"
			}
			m.See("▲ 2 to settle", "▲ Fred a").DontSee("▲ Barney")
			m.goTo(t, "Fred", "mail").See("2 ▲ Fred a", "▲┌ a", "▲└ n", "▲ "+other+" saved "+value+", not knowing of your "+mine+": both are kept.")
			m.Press("!").See("2 conflicts to settle", "Fred a · mail: “a”, “n”", "Fred a · name: “Fred a”, “Fred n”").Press("esc")
		}
		leave()
	}
	both, leave := start()
	ada1, noor1 := both[0], both[1]
	ada1.goTo(t, "Fred", "mail").Press("s").See("Settled on “a”: “n” is gone.", "▲ 1 to settle")
	noor1.See("▲ 1 to settle")
	ada1.Press("u").See("▲ 2 to settle")
	noor1.See("▲ 2 to settle")
	noor1.goTo(t, "Fred", "mail").See("▲┌ a", "▲└ n").Press("b").See("Kept both", "▲ 1 to settle")
	ada1.See("▲ 1 to settle", " ┌ a", " └ n")
	noor1.Press("u").See("▲ 2 to settle", "✓ Undone: no value has come or gone by that.")
	ada1.See("▲ 2 to settle", "▲┌ a")
	leave()

	// Where each settles on their own, both values are there still.
	for name, keys := range map[string][]string{"Ada": {"s"}, "Noor": {"down", "s"}} {
		r, leave := open(name, false, false)
		m := member{Replica: r, Terminal: tuitest.Start(t, r, 160, 30, tui.Options{Me: name, Who: who(tuitest.Domain)})}
		m.goTo(t, "Fred", "mail").See("▲┌ a", "▲└ n").Press(keys...).See("Settled on ", "▲ 1 to settle")
		leave()
	}
	both, leave = start()
	for _, m := range both {
		m.goTo(t, "Fred", "mail").See("▲┌ a", "▲└ n", "▲ 2 to settle")
	}
	leave()
}
