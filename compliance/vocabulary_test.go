package compliance_test

import (
	"fmt"
	"math/rand/v2"
)

// vocabulary makes edits at random, of so few subjects, properties and values that clones often edit the same.
type vocabulary struct {
	*rand.Rand
	// sparing leaves out what a clone of the reference must not do to lists: see lists_test.go.
	sparing bool
}

type object = map[string]any

func (v vocabulary) subject() string {
	return fmt.Sprintf("thing%d", v.IntN(6))
}

func (v vocabulary) property() string {
	return fmt.Sprintf("prop%d", v.IntN(4))
}

// value is of any kind that the reference can take over the wire unharmed.
func (v vocabulary) value() any {
	switch v.IntN(9) {
	case 0:
		return v.IntN(3)
	case 1:
		return -1 - v.IntN(1<<20)
	case 2:
		return float64(v.IntN(3)) + 0.25
	case 3:
		return v.IntN(2) == 0
	case 4:
		return object{"@id": v.subject()}
	case 5:
		return object{"@type": "http://www.w3.org/2001/XMLSchema#date", "@value": fmt.Sprintf("2024-02-0%d", 1+v.IntN(2))}
	case 6:
		return []string{"", "line\nbreak", "ünï \"quoted\" <b>", "\u2028\\"}[v.IntN(4)]
	default:
		return fmt.Sprintf("value%d", v.IntN(4))
	}
}

// edit is a write of any of the forms that an app uses.
func (v vocabulary) edit() any {
	if v.IntN(4) == 0 {
		return v.listEdit()
	}
	s, p := v.subject(), v.property()
	switch v.IntN(13) {
	case 0:
		return object{"@id": s, "@type": "Thing", p: v.value()}
	case 1:
		return object{"@id": s, p: []any{v.value(), v.value(), v.value()}}
	case 2:
		return object{"@delete": object{"@id": s, p: "?"}}
	case 3, 4:
		return object{"@delete": object{"@id": s, p: "?"}, "@insert": object{"@id": s, p: v.value()}}
	case 5:
		return object{"@update": object{"@id": s, p: v.value()}}
	case 6:
		return object{"@delete": object{"@id": s}}
	case 7:
		return object{"@delete": object{"@id": s, p: v.value()}}
	case 8:
		return object{
			"@where":  object{"@id": "?s", p: "?v"},
			"@delete": object{"@id": "?s", p: "?v"},
			"@insert": object{"@id": "?s", v.property(): "?v"},
		}
	case 9:
		return object{"@id": s, p: object{"@id": v.subject(), v.property(): v.value()}}
	case 10:
		return object{"@insert": []any{
			object{"@id": s, p: v.value()},
			object{"@id": v.subject(), v.property(): v.value()},
		}}
	case 11:
		// The same triple in both: the insert stays
		value := v.value()
		return object{"@delete": object{"@id": s, p: value}, "@insert": object{"@id": s, p: value}}
	default:
		return object{"@id": s, p: v.value()}
	}
}

// listEdit inserts into one of two lists, or deletes or moves what may be there.
func (v vocabulary) listEdit() any {
	id, at := fmt.Sprintf("list%d", v.IntN(2)), fmt.Sprint(v.IntN(6))
	item := func() string { return fmt.Sprintf("item%d", v.IntN(5)) }
	slot := object{"@id": "?slot", "@item": "?item"}
	switch v.IntN(8) {
	case 0:
		if v.sparing {
			at = "1000"
		}
		return object{"@id": id, "@list": object{at: []any{item(), item()}}}
	case 1:
		return object{"@id": id, "@list": []any{item(), object{"@id": v.subject()}}}
	case 2:
		return object{"@delete": object{"@id": id, "@list": object{at: "?"}}}
	case 3:
		return object{"@delete": object{"@id": id, "@list": object{"?": item()}}}
	case 4, 5:
		return object{
			"@delete": object{"@id": id, "@list": object{at: slot}},
			"@insert": object{"@id": id, "@list": object{fmt.Sprint(v.IntN(6)): slot}},
		}
	default:
		return object{"@id": id, "@list": object{at: item()}}
	}
}
