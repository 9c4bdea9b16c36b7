package replica

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/history"
)

// TestWhyIsTrueOfWhatIsLeft has two write, settle, undo and redo at random, apart and together:
// whatever an undo or a redo leaves, why it did is true of what is there.
func TestWhyIsTrueOfWhatIsLeft(t *testing.T) {
	there := map[history.Cause]bool{
		history.CauseGone: false, history.CauseAgain: true, history.CauseShared: true, history.CauseThere: true, history.CauseDeleted: false,
		history.CauseReplaced: false, history.CauseOther: false, history.CauseSubject: false,
	}
	said := make(map[history.Cause]int)
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 0))
		var net bus
		both := []member{net.join(t, Config{})}
		patch(t, both[0].Replica, nil, []model.Triple{triple("fred", "mail", "old")})
		both = append(both, net.join(t, Config{}))
		settle(t, both...)
		told := ""
		act := func(m member) {
			var err error
			var u Undone
			did := ""
			now := values(t, m.Replica, "fred", "mail")
			switch n := random.IntN(8); {
			case n < 2 && len(now) > 0:
				keep := now[random.IntN(len(now))]
				var gone []model.Triple
				for _, v := range now {
					if v != keep {
						gone = append(gone, triple("fred", "mail", v))
					}
				}
				did = "keeps " + keep
				patch(t, m.Replica, gone, []model.Triple{triple("fred", "mail", keep)})
			case n < 5:
				did = "undoes"
				u, err = m.Undo(t.Context())
			case n < 7:
				did = "redoes"
				u, err = m.Redo(t.Context())
			default:
				v := string("ab"[random.IntN(2)])
				did = "writes " + v
				var gone []model.Triple
				if len(now) > 0 {
					gone = []model.Triple{triple("fred", "mail", now[0])}
				}
				patch(t, m.Replica, gone, []model.Triple{triple("fred", "mail", v)})
			}
			then := values(t, m.Replica, "fred", "mail")
			told += fmt.Sprintf("\n%s %s: %v %v", m.ID(), did, then, err)
			for _, l := range u.Left {
				told += fmt.Sprintf(", not %s: %s", l.Triple.O.Value, l.Why)
				said[l.Why]++
				is, known := there[l.Why]
				if has := strings.Contains(strings.Join(then, " "), l.Triple.O.Value); !known || has != is {
					t.Fatalf("seed %d: %q is there: %t; and it says that %s:%s", seed, l.Triple.O.Value, has, l.Why, told)
				}
			}
		}
		for range 6 {
			told += "\napart"
			apart(t, both, func(m member) {
				for range random.IntN(3) {
					act(m)
				}
			}, func(m member) {
				for range random.IntN(3) {
					act(m)
				}
			})
			told += fmt.Sprintf("\ntogether %v", values(t, both[0].Replica, "fred", "mail"))
			act(both[random.IntN(2)])
			settle(t, both...)
		}
		for _, m := range both {
			if err := m.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, why := range []history.Cause{history.CauseGone, history.CauseAgain, history.CauseShared, history.CauseThere} {
		if said[why] == 0 {
			t.Errorf("nothing was left because %s: that shows little", why)
		}
	}
}
