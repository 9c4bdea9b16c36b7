// Package socketio speaks Socket.IO protocol 5 over Engine.IO protocol 4, as
// far as clones need it (protocol section 5): the codec of both layers, and
// [Client], a reconnecting WebSocket transport.
//
// # Codec
//
// Engine.IO moves packets: a type digit and text, or bare bytes. On a WebSocket a packet is a frame,
// and binary needs no type; in an HTTP long-polling body packets are separated
// by the byte 0x1e and binary is Base64 behind the letter b.
// Socket.IO puts its own packets into Engine.IO messages: a header
// text, whose JSON has a placeholder for each binary attachment, followed by
// the attachments, one message each.
//
// Everything decoded here is hostile until it is decoded: the number and the
// total size of attachments and the depth of JSON are bounded, and nothing
// panics. The functions of the codec are pure. A [Decoder] belongs to one
// connection and is not for concurrent use.
package socketio
