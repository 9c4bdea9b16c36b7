package owner

import (
	"context"
	"errors"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// conflictsQuery is an exact replica.ConflictsQuery.
type conflictsQuery struct {
	Subject model.IRI     `json:"subject,omitempty"`
	After   replica.Place `json:"after,omitempty"`
	Limit   int           `json:"limit,omitempty"`
	Labels  model.Labels  `json:"labels,omitempty"`
}

// conflictsPage is an exact replica.ConflictsPage.
type conflictsPage struct {
	Rows  []conflict `json:"rows,omitempty"`
	More  bool       `json:"more,omitempty"`
	Total int        `json:"total,omitempty"`
}

type conflict struct {
	Subject  replica.SubjectRow `json:"subject"`
	Property model.IRI          `json:"property"`
	Values   []contender        `json:"values"`
	Place    replica.Place      `json:"place"`
	Deleted  *deletion          `json:"deleted,omitempty"`
}

type contender struct {
	author
	Value    term      `json:"value"`
	Property model.IRI `json:"property,omitempty"`
	Time     time.Time `json:"time,omitzero"`
	Changed  bool      `json:"changed,omitempty"`
}

type deletion struct {
	author
	Number uint64 `json:"number"`
}

type author struct {
	Principal model.IRI `json:"principal,omitempty"`
	Process   string    `json:"process,omitempty"`
	Ticks     uint64    `json:"ticks,omitempty"`
	Self      bool      `json:"self,omitempty"`
	Session   string    `json:"session,omitempty"`
}

func conflicts(ctx context.Context, c *session, r request) (any, error) {
	if r.Conflicts == nil {
		return nil, errors.New("which conflicts is missing")
	}
	reader, release, err := c.reader(ctx, r)
	if err != nil {
		return nil, err
	}
	defer release()
	page, err := reader.Conflicts(ctx, replica.ConflictsQuery(*r.Conflicts))
	out := conflictsPage{More: page.More, Total: page.Total}
	for _, row := range page.Rows {
		told := conflict{Subject: row.Subject, Property: row.Property, Place: row.Place}
		for _, v := range row.Values {
			told.Values = append(told.Values, contender{author(v.By), exactTerm(v.Value), v.Property, v.Time, v.Changed})
		}
		if d := row.Deleted; d.Number != 0 {
			told.Deleted = &deletion{author(d.By), d.Number}
		}
		out.Rows = append(out.Rows, told)
	}
	return out, err
}

// Conflicts is a page of what is in conflict; see replica.Replica.
func (c *Client) Conflicts(ctx context.Context, q replica.ConflictsQuery) (page replica.ConflictsPage, err error) {
	return c.conflicts(ctx, nil, q)
}

func (c *Client) conflicts(ctx context.Context, at *moment, q replica.ConflictsQuery) (page replica.ConflictsPage, err error) {
	query := conflictsQuery(q)
	a, err := c.ask(ctx, request{Type: "conflicts", Conflicts: &query, At: at}, nil)
	var told conflictsPage
	if err := decode(a, err, &told); err != nil {
		return page, err
	}
	page.More, page.Total = told.More, told.Total
	for _, row := range told.Rows {
		got := replica.Conflict{Subject: row.Subject, Property: row.Property, Place: row.Place}
		for _, v := range row.Values {
			got.Values = append(got.Values, replica.Contender{
				Value: v.Value.term(), Property: v.Property, By: replica.Author(v.author), Time: v.Time, Changed: v.Changed,
			})
		}
		if d := row.Deleted; d != nil {
			got.Deleted = replica.Deletion{Number: d.Number, By: replica.Author(d.author)}
		}
		page.Rows = append(page.Rows, got)
	}
	return page, nil
}
