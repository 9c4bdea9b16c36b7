package tui

import "github.com/m-ld/mld-tui/tui/dialog"

// export says how all data is saved to a file: by a command beside this terminal,
// which needs not be left for it.
func (m *Root) export() {
	command := m.o.Export
	if command == "" {
		command = "mld-tui export " + string(m.domain) + " " + string(m.domain) + ".nq"
	}
	m.open(&dialog.Note{
		Title: "Save all data to a file", Keys: m.keys, Copy: command,
		Paragraphs: []string{
			"Type this in another terminal, or here after leaving; this one may stay open:",
			"\t" + command,
			"A name that ends in .jsonld makes JSON-LD of it. Later, mld-tui import brings the file back, into any domain. " +
				"Where you run mld-tui from its source, type go run . in place of mld-tui.",
		},
	}, nil)
}
