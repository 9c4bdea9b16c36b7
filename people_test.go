package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// hermit is a process that does nothing for others.
type hermit struct{}

func (hermit) JoinURL() string { return "" }
func (hermit) Hosts() bool     { return false }
func (hermit) Share(context.Context) (string, error) {
	return "", errors.New("sharing is not for here")
}
func (hermit) Unshare(context.Context) error { return nil }
func (hermit) Join(string) error             { return nil }

// beside is a person at a terminal that shares a member's clone, through its socket.
func (m member) beside(t *testing.T, w, h int, name string) (*tuitest.Terminal, *owner.Client) {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "owner.sock")
	l, err := owner.Listen(socket)
	if err != nil {
		t.Fatal(err)
	}
	server := owner.Serve(l, m.Replica, hermit{}, owner.Limits{}, slog.New(slog.DiscardHandler))
	t.Cleanup(func() { _ = server.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	client, err := owner.Attach(ctx, socket, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return tuitest.Start(t, guest{client}, w, h, tui.Options{Me: name, Who: who(tuitest.Domain)}), client
}

func bedrock() []model.Triple {
	return []model.Triple{
		tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "age", 42), tuitest.T("fred", "born", "long ago"),
		tuitest.T("wilma", "name", "Wilma"), tuitest.T("wilma", "age", 39),
	}
}

// Two people see where the other is, one goes with the other, and both come to edit
// one value.
func TestTwoPeopleSeeEachOther(t *testing.T) {
	both := members(t, 120, 30, bedrock(), "Ada", "Noor")
	ada, noor := both[0], both[1]
	ada.See("◆NO Noor")
	noor.See("◆AD Ada")
	ada.goTo(t, "fred", "age")
	noor.goTo(t, "fred", "name").See("◆AD integer")
	ada.See("◆NO text").Press("e")
	noor.See("✎AD integer").Press("F").See("following AD Ada", "F stops", "▌ age")
	ada.Press("esc", "down")
	noor.See("▌ born")
	ada.Press("1", "esc", "/").Type("wilma").Press("enter")
	noor.See("2 Wilma", "▌ Wilma", "following AD Ada")
	ada.goTo(t, "wilma", "age")
	noor.See("▌ age", "◆AD integer")
	ada.See("◆NO") // Who follows is where the other is.

	noor.Press("e").See("⏎ save").DontSee("following AD")
	ada.Press("e").See("✎NO Noor is editing this too.")
	noor.See("✎AD Ada is editing this too.").Press("up")
	ada.Press("up", "up", "enter").See("▌ age      41")
	noor.See("▲ Ada changed this to 41.", "both   40 and 41")
	awaitUntil(t, func() bool { return noor.Line("editing this too") == "" })
	noor.Press("ctrl+b").See("┌ 40", "└ 41")
	ada.See("┌ 40", "✱NO")
	noor.Press("@").See("AD Ada", "Wilma › age").Press("enter")
	_ = ada.Close()
	noor.DontSee("People").See("online, alone").DontSee("◆AD")
	noor.Press("F").See("▲ There is nobody to follow.")
}

// Who shares a clone with another through its socket has a place of their own.
func TestPeopleOfOneClone(t *testing.T) {
	both := members(t, 120, 30, bedrock(), "Ada", "Noor")
	ada, noor := both[0], both[1]
	ben, attached := ada.beside(t, 80, 24, "Ben")
	ben.See("◆AD Ada", "◆NO Noor")
	noor.See("◆AD Ada", "◆BE Ben")
	ada.See("◆BE Ben", "◆NO Noor").Press("@").See("Ben (here too)").Press("esc")
	ben.Press("/").Type("wilma").Press("enter", "2", "end")
	noor.See("◆BE").Press("@").See("Ben", "Wilma").Press("esc")
	ada.goTo(t, "wilma", "name")
	ben.See("◆AD text").Press("@").See("Ada (here too)", "Wilma › name").Press("end", "f").See("following AD Ada", "▌ name")
	ada.Press("e").Type("!").Press("enter").See("✓ Saved ")
	ben.See("✱AD text", "Wilma!") // It was not Ben, though it was this clone.
	_ = attached.Close()
	noor.See("◆AD Ada").Press("@")
	awaitUntil(t, func() bool { return noor.Line("BE Ben") == "" })
}

// The connection page of a terminal that is attached asks the others, too, and follows.
func TestAnAttachedTerminalComparesTheData(t *testing.T) {
	both := members(t, 120, 30, bedrock(), "Ada", "Noor")
	ben, _ := both[0].beside(t, 120, 40, "Ben")
	ben.See("◆NO Noor").Press("I").See("connected since", "the same as that of Noor", "round trip")
	both[1].goTo(t, "fred", "age").Press("e", "up", "enter").See("✓ Saved")
	ben.See("Clocks    Noor 2, you ", "the same as that of Noor")
}
