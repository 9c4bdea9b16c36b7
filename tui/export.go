package tui

import (
	"context"
	"errors"
	"io/fs"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/progress"
	"github.com/m-ld/mld-tui/tui/text"
)

// Export saves all data to a file.
type Export struct {
	// File is how a person has named it; its ending tells the format.
	File string
	// Replace: it may be there already. Else that is an error, fs.ErrExist.
	Replace bool
	// Begun is called when nothing stands in the way any more, with the number of subjects
	// that there are, and Progress with how many are saved, a few times a second at most.
	// Both may block.
	Begun    func(subjects int)
	Progress func(subjects int)
}

// Exported is what has been saved, and where, as people name it.
type Exported struct {
	Triples int
	File    string
}

// disabledExport says why nothing can be saved to a file now.
func (m *Root) disabledExport() string {
	switch {
	case m.o.Export == nil:
		return "this terminal cannot save to a file: mld-tui export does"
	case m.moving != nil:
		return m.moving.busy
	}
	return ""
}

// export asks for a file and saves all data to it.
func (m *Root) export() {
	f := &dialog.Form{
		Title: "Save all data to a file", Verb: "save", Keys: m.keys, Completes: m.o.Files != nil,
		Intro: "All of " + string(m.domain) + ", as it is now. mld-tui import brings it back, into any domain.",
		Fields: []dialog.Field{{
			Label: "file", Line: edit.NewLine(string(m.domain) + ".jsonld"),
			Hint: "in .jsonld for JSON-LD, in .nq for N-Quads; ~ is your own folder",
		}},
	}
	refused := "" // the file that must not be replaced unasked
	m.openForm(f, occasion{action: keymap.Export}, func() tea.Cmd {
		file := f.Value(0)
		replace := refused != "" && file == refused
		refused = file
		return m.exportTo(f, file, replace)
	})
}

// exportTo saves to a file.
func (m *Root) exportTo(f *dialog.Form, file string, replace bool) tea.Cmd {
	save, again := m.o.Export, m.keys.Key(keymap.Accept, m.theme.Glyph.ASCII)
	t := &transfer{
		form: f, line: progress.New(&m.theme, "Saving", progress.Subjects),
		busy: "a file is being saved already", lost: "the file is not saved",
		done: func(msg transferMsg) notice {
			return notice{"Saved all data, " + text.Plural(msg.done, "value", "values") + ", to " + msg.file + ".", goodNotice}
		},
		fault: func(err error) string {
			if errors.Is(err, fs.ErrExist) {
				return err.Error() + ": " + again + " again replaces it"
			}
			return err.Error()
		},
	}
	return m.begin(t, func(ctx context.Context, tell func(transferMsg)) transferMsg {
		total := 0
		result, err := save(ctx, Export{
			File: file, Replace: replace,
			Begun:    func(n int) { total = n; tell(transferMsg{total: n}) },
			Progress: func(n int) { tell(transferMsg{done: n, total: total}) },
		})
		return transferMsg{done: result.Triples, file: result.File, err: err}
	})
}
