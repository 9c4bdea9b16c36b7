package keymap

// Actions about what several people wrote without knowing of each other.
const (
	Conflicts ID = "conflicts.show"
	KeepAll   ID = "conflict.keep-all"
)

// conflicts is the part of the table that is about conflicts.
func conflicts() []Action {
	return []Action{
		{ID: Conflicts, Group: Together, Title: "show the conflicts to settle", Short: "conflicts", Keys: []string{"!"}, Scopes: global},
		{ID: KeepAll, Group: OfValues, Title: "keep all values in conflict", Short: "keep both", Keys: []string{"b"}, Scopes: inValues, Writes: true},
	}
}
