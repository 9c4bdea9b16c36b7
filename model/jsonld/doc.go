// Package jsonld translates between the JSON that people and apps use and the
// absolute terms of a domain. A Context is applied at the edges of the program
// only: the terminal, the command line, import, export and headless.
//
// A Context starts from the domain (base "http://d/", vocabulary "http://d/#")
// and takes what a user's JSON-LD context adds. It compacts as the API of the
// reference engine does, with one difference: where the reference's short form
// would not be read back as the same IRI ("a:b" for <http://d/a:b>), the IRI is
// shown in full.
//
// What a domain cannot hold is not read: a language tag is dropped (the
// reference drops it at every reading of the wire), and lists and remote
// contexts are refused with a clear error. Protocol page, section 3.
//
// ReadDocument, WriteDocument, ReadNQuads and WriteNQuads read and write whole
// files as streams of triples: JSON-LD of any shape, and N-Quads line by line.
//
// A Context does not change once made and may be used by many goroutines.
package jsonld
