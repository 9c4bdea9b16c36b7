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
	// Begun is called when nothing stands in the way any more, and Progress a few times a
	// second at most. Both may block.
	Begun    func()
	Progress func(triples int)
}

// Exported is what has been saved, and where, as people name it.
type Exported struct {
	Triples int
	File    string
}

// exporting is the saving to a file that is under way.
type exporting struct {
	form *dialog.Form // that asked for it; nil as soon as it is answered
	line *progress.Line
	news chan exportMsg
}

// exportMsg: all data is being saved, or has been.
type exportMsg struct {
	of     *exporting
	done   int
	ended  bool
	result Exported
	err    error
}

// disabledExport says why nothing can be saved to a file now.
func (m *Root) disabledExport() string {
	switch {
	case m.o.Export == nil:
		return "this terminal cannot save to a file: mld-tui export does"
	case m.exporting != nil:
		return "a file is being saved already"
	}
	return ""
}

// export asks for a file and saves all data to it.
func (m *Root) export() {
	f := &dialog.Form{
		Title: "Save all data to a file", Verb: "save", Keys: m.keys,
		Intro: "All of " + string(m.domain) + ", as it is now. mld-tui import brings it back, into any domain.",
		Fields: []dialog.Field{{
			Label: "file", Line: edit.NewLine(string(m.domain) + ".jsonld"),
			Hint: "in .jsonld for JSON-LD, in .nq for N-Quads; ~ is your own folder",
		}},
	}
	refused := "" // the file that must not be replaced unasked
	m.open(f, func() tea.Cmd {
		file := f.Value(0)
		replace := refused != "" && file == refused
		refused = file
		f.Err, f.Saving = "", true
		return m.exportTo(f, file, replace)
	})
}

// exportTo saves to a file, in the background as soon as it has begun.
func (m *Root) exportTo(f *dialog.Form, file string, replace bool) tea.Cmd {
	e := &exporting{form: f, line: progress.New(&m.theme, "Saving", progress.Triples), news: make(chan exportMsg)}
	m.exporting = e
	save := m.o.Export
	return m.run(m.ctx, func(ctx context.Context) any {
		tell := func(msg exportMsg) {
			msg.of = e
			select {
			case e.news <- msg:
			case <-ctx.Done():
			}
		}
		go func() {
			result, err := save(ctx, Export{
				File: file, Replace: replace,
				Begun:    func() { tell(exportMsg{}) },
				Progress: func(n int) { tell(exportMsg{done: n}) },
			})
			tell(exportMsg{ended: true, result: result, err: err})
		}()
		return e.next(ctx)
	})
}

func (e *exporting) next(ctx context.Context) exportMsg {
	select {
	case msg := <-e.news:
		return msg
	case <-ctx.Done():
		return exportMsg{of: e, ended: true, err: ctx.Err()}
	}
}

// exported shows how far it is.
func (m *Root) exported(msg exportMsg) tea.Cmd {
	e := msg.of
	if !msg.ended {
		if e.form != nil {
			m.closeDialog(e.form)
			e.form = nil
		}
		e.line.Set(msg.done, 0)
		return m.run(m.ctx, func(ctx context.Context) any { return e.next(ctx) })
	}
	m.exporting = nil
	switch {
	case e.form != nil && errors.Is(msg.err, fs.ErrExist):
		e.form.Refuse(0, msg.err.Error()+": "+m.keys.Key(keymap.Accept, m.theme.Glyph.ASCII)+" again replaces it")
	case e.form != nil && msg.err != nil:
		e.form.Refuse(0, msg.err.Error())
	case msg.err != nil:
		m.notice = notice{upperFirst(msg.err.Error()) + ".", badNotice}
	default:
		if e.form != nil {
			m.closeDialog(e.form)
		}
		m.notice = notice{"Saved " + text.Plural(msg.result.Triples, "triple", "triples") + " to " + msg.result.File + ".", goodNotice}
	}
	return nil
}

// leave ends the program; where that would lose a file that is being saved, only if one
// says so again.
func (m *Root) leave() tea.Cmd {
	if m.exporting == nil || m.exporting.form != nil || m.leaving {
		return tea.Quit
	}
	m.leaving = true
	m.notice = notice{m.keys.Key(keymap.Quit, m.theme.Glyph.ASCII) + " again leaves, and the file is not saved.", badNotice}
	return nil
}
