package engine

import (
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// TestInOnePieceOneIsInNoConflictWithOneself: what one does about a conflict may come to
// others in one piece, of which they cannot tell what was put in the place of what. It is as
// it is for who did it.
func TestInOnePieceOneIsInNoConflictWithOneself(t *testing.T) {
	c := &couple{t: t, now: start}
	one, two, third := c.three(0)
	cases := []string{"beside", "settled", "still", "undone", "undone at once", "back"}
	for _, s := range cases {
		one.put(s, "old")
	}
	c.connect(two, false)
	for _, s := range cases {
		one.put(s, s+" 1")
		two.put(s, s+" 2")
	}
	c.meet(two)
	c.connect(third, false)

	one.add("beside", "beside 3")
	one.remove("beside", "beside 1", "beside 2")
	one.add("beside", "beside 4")

	one.put("settled", "settled 3")
	one.add("settled", "settled 4")

	one.exchange("still", "still 1", "still 3")
	one.exchange("still", "still 3", "still 4")

	one.remove("undone", "undone 1")
	one.remove("undone", "undone 2")
	one.undo()
	one.undo()

	one.put("undone at once", "undone at once 3")
	one.undo()

	one.remove("back", "back 1")
	one.patch(model.Patch{
		Deletes: []model.Triple{valued("back", "back 2")}, Inserts: []model.Triple{valued("back", "back 1"), valued("back", "back 3")},
	})

	want := []string{
		"still 2", "still 4",
		"undone 1", "undone 2",
		"undone at once 1", "undone at once 2",
	}
	one.hasConflicts("for who did it", want...)
	two.hasConflicts("one by one", want...)
	c.pass(time.Minute) // It is fused.
	c.meet(third)
	third.hasConflicts("in one piece", want...)
	pieces := 0
	if err := third.Store().View(func(tx *store.Tx) error {
		for _, u := range tx.LatestOf(model.Pattern{S: valued("beside", "").S}, 1) {
			pieces++
			if u.Ticks-u.From < 9 {
				t.Errorf("it came in several pieces: %d to %d", u.From, u.Ticks)
			}
		}
		return nil
	}); err != nil || pieces != 1 {
		t.Errorf("%d pieces, %v", pieces, err)
	}
	c.verify()
}

// TestWhatWasSettledIsNoConflictAgain: who asserts a value, seeing the others, settles, also
// for what is put in its place later, and when it goes and is given back.
func TestWhatWasSettledIsNoConflictAgain(t *testing.T) {
	c := &couple{t: t, now: start}
	one, two, third := c.three(0)
	cases := []string{"changed", "given back", "changed and given back", "half"}
	for _, s := range cases {
		one.put(s, "old")
	}
	c.connect(two, false)
	for _, s := range cases {
		one.put(s, "1")
		two.put(s, "2")
	}
	c.meet(two)
	for _, s := range cases[:3] {
		one.add(s, "1")
		one.add(s, "2")
	}
	one.add("half", "1")
	for _, p := range c.parts {
		p.hasConflicts("settled")
	}
	third.exchange("changed", "1", "3")
	third.exchange("changed", "2", "4")
	third.remove("given back", "1", "2")
	third.undo()
	two.exchange("changed and given back", "1", "3")
	third.exchange("changed and given back", "2", "4")
	third.undo()
	two.undo()
	third.exchange("half", "2", "4")
	third.exchange("half", "1", "3")
	for _, p := range c.parts {
		p.hasConflicts("changed")
	}
	c.verify()
}

// remove takes values from a subject.
func (p *part) remove(subject string, values ...string) {
	p.of.t.Helper()
	var gone []model.Triple
	for _, v := range values {
		gone = append(gone, valued(subject, v))
	}
	p.patch(model.Patch{Deletes: gone})
}

// exchange puts a value in the place of another.
func (p *part) exchange(subject, value, by string) {
	p.of.t.Helper()
	p.patch(model.Patch{Deletes: []model.Triple{valued(subject, value)}, Inserts: []model.Triple{valued(subject, by)}})
}

func (p *part) patch(change model.Patch) {
	t := p.of.t
	t.Helper()
	p.handle(Write{
		Change: func(model.Graph) (model.Patch, error) { return change, nil },
		Done: func(_ Written, err error) {
			if err != nil {
				t.Fatal(err)
			}
		},
	})
}

// undo puts back what was changed last.
func (p *part) undo() {
	t := p.of.t
	t.Helper()
	p.handle(Undo{What: UndoLast, Done: func(_ Undone, err error) {
		if err != nil {
			t.Fatal(err)
		}
	}})
}
