package compliance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/compliance"
)

// data is what a clone holds: subject, property, and sorted values in a normal form.
type data map[string]map[string][]string

// listsOfGo is what a clone of ours says of the order of lists.
const listsOfGo = "lists of Go"

// alike is what another clone must hold that agrees with one, of which lists are nothing if either is of the
// reference: see lists_test.go.
func alike(a, b data, m, n *member) (data, data) {
	if m.Engine.Name == compliance.GoName && n.Engine.Name == compliance.GoName {
		return a, b
	}
	a, b = maps.Clone(a), maps.Clone(b)
	delete(a, listsOfGo)
	delete(b, listsOfGo)
	return a, b
}

// read has all members' data, as far as descriptions and selections agree.
func (c *colony) read() []data {
	c.t.Helper()
	all := make([]data, len(c.members))
	for i, m := range c.members {
		all[i] = c.readOne(m)
	}
	return all
}

func (c *colony) readOne(m *member) data {
	c.t.Helper()
	subjects, err := m.Transact(c.ctx, object{"@describe": "?s", "@where": object{"@id": "?s", "?p": "?o"}})
	if err != nil {
		c.t.Fatal(err)
	}
	held := data{listsOfGo: make(map[string][]string)}
	for _, subject := range subjects {
		var properties map[string]any
		if err := json.Unmarshal(subject, &properties); err != nil {
			c.t.Fatal(err)
		}
		id, _ := properties["@id"].(string)
		delete(properties, "@id")
		if held[id] == nil {
			held[id] = make(map[string][]string)
		}
		for property, values := range properties {
			// The reference loses or keeps the indexes of slots, and then puts items into places that are taken. A place
			// that it gave no position is a @list in its descriptions, although it is none in the data
			if property != "@index" && property != "@list" && !strings.HasPrefix(property, "data:application/mld-li,") {
				continue
			}
			if m.Engine.Name == compliance.GoName {
				held[listsOfGo][id+" "+property] = normal(property, values)
			}
			delete(properties, property)
		}
		if len(properties) == 0 {
			delete(held, id)
			continue
		}
		for property, values := range properties {
			held[id][property] = normal(property, values)
		}
	}
	places, err := m.Transact(c.ctx, object{
		"@select": []any{"?list", "?place", "?slot", "?item"},
		"@where":  object{"@id": "?list", "?place": object{"@id": "?slot", "@item": "?item"}},
	})
	if err != nil {
		c.t.Fatal(err)
	}
	held["places"] = make(map[string][]string)
	for _, place := range places {
		var row map[string]any
		if err := json.Unmarshal(place, &row); err != nil {
			c.t.Fatal(err)
		}
		delete(row, "@id")
		held["places"][normal("", row)[0]] = nil
	}
	return held
}

// normal has one or several JSON values as a sorted list of texts, and the items of a list as one.
func normal(property string, values any) []string {
	list, ok := values.([]any)
	if !ok || property == "@list" {
		list = []any{values}
	}
	var texts []string
	for _, value := range list {
		text, err := json.Marshal(value) // which sorts the keys
		if err != nil {
			text = []byte(err.Error())
		}
		texts = append(texts, string(text))
	}
	slices.Sort(texts)
	return texts
}

func (c *colony) allHeard(word string, all []data) bool {
	for _, held := range all {
		if len(held["words"][word]) != len(c.members) {
			return false
		}
	}
	return true
}

func (c *colony) allEqual(all []data) bool { return c.difference(all) == "" }

// difference tells how two clones differ; nothing if all agree.
func (c *colony) difference(all []data) string {
	for i, m := range c.members {
		for j, n := range c.members[:i] {
			a, b := alike(all[j], all[i], n, m)
			if !cmp.Equal(a, b) {
				return fmt.Sprintf("%s (%s, -) and %s (%s, +) differ in the end:\n%s",
					n.ID, n.Engine.Name, m.ID, m.Engine.Name, cmp.Diff(a, b))
			}
		}
	}
	return ""
}
