package bulk

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/m-ld/mld-tui/internal/plain"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// Source is data to be imported, that has been checked.
type Source struct {
	// Triples counts what there is to write.
	Triples int

	ctx    *jsonld.Context
	format Format
	file   *os.File
	text   []byte // of JSON-LD, which is read as a whole
	seed   string // of the identities of those who have none
	remove func()
}

// maxDocument bounds the memory that a JSON-LD document takes.
const maxDocument = 1 << 30

// Open reads and checks a file, "-" for the standard input, which is copied to a
// temporary file first. The error says what is wrong, and where.
func Open(ctx *jsonld.Context, name string, stdin io.Reader, format Format) (*Source, error) {
	s := &Source{ctx: ctx, format: format, remove: func() {}}
	if err := s.open(name, stdin); err != nil {
		s.Close()
		return nil, err
	}
	codec := operation.NewCodec(ctx.Domain())
	for t, err := range s.All() {
		if err == nil {
			err = codec.CheckWritable(t)
		}
		if err == nil {
			err = checkSize(codec, t)
		}
		if err != nil {
			s.Close()
			return nil, inFile(name, err)
		}
		s.Triples++
	}
	return s, nil
}

// checkSize refuses what fits into no operation, so that nothing is begun that
// cannot be ended.
func checkSize(codec operation.Codec, t model.Triple) error {
	if len(t.O.Data) < replica.MaxMessage/2 {
		return nil // Other values, and IRIs, are never so long.
	}
	op := &operation.Operation{From: 1, Time: clock.Genesis().Tick(), Inserts: operation.Plain("", []model.Triple{t})}
	if size := len(operation.NewMessage(0, codec.Encode(op), nil).Payload) + spare; size > replica.MaxMessage {
		return model.Errorf(statusTooBig, "the value of <%s> for <%s> is too big: it makes a message of %d bytes, and relays take %d",
			t.S, t.P, size, replica.MaxMessage)
	}
	return nil
}

// spare is room for a clock that has grown.
const spare = 20_000

func inFile(name string, err error) error {
	if name == "-" {
		name = "the input"
	}
	var known *model.Error
	if errors.As(err, &known) {
		return model.Errorf(known.Status, "%s: %w; nothing was imported", name, err)
	}
	return fmt.Errorf("%s: %w; nothing was imported", name, err)
}

func (s *Source) open(name string, stdin io.Reader) error {
	var err error
	if name == "-" {
		if s.file, err = os.CreateTemp("", "mld-tui-import-"); err != nil {
			return err
		}
		s.remove = func() { _ = os.Remove(s.file.Name()) }
		if _, err := io.Copy(s.file, stdin); err != nil {
			return fmt.Errorf("the input cannot be read: %w", err)
		}
	} else if s.file, err = os.Open(name); err != nil {
		return fmt.Errorf("nothing can be imported: %w", err)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("%s cannot be read twice: %w; give it as - on the standard input", name, err)
	}
	hash := sha256.New()
	size, err := io.Copy(hash, s.file)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", name, err)
	}
	s.seed = hex.EncodeToString(hash.Sum(nil))[:20]
	if s.format != JSONLD {
		return nil
	}
	if size > maxDocument {
		return fmt.Errorf("%s is too big for JSON-LD, which is read as a whole: write it as N-Quads", name)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if s.text, err = io.ReadAll(s.file); err != nil {
		return fmt.Errorf("%s cannot be read: %w", name, err)
	}
	if s.text, err = plain.Text(s.text); err != nil {
		return inFile(name, err)
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(s.text, new(json.RawMessage)); errors.As(err, &syntax) {
		where := plain.Place(s.text, int(syntax.Offset)-1)
		return inFile(name, model.Errorf(model.StatusNotAPattern, "%s: it is not valid JSON: %w", where, err))
	}
	return nil
}

// All reads the triples, from the first.
func (s *Source) All() iter.Seq2[model.Triple, error] {
	n := 0
	newID := func() model.IRI {
		n++
		return s.ctx.Domain().GenID(fmt.Sprintf("%s-%d", s.seed, n))
	}
	if s.format == JSONLD {
		return s.ctx.ReadDocument(s.text, newID)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return func(yield func(model.Triple, error) bool) { yield(model.Triple{}, err) }
	}
	return s.ctx.ReadNQuads(s.file, newID)
}

// Close closes the file.
func (s *Source) Close() {
	if s.file != nil {
		_ = s.file.Close()
	}
	s.remove()
}
