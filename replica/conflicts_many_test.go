package replica

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/m-ld/mld-tui/model"
)

// TestManyConflictsOfOneChange: where one change is in conflict with another in very many
// places, a page of them does not read the two again for each row.
func TestManyConflictsOfOneChange(t *testing.T) {
	var net bus
	a := net.join(t, Config{})
	var before, after []model.Triple
	for i := range 500 {
		id := fmt.Sprint("subject", i)
		before, after = append(before, triple(id, "name", "old")), append(after, triple(id, "age", "40"))
	}
	patch(t, a.Replica, nil, before)
	b := net.join(t, Config{})
	settle(t, a, b)
	apart(t, []member{a, b},
		func(m member) { patch(t, m.Replica, before, nil) },
		func(m member) { patch(t, m.Replica, nil, after) })
	settle(t, a, b)
	costs := func(rows int) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		page, err := a.Conflicts(t.Context(), ConflictsQuery{Limit: rows})
		runtime.ReadMemStats(&after)
		if err != nil || len(page.Rows) != rows || page.Total != 500 {
			t.Fatal(len(page.Rows), page.Total, err)
		}
		for _, c := range page.Rows {
			if c.Deleted.Number == 0 || c.Values[0].By.Self {
				t.Fatalf("%+v", c)
			}
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	few, many := costs(10), costs(100)
	t.Logf("10 rows take %d bytes, 100 take %d", few, many)
	if many > 3*few {
		t.Error("the changes are read for each row")
	}
}
