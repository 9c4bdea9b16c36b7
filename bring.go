package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/m-ld/mld-tui/internal/bulk"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/tui"
)

// bring adds the data of a file, as the terminal asks for it.
func (s *screen) bring(ctx context.Context, i tui.Import) (done tui.Imported, err error) {
	names, err := s.jsonldContext()
	if err != nil {
		return done, err
	}
	return bring(ctx, s, names, i)
}

// bring adds the data of a file, with the names that a context has, to what takes it.
func bring(ctx context.Context, to bulk.Place, names *jsonld.Context, i tui.Import) (done tui.Imported, err error) {
	file, format, err := fileNamed(i.File)
	if err != nil {
		return done, err
	}
	done.File = forPeople(file)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return done, fmt.Errorf("there is no file %s", done.File)
	}
	source, err := bulk.Open(names, file, nil, format)
	if err != nil {
		return done, err
	}
	defer source.Close()
	plan, err := source.Plan(ctx, to)
	if err != nil {
		return done, err
	}
	if done.Triples = source.Triples; plan.Compared && plan.New == 0 {
		return done, nil
	}
	done.Triples = 0
	if ctx.Err() != nil || !i.Ask(tui.ImportPlan{
		File: done.File, Triples: plan.Triples, Compared: plan.Compared, New: plan.New, Subjects: plan.Subjects, There: plan.There, First: plan.First, Undos: plan.Undos,
	}) {
		return done, context.Canceled
	}
	told := time.Now()
	come, err := bulk.Import(ctx, to, source, func(n int) {
		done.Triples = n
		if time.Since(told) >= tellEvery {
			i.Progress(n)
			told = time.Now()
		}
	})
	done.New, done.Undos = come.New, come.Undos
	return done, err
}

// jsonldContext is the one by which files are read and written.
func (s *screen) jsonldContext() (*jsonld.Context, error) {
	if s.options.JSON != nil {
		return s.options.JSON, nil
	}
	return jsonld.New(s.Domain(), nil)
}
