package bulk

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
)

// Sorted gives all triples of a graph, in the order of their subjects where it
// has one, so that two exports of the same data are the same.
func Sorted(g model.Graph) iter.Seq[model.Triple] {
	ordered, ok := g.(interface {
		Subjects() iter.Seq[model.IRI]
	})
	if !ok {
		return g.Match(model.Pattern{})
	}
	return func(yield func(model.Triple) bool) {
		for id := range ordered.Subjects() {
			for _, t := range slices.SortedFunc(g.Match(model.Pattern{S: id}), model.Triple.Compare) {
				if !yield(t) {
					return
				}
			}
		}
	}
}

// Export writes triples in a format. Those of one subject should follow each
// other. After an error of the triples' own, which err gives when they end, what
// was written is not whole.
func Export(ctx *jsonld.Context, w io.Writer, triples iter.Seq[model.Triple], err func() error, format Format) error {
	write := func() error { return jsonld.WriteNQuads(w, triples) }
	if format == JSONLD {
		write = func() error { return ctx.WriteDocument(w, triples) }
	}
	if err := write(); err != nil {
		return fmt.Errorf("the data cannot be written: %w", err)
	}
	return err()
}

// ToFile has a function write to a file, "-" for the standard output. The file
// is there, or replaced, only when it is whole.
func ToFile(name string, stdout io.Writer, write func(io.Writer) error) error {
	if name == "-" {
		return write(stdout)
	}
	if old, err := os.Stat(name); err == nil && !old.Mode().IsRegular() {
		return toDevice(name, write)
	}
	temp := filepath.Join(filepath.Dir(name), fmt.Sprintf(".%s-%d", filepath.Base(name), os.Getpid()))
	file, err := os.Create(temp)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s cannot be written: there is no folder %s", name, filepath.Dir(name))
	} else if err != nil {
		return fmt.Errorf("%s cannot be written: %w", name, err)
	}
	defer func() { _ = os.Remove(temp) }() // Gone already, if all is well.
	if err := write(file); err != nil {
		_ = file.Close()
		return err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("%s cannot be written: %w", name, err)
	}
	if err := os.Rename(temp, name); err != nil {
		return fmt.Errorf("%s cannot be written: %w", name, err)
	}
	return nil
}

// toDevice writes to what must not be replaced, such as a pipe with a name.
func toDevice(name string, write func(io.Writer) error) error {
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", name, err)
	}
	return errors.Join(write(file), file.Close())
}
