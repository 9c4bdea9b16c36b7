package owner

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
)

type listQuery struct {
	List  model.IRI `json:"list"`
	From  int       `json:"from,omitempty"`
	Limit int       `json:"limit,omitempty"`
}

// listPage is an exact page of a list.
type listPage struct {
	Items []listItem `json:"items,omitempty"`
	Total int        `json:"total"`
}

type listItem struct {
	Index    int       `json:"index"`
	Position string    `json:"position"`
	Slot     model.IRI `json:"slot"`
	Values   []term    `json:"values,omitempty"`
}

func exactList(p replica.ListPage) listPage {
	out := listPage{Total: p.Total}
	for _, i := range p.Items {
		item := listItem{Index: i.Index, Position: i.Position, Slot: i.ID}
		for _, v := range i.Values {
			item.Values = append(item.Values, exactTerm(v))
		}
		out.Items = append(out.Items, item)
	}
	return out
}

func (p listPage) page(id model.IRI) replica.ListPage {
	out := replica.ListPage{Total: p.Total}
	for _, i := range p.Items {
		item := replica.ListItem{Slot: list.Slot{List: id, Position: i.Position, ID: i.Slot}, Index: i.Index}
		for _, v := range i.Values {
			item.Values = append(item.Values, v.term())
		}
		out.Items = append(out.Items, item)
	}
	return out
}
