package history_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/history"
	"github.com/m-ld/mld-tui/tui/values"
)

// counting is a Namer that counts what it is asked for.
type counting struct {
	values.Namer

	asked int
}

func (c *counting) Compact(iri model.IRI, vocab bool) string {
	c.asked++
	return c.Namer.Compact(iri, vocab)
}

// large is a history with one change of so many values, of so many properties.
func large(n, properties int) (*history.Dialog, *counting) {
	const domain = model.Domain("test.example.org")
	names := &counting{Namer: values.DomainNamer(domain)}
	d := history.New(history.Context{
		Keys: keymap.Default(), Names: values.Names{Namer: names, Labels: values.NewLabels()}, Now: time.Now,
		Who: func(replica.Author) changes.Who { return changes.Who{Name: "Ann"} },
	}, history.About{})
	e := &replica.Entry{Number: 1}
	for i := range n {
		t := model.Triple{S: domain.Base() + "fred", P: domain.Vocab() + model.IRI(fmt.Sprint("p", i%properties)), O: model.Integer(int64(i))}
		e.Shifts = append(e.Shifts, replica.Shift{Triple: t, Is: true})
	}
	r, _ := d.Next()
	d.Deliver(r, history.Page{Items: []history.Item{{Entry: e}}}, nil)
	return d, names
}

// A change of many values is summed up once, and not with each frame.
func TestALargeChangeIsSummedUpOnce(t *testing.T) {
	th := themes.Dark()
	d, names := large(10_000, 5)
	drawn := d.View(110, 34, &th)
	first := names.asked
	if again := d.View(110, 34, &th); strings.Join(again.Lines, "\n") != strings.Join(drawn.Lines, "\n") {
		t.Error("it was drawn otherwise")
	}
	if more := names.asked - first; more > 10 {
		t.Errorf("another frame took %d names", more)
	}
	d.Redraw()
	if d.View(110, 34, &th); names.asked < 2*first-10 {
		t.Error("names that have changed are not drawn anew")
	}
}

// Of a change of many properties, some are named, and that there are more.
func TestSomePropertiesAreNamed(t *testing.T) {
	th := themes.ASCII()
	for n, want := range map[int]string{8: "8 values: p0, p1, p2, p3, p4, p5, p6, p7 ", 9: "9 values: p0, p1, p2, p3, p4, p5, p6, p7 ..."} {
		d, _ := large(n, n)
		if row := d.View(110, 34, &th).Lines[1]; !strings.Contains(row, want) || n == 8 && strings.Contains(row, "...") {
			t.Errorf("of %d, it is said %q", n, row)
		}
	}
}
