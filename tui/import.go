package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/progress"
	"github.com/m-ld/mld-tui/tui/text"
)

// Import adds the data of a file.
type Import struct {
	// File is how a person has named it; its ending tells the format.
	File string
	// Begun is called when the file was read and has no fault, with what is in it, and
	// Progress after each change that adds a part of it, a few times a second at most.
	// Both may block. Begun returns when it is shown that the import has begun, or was
	// stopped before: then the context has ended, and nothing is to be added.
	Begun    func(triples int)
	Progress func(triples int)
}

// Imported is what has been added.
type Imported struct {
	// Triples were in the file, of which New were not there before, and came in so many
	// changes, each of which is undone by itself.
	Triples, New, Changes int
	// File is its name, as people write it.
	File string
}

// disabledImport says why no file can be brought in now.
func (m *Root) disabledImport() string {
	switch {
	case m.o.Import == nil:
		return "this terminal cannot import a file: mld-tui import does"
	case m.moving != nil:
		return m.moving.busy
	}
	return ""
}

// importFile asks for a file, and adds its data.
func (m *Root) importFile() {
	f := &dialog.Form{
		Title: "Import the data of a file", Verb: "import", Keys: m.keys, Completes: m.o.Files != nil, Doing: "reading", Stoppable: true,
		Intro: "Its data is added to " + string(m.domain) + ", for everyone; nothing is removed. If the file has a fault, nothing is added.",
		Fields: []dialog.Field{{
			Label: "file", Hint: "in .jsonld for JSON-LD, in .nq for N-Quads; ~ is your own folder",
		}},
	}
	m.openForm(f, occasion{action: keymap.Import}, func() tea.Cmd {
		if why := m.disabled(keymap.Import); why != "" {
			f.Refuse(0, why)
			return nil
		}
		return m.importFrom(f, f.Value(0))
	})
}

// importFrom adds the data of a file.
func (m *Root) importFrom(f *dialog.Form, file string) tea.Cmd {
	bring := m.o.Import
	t := &transfer{
		form: f, line: progress.New(&m.theme, "Importing", progress.Values),
		busy: "a file is being imported already", lost: "the rest of the file is not imported",
		fault: error.Error,
		done: func(msg transferMsg) notice {
			s := "Imported " + text.Plural(msg.fresh, "value", "values") + " from " + msg.file
			switch there := msg.done - msg.fresh; {
			case msg.done == 0:
				return notice{msg.file + " has no data: nothing was added.", plainNotice}
			case msg.fresh == 0:
				all := "all " + text.Count(msg.done) + " values of " + msg.file + " were"
				if msg.done == 1 {
					all = "the one value of " + msg.file + " was"
				}
				return notice{"Nothing was added: " + all + " there already.", plainNotice}
			case there > 0:
				s += "; " + text.Count(there) + " more " + map[bool]string{true: "was", false: "were"}[there == 1] + " there already"
			}
			switch undo := m.keys.Key(keymap.Undo, m.theme.Glyph.ASCII); {
			case undo == "":
				s += "."
			case msg.changes == 1:
				s += ". " + undo + " takes them back."
			default:
				s += ", in " + text.Plural(msg.changes, "change", "changes") + ": " + undo + " takes them back one by one."
			}
			return notice{s, goodNotice}
		},
	}
	return m.begin(t, func(ctx context.Context, tell func(transferMsg)) transferMsg {
		total := 0
		result, err := bring(ctx, Import{
			File:     file,
			Begun:    func(n int) { total = n; tell(transferMsg{total: total}) },
			Progress: func(n int) { tell(transferMsg{done: n, total: total}) },
		})
		return transferMsg{done: result.Triples, fresh: result.New, changes: result.Changes, file: result.File, err: err}
	})
}
