// Package relay is the server that clones meet at: it passes presence,
// operations and directed messages between the clones of each domain, over
// Socket.IO 4 (protocol section 5), and keeps nothing else. It does not know what the bytes mean.
//
// # Use
//
// A [Relay] is an [net/http.Handler] for the path /socket.io/. Clients begin
// with HTTP long-polling and upgrade to WebSocket, or use either alone.
// TLS, and the time-outs of headers, are those of the caller's [net/http.Server].
// All methods may be called from any goroutine.
//
// # Guarantees
//
//   - What one clone sends reaches each receiver in order, and complete up to
//     the moment when the receiver's transport is dropped.
//   - Acknowledgement means that the message is queued for its receiver, or
//     that no such receiver is connected: relays keep nothing.
//   - A relay never sends a Socket.IO DISCONNECT, after which a clone would
//     stay away for good; it drops the transport, and the clone comes back.
//     CONNECT_ERROR goes only to those who ask for a namespace that there is not, for coming back would not help them.
//   - Nobody waits for a slow client. Its queue is bounded; when it overflows,
//     its transport is dropped. Acknowledgements to those who send to it
//     are held back for a while, which slows well-behaved senders down before
//     it comes to that.
//   - Presence lists who said that they are present, in ascending order; each
//     change goes to all of the domain, and the present state to each newcomer.
//   - A second connection with the id of a first replaces it: most often the
//     first is dead and has not been noticed yet.
//
// # Hostile clients
//
// A request without the right token, or from a web page of an origin that is
// not listed, is refused by its headers alone. Until a client has joined,
// messages are small; after, they are bounded, as are attachments and the
// depth of JSON. Whoever breaks the protocol, or trickles a message, is dropped alone.
package relay
