// Package durability holds the tests of what a clone promises of its file: that
// whatever it has acknowledged is kept, and reaches the others, however the process
// ends and however full the disk is.
//
//	go test ./internal/durability -run Killed -timeout 30m -kills 1000
//
// kills a writing process a thousand times; a few minutes. Without -kills it is done
// a few times only.
package durability
