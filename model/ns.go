package model

// The namespaces that a domain's data and the protocol use.
const (
	NSRDF     = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	NSXSD     = "http://www.w3.org/2001/XMLSchema#"
	NSMeld    = "http://m-ld.org/"
	NSJSONRQL = "http://json-rql.org/#"
)

// Datatypes.
const (
	XSDString   IRI = NSXSD + "string"
	XSDBoolean  IRI = NSXSD + "boolean"
	XSDInteger  IRI = NSXSD + "integer"
	XSDDouble   IRI = NSXSD + "double"
	XSDDateTime IRI = NSXSD + "dateTime"
	XSDDate     IRI = NSXSD + "date"
	XSDBase64   IRI = NSXSD + "base64Binary"
	RDFJSON     IRI = NSRDF + "JSON"
)

// Properties and classes with a meaning of their own.
const (
	RDFType      IRI = NSRDF + "type"
	RDFSubject   IRI = NSRDF + "subject"
	RDFPredicate IRI = NSRDF + "predicate"
	RDFObject    IRI = NSRDF + "object"
	MeldTID      IRI = NSMeld + "#tid"
	MeldOp       IRI = NSMeld + "#op"
	MeldList     IRI = NSMeld + "RdfLseq"
	Extensions   IRI = NSMeld + "extensions"
	JSONRQLItem  IRI = NSJSONRQL + "item"
	JSONRQLIndex IRI = NSJSONRQL + "index"
)
