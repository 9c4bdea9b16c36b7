// Package jrql reads json-rql, the query language of m-ld's API, and evaluates
// it over a model.Graph.
//
// Parse makes a Request of a JSON pattern: a *Query (@describe, @select,
// @construct) or an *Update (@insert, @delete, @update, a bare subject, or a
// @graph of subjects). From there on there are only absolute terms; the
// jsonld.Context that a request was read with is kept in it, to show its results.
//
//	request, err := jrql.ParseJSON(ctx, text)
//	switch r := request.(type) {
//	case *jrql.Query:
//		for result, err := range r.Results(cancel, graph) {
//			if err != nil { … }
//			json := r.JSON(result) // what an app of the reference would see
//		}
//	case *jrql.Update:
//		patch, err := r.Patch(cancel, graph, newID)
//		// patch.Deletes, patch.Inserts
//	}
//
// Results are found as they are asked for; only @construct, which merges
// its solutions, waits for all of them. A cancelled context.Context ends both with
// its error. A graph must stay the same until the results are read.
//
// An update's patch is the effect that m-ld defines for it (protocol page,
// section 8): what both deletes and inserts a triple keeps the insert; where
// variables were matched, both are dropped. Fixed triples to delete are in the
// patch whether or not the graph has them, and so are fixed triples to insert.
//
// Supported are the patterns of the reference engine 0.10, with @graph, @union,
// @filter, @values and @bind in @where, inline filters ({"age":{"@gt":40}}) and
// inline bindings ({"likes":{"@value":"?n","@plus":1}}). What json-rql has and
// the reference would silently leave out (@limit, @orderBy, @optional…) is an
// error here. Shared datatypes are not supported yet.
//
// In a @list, an update says by index where an item is to go; its patch has the
// index as a property of the list (list.Index), and a constraint makes a position
// of it. Described subjects have their lists as arrays of items; the slots, which
// hold the items, are seen where a request names them, and in updates.
//
// Every error is a *model.Error with a status number of m-ld, and one line.
//
// Requests do not change once parsed and may be used by many goroutines; an
// iteration of results belongs to one.
package jrql
