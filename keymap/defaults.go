package keymap

// The actions of the terminal.
const (
	Quit      ID = "app.quit"
	Help      ID = "app.help"
	Share     ID = "app.share"
	Suspend   ID = "app.suspend"
	Redraw    ID = "app.redraw"
	NextPane  ID = "pane.next"
	PrevPane  ID = "pane.previous"
	GoList    ID = "pane.subjects"
	GoSubject ID = "pane.subject"
	GoChanges ID = "pane.changes"
	Find      ID = "find.filter"
	OnlyType  ID = "find.type"
	ClearFind ID = "find.clear"

	Up       ID = "move.up"
	Down     ID = "move.down"
	PageUp   ID = "move.page-up"
	PageDown ID = "move.page-down"
	First    ID = "move.first"
	Last     ID = "move.last"

	Open    ID = "subject.open"
	NewSubj ID = "subject.new"
	DelSubj ID = "subject.delete"
	CopyID  ID = "subject.copy-id"

	Follow    ID = "value.follow"
	Back      ID = "subject.back"
	EditValue ID = "value.edit"
	AddValue  ID = "value.add"
	AddProp   ID = "property.add"
	DelValue  ID = "value.delete"
	CopyValue ID = "value.copy"

	Jump   ID = "change.jump"
	Newest ID = "change.newest"

	Save      ID = "edit.save"
	Cancel    ID = "edit.cancel"
	NextType  ID = "edit.type"
	NextField ID = "edit.next-field"
	PrevField ID = "edit.previous-field"

	KeepFilter ID = "filter.keep"
	DropFilter ID = "filter.drop"

	Accept      ID = "dialog.accept"
	Dismiss     ID = "dialog.dismiss"
	OtherChoice ID = "dialog.next"
	PrevChoice  ID = "dialog.previous"
	DialogCopy  ID = "dialog.copy"
	DialogType  ID = "dialog.type"
	ScrollUp    ID = "dialog.up"
	ScrollDown  ID = "dialog.down"
)

// defaults is the table of actions, in the order in which help shows them.
func defaults() []Action {
	panes := []Scope{Subjects, Subject, Changes}
	global := []Scope{Global}
	return []Action{
		{ID: NextPane, Title: "go to the next pane", Short: "next pane", Keys: []string{"tab"}, Scopes: global},
		{ID: PrevPane, Title: "go to the previous pane", Keys: []string{"shift+tab"}, Scopes: global},
		{ID: GoList, Title: "go to the subjects", Keys: []string{"1"}, Scopes: global},
		{ID: GoSubject, Title: "go to the chosen subject", Keys: []string{"2"}, Scopes: global},
		{ID: GoChanges, Title: "go to the changes", Keys: []string{"3"}, Scopes: global},
		{ID: Find, Title: "filter the subjects as you type", Short: "find", Keys: []string{"/"}, Scopes: global},
		{ID: NewSubj, Title: "add a subject", Short: "new subject", Keys: []string{"n"}, Scopes: global, Writes: true},
		{ID: Share, Title: "let a teammate join", Short: "share", Keys: []string{"S"}, Scopes: global},
		{ID: Help, Title: "show this help", Short: "help", Keys: []string{"?", "f1"}, Scopes: global},
		{ID: Redraw, Title: "draw the screen anew", Keys: []string{"ctrl+l"}, Scopes: global},
		{ID: Suspend, Title: "go back to the shell for a while", Keys: []string{"ctrl+z"}, Scopes: global},
		{ID: Quit, Title: "leave", Short: "quit", Keys: []string{"q", "ctrl+c"}, Scopes: global},

		{ID: Up, Title: "move up", Keys: []string{"up", "k"}, Scopes: panes},
		{ID: Down, Title: "move down", Keys: []string{"down", "j"}, Scopes: panes},
		{ID: PageUp, Title: "a page up", Keys: []string{"pgup", "ctrl+b"}, Scopes: panes},
		{ID: PageDown, Title: "a page down", Keys: []string{"pgdown", "ctrl+f"}, Scopes: panes},
		{ID: First, Title: "to the first", Keys: []string{"home", "g"}, Scopes: panes},
		{ID: Last, Title: "to the last", Keys: []string{"end", "G"}, Scopes: panes},

		{ID: Open, Title: "look into the subject", Short: "open", Keys: []string{"enter", "right", "l"}, Scopes: []Scope{Subjects}},
		{ID: OnlyType, Title: "show only this type, or all again", Short: "this type", Keys: []string{"t"}, Scopes: []Scope{Subjects}},
		{ID: ClearFind, Title: "show all subjects again", Keys: []string{"esc"}, Scopes: []Scope{Subjects}},

		{ID: Follow, Title: "follow a reference, or edit a value", Short: "follow/edit", Keys: []string{"enter", "right", "l"}, Scopes: []Scope{Subject}},
		{ID: Back, Title: "go back", Short: "back", Keys: []string{"backspace", "esc", "left", "h"}, Scopes: []Scope{Subject}},
		{ID: EditValue, Title: "change the value", Short: "edit", Keys: []string{"e"}, Scopes: []Scope{Subject}, Writes: true},
		{ID: AddValue, Title: "add another value of this property", Short: "add value", Keys: []string{"a"}, Scopes: []Scope{Subject}, Writes: true},
		{ID: AddProp, Title: "add a property", Short: "add property", Keys: []string{"p"}, Scopes: []Scope{Subject}, Writes: true},
		{ID: DelValue, Title: "remove the value", Short: "remove", Keys: []string{"d", "delete"}, Scopes: []Scope{Subject}, Writes: true, Dangerous: true},
		{ID: CopyValue, Title: "copy the value", Keys: []string{"y"}, Scopes: []Scope{Subject}},
		{ID: CopyID, Title: "copy the subject's full id", Keys: []string{"Y"}, Scopes: []Scope{Subjects, Subject}},
		{ID: DelSubj, Title: "delete the subject", Short: "delete", Keys: []string{"D"}, Scopes: []Scope{Subjects, Subject}, Writes: true, Dangerous: true},

		{ID: Jump, Title: "go to the changed subject", Short: "go there", Keys: []string{"enter", "right", "l"}, Scopes: []Scope{Changes}},
		{ID: Newest, Title: "back to the newest", Short: "newest", Keys: []string{"esc"}, Scopes: []Scope{Changes}},

		{ID: Save, Title: "save", Short: "save", Keys: []string{"enter", "ctrl+s"}, Scopes: []Scope{Editor}},
		{ID: Cancel, Title: "leave things as they are", Short: "cancel", Keys: []string{"esc", "ctrl+c"}, Scopes: []Scope{Editor}},
		{ID: NextType, Title: "change the type of the value", Short: "type", Keys: []string{"ctrl+t"}, Scopes: []Scope{Editor}},
		{ID: NextField, Title: "next field", Keys: []string{"tab"}, Scopes: []Scope{Editor}},
		{ID: PrevField, Title: "previous field", Keys: []string{"shift+tab"}, Scopes: []Scope{Editor}},

		{ID: KeepFilter, Title: "keep the filter and go to the list", Short: "done", Keys: []string{"enter", "down", "tab"}, Scopes: []Scope{Filter}},
		{ID: DropFilter, Title: "drop the filter", Short: "show all", Keys: []string{"esc", "ctrl+c"}, Scopes: []Scope{Filter}},

		{ID: Accept, Title: "do it, or save", Keys: []string{"enter", "ctrl+s"}, Scopes: []Scope{Dialog}},
		{ID: Dismiss, Title: "close the dialog", Keys: []string{"esc", "ctrl+c"}, Scopes: []Scope{Dialog}},
		{ID: OtherChoice, Title: "next choice or field", Keys: []string{"tab", "right"}, Scopes: []Scope{Dialog}},
		{ID: PrevChoice, Title: "previous choice or field", Keys: []string{"shift+tab", "left"}, Scopes: []Scope{Dialog}},
		{ID: DialogType, Title: "change the type of the value", Keys: []string{"ctrl+t"}, Scopes: []Scope{Dialog}},
		{ID: DialogCopy, Title: "copy what is shown", Keys: []string{"ctrl+y"}, Scopes: []Scope{Dialog}},
		{ID: ScrollUp, Title: "scroll up", Keys: []string{"up"}, Scopes: []Scope{Dialog}},
		{ID: ScrollDown, Title: "scroll down", Keys: []string{"down"}, Scopes: []Scope{Dialog}},
	}
}
