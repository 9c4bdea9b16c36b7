// Package values stands between the terms of the model and what a person reads
// and types: how a term looks, what its type is called, and which term a typed
// text means. All of it is pure.
package values
