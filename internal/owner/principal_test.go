package owner_test

import (
	"testing"

	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// TestClientsWriteAsThemselves, not as the owner; so is what they undo.
func TestClientsWriteAsThemselves(t *testing.T) {
	s := serve(t, owner.Limits{})
	const ana = model.IRI("http://test.example.org/.well-known/user/ana")
	c, err := owner.Attach(replica.WithPrincipal(t.Context(), ana), s.path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	updates, stop := s.Follow(0)
	defer stop()
	expect := func(who model.IRI, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if u := <-updates; u.Author.Principal != who {
			t.Errorf("it was written by %q, not %q", u.Author.Principal, who)
		}
	}
	expect(ana, c.Patch(t.Context(), model.Patch{Inserts: []model.Triple{tr("x", "y", model.Number(1))}}))
	_, err = c.Transact(t.Context(), []byte(`{"@id":"x","y":2}`), nil)
	expect(ana, err)
	_, err = c.Undo(t.Context())
	expect(ana, err)
	const eve = model.IRI("http://test.example.org/.well-known/user/eve")
	expect(eve, c.Patch(replica.WithPrincipal(t.Context(), eve), model.Patch{Inserts: []model.Triple{tr("x", "y", model.Number(4))}}))
	expect("", s.Patch(t.Context(), model.Patch{Inserts: []model.Triple{tr("x", "y", model.Number(3))}}))
	if err := c.Patch(replica.WithPrincipal(t.Context(), "no IRI"), model.Patch{Inserts: []model.Triple{tr("x", "y", model.Number(5))}}); err == nil {
		t.Error("anything is taken for an identity")
	}
	if _, err := owner.Attach(replica.WithPrincipal(t.Context(), "no IRI"), s.path, nil); err == nil {
		t.Error("anything is taken for an identity")
	}
}
