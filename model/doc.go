// Package model holds the data of a domain as pure values: IRIs, terms and
// triples with their canonical forms, the names of a domain, and the subjects
// that people see.
//
// Everything here is a value. The package does no I/O, starts no goroutine and
// reads no clock; its values are safe to share once built. JSON-LD contexts are
// in model/jsonld, queries and updates in model/jrql.
package model
