// Package transport holds the values that cross between a clone and the
// network, and the interface that every transport has.
//
// A transport carries bytes between the clones of one domain. It knows
// addresses, never meaning: payloads are opaque to it. Six things cross it
// (protocol section 5): presence; operations, which go to every other clone of
// the domain and are not echoed; sends, which are requests to one clone;
// replies to those; notifies, which make up a stream to one clone; and the
// state of the connection.
//
// # Ordering
//
//   - Events of one transport arrive in the order in which they happened.
//   - [Connected] comes before everything else of its connection, and
//     [Disconnected] after everything else of it. Between a [Disconnected] and
//     the next [Connected] nothing but further Disconnected events come: one for
//     each failed attempt.
//   - What one clone sends over one connection reaches each receiver in the
//     order of sending. There is no order between what different clones send.
//
// # Loss
//
// A transport never loses a message from the middle of a connection. When it
// cannot keep up it drops the whole connection; what was queued for it is
// discarded, and the clone learns of it by [Disconnected]. A clone recovers by
// the protocol (rev-up), never by hoping that a queue survived.
package transport
