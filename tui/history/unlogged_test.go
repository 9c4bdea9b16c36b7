package history_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/history"
	"github.com/m-ld/mld-tui/tui/values"
)

// Of a value that came with all the data, it is said who wrote it and who gave it, as far as
// that is known.
func TestWhoMadeWhatTheLogDoesNotHave(t *testing.T) {
	const domain = model.Domain("test.example.org")
	noon := time.Date(2025, time.March, 14, 12, 0, 0, 0, time.UTC)
	d := history.New(history.Context{
		Keys: keymap.Default(), Names: values.Names{Namer: values.DomainNamer(domain), Labels: values.NewLabels()},
		Now: func() time.Time { return noon },
		Who: func(a replica.Author) changes.Who {
			if a.Process == "lr" {
				return changes.Who{Name: "Ann"}
			}
			return changes.Who{Name: "someone " + a.Tag(), Unnamed: true}
		},
	}, history.About{Why: true, Value: model.Triple{S: domain.Base() + "fred", P: domain.Vocab() + "name", O: model.String("Fred")}, Name: "Fred"})
	r, ok := d.Next()
	if !ok {
		t.Fatal("it asks for nothing")
	}
	gave := &replica.Entry{Update: replica.Update{Time: noon, Reason: replica.ReasonSnapshot, Author: replica.Author{Process: "lr"}}, Number: 1}
	maker := replica.Author{Process: "rl"}
	d.Deliver(r, history.Page{Items: []history.Item{
		{TID: "of-one", Maker: maker, Snapshot: gave}, {TID: "of-another", Snapshot: gave}, {TID: "of-old"},
	}}, nil)
	tag, th := maker.Tag(), themes.ASCII()
	for i, want := range [][]string{
		{"someone " + tag, "came with all the data from Ann", "someone " + tag + " (unnamed: ", "is a tag of the process that wrote it)", "Fri 14 Mar 2025, 12:00:00", "it was in all the data that came from Ann; when", "of-one"},
		{"Not known: it was in all the data that came from Ann.", "of-another"},
		{"Not known: it came with all the data from a teammate, or is older", "of-old"},
	} {
		screen := strings.Join(d.View(110, 34, &th).Lines, "\n")
		for _, s := range want {
			if !strings.Contains(screen, s) {
				t.Errorf("of value %d, it is not said that %q:\n%s", i, s, screen)
			}
		}
		d.Key(keymap.Down, tea.KeyPressMsg{})
	}
}
