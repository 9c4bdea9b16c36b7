package engine

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
)

// TestSeenAfterAFullDisk: a clone that is alone and meets its relay while its disk is
// full is present all the same, so that newcomers can be helped.
func TestSeenAfterAFullDisk(t *testing.T) {
	d := &disk{}
	e := newEngineOn(t, d.commit)
	e.Handle(Connected{}, Presence{})
	if _, err := insert(e, "fred"); err != nil {
		t.Fatal(err)
	}
	e.Handle(Disconnected{})
	d.fails = true
	var failed error
	effects := e.Handle(Connected{}, Presence{}, Write{
		Change: func(model.Graph) (model.Patch, error) {
			return model.Patch{Inserts: []model.Triple{named("wilma")}}, nil
		},
		Done: func(_ Written, err error) { failed = err },
	})
	present := false
	for _, effect := range effects {
		switch effect := effect.(type) {
		case WriteDone:
			effect.Call()
		case SendPresent:
			present = effect.Present
		}
	}
	if failed == nil {
		t.Error("the write did not fail")
	}
	if !present {
		t.Error("nobody can see it")
	}
}
