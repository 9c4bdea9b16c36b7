package bulk

import (
	"context"
	"errors"
	"fmt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// The size of an operation. Every relay takes a message under 1 MB; smaller ones
// do not keep others waiting.
const (
	maxBatchTriples = 1000
	maxBatchBytes   = 200_000
)

// maxTogether is how many operations at most are undone together.
const maxTogether = 32

// statusTooBig is m-ld's number for an operation that relays would not take.
const statusTooBig = 4002

// Writer takes transactions.
type Writer interface {
	// Add writes those triples that are not there; see replica.Replica.Add.
	Add(ctx context.Context, triples []model.Triple, partOf uint64) (replica.Added, error)
}

// Place is where data is brought: it tells what is there, and takes the rest.
type Place interface {
	Writer
	Looker
}

// Imported is what an import came to.
type Imported struct {
	// New triples were not there before; so many undos take them back.
	New, Undos int
}

// Import writes what is new of a source, and tells the progress, as a number of triples of
// the source, after each transaction. An error says how many of them were done before it.
func Import(ctx context.Context, w Writer, s *Source, progress func(done int)) (Imported, error) {
	i := importer{w: w, progress: progress}
	for t, err := range s.All() {
		if err == nil {
			err = i.add(ctx, t)
		}
		if err != nil {
			return i.come, i.stopped(err)
		}
	}
	if err := i.flush(ctx); err != nil {
		return i.come, i.stopped(err)
	}
	return i.come, nil
}

type importer struct {
	w     Writer
	batch []model.Triple
	bytes int
	done  int
	come  Imported
	// first is the tick of the first of the parts that are undone together, of which there
	// are so many already; zero where the next is the first.
	first    uint64
	parts    int
	progress func(int)
}

func (i *importer) stopped(err error) error {
	if i.done == 0 {
		return fmt.Errorf("nothing was imported: %w", err)
	}
	text := "%d triples were imported before it stopped: %w; import the file again to go on"
	var known *model.Error
	if errors.As(err, &known) {
		return model.Errorf(known.Status, text, i.done, err)
	}
	return fmt.Errorf(text, i.done, err)
}

func (i *importer) add(ctx context.Context, t model.Triple) error {
	size := sizeOf(t)
	if len(i.batch) > 0 && (len(i.batch) == maxBatchTriples || i.bytes+size > maxBatchBytes) {
		if err := i.flush(ctx); err != nil {
			return err
		}
	}
	i.batch = append(i.batch, t)
	i.bytes += size
	return nil
}

func sizeOf(t model.Triple) int { return len(t.S) + len(t.P) + len(t.O.Value) + len(t.O.Data) }

func (i *importer) flush(ctx context.Context) error {
	batch := i.batch
	i.batch, i.bytes = nil, 0
	return i.write(ctx, batch)
}

// write writes a batch, in parts where it is too big.
func (i *importer) write(ctx context.Context, batch []model.Triple) error {
	if len(batch) == 0 {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return errors.New("it was interrupted")
	}
	added, err := i.w.Add(ctx, batch, i.first)
	var known *model.Error
	if errors.As(err, &known) && known.Status == statusTooBig && len(batch) > 1 {
		middle := len(batch) / 2
		if err := i.write(ctx, batch[:middle]); err != nil {
			return err
		}
		return i.write(ctx, batch[middle:])
	}
	if err != nil {
		return err
	}
	if added.New > 0 {
		i.come.New += added.New
		if i.first == 0 {
			i.first = added.Tick
			i.come.Undos++
		}
		if i.parts++; i.parts == maxTogether {
			i.first, i.parts = 0, 0
		}
	}
	i.done += len(batch)
	i.progress(i.done)
	return nil
}
