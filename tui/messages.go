package tui

import (
	"context"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/referrers"
	"github.com/m-ld/mld-tui/tui/subject"
	"github.com/m-ld/mld-tui/tui/subjects"
)

// done wraps the result of a command, so that the root can count what is under
// way.
type done struct {
	msg   any
	opens int // the number in toOpen of what was read to open something with it; zero for others
}

type (
	// followedMsg: updates come now; those up to ticks are of the past.
	followedMsg struct{ ticks uint64 }
	batchMsg    struct{ batch }
	statusMsg   struct {
		status  replica.Status
		changed <-chan struct{}
		self    replica.Peer
		peers   []replica.Peer
		link    replica.Link
		open    bool // others can join through this computer
	}
	subjectsMsg struct {
		answer subjects.Answer
		more   <-chan subjects.Answer // where it is not all
		ctx    context.Context        //nolint:containedctx // Of the search that goes on.
	}
	typesMsg struct {
		types []replica.TypeCount
		err   error
	}
	referrersMsg struct {
		request referrers.Request
		page    replica.ReferrersPage
		err     error
	}
	describeMsg struct {
		gen     uint64
		id      model.IRI
		content subject.Content
		err     error
	}
	// patchedMsg: a change of one subject is on disk, or was refused.
	patchedMsg struct {
		editor  *edit.Editor // whose change it was; nil for none
		patch   model.Patch
		id      model.IRI
		content subject.Content // the subject now
		readErr error
		err     error
		said    string        // to the person, when it went well
		deleted bool          // the whole subject is gone
		at      *model.Triple // where the cursor goes; nil leaves it
		claim   claim         // what was done
		saves   *ownSave      // what others may have saved too; nil where that is no matter
	}
	// countedMsg: a subject that may be deleted has these values, and these refer to
	// it; they may be more.
	countedMsg struct {
		id         model.IRI
		values     []model.Triple
		patch      model.Patch // deletes them, and the parts that go with them
		references []model.Triple
		all        unrefers // deletes those, too
		more       bool
		err        error
	}
	createdMsg struct {
		form   dialog.Dialog
		refuse func(error) // says it in the form
		id     model.IRI
		called string // by people; empty where that is not known
		claim  claim  // what was done
		err    error
	}
	sharedMsg struct {
		url string
		err error
	}
	unsharedMsg struct{ err error }
)

// same reports whether both tell the same, as far as it is shown.
func (s statusMsg) same(t statusMsg) bool {
	return s.status == t.status && s.open == t.open && s.self == t.self && slices.Equal(s.peers, t.peers) && s.link.Relay == t.link.Relay &&
		s.link.Connected == t.link.Connected && s.link.LastError == t.link.LastError &&
		s.link.Exchange.Getting == t.link.Exchange.Getting
}
