package changes

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/values"
)

// An import is many changes of a thousand values each: what is drawn of them is worked
// out once, for some at a time, however often their names come and they are drawn anew.
func TestBigBurstsAreSummedUpOnce(t *testing.T) {
	const d model.Domain = "burst.m-ld.org"
	th := themes.Plain()
	noon := time.Date(2026, time.May, 1, 12, 0, 0, 0, time.UTC)
	names := values.Names{Namer: values.DomainNamer(d), Labels: values.NewLabels()}
	p := New(&th, names, func() time.Time { return noon }, func(replica.Author) Who { return Who{Name: "Ada"} })
	p.SetSize(60, 30)
	for n := range 40 {
		e := &entry{Entry: replica.Entry{Number: uint64(40 - n)}}
		e.Reason, e.Time = replica.ReasonLocal, noon
		for i := range 1000 {
			id := d.Base() + model.IRI(fmt.Sprintf("s%d-%d", n, i))
			e.Shifts = append(e.Shifts, replica.Shift{Triple: model.Triple{S: id, P: d.Vocab() + "name", O: model.String("x")}, Is: true})
		}
		p.feed.entries = append(p.feed.entries, e)
	}
	p.feed.loaded = true
	p.arrange()
	drawn := strings.Join(p.View(), "\n")
	if len(p.items) != 10 || !strings.Contains(drawn, "and 3,992 more") || !strings.Contains(drawn, "4 changes") {
		t.Fatalf("%d bursts:\n%s", len(p.items), drawn)
	}
	first, unseen := p.items[0].sum, 0
	for _, i := range p.items {
		if i.sum == nil {
			unseen++
		}
	}
	if unseen < 5 {
		t.Errorf("of 10 bursts, only %d were left for when they are in sight", unseen)
	}
	p.Redraw()
	p.arrange()
	p.View()
	if first == nil || p.items[0].sum != first {
		t.Error("to draw it anew, a burst was summed up again")
	}
}
