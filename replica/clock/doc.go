// Package clock has the two logical clocks of the protocol as immutable values:
// Tree, the tree clock that every operation carries, and Global, the "global wall
// clock" (GWC), which remembers the latest operation seen of every process.
//
// A process owns one leaf of the tree. A new process is made by forking an
// existing one, so that no authority gives out identities; see Almeida, Baquero
// and Fonte, "Interval Tree Clocks" (2008), of which these are a relative that
// never gives an identity back.
//
// Values are safe to share and to use from any goroutine. Decoding refuses what
// is malformed or unreasonably large; nothing here panics on hostile input.
//
// The rules are those of the protocol page, section 1.
package clock
