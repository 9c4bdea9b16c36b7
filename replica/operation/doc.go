// Package operation has the operation: what one transaction, or several fused
// into one, did to the triples of a domain; how it is written on the wire; and
// the algebra of fusing and cutting.
//
// Operations are values: nothing changes one once it is made, and all functions
// may be called from any goroutine. What is decoded here comes from anybody; it
// never panics, and what it costs is in proportion to the bytes received.
//
// The rules are those of the protocol page: section 3 for the JSON form, 4 for
// the operation and its message, 9 for fusing and cutting.
package operation
