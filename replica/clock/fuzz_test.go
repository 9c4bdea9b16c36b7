package clock_test

import (
	"bytes"
	"testing"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

func packed(v any) []byte { return pack.AppendValue(nil, v) }

// Two clocks, whatever they are, are read or refused, and nothing that is done
// with them panics. What is read is written as what is read again as the same.
func FuzzClocks(f *testing.F) {
	for _, v := range []any{
		[]any{}, []any{3.0}, []any{1.0, []any{2.0}, 0.0}, []any{[]any{}, 4.0}, []any{1.0, []any{2.0, 1.0, []any{7.0}}, 9007199254740992.0},
	} {
		f.Add(packed(v), packed([]any{1.0, "kQE="}))
		f.Add(packed(v), packed([]any{1.0, []any{[]any{2.0, "kA=="}, []any{0.0, "!blocked!"}}}))
		f.Add(packed(v), packed([]any{2.0, []any{3.0, []any{}, 1.0}, 7.0}))
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		one, err := pack.Decode(a)
		if err != nil {
			return
		}
		two, err := pack.Decode(b)
		if err != nil {
			return
		}
		tree, err := clock.TreeFromValue(one)
		if err != nil {
			return
		}
		readAgain(t, tree)
		use(tree)
		if other, err := clock.TreeFromValue(two); err == nil {
			useBoth(t, tree, other)
		}
		if gwc, err := clock.GlobalFromValue(two); err == nil {
			useGlobal(t, tree, gwc)
		}
	})
}

func readAgain(t *testing.T, tree clock.Tree) {
	v, err := pack.Decode(tree.AppendMsgPack(nil))
	if err != nil {
		t.Fatal(err)
	}
	again, err := clock.TreeFromValue(v)
	if err != nil || !again.Equal(tree) {
		t.Errorf("read again as %x, %v", again.AppendMsgPack(nil), err)
	}
}

func use(tree clock.Tree) {
	_, _, _ = tree.TID(), tree.Path(), tree.IsZeroID()
	tree.Fork()
	for _, ticks := range []uint64{0, 1, tree.Ticks()} {
		_, _ = tree.At(ticks)
	}
}

func useBoth(t *testing.T, a, b clock.Tree) {
	_, _ = a.AnyLt(b), a.AnyNonIDLt(b)
	_, _ = a.WithProcess(b)
	joined, err := a.Join(b)
	if err != nil {
		return
	}
	if joined.AnyLt(a) || joined.AnyLt(b) {
		t.Errorf("%x joined with %x gives %x, which lacks some of them",
			a.AppendMsgPack(nil), b.AppendMsgPack(nil), joined.AppendMsgPack(nil))
	}
	if again, err := joined.Join(b); err != nil || !again.Equal(joined) {
		t.Errorf("joined twice gives another clock (%v)", err)
	}
}

func useGlobal(t *testing.T, tree clock.Tree, gwc clock.Global) {
	_, _ = gwc.AnyLt(tree), tree.AnyLtGlobal(gwc)
	_, _ = gwc.TID(tree)
	for range gwc.TIDs {
	}
	_, _ = tree.JoinGlobal(gwc)
	set, err := gwc.Set(tree)
	if err != nil {
		return
	}
	if tid, ok := set.TID(tree); !ok || tid != tree.TID() || set.TicksOf(tree) != tree.Ticks() {
		t.Errorf("%x set to %x gives %x", gwc.AppendMsgPack(nil), tree.AppendMsgPack(nil), set.AppendMsgPack(nil))
	}
	v, err := pack.Decode(set.AppendMsgPack(nil))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := clock.GlobalFromValue(v); err != nil || !bytes.Equal(again.AppendMsgPack(nil), set.AppendMsgPack(nil)) {
		t.Errorf("a global clock is read again as another (%v)", err)
	}
}

// FuzzNear: a clock is read as the same, whatever it is said to be near to.
func FuzzNear(f *testing.F) {
	f.Add([]byte{0x92, 0x91, 1, 2}, []byte{0x92, 0x91, 1, 2})
	f.Add([]byte{0x93, 5, 0x92, 0x90, 0, 7}, []byte{0x93, 5, 0x92, 1, 0x90, 7})
	f.Add([]byte{0x91, 3}, []byte{0x92, 3, 0x90})
	f.Add(packed([]any{1.0, []any{2.0, 1.0, []any{7.0}}, 5.0}), packed([]any{1.0, []any{2.0, 1.0, []any{6.0}}, 5.0}))
	f.Add(packed([]any{[]any{[]any{1.0, []any{}, 300.0}, 70000.0}, 4.0}), packed([]any{[]any{[]any{1.0, 2.0, []any{}}, 70000.0}, 4.0}))
	f.Fuzz(func(t *testing.T, b, other []byte) {
		near, _ := clock.ReadTree(pack.NewReader(other), clock.Tree{})
		alone, err := clock.ReadTree(pack.NewReader(b), clock.Tree{})
		shared, errShared := clock.ReadTree(pack.NewReader(b), near)
		if (err == nil) != (errShared == nil) {
			t.Fatalf("%x is read (%v), and not near %x (%v), or the other way round", b, err, other, errShared)
		}
		if err == nil && !alone.Equal(shared) {
			t.Fatalf("%x is read near %x as %x", b, other, shared.AppendMsgPack(nil))
		}
	})
}
