package keymap

// The actions of the terminal.
const (
	Quit      ID = "app.quit"
	Help      ID = "app.help"
	Palette   ID = "app.palette"
	Share     ID = "app.share"
	Unshare   ID = "app.unshare"
	Export    ID = "app.export"
	Import    ID = "app.import"
	Suspend   ID = "app.suspend"
	Domains   ID = "app.domains"
	Redraw    ID = "app.redraw"
	Mouse     ID = "app.mouse"
	Theme     ID = "app.theme"
	Presets   ID = "app.keys"
	NextPane  ID = "pane.next"
	PrevPane  ID = "pane.previous"
	GoList    ID = "pane.subjects"
	GoSubject ID = "pane.subject"
	GoChanges ID = "pane.changes"
	GoRefs    ID = "pane.referrers"
	Find      ID = "find.filter"
	OnlyType  ID = "find.type"
	Types     ID = "find.types"
	NextOrder ID = "find.order"
	ClearFind ID = "find.clear"

	Up       ID = "move.up"
	Down     ID = "move.down"
	PageUp   ID = "move.page-up"
	PageDown ID = "move.page-down"
	HalfUp   ID = "move.half-up"
	HalfDown ID = "move.half-down"
	First    ID = "move.first"
	Last     ID = "move.last"

	Open    ID = "subject.open"
	NewSubj ID = "subject.new"
	DelSubj ID = "subject.delete"
	CopyID  ID = "subject.copy-id"

	Follow    ID = "value.follow"
	Leave     ID = "subject.leave"
	Back      ID = "go.back"
	Forward   ID = "go.forward"
	EditValue ID = "value.edit"
	AddValue  ID = "value.add"
	AddProp   ID = "property.add"
	DelValue  ID = "value.delete"
	CopyValue ID = "value.copy"

	OpenRef   ID = "referrer.open"
	LeaveRefs ID = "referrer.leave"

	Jump   ID = "change.jump"
	Newest ID = "change.newest"

	Save      ID = "edit.save"
	Cancel    ID = "edit.cancel"
	NextType  ID = "edit.type"
	NextField ID = "edit.next-field"
	PrevField ID = "edit.previous-field"

	KeepFilter ID = "filter.keep"
	DropFilter ID = "filter.drop"
	OpenFound  ID = "filter.open"
	FoundUp    ID = "filter.up"
	FoundDown  ID = "filter.down"
	FoundPgUp  ID = "filter.page-up"
	FoundPgDn  ID = "filter.page-down"

	Accept      ID = "dialog.accept"
	Dismiss     ID = "dialog.dismiss"
	OtherChoice ID = "dialog.next"
	PrevChoice  ID = "dialog.previous"
	DialogCopy  ID = "dialog.copy"
	DialogType  ID = "dialog.type"
	DialogJSON  ID = "dialog.json"
	ScrollUp    ID = "dialog.up"
	ScrollDown  ID = "dialog.down"
	ScrollPgUp  ID = "dialog.page-up"
	ScrollPgDn  ID = "dialog.page-down"
)

var (
	panes    = []Scope{Subjects, Subject, Referrers, Changes, Record, People}
	global   = []Scope{Global}
	inList   = []Scope{Subjects}
	inValues = []Scope{Subject}
	inRefs   = []Scope{Referrers}
	inFeed   = []Scope{Changes}
	inEditor = []Scope{Editor}

	inFeedFilter = []Scope{FeedFilter}
	inFilter     = []Scope{Filter}
	inFound      = []Scope{Filter, FeedFilter}
	inDialog     = []Scope{Dialog}
	inRecord     = []Scope{Record}
	ofSubj       = []Scope{Subjects, Subject}
)

// defaults is the table of actions, in the order in which help shows them.
func defaults() []Action {
	return append([]Action{
		{ID: Palette, Group: Screen, Title: "show everything that can be done", Short: "actions", Keys: []string{":", "ctrl+k"}, Scopes: global},
		{ID: Find, Group: Finding, Title: "find subjects by their words", Short: "find", Keys: []string{"/"}, Scopes: global},
		{ID: Types, Group: Finding, Title: "show all types, and list one", Short: "types", Keys: []string{"T"}, Scopes: global},
		{ID: Back, Group: Finding, Title: "go back to the subject before", Keys: []string{"backspace", "[", "alt+left"}, Scopes: global},
		{ID: Forward, Group: Finding, Title: "go forward again", Keys: []string{"]", "alt+right"}, Scopes: global},
		{ID: NextPane, Group: Screen, Title: "go to the next pane", Short: "next pane", Keys: []string{"tab"}, Scopes: global},
		{ID: PrevPane, Group: Screen, Title: "go to the previous pane", Keys: []string{"shift+tab"}, Scopes: global},
		{ID: GoList, Group: Screen, Title: "go to the subjects", Keys: []string{"1"}, Scopes: global},
		{ID: GoSubject, Group: Screen, Title: "go to the chosen subject", Keys: []string{"2"}, Scopes: global},
		{ID: GoChanges, Group: Screen, Title: "go to the changes", Keys: []string{"3"}, Scopes: global},
		{ID: GoRefs, Group: Screen, Title: "go to what refers to the subject", Keys: []string{"4"}, Scopes: global},
		{ID: NewSubj, Group: OfData, Title: "add a new subject", Short: "new subject", Keys: []string{"n"}, Scopes: global, Writes: true},
		{ID: Share, Group: Together, Title: "let a teammate join", Short: "share", Keys: []string{"S"}, Scopes: global},
		{ID: Unshare, Group: Together, Title: "stop sharing", Scopes: global},
		{ID: Export, Group: Together, Title: "save all data to a file", Keys: []string{"E"}, Scopes: global},
		{ID: Import, Group: Together, Title: "import the data of a file", Keys: []string{"B"}, Scopes: global, Writes: true},
		{ID: Help, Group: Screen, Title: "show all keys", Short: "help", Keys: []string{"?", "f1"}, Scopes: global},
		{ID: Redraw, Group: Screen, Title: "draw the screen anew", Keys: []string{"ctrl+l"}, Scopes: global},
		{ID: Theme, Group: Screen, Title: "choose a theme", Scopes: global},
		{ID: Presets, Group: Screen, Title: "choose keys: default, vim or emacs", Scopes: global},
		{ID: Mouse, Group: Screen, Title: "use the mouse to select text, or here again", Scopes: global},
		{ID: Domains, Group: Finding, Title: "go to another domain, or back", Short: "domains", Keys: []string{"O"}, Scopes: global},
		{ID: Suspend, Group: Screen, Title: "go back to the shell for a while", Keys: []string{"ctrl+z"}, Scopes: global},
		{ID: Quit, Group: Screen, Title: "leave", Short: "quit", Keys: []string{"q", "ctrl+c"}, Scopes: global},

		{ID: Up, Group: Moving, Title: "move up", Keys: []string{"up", "k"}, Scopes: panes},
		{ID: Down, Group: Moving, Title: "move down", Keys: []string{"down", "j"}, Scopes: panes},
		{ID: PageUp, Group: Moving, Title: "a page up", Keys: []string{"pgup", "ctrl+b"}, Scopes: panes},
		{ID: PageDown, Group: Moving, Title: "a page down", Keys: []string{"pgdown", "ctrl+f"}, Scopes: panes},
		{ID: HalfUp, Group: Moving, Title: "half a page up", Keys: []string{"ctrl+u"}, Scopes: panes},
		{ID: HalfDown, Group: Moving, Title: "half a page down", Keys: []string{"ctrl+d"}, Scopes: panes},
		{ID: First, Group: Moving, Title: "to the first", Keys: []string{"home", "g"}, Scopes: panes},
		{ID: Last, Group: Moving, Title: "to the last", Keys: []string{"end", "G"}, Scopes: panes},

		{ID: Open, Group: Finding, Title: "look into the subject", Short: "open", Keys: []string{"enter", "right", "l"}, Scopes: inList},
		{ID: OnlyType, Group: Finding, Title: "show only this type, or all again", Short: "this type", Keys: []string{"t"}, Scopes: inList},
		{ID: NextOrder, Group: Finding, Title: "list by name, by last change, or by id", Short: "order", Keys: []string{"o"}, Scopes: inList},
		{ID: ClearFind, Group: Finding, Title: "show all subjects again", Keys: []string{"esc"}, Scopes: inList},

		{ID: Follow, Group: Finding, Title: "follow a reference, or edit a value", Short: "follow", Keys: []string{"enter", "right", "l"}, Scopes: inValues},
		{ID: Leave, Group: Finding, Title: "go back to where you came from", Short: "back", Keys: []string{"esc", "left", "h"}, Scopes: inValues},
		{ID: EditValue, Group: OfValues, Title: "change the value", Short: "edit", Keys: []string{"e"}, Scopes: inValues, Writes: true},
		{ID: AddValue, Group: OfValues, Title: "add another value of this property", Short: "add value", Keys: []string{"a"}, Scopes: inValues, Writes: true},
		{ID: AddProp, Group: OfValues, Title: "add a property", Short: "add property", Keys: []string{"p"}, Scopes: inValues, Writes: true},
		{ID: DelValue, Group: OfValues, Title: "remove the value", Short: "remove", Keys: []string{"d", "delete"}, Scopes: inValues, Writes: true, Dangerous: true},
		{ID: CopyValue, Group: OfValues, Title: "copy the value", Keys: []string{"y"}, Scopes: inValues},
		{ID: CopyID, Group: OfData, Title: "copy the subject's full id", Keys: []string{"Y"}, Scopes: ofSubj},
		{ID: DelSubj, Group: OfData, Title: "delete the subject", Short: "delete", Keys: []string{"D"}, Scopes: ofSubj, Writes: true, Dangerous: true},

		{ID: OpenRef, Group: Finding, Title: "go to what refers here", Short: "go there", Keys: []string{"enter", "right", "l"}, Scopes: inRefs},
		{ID: LeaveRefs, Group: Finding, Title: "go back to the subject", Short: "back", Keys: []string{"esc", "left", "h"}, Scopes: inRefs},

		{ID: Jump, Group: History, Title: "go to the changed subject", Short: "go there", Keys: []string{"enter", "right", "l"}, Scopes: inFeed},
		{ID: Newest, Group: History, Title: "back to the newest change, or to all of them", Short: "newest", Keys: []string{"esc"}, Scopes: inFeed},

		{ID: Save, Group: Typing, Title: "save", Short: "save", Keys: []string{"enter", "ctrl+s"}, Scopes: inEditor},
		{ID: Cancel, Group: Typing, Title: "leave things as they are", Short: "cancel", Keys: []string{"esc", "ctrl+c"}, Scopes: inEditor},
		{ID: NextType, Group: Typing, Title: "change the type of the value", Short: "type", Keys: []string{"ctrl+t"}, Scopes: inEditor},
		{ID: NextField, Group: Typing, Title: "next field", Short: "next field", Keys: []string{"tab"}, Scopes: inEditor},
		{ID: PrevField, Group: Typing, Title: "previous field", Keys: []string{"shift+tab"}, Scopes: inEditor},

		{ID: OpenFound, Group: Typing, Title: "look into what is found", Short: "open", Keys: []string{"enter"}, Scopes: inFilter},
		{ID: FoundUp, Group: Typing, Title: "the one before", Keys: []string{"up", "ctrl+p"}, Scopes: inFound},
		{ID: FoundDown, Group: Typing, Title: "the next one", Keys: []string{"down", "ctrl+n"}, Scopes: inFound},
		{ID: FoundPgUp, Group: Typing, Title: "a page up", Keys: []string{"pgup"}, Scopes: inFound},
		{ID: FoundPgDn, Group: Typing, Title: "a page down", Keys: []string{"pgdown"}, Scopes: inFound},
		{ID: KeepFilter, Group: Typing, Title: "go to the list of what is found", Short: "to the list", Keys: []string{"tab"}, Scopes: inFilter},
		{ID: DropFilter, Group: Typing, Title: "go back to all subjects", Short: "show all", Keys: []string{"esc", "ctrl+c"}, Scopes: inFilter},

		{ID: Accept, Group: Typing, Title: "do it, or save", Keys: []string{"enter", "ctrl+s"}, Scopes: inDialog},
		{ID: Dismiss, Group: Typing, Title: "close the dialog", Keys: []string{"esc", "ctrl+c"}, Scopes: inDialog},
		{ID: OtherChoice, Group: Typing, Title: "next choice or field", Keys: []string{"tab", "right"}, Scopes: inDialog},
		{ID: PrevChoice, Group: Typing, Title: "previous choice or field", Keys: []string{"shift+tab", "left"}, Scopes: inDialog},
		{ID: DialogType, Group: Typing, Title: "change the type of the value", Keys: []string{"ctrl+t"}, Scopes: inDialog},
		{ID: DialogJSON, Group: Typing, Title: "show what will be saved, as JSON", Keys: []string{"ctrl+o"}, Scopes: inDialog},
		{ID: DialogCopy, Group: Typing, Title: "copy what is shown", Keys: []string{"ctrl+y"}, Scopes: inDialog},
		{ID: ScrollUp, Group: Typing, Title: "up", Keys: []string{"up", "ctrl+p"}, Scopes: inDialog},
		{ID: ScrollDown, Group: Typing, Title: "down", Keys: []string{"down", "ctrl+n"}, Scopes: inDialog},
		{ID: ScrollPgUp, Group: Typing, Title: "a page up", Keys: []string{"pgup"}, Scopes: inDialog},
		{ID: ScrollPgDn, Group: Typing, Title: "a page down", Keys: []string{"pgdown"}, Scopes: inDialog},
	}, append(append(append(editing(), recorded()...), together()...), conflicts()...)...)
}
