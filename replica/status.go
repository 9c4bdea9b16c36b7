package replica

import (
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/engine"
)

// MaxSkip is how many ticks a clone skips at most when it is opened, once another has joined
// it: none of them is of a change. See Status.Ticks.
const MaxSkip = engine.MaxSkip

// Status tells how a clone stands in its domain.
// Protocol page, section 6, "Status".
type Status struct {
	// Online: the relay is reached and has told who is present.
	Online bool `json:"online"`
	// Outdated: others may know things that this clone has not heard yet.
	Outdated bool `json:"outdated"`
	// Silo: live, and nobody else is present.
	Silo bool `json:"silo"`
	// Ticks is the clone's own logical time.
	Ticks uint64 `json:"ticks"`
	// ReadOnly says why this clone refuses writes; empty when it takes them.
	ReadOnly string `json:"-"`
	// Joining: the clone is new, has no data yet, and waits for a snapshot.
	Joining bool `json:"-"`
	// Present: others can see this clone, and ask it for help.
	Present bool `json:"-"`
	// Others is how many other clones are present.
	Others int `json:"-"`
	// Lost says which edits cannot reach the others any more, and what to do;
	// empty for none.
	Lost string `json:"-"`
	// Unsent counts the changes made here that nobody was sent yet, as far as is known: what
	// was on its way when the connection broke is not counted. Of a domain that nobody has
	// joined there are none.
	Unsent int `json:"-"`
	// Refusals counts what this clone did not take from others because it made no
	// sense, one of each kind: see Replica.Refusals.
	Refusals int `json:"-"`
	// Conflicts counts the properties of subjects that are in conflict: see
	// Replica.Conflicts.
	Conflicts int `json:"-"`
}

// Peer is somebody else who is present in the domain, a user of another clone or
// one beside this one; or another clone of whose user nothing was heard.
type Peer struct {
	// ID is the clone's identity on the transport.
	ID string
	// Seat tells the users of one clone apart: terminals that share its file.
	Seat uint64 `json:",omitempty"`
	// Session is in which they write, as in Author, where they share this very clone.
	Session string `json:",omitempty"`
	// Turn is since which tick of the process they have been the one of its users who
	// writes; zero while they are not, or it is not known.
	Turn uint64 `json:",omitempty"`
	// Beside: they share this very clone.
	Beside bool `json:",omitempty"`
	// Name is what its user calls themself, where it said so; nobody vouches for it.
	Name string `json:",omitempty"`
	// Subject and Property are where its user is; empty for nowhere in particular.
	Subject  model.IRI `json:",omitempty"`
	Property model.IRI `json:",omitempty"`
	// Value is the mark of the value where they are, as of MarkOf; empty where that is not said.
	Value string `json:",omitempty"`
	// Editing: they are changing the property, or that value.
	Editing bool `json:",omitempty"`
	// View is what its user's screen lists, and of when.
	View View `json:",omitzero"`
	// Process is the path of its process in the tree clock, as in Author; empty
	// where it did not say so.
	Process string `json:",omitempty"`
	// Active is when its user did something last, as far as it was heard, and Since
	// when they came to their subject, by this machine's time; zero where nothing
	// was heard.
	Active time.Time `json:",omitzero"`
	Since  time.Time `json:",omitzero"`
}

// Link tells how the connection to the relay is doing.
type Link struct {
	Relay         string
	Connected     bool
	Since         time.Time
	RoundTrip     time.Duration
	BytesIn       uint64
	BytesOut      uint64
	Reconnections uint64
	// LastError is why the latest connection ended or could not be made.
	LastError string
	// Exchange is what was got from other clones, and Compared how their data compares
	// with this one's, as far as it was asked for: see Replica.Compare.
	Exchange Exchange   `json:",omitzero"`
	Compared []Compared `json:",omitempty"`
}
