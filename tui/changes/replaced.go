package changes

// replaced is the only value that came in the place of each of a property that went, or
// went for the one that came; -1 where there is none, or there are several.
func replaced(shifts []said) []int {
	other := make([]int, len(shifts))
	for i := range shifts {
		other[i] = -1
		n := 0
		for j := range shifts {
			a, b := shifts[i], shifts[j]
			if a.Triple.S != b.Triple.S || a.Triple.P != b.Triple.P || i == j {
				continue
			}
			if n++; n == 1 && (a.Come() && b.Gone() || a.Gone() && b.Come()) {
				other[i] = j
			} else {
				other[i] = -1
			}
		}
	}
	return other
}
