package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/bulk"
	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// imported is how many subjects there are in a file, with how many values each: more than
// go into a transaction.
const importedSubjects, importedValues = 40, 30

// bring imports the data of a file of its own: one of either format, whole or with a fault
// at its end; and waits for it, stops it, or goes on.
func (m *monkey) bring() {
	m.files++
	n, faulty, ending, then := m.files, m.random.IntN(4) == 0, []string{"nq", "jsonld"}[m.random.IntN(2)], m.random.IntN(4)
	file := filepath.Join(m.folder, fmt.Sprintf("%d.%s", n, ending))
	values := m.fileOf(file, n)
	m.imports.Store(file, values)
	if faulty {
		breakOff(m.t, file)
		m.saved.refuse(values...)
	}
	m.note("import " + filepath.Base(file))
	m.home(m.person)
	action, _ := keymap.Default().Get(keymap.Import)
	m.person.Press(":").Type(action.Title).Press("enter")
	if !strings.Contains(m.person.Screen(), "Import the data of a file") {
		m.fail("no file can be imported")
	}
	m.person.TypeOnly(file)
	m.person.PressOnly("enter")
	switch then {
	case 0:
		m.person.PressOnly(escape)
	case 1, 2:
		m.person.Settle()
		if screen := m.person.Screen(); strings.Contains(screen, "─ Import ") && strings.Contains(screen, "Add nothing") {
			m.person.PressOnly("y")
		}
	}
}

// importFile is what the terminal calls.
func (m *monkey) importFile(ctx context.Context, i tui.Import) (tui.Imported, error) {
	done, err := bring(ctx, m.clone, m.names, i)
	of, _ := m.imports.Load(i.File)
	switch values, _ := of.([]model.Triple); {
	case err == nil:
		m.saved.add(values...)
	case done.New == 0:
		m.saved.refuse(values...)
	}
	return done, err
}

// fileOf writes a file of data that nobody else has, and gives what is in it.
func (m *monkey) fileOf(file string, n int) (values []model.Triple) {
	for s := range importedSubjects {
		for v := range importedValues {
			values = append(values, tuitest.T(fmt.Sprintf("f%d", s), fmt.Sprintf("q%d", v%10), fmt.Sprintf("%d of file %d", v, n)))
		}
	}
	for _, s := range stormSubjects {
		values = append(values, tuitest.T(s, "brought", fmt.Sprintf("by file %d", n)))
	}
	if err := m.toFile(file, slices.Values(values), func() error { return nil }); err != nil {
		m.t.Fatal(err)
	}
	return values
}

// breakOff makes a file end too early.
func breakOff(t *testing.T, file string) {
	t.Helper()
	info, err := os.Stat(file)
	if err == nil {
		err = os.Truncate(file, info.Size()-5)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// toFile writes values to a file, in the format that its name tells.
func (m *monkey) toFile(file string, values iter.Seq[model.Triple], err func() error) error {
	format, unknown := bulk.ParseFormat("", file)
	if unknown != nil {
		return unknown
	}
	return bulk.ToFile(file, io.Discard, func(w io.Writer) error { return bulk.Export(m.names, w, values, err, format) })
}

// export saves all data, whatever the name, to a folder of the test.
func (m *monkey) export(ctx context.Context, e tui.Export) (done tui.Exported, err error) {
	e.Begun(0)
	done.File = filepath.Join(m.folder, "saved.nq")
	return done, m.clone.Read(ctx, func(g model.Graph) error { return m.toFile(done.File, bulk.Sorted(g), ctx.Err) })
}
