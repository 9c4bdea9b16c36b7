// Package list has the positions of m-ld's lists as pure values, and what follows
// from them: the order of a list's slots, and the indexes by which people speak of
// them. Protocol page, section 11.
//
// A list is a subject that has, for each place in it, a property with a position in
// its name; the value is a slot, a subject that has the item. Positions are strings
// that every clone can make by itself between any two others:
//
//	site := list.NewSite(cloneID)
//	positions, err := list.Between(list.Position{}, list.Position{}, site, 3)
//	// 3…, 5…, 7…
//	property := positions[0].Property()
//
// Only the order of positions as strings means anything (see Compare).
package list
