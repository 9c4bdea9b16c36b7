package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/progress"
	"github.com/m-ld/mld-tui/tui/text"
)

// Import adds the data of a file.
type Import struct {
	// File is how a person has named it; its ending tells the format.
	File string
	// Ask is called when the file was read, has no fault, and something of it may be new. It
	// returns when the person has said whether that is to be added; where it is not, the
	// context has ended. Progress is called after each change that adds a part of it, a few
	// times a second at most, and may block.
	Ask      func(ImportPlan) bool
	Progress func(triples int)
}

// ImportPlan is what an import will do.
type ImportPlan struct {
	// File is its name, as people write it; so many Triples are in it.
	File    string
	Triples int
	// Compared: it was looked up what is there already, else the following are not known.
	// New are the triples that are not, and Subjects those that all are about, of which so
	// many are There.
	Compared             bool
	New, Subjects, There int
	// Undos is how many it will take to take that back.
	Undos int
	// First are some of what is new, or may be.
	First []model.Triple
}

// Imported is what has been added.
type Imported struct {
	// Triples were in the file, of which New were not there before, and so many undos take
	// them back.
	Triples, New, Undos int
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
		Intro: "Its data is added to " + string(m.domain) + ", for everyone; nothing is removed. What will change is shown before it is done.",
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
		fault: error.Error, ask: m.askImport,
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
			case msg.undos <= 1:
				s += ". " + undo + " takes them back."
			default:
				s += ": " + undo + " takes them back in " + text.Count(msg.undos) + " steps."
			}
			return notice{s, goodNotice}
		},
	}
	return m.begin(t, func(ctx context.Context, tell func(transferMsg)) transferMsg {
		total := 0
		result, err := bring(ctx, Import{
			File: file,
			Ask: func(p ImportPlan) bool {
				total = p.Triples
				tell(transferMsg{total: total, plan: &p})
				return ctx.Err() == nil
			},
			Progress: func(n int) { tell(transferMsg{done: n, total: total}) },
		})
		return transferMsg{done: result.Triples, fresh: result.New, undos: result.Undos, file: result.File, err: err}
	})
}

// askImport asks whether to add what is in a file.
func (m *Root) askImport(p *ImportPlan) *dialog.Choice {
	more, first := p.New, model.Patch{Inserts: p.First}
	word := "Import " + text.Plural(p.New, "value", "values")
	question := text.Plural(p.Subjects, "subject", "subjects") + hereAlready(p.There, p.Subjects) + "; "
	switch {
	case !p.Compared:
		more, word = p.Triples, "Import what of them is new"
		question = text.Plural(p.Triples, "value", "values") + ": too many to tell before which are here already."
	case p.New == p.Triples:
		question += map[bool]string{true: "its one value is new.", false: "all " + text.Count(p.New) + " values are new."}[p.New == 1]
	default:
		question += text.Count(p.New) + " of " + text.Plural(p.Triples, "value", "values") + map[bool]string{true: " is", false: " are"}[p.New == 1] + " new."
	}
	about := make(map[model.IRI][]model.Triple)
	for _, t := range p.First {
		about[t.S] = append(about[t.S], t)
	}
	lines := m.changeLines(first, m.nameFrom(about))
	if n := more - len(p.First); n > 0 {
		lines = append(lines, "and "+text.Plural(n, "value more", "values more"))
	}
	return &dialog.Choice{
		Title: "Import " + p.File, Question: question, Keys: m.keys,
		Options: []dialog.Option{
			{Key: "n", Word: "Add nothing", Detail: "Nothing changes."},
			{Key: "y", Word: word, Shown: lines, Detail: "What is here already stays as it is." + m.takesImportBack(p)},
		},
	}
}

// hereAlready says how many of some subjects are there.
func hereAlready(there, all int) string {
	switch {
	case there == 0:
		return ""
	case there == all && all == 1:
		return ", which is here already"
	case there == all:
		return ", which are all here already"
	case there == 1:
		return ", of which 1 is here already"
	}
	return ", of which " + text.Count(there) + " are here already"
}

// takesImportBack tells the way back before an import.
func (m *Root) takesImportBack(p *ImportPlan) string {
	key := m.keys.Key(keymap.Undo, m.theme.Glyph.ASCII)
	switch {
	case key == "" || p.Undos <= 1:
		return m.takesBack()
	case !p.Compared:
		return " It is too much for one undo: " + key + " takes it back step by step."
	}
	return " It is too much for one undo: " + key + " takes it back in " + text.Count(p.Undos) + " steps."
}
