package jrql

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
)

// Node is a subject that a @construct has made. Unlike a model.Subject it can
// hold other nodes as values, and need not have an identity.
type Node struct {
	// ID is the identity, empty for a node that has none.
	ID model.IRI
	// Blank identifies a node without an identity, among the results.
	Blank      string
	properties []nodeProperty
	items      map[int]NodeValue // of a list
}

// NodeValue is a value of a Node: a term, or another node.
type NodeValue struct {
	Term model.Term
	Node *Node
}

type nodeProperty struct {
	name   model.IRI
	values []NodeValue
}

// add adds a value that is not there yet. A node takes the place of a reference
// to it.
func (n *Node) add(property model.IRI, value NodeValue) {
	at := slices.IndexFunc(n.properties, func(p nodeProperty) bool { return p.name == property })
	if at < 0 {
		n.properties = append(n.properties, nodeProperty{name: property, values: []NodeValue{value}})
		return
	}
	p := &n.properties[at]
	for i, v := range p.values {
		switch {
		case value.Node == v.Node && value.Term.Same(v.Term):
			return
		case value.Node != nil && v.Node == nil && value.Node.ID != "" && v.Term.IRI() == value.Node.ID:
			p.values = append(slices.Delete(p.values, i, i+1), value)
			return
		case value.Node == nil && v.Node != nil && v.Node.ID != "" && value.Term.IRI() == v.Node.ID:
			return
		}
	}
	p.values = append(p.values, value)
}

// sort puts terms in the order of the reference's store, before nodes.
func (n *Node) sort(d model.Domain, done map[*Node]bool) {
	if done[n] {
		return
	}
	done[n] = true
	for _, v := range n.items {
		if v.Node != nil {
			v.Node.sort(d, done)
		}
	}
	for _, p := range n.properties {
		slices.SortStableFunc(p.values, func(a, b NodeValue) int {
			switch {
			case a.Node == nil && b.Node == nil:
				return d.CompareStored(a.Term, b.Term)
			case a.Node == nil:
				return -1
			case b.Node == nil:
				return +1
			}
			return 0
		})
		for _, v := range p.values {
			if v.Node != nil {
				v.Node.sort(d, done)
			}
		}
	}
}

func (n *Node) json(ctx *jsonld.Context) map[string]any {
	object := make(map[string]any, len(n.properties)+1)
	if n.ID != "" {
		object["@id"] = ctx.CompactID(n.ID)
	} else {
		object["@id"] = n.Blank
	}
	if n.items != nil {
		object["@list"] = n.listJSON(ctx)
	}
	for _, p := range n.properties {
		for _, v := range p.values {
			term := v.Term
			if v.Node != nil {
				term = model.Ref(v.Node.ID)
			}
			property := ctx.CompactProperty(p.name, term)
			if v.Node != nil {
				jsonld.AddValue(object, property, v.Node.json(ctx))
			} else {
				jsonld.AddValue(object, property, ctx.Value(property, v.Term))
			}
		}
	}
	return object
}
