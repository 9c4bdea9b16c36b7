package owner

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// request is a line from a client.
type request struct {
	Type    string `json:"@type"`
	ID      string `json:"id"`
	Context any    `json:"@context,omitempty"`
	// Principal is who the client is, in its first message; in another, who asks for this.
	Principal model.IRI `json:"principal,omitempty"`
	// Session is in which session the client writes, in its first message.
	Session   string          `json:"session,omitempty"`
	Request   json.RawMessage `json:"request,omitempty"`
	Patch     *patch          `json:"patch,omitempty"`
	Query     *subjectsQuery  `json:"query,omitempty"`
	Find      *findQuery      `json:"find,omitempty"`
	Referrers *referrersQuery `json:"referrers,omitempty"`
	Subject   model.IRI       `json:"subject,omitempty"`
	Property  model.IRI       `json:"property,omitempty"`
	Limit     int             `json:"limit,omitempty"`
	List      *listQuery      `json:"list,omitempty"`
	History   *historyQuery   `json:"history,omitempty"`
	Conflicts *conflictsQuery `json:"conflicts,omitempty"`
	Value     *triple         `json:"value,omitempty"`
	Number    uint64          `json:"number,omitempty"`
	PartOf    uint64          `json:"partOf,omitempty"`
	At        *moment         `json:"at,omitempty"`
	After     uint64          `json:"after,omitempty"`
	Exact     bool            `json:"exact,omitempty"`
	Relay     string          `json:"relay,omitempty"`
	Presence  *whereabouts    `json:"presence,omitempty"`
}

// The types of a reply.
const (
	typeStarted  = "started"
	typeStatus   = "status"
	typeNext     = "next"
	typeUpdated  = "updated"
	typeComplete = "complete"
	typeError    = "error"
	typeClosed   = "closed"
)

// reply is a line from the owner.
type reply struct {
	RequestID string `json:"requestId,omitempty"`
	Type      string `json:"@type"`
	Body      any    `json:"body,omitempty"`
	// Err is an error as headless has it, Status its number and Message the
	// text without it.
	Err     string `json:"err,omitempty"`
	Status  int    `json:"status,omitempty"`
	Message string `json:"message,omitempty"`
}

// failure is the reply for an error.
func failure(id string, err error) reply {
	r := reply{RequestID: id, Type: typeError, Err: jsonlines.ErrorText(err), Message: err.Error()}
	var known *model.Error
	if errors.As(err, &known) {
		r.Status = known.Status
	}
	return r
}

// answer is a reply as the client reads it.
type answer struct {
	RequestID string          `json:"requestId"`
	Type      string          `json:"@type"`
	Body      json.RawMessage `json:"body"`
	Status    int             `json:"status"`
	Message   string          `json:"message"`
}

func (a answer) err() error {
	if a.Status != 0 {
		return &model.Error{Status: a.Status, Message: a.Message}
	}
	return errors.New(a.Message)
}

// started is the body of the first reply.
type started struct {
	CloneID string       `json:"cloneId"`
	Domain  model.Domain `json:"domain"`
}

// written is the body of the end of a transaction.
type written struct {
	Tick uint64 `json:"tick"`
}

// state is the body of a status: m-ld's, and what a terminal shows besides.
type state struct {
	replica.Status

	ReadOnly  string         `json:"readOnly,omitempty"`
	Joining   bool           `json:"joining,omitempty"`
	Present   bool           `json:"present,omitempty"`
	Others    int            `json:"others,omitempty"`
	Lost      string         `json:"lost,omitempty"`
	Refusals  int            `json:"refusals,omitempty"`
	Conflicts int            `json:"conflicts,omitempty"`
	Unsent    int            `json:"unsent,omitempty"`
	Peers     []replica.Peer `json:"peers,omitempty"`
	Self      replica.Peer   `json:"self,omitzero"`
	// Names are those of processes, and Turns those of their users, where there are others
	// than were told before.
	Names   map[string]string         `json:"names,omitempty"`
	Turns   map[string][]replica.Turn `json:"turns,omitempty"`
	Link    replica.Link              `json:"link"`
	JoinURL string                    `json:"joinURL,omitempty"`
	Hosts   bool                      `json:"hosts,omitempty"`
}

// stateOf is the status for a client, whose seat is nil while nobody is at it.
func stateOf(c Clone, h Host, seat *replica.Seat) (state, <-chan struct{}) {
	st, changed := c.Status()
	peers, self := c.Peers, c.Self
	if seat != nil {
		peers, self = seat.Peers, seat.Self
	}
	return state{
		Status: st, ReadOnly: st.ReadOnly, Joining: st.Joining, Present: st.Present, Others: st.Others, Lost: st.Lost,
		Refusals: st.Refusals, Conflicts: st.Conflicts, Unsent: st.Unsent,
		Peers: peers(), Self: self(), Link: c.Link(), JoinURL: h.JoinURL(), Hosts: h.Hosts(),
	}, changed
}

func (s state) status() replica.Status {
	st := s.Status
	st.ReadOnly, st.Joining, st.Present, st.Others, st.Lost = s.ReadOnly, s.Joining, s.Present, s.Others, s.Lost
	st.Refusals, st.Conflicts, st.Unsent = s.Refusals, s.Conflicts, s.Unsent
	return st
}

type subjectsQuery struct {
	Type     model.IRI     `json:"type,omitempty"`
	Contains string        `json:"contains,omitempty"`
	Order    replica.Order `json:"order,omitempty"`
	After    replica.Place `json:"after,omitempty"`
	Before   replica.Place `json:"before,omitempty"`
	Around   model.IRI     `json:"around,omitempty"`
	At       replica.Place `json:"at,omitempty"`
	Limit    int           `json:"limit,omitempty"`
	Labels   model.Labels  `json:"labels,omitempty"`
}

type findQuery struct {
	Text   string       `json:"text"`
	Type   model.IRI    `json:"type,omitempty"`
	Labels model.Labels `json:"labels,omitempty"`
}

// found is the body of the end of a search.
type found struct {
	More bool `json:"more,omitempty"`
}

type referrersQuery struct {
	To     model.IRI     `json:"to"`
	After  replica.Place `json:"after,omitempty"`
	Limit  int           `json:"limit,omitempty"`
	Labels model.Labels  `json:"labels,omitempty"`
}

// term is an exact term.
type term struct {
	ID    string    `json:"id,omitempty"`
	Value string    `json:"value,omitempty"`
	Type  model.IRI `json:"type,omitempty"`
	Data  []byte    `json:"data,omitempty"` // Need not be text.
}

func exactTerm(t model.Term) term {
	if t.IsRef() {
		return term{ID: t.Value}
	}
	return term{Value: t.Value, Type: t.Datatype, Data: []byte(t.Data)}
}

func (t term) term() model.Term {
	if t.ID != "" {
		return model.Ref(model.IRI(t.ID))
	}
	return model.Term{Kind: model.KindLiteral, Value: t.Value, Datatype: t.Type, Data: string(t.Data)}
}

type triple struct {
	S model.IRI `json:"s"`
	P model.IRI `json:"p"`
	O term      `json:"o"`
}

type patch struct {
	Deletes []triple `json:"deletes,omitempty"`
	Inserts []triple `json:"inserts,omitempty"`
}

func exact(triples []model.Triple) []triple {
	out := make([]triple, len(triples))
	for i, t := range triples {
		out[i] = triple{t.S, t.P, exactTerm(t.O)}
	}
	return out
}

func triples(exact []triple) []model.Triple {
	if len(exact) == 0 {
		return nil
	}
	out := make([]model.Triple, len(exact))
	for i, t := range exact {
		out[i] = model.Triple{S: t.S, P: t.P, O: t.O.term()}
	}
	return out
}

// update is an exact update.
type update struct {
	Tick      uint64         `json:"tick"`
	TID       string         `json:"tid,omitempty"`
	Time      time.Time      `json:"time"`
	Reason    replica.Reason `json:"reason"`
	Principal model.IRI      `json:"principal,omitempty"`
	Process   string         `json:"process,omitempty"`
	Ticks     uint64         `json:"ticks,omitempty"`
	Self      bool           `json:"self,omitempty"`
	Session   string         `json:"session,omitempty"`
	Deletes   []triple       `json:"deletes,omitempty"`
	Inserts   []triple       `json:"inserts,omitempty"`
	Resolved  bool           `json:"resolved,omitempty"`
}

func exactUpdate(u replica.Update) update {
	return update{
		Tick: u.Tick, TID: u.TID, Time: u.Time, Reason: u.Reason,
		Principal: u.Author.Principal, Process: u.Author.Process, Ticks: u.Author.Ticks, Self: u.Author.Self, Session: u.Author.Session,
		Deletes: exact(u.Deletes), Inserts: exact(u.Inserts), Resolved: u.Resolved,
	}
}

func (u update) update() replica.Update {
	return replica.Update{
		Tick: u.Tick, TID: u.TID, Time: u.Time, Reason: u.Reason,
		Author:  replica.Author{Principal: u.Principal, Process: u.Process, Ticks: u.Ticks, Self: u.Self, Session: u.Session},
		Deletes: triples(u.Deletes), Inserts: triples(u.Inserts), Resolved: u.Resolved,
	}
}
