package tui_test

import (
	"context"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// hostile is text that would steer a terminal, and steering are those parts of it that must
// never reach one.
const hostile = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eright\u200b\u2028\x00\x7f"

var steering = []string{"owned\x07", "\x1b[2J\x9b", "\x9b31m", "\u202e", "\u200b", "\u2028"}

// Whatever opens a dialog, the names in it are safe to be shown: those of types,
// properties, subjects, people and domains come from anybody.
func TestHostileDataInDialogs(t *testing.T) {
	t.Parallel()
	for _, keys := range []string{
		"T", "T x", "!", "@", "F", "I", "O", "S", "H", "3 H", "3 f o", "3 space", "3 r", "4 enter", "c", "c down v",
		"n up down tab tab", "R", "N", "D", "space D", "space = down enter", "enter p", "enter e ctrl+p", "enter d",
		"enter P", "enter w", "enter L", "enter down d", "enter down enter", "enter down down enter",
		"enter down down e", "enter down down w",
	} {
		t.Run(keys, func(t *testing.T) {
			t.Parallel()
			c := sample(t)
			aa, property := tuitest.ID("aa"), tuitest.Vocab(hostile)
			c.Load(
				tuitest.T("aa", "@type", model.Ref(tuitest.Vocab(hostile))), model.Triple{S: aa, P: property, O: model.String(hostile)},
				model.Triple{S: aa, P: property, O: model.Ref(tuitest.ID(hostile))},
				model.Triple{S: tuitest.ID(hostile), P: property, O: model.Ref(aa)},
			)
			c.Set(func(_ *replica.Status, p *[]replica.Peer, _ *replica.Link) {
				*p = []replica.Peer{
					{ID: "1", Name: hostile, Subject: tuitest.ID(hostile), Property: property}, {ID: "2", Name: hostile + "2"},
				}
			})
			c.Remote("lr", add(model.Triple{S: aa, P: property, O: model.String(hostile + "!")}))
			c.Apart("x", model.Patch{Inserts: []model.Triple{{S: aa, P: property, O: model.String("other " + hostile)}}})
			o := options()
			o.Domains = func(context.Context) ([]tui.Domain, error) { return []tui.Domain{{Name: model.Domain(hostile)}}, nil }
			term := tuitest.Start(t, c, 120, 40, o)
			term.Press("home", "down").See("▌ ▲ aa").Press(strings.Fields(keys)...)
			for _, s := range steering {
				if strings.Contains(term.Output(), s) {
					t.Errorf("%q was sent to the terminal", s)
				}
			}
		})
	}
}
