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
	Labels  []model.IRI   `json:"labels,omitempty"`
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
}

type contender struct {
	Value     term      `json:"value"`
	Principal model.IRI `json:"principal,omitempty"`
	Process   string    `json:"process,omitempty"`
	Self      bool      `json:"self,omitempty"`
	Time      time.Time `json:"time,omitzero"`
}

func conflicts(ctx context.Context, c *session, r request) (any, error) {
	if r.Conflicts == nil {
		return nil, errors.New("which conflicts is missing")
	}
	page, err := c.server.clone.Conflicts(ctx, replica.ConflictsQuery(*r.Conflicts))
	out := conflictsPage{More: page.More, Total: page.Total}
	for _, row := range page.Rows {
		told := conflict{Subject: row.Subject, Property: row.Property, Place: row.Place}
		for _, v := range row.Values {
			told.Values = append(told.Values, contender{exactTerm(v.Value), v.By.Principal, v.By.Process, v.By.Self, v.Time})
		}
		out.Rows = append(out.Rows, told)
	}
	return out, err
}

// Conflicts is a page of what is in conflict; see replica.Replica.
func (c *Client) Conflicts(ctx context.Context, q replica.ConflictsQuery) (page replica.ConflictsPage, err error) {
	query := conflictsQuery(q)
	a, err := c.ask(ctx, request{Type: "conflicts", Conflicts: &query}, nil)
	var told conflictsPage
	if err := decode(a, err, &told); err != nil {
		return page, err
	}
	page.More, page.Total = told.More, told.Total
	for _, row := range told.Rows {
		got := replica.Conflict{Subject: row.Subject, Property: row.Property, Place: row.Place}
		for _, v := range row.Values {
			by := replica.Author{Principal: v.Principal, Process: v.Process, Self: v.Self}
			got.Values = append(got.Values, replica.Contender{Value: v.Value.term(), By: by, Time: v.Time})
		}
		page.Rows = append(page.Rows, got)
	}
	return page, nil
}
