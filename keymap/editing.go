package keymap

// Actions of editing.
const (
	Toggle ID = "value.toggle"
	Settle ID = "value.settle"

	InsertBefore ID = "item.insert-before"
	MoveUp       ID = "item.up"
	MoveDown     ID = "item.down"
	MakeList     ID = "list.make"

	Paste     ID = "subject.paste"
	CopySubj  ID = "subject.copy"
	Duplicate ID = "subject.duplicate"
	Mark      ID = "mark.toggle"
	MarkAll   ID = "mark.all"
	SetMany   ID = "mark.set"
	Rename    ID = "subject.rename"
	Undo      ID = "change.undo"
	Redo      ID = "change.redo"

	SaveBoth    ID = "edit.save-both"
	ShowRequest ID = "edit.request"
	EditPgDown  ID = "edit.page-down"
	EditPgUp    ID = "edit.page-up"
	EditCopy    ID = "edit.copy"
	EditCut     ID = "edit.cut"
	EditPaste   ID = "edit.paste"
)

// editing is the part of the table that is about changing data.
func editing() []Action {
	return []Action{
		{ID: Undo, Group: History, Title: "undo the last change made here", Short: "undo", Keys: []string{"u"}, Scopes: global, Writes: true},
		{ID: Redo, Group: History, Title: "redo what was undone", Keys: []string{"ctrl+r"}, Scopes: global, Writes: true},
		{ID: Mark, Group: OfData, Title: "mark the subject, or unmark it", Keys: []string{"space"}, Scopes: inList},
		{ID: MarkAll, Group: OfData, Title: "mark all that is listed, or unmark it", Keys: []string{"*"}, Scopes: inList},
		{ID: SetMany, Group: OfData, Title: "set a property of all that is marked", Short: "set of all marked", Keys: []string{"="}, Scopes: inList, Writes: true},
		{ID: Toggle, Group: OfValues, Title: "turn true into false, or back", Keys: []string{"space"}, Scopes: inValues, Writes: true},
		{ID: Settle, Group: OfValues, Title: "keep this value only, of several", Short: "settle", Keys: []string{"s"}, Scopes: inValues, Writes: true},
		{ID: InsertBefore, Group: OfValues, Title: "insert an item before this one, in a list", Keys: []string{"A"}, Scopes: inValues, Writes: true},
		{ID: MoveUp, Group: OfValues, Title: "move an item up in its list", Short: "move up", Keys: []string{"K", "alt+up"}, Scopes: inValues, Writes: true},
		{ID: MoveDown, Group: OfValues, Title: "move an item down in its list", Short: "move down", Keys: []string{"J", "alt+down"}, Scopes: inValues, Writes: true},
		{ID: MakeList, Group: OfValues, Title: "make a list of the property's values, or values of a list", Keys: []string{"L"}, Scopes: inValues, Writes: true},
		{ID: CopySubj, Group: OfData, Title: "copy the subject, as JSON", Keys: []string{"c"}, Scopes: ofSubj},
		{ID: Paste, Group: OfData, Title: "add what was copied here", Keys: []string{"v"}, Scopes: ofSubj, Writes: true},
		{ID: Rename, Group: OfData, Title: "give the subject another id", Keys: []string{"R"}, Scopes: ofSubj, Writes: true},
		{ID: Duplicate, Group: OfData, Title: "add a subject like this one", Keys: []string{"N"}, Scopes: ofSubj, Writes: true},

		{ID: SaveBoth, Group: Typing, Title: "save beside what others put there", Short: "keep both", Keys: []string{"ctrl+b"}, Scopes: inEditor},
		{ID: ShowRequest, Group: Typing, Title: "show what will be saved, as JSON (json-rql)", Short: "as JSON", Keys: []string{"ctrl+o", "ctrl+p"}, Scopes: inEditor},
		{ID: EditPgDown, Group: Typing, Title: "a page down in a long text, or in the JSON", Keys: []string{"pgdown"}, Scopes: inEditor},
		{ID: EditPgUp, Group: Typing, Title: "a page up in a long text, or in the JSON", Keys: []string{"pgup"}, Scopes: inEditor},
		{ID: EditCopy, Group: Typing, Title: "copy what is selected", Keys: []string{"ctrl+y"}, Scopes: inEditor},
		{ID: EditCut, Group: Typing, Title: "cut what is selected", Keys: []string{"ctrl+x"}, Scopes: inEditor},
		{ID: EditPaste, Group: Typing, Title: "insert what was copied here", Keys: []string{"ctrl+v"}, Scopes: inEditor},
	}
}
