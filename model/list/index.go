package list

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// indexPrefix begins the property by which an update names a place in a list by
// its index. It is in no data: see package replica/constraint.
const indexPrefix = "data:application/mld-li,"

// Index is a place in a list as people name it: before what is there now, and, of
// several that come to one place, in which order.
type Index struct {
	At int
	// Sub is the place among those that come together, or NoSub.
	Sub int
}

// NoSub is the Sub of an Index that has none.
const NoSub = -1

// MaxIndex is the largest index that is told from others. Beyond the end of a list
// all indexes mean the end.
const MaxIndex = 1<<31 - 1

// Property stands for the place in an update.
func (i Index) Property() model.IRI {
	if i.Sub == NoSub {
		return model.IRI(indexPrefix + strconv.Itoa(i.At))
	}
	return model.IRI(fmt.Sprintf("%s%d,%d", indexPrefix, i.At, i.Sub))
}

// Key is an index as a key of a list.
func Key(at int) string { return strconv.Itoa(at) }

// Compare orders indexes; without a Sub comes first.
func (i Index) Compare(j Index) int {
	if i.At != j.At {
		return i.At - j.At
	}
	return i.Sub - j.Sub
}

// OfIndex is the place that a property of an update stands for; ok is false for
// other properties, and err is not nil for an index that is none.
func OfIndex(property model.IRI) (index Index, ok bool, err error) {
	if !strings.HasPrefix(string(property), indexPrefix) {
		return Index{}, false, nil
	}
	index, err = ParseIndex(string(property))
	return index, true, err
}

// ParseIndex reads a key of a list: "1", "1,0", or the same behind
// "data:application/mld-li,".
func ParseIndex(key string) (Index, error) {
	at, sub, hasSub := strings.Cut(strings.TrimPrefix(key, indexPrefix), ",")
	index := Index{Sub: NoSub}
	var ok, subOK bool
	index.At, ok = natural(at)
	if hasSub {
		index.Sub, subOK = natural(sub)
	}
	if !ok || hasSub != subOK {
		return Index{}, fmt.Errorf("%q is no index of a list: use 0, 1, 2 …", key)
	}
	return index, nil
}

// natural reads a whole number; what is too large is MaxIndex.
func natural(s string) (int, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > MaxIndex {
		n = MaxIndex
	}
	return int(n), true
}
