package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/m-ld/mld-tui/internal/bulk"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
)

// tellEvery is how often the screen is told how far the saving of a file is.
const tellEvery = 100 * time.Millisecond

// export saves all data to a file, as the terminal asks for it.
func (s *screen) export(ctx context.Context, e tui.Export) (done tui.Exported, err error) {
	s.files.Add(1)
	defer s.files.Done()
	file, format, err := fileNamed(e.File)
	if err != nil {
		return done, err
	}
	done.File = forPeople(file)
	switch _, err := os.Stat(file); {
	case err == nil && !e.Replace:
		return done, fmt.Errorf("%s %w", done.File, isThere{})
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(file)); err != nil {
			return done, fmt.Errorf("there is no folder %s", forPeople(filepath.Dir(file)))
		}
	}
	names, err := s.jsonldContext()
	if err != nil {
		return done, err
	}
	page, err := s.Subjects(ctx, replica.SubjectsQuery{Limit: 1})
	if err != nil {
		return done, err
	}
	triples, failed := s.Export(ctx)
	all := func(yield func(model.Triple) bool) {
		told, subjects, last := time.Now(), 0, model.IRI("")
		for t := range triples {
			if ctx.Err() != nil || !yield(t) {
				return
			}
			if t.S != last {
				last = t.S
				if t.P != model.JSONRQLItem && t.P != model.JSONRQLIndex { // Slots of lists are not among the total.
					subjects++
				}
			}
			if done.Triples++; done.Triples%100 == 0 && time.Since(told) >= tellEvery {
				e.Progress(subjects)
				told = time.Now()
			}
		}
	}
	err = bulk.ToFile(file, io.Discard, func(w io.Writer) error {
		e.Begun(page.Total)
		return bulk.Export(names, w, all, func() error { return errors.Join(failed(), ctx.Err()) }, format)
	})
	return done, err
}

// isThere is fs.ErrExist in other words.
type isThere struct{}

func (isThere) Error() string { return "is there already" }

func (isThere) Is(err error) bool { return err == fs.ErrExist }
