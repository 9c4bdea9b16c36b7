package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/m-ld/mld-tui/internal/bulk"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/tui"
)

// bring adds the data of a file, as the terminal asks for it.
func (s *screen) bring(ctx context.Context, i tui.Import) (done tui.Imported, err error) {
	file, format, err := fileNamed(i.File)
	if err != nil {
		return done, err
	}
	done.File = forPeople(file)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return done, fmt.Errorf("there is no file %s", done.File)
	}
	names, err := s.jsonldContext()
	if err != nil {
		return done, err
	}
	source, err := bulk.Open(names, file, nil, format)
	if err != nil {
		return done, err
	}
	defer source.Close()
	if ctx.Err() != nil {
		return done, ctx.Err()
	}
	i.Begun(source.Triples)
	w := counting{to: s}
	told := time.Now()
	err = bulk.Import(ctx, &w, source, func(written int) {
		done.Triples = written
		if time.Since(told) >= tellEvery {
			i.Progress(written)
			told = time.Now()
		}
	})
	done.Changes = w.n
	return done, err
}

// counting counts the changes that are written.
type counting struct {
	to bulk.Writer
	n  int
}

// Patch implements bulk.Writer.
func (c *counting) Patch(ctx context.Context, p model.Patch) error {
	err := c.to.Patch(ctx, p)
	if err == nil {
		c.n++
	}
	return err
}

// jsonldContext is the one by which files are read and written.
func (s *screen) jsonldContext() (*jsonld.Context, error) {
	if s.options.JSON != nil {
		return s.options.JSON, nil
	}
	return jsonld.New(s.Domain(), nil)
}
