package presence

import (
	"encoding/hex"
	"hash/fnv"
	"strings"
)

// MarkOf is a short mark of a value, by which it is known from the others of its property: of a
// term by its Key, of the item of a list by the IRI of its slot. Two of a property have the same
// by a rare accident only, and nothing but where somebody is seen depends on it.
func MarkOf(value string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(value)) // A hash takes all.
	return hex.EncodeToString(h.Sum(nil))
}

// isMark reports whether s may be of MarkOf.
func isMark(s string) bool { return len(s) == 16 && strings.Trim(s, "0123456789abcdef") == "" }
