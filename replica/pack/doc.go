// Package pack is the MessagePack dialect of the protocol (protocol page,
// section 2), and its gzip: values as JavaScript has them, in the smallest form.
//
// Decoding is for bytes from anybody: it never panics, and its use of memory is
// bounded by the limits below whatever the bytes claim. The functions may be
// called from any goroutine.
package pack
