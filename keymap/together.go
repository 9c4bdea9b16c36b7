package keymap

// Actions of being together.
const (
	ShowPeople ID = "people.show"
	Accompany  ID = "people.follow"
	MyName     ID = "people.name"
	CopyJoin   ID = "people.copy-join"

	GoToPerson  ID = "people.go"
	GoWith      ID = "people.go-with"
	NameMe      ID = "people.name-me"
	ClosePeople ID = "people.close"
)

var inPeople = []Scope{People}

// together is the part of the table that is about other people.
func together() []Action {
	return []Action{
		{ID: ShowPeople, Group: Together, Title: "show who is here, and where", Short: "people", Keys: []string{"@"}, Scopes: global},
		{ID: Accompany, Group: Together, Title: "follow a teammate on their way, or stop", Keys: []string{"F"}, Scopes: global},
		{ID: MyName, Group: Together, Title: "change what you call yourself", Scopes: global},
		{ID: CopyJoin, Group: Together, Title: "copy the command with which a teammate joins", Keys: []string{"y"}, Scopes: inList},

		{ID: GoToPerson, Group: Typing, Title: "go where they are", Short: "go there", Keys: []string{"enter"}, Scopes: inPeople},
		{ID: GoWith, Group: Typing, Title: "follow them on their way, or stop", Short: "follow", Keys: []string{"f", "F"}, Scopes: inPeople},
		{ID: NameMe, Group: Typing, Title: "change what you call yourself", Short: "your name", Keys: []string{"n"}, Scopes: inPeople},
		{ID: ClosePeople, Group: Typing, Title: "close it", Short: "close", Keys: []string{"esc", "q", "@", "ctrl+c"}, Scopes: inPeople},
	}
}
