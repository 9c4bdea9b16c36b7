package keymap

// Actions of what happened.
const (
	SubjHistory ID = "history.subject"
	PropHistory ID = "history.property"
	Why         ID = "value.why"

	AllHistory ID = "history.all"

	Connection ID = "app.connection"

	AsOf       ID = "past.as-of"
	AsOfChange ID = "past.as-of-change"
	AsOfRecord ID = "past.as-of-record"
	AsOfValue  ID = "past.as-of-value"
	Earlier    ID = "past.earlier"
	Later      ID = "past.later"
	Now        ID = "past.now"

	FilterFeed ID = "change.filter"
	Expand     ID = "change.expand"
	WhyChange  ID = "change.why"
	PutBack    ID = "change.put-back"
	KeepFeed   ID = "changes.keep-filter"
	DropFeed   ID = "changes.drop-filter"

	RecordJump  ID = "history.jump"
	OnlyBy      ID = "history.by"
	Revert      ID = "history.revert"
	Widen       ID = "history.widen"
	DetailDown  ID = "history.detail-down"
	DetailUp    ID = "history.detail-up"
	CloseRecord ID = "history.close"
)

// recorded is the part of the table that is about what happened.
func recorded() []Action {
	return []Action{
		{ID: SubjHistory, Group: History, Title: "show the subject's history", Short: "history", Keys: []string{"H"}, Scopes: ofSubj},
		{ID: PropHistory, Group: History, Title: "show the history of the property", Keys: []string{"P"}, Scopes: inValues},
		{ID: Why, Group: History, Title: "show why the value is there: who wrote it, and when", Short: "why", Keys: []string{"w"}, Scopes: inValues},

		{ID: AllHistory, Group: History, Title: "show all changes that are kept", Short: "all changes", Keys: []string{"H"}, Scopes: inFeed},
		{ID: Connection, Group: Together, Title: "show how the connection is doing", Keys: []string{"I"}, Scopes: global},
		{ID: AsOf, Group: History, Title: "see all the data as it was at a time", Scopes: global},
		{ID: Earlier, Group: History, Title: "see the data one change earlier", Short: "earlier", Keys: []string{"<"}, Scopes: global},
		{ID: Later, Group: History, Title: "see the data one change later", Short: "later", Keys: []string{">"}, Scopes: global},
		{ID: Now, Group: History, Title: "go back to the present data, as esc does", Scopes: global},
		{ID: AsOfChange, Group: History, Title: "see the data as of this change", Short: "as of then", Keys: []string{"t"}, Scopes: inFeed},
		{ID: AsOfValue, Group: History, Title: "see the data as of when the value was written", Short: "as of then", Keys: []string{"t"}, Scopes: inValues},
		{ID: AsOfRecord, Group: Typing, Title: "see the data as of this change", Short: "as of then", Keys: []string{"t"}, Scopes: inRecord},

		{ID: FilterFeed, Group: History, Title: "filter the changes: by person, subject, property, time", Short: "filter", Keys: []string{"f"}, Scopes: inFeed},
		{ID: Expand, Group: History, Title: "show each change and its exact values, or gather them again", Short: "open", Keys: []string{"space"}, Scopes: inFeed},
		{ID: WhyChange, Group: History, Title: "show why a value of the change is there, or went", Short: "why", Keys: []string{"w"}, Scopes: inFeed},
		{ID: PutBack, Group: History, Title: "put this change back, whoever made it", Short: "put back", Keys: []string{"r"}, Scopes: inFeed, Writes: true, Dangerous: true},
		{ID: KeepFeed, Group: Typing, Title: "keep the filter", Short: "keep", Keys: []string{"enter", "tab"}, Scopes: inFeedFilter},
		{ID: DropFeed, Group: Typing, Title: "show all changes again", Short: "show all", Keys: []string{"esc", "ctrl+c"}, Scopes: inFeedFilter},

		{ID: RecordJump, Group: Typing, Title: "go to the changed subject", Short: "go there", Keys: []string{"enter"}, Scopes: inRecord},
		{ID: OnlyBy, Group: Typing, Title: "only what this person did, or everybody again", Keys: []string{"b"}, Scopes: inRecord},
		{ID: Revert, Group: Typing, Title: "put the change back, whoever made it", Short: "put back", Keys: []string{"r"}, Scopes: inRecord, Writes: true, Dangerous: true},
		{ID: Widen, Group: Typing, Title: "of the whole subject, or of the property only", Keys: []string{"tab"}, Scopes: inRecord},
		{ID: DetailDown, Group: Typing, Title: "read on in what changed", Short: "read on", Keys: []string{"right", "l", "space"}, Scopes: inRecord},
		{ID: DetailUp, Group: Typing, Title: "read back in what changed", Keys: []string{"left", "h"}, Scopes: inRecord},
		{ID: CloseRecord, Group: Typing, Title: "close it", Short: "close", Keys: []string{"esc", "q", "ctrl+c"}, Scopes: inRecord},
	}
}
