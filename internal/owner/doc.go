// Package owner lets other processes use a clone whose file one process, the
// owner, has open: the owner listens on a Unix socket beside the file, and the
// others attach to it.
//
// Both sides speak JSON lines, an extension of the protocol of `mld-tui
// headless`. A client begins with
//
//	{"@type":"attach","id":R,"@context":…,"principal":…}
//
// and is answered `{"@type":"started","requestId":R,"body":{"cloneId","domain"}}`,
// and then a "status" on R whenever that has changed. After that it may ask, each
// time with an id of its own:
//
//	transact {request}            as in headless: next…, complete or error
//	patch    {patch}              a transaction of triples: complete or error
//	add      {patch}              its inserts that are not there: complete with their number
//	subjects {query}              a page of subjects: complete with it
//	find     {find}               subjects by words: next… with rows, complete
//	types                         types with counts: complete with them
//	referrers {referrers}         a page of what refers to a subject
//	uses     {property, limit}    some triples with a property: complete with them
//	describe {subject}            all triples of a subject: complete with them
//	history  {history}            a page of what happened: complete with it
//	why      {value}              which transactions hold a triple: complete with them
//	undo, redo, revert {number}   puts a change back: complete with what that came to
//	asof     {at}                 whether the data is known as of a tick or a time:
//	                              complete with the last change until then
//	announce {presence, idle}     tells the others who is at the client and where they
//	                              are, until it leaves: complete
//	refusals                      what the clone refused of others: complete with it
//	digest                        stands for all data: complete with it
//	check                         looks at the whole file: complete with its faults
//	export                        all triples of one state: next…, complete
//	follow   {after, exact}       updated…, after a tick, until cancelled
//	share                         lets others join: complete with the URL
//	unshare                       ends that: complete
//	join     {relay}              goes to another relay: complete
//	cancel                        ends the request of that id
//
// With "at", a tick or a time, transact (of what reads), subjects, describe and list
// read the data as it was then.
//
// What is not for scripts is exact: absolute triples, as package model has them.
// Transactions of one connection are made in the order of their lines; the rest
// may be answered in any order. An owner that leaves answers first what it has
// read, then says `{"@type":"closed"}`: what has no answer by then was not done.
//
// Everything is bounded for each connection: the length of a line, requests at a
// time, and the time that a client may leave its answers unread; who goes beyond
// is cut off alone.
package owner
